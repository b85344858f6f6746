"""Who asks a bucket: credentials from where every tool looks, and their signature (SigV4)."""

from __future__ import annotations

import configparser
import contextlib
import datetime
import hashlib
import hmac
import os
from typing import Mapping, NamedTuple, Optional
from urllib.parse import parse_qsl, quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


class Credentials(NamedTuple):
    """A key and, when it is a borrowed one, its token."""

    key: str
    secret: str
    token: str = ""


def find_credentials(environment: Mapping[str, str]) -> Optional[Credentials]:
    """From the environment, else from the profile's section of ~/.aws/credentials."""
    key, secret = environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")
    if key and secret:
        return Credentials(key, secret, environment.get("AWS_SESSION_TOKEN", ""))
    section = _section(
        environment.get("AWS_SHARED_CREDENTIALS_FILE") or _home("credentials"),
        environment.get("AWS_PROFILE") or "default",
    )
    key, secret = section.get("aws_access_key_id"), section.get("aws_secret_access_key")
    if key and secret:
        return Credentials(key, secret, section.get("aws_session_token", ""))
    return None


def find_region(environment: Mapping[str, str]) -> str:
    """From the environment, else from the profile's section of ~/.aws/config."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if environment.get(name):
            return environment[name]
    profile = environment.get("AWS_PROFILE") or "default"
    path = environment.get("AWS_CONFIG_FILE") or _home("config")
    title = profile if profile == "default" else f"profile {profile}"
    return _section(path, title).get("region", "us-east-1")


def find_endpoint(environment: Mapping[str, str]) -> str:
    """Where another S3 than Amazon's is; empty for Amazon's."""
    return environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or ""


def _home(name: str) -> str:
    return os.path.join(os.path.expanduser("~"), ".aws", name)


def _section(path: str, title: str) -> Mapping[str, str]:
    parser = configparser.RawConfigParser()
    with contextlib.suppress(OSError, configparser.Error, UnicodeDecodeError):
        parser.read(path, encoding="utf-8")
        if parser.has_section(title):
            return dict(parser.items(title))
    return {}


def sign(
    credentials: Credentials,
    region: str,
    method: str,
    url: str,
    payload: str,
    now: datetime.datetime,
) -> dict[str, str]:
    """The headers that prove a request; ``payload`` is the hex SHA-256 of the body."""
    parts = urlsplit(url)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    headers = {"x-amz-content-sha256": payload, "x-amz-date": stamp}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    signed = {**headers, "host": parts.netloc}
    names = ";".join(sorted(signed))
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    lines = [f"{name}:{signed[name].strip()}\n" for name in sorted(signed)]
    request = "\n".join((method, parts.path or "/", query, "".join(lines), names, payload))
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    hashed = hashlib.sha256(request.encode("utf-8")).hexdigest()
    text = "\n".join((_ALGORITHM, stamp, scope, hashed))
    key = f"AWS4{credentials.secret}".encode()
    for step in scope.split("/"):
        key = hmac.new(key, step.encode("utf-8"), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
    who = f"Credential={credentials.key}/{scope}"
    headers["Authorization"] = f"{_ALGORITHM} {who}, SignedHeaders={names}, Signature={signature}"
    return headers
