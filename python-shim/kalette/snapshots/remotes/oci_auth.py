"""Who asks a registry: logins that Docker and Podman have saved, and tokens for them."""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import re
from typing import Mapping, Optional, Union
from urllib.parse import urlencode, urlsplit

from ..errors import Refused
from ..progress import Task
from .client import Client, Headers, Part
from .connections import Answer, is_local

_TOKEN_LIMIT = 1 << 20
_PARAMETER = re.compile(r'(\w+)="([^"]*)"')


def find_login(registry: str, environment: Mapping[str, str]) -> Optional[tuple[str, str]]:
    """Name and password for a registry, from the files of Docker and Podman."""
    folder = environment.get("DOCKER_CONFIG") or os.path.join(os.path.expanduser("~"), ".docker")
    paths = [environment.get("REGISTRY_AUTH_FILE"), os.path.join(folder, "config.json")]
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime:
        paths.append(os.path.join(runtime, "containers", "auth.json"))
    names = [registry]
    if registry == "registry-1.docker.io":
        names.append("https://index.docker.io/v1/")
    for path in paths:
        for name in names:
            login = _login_in(path, name) if path else None
            if login is not None:
                return login
    return None


def _login_in(path: str, name: str) -> Optional[tuple[str, str]]:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        with open(path, encoding="utf-8") as file:
            entry = json.load(file)["auths"][name]
        user, _, password = base64.b64decode(entry["auth"]).decode("utf-8").partition(":")
        if user and password:
            return user, password
    return None


class RegistryLogin:
    """Answers a registry's challenges; gives it Basic or a Bearer token from then on."""

    def __init__(self, registry: str, repository: str, task: Task) -> None:
        self._registry = registry
        self._repository = repository
        self._task = task
        self._login = find_login(registry, os.environ)
        self._header = ""

    def authorize(
        self, method: str, url: str, headers: Headers, body: Union[bytes, Part]
    ) -> Headers:
        return {"Authorization": self._header} if self._header else {}

    def challenged(self, answer: Answer) -> bool:
        """Takes in what the registry asks for; True when there is something new to show."""
        challenge = answer.header("WWW-Authenticate") or ""
        kind, _, rest = challenge.partition(" ")
        wanted = dict(_PARAMETER.findall(rest))
        before = self._header
        if kind.lower() == "basic" and self._login is not None:
            self._header = self._basic()
        elif kind.lower() == "bearer" and wanted.get("realm"):
            self._header = f"Bearer {self._token(wanted)}"
        return bool(self._header) and self._header != before

    def _basic(self) -> str:
        assert self._login is not None
        pair = ":".join(self._login).encode("utf-8")
        return f"Basic {base64.b64encode(pair).decode('ascii')}"

    def _token(self, wanted: Mapping[str, str]) -> str:
        realm = urlsplit(wanted["realm"])
        plain = realm.scheme == "http" and is_local(realm.hostname or "")
        if (realm.scheme != "https" and not plain) or realm.username is not None:
            raise Refused(
                "The registry wants its password sent to a place that is not encrypted.",
                self._registry,
            )
        scope = wanted.get("scope") or f"repository:{self._repository}:pull,push"
        query = {"scope": scope}
        if wanted.get("service"):
            query["service"] = wanted["service"]
        address = f"{realm.scheme}://{realm.netloc}{realm.path}?{urlencode(query)}"
        headers = {"Authorization": self._basic()} if self._login is not None else {}
        client = Client(address, self._task, lambda *_: headers)
        try:
            data = client.fetch(address, _TOKEN_LIMIT)[1]
        finally:
            client.close()
        with contextlib.suppress(ValueError, TypeError, AttributeError, binascii.Error):
            value = json.loads(data)
            token = value.get("token") or value.get("access_token")
            if isinstance(token, str) and re.match(r"[\x21-\x7e]+\Z", token):
                return token
        raise Refused("The registry's token service gives no token.", self._registry)
