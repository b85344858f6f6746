"""Addresses of remotes, and the links to snapshots that people send to each other."""

from __future__ import annotations

import os
import re
from typing import NamedTuple, Optional
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ..errors import Refused, SnapshotError
from ..format import digests

SCHEMES = ("file", "http", "https", "s3", "oci")
_READ_ONLY = ("http", "https")
PREFIX = "snap+"

_DIGEST = re.compile(r"[#@](sha256:[0-9a-f]{64})(?![0-9a-zA-Z])")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]\Z")
_REPOSITORY = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*\Z")
_OPTIONS = {"step": "step", "when": "when", "notebook": "notebook", "nb": "notebook"}


class SnapshotUrl(NamedTuple):
    """The parts of ``snap+REMOTE#sha256:HEX``; the options are for the caller."""

    remote: str
    id: str
    step: Optional[str] = None
    when: Optional[str] = None
    notebook: Optional[str] = None


def parse_snapshot_url(text: str) -> SnapshotUrl:
    """The parts of a link; SnapshotError if it is none, or has no digest."""
    if not text.startswith(PREFIX):
        raise SnapshotError(
            "bad-url",
            f"“{without_secrets(text)}” is no link to a snapshot elsewhere.",
            "",
            "It begins with snap+https://, snap+s3://, snap+oci:// or snap+file://.",
        )
    found = _DIGEST.search(text)
    if found is None and "sha256:" in text:
        raise SnapshotError(
            "no-digest",
            "The digest in this link is not whole: it has 64 digits and letters from a to f.",
            without_secrets(text),
            "Copy the whole link, or ask for one made with Copy URL.",
        )
    if found is None:
        raise SnapshotError(
            "no-digest",
            "This link has no digest, so its content cannot be checked.",
            "",
            "Ask for a link made with Copy URL.",
        )
    before, _, query = text[len(PREFIX) : found.start()].partition("?")
    options: dict[str, str] = {}
    for name, value in parse_qsl("&".join((query, text[found.end() :].lstrip("?&")))):
        if name not in _OPTIONS or (name == "when" and value not in ("before", "after")):
            raise SnapshotError("bad-url", f"The link has an unknown option: {name[:40]}.")
        options[_OPTIONS[name]] = value
    return SnapshotUrl(parse_remote(before), found[1], **options)


def check_writable(text: str) -> None:
    """Refuses an address that nothing can be sent to, before anybody is asked there."""
    scheme, mark, _ = text.lower().partition("://")
    if not mark or (scheme in SCHEMES and scheme not in _READ_ONLY):
        return
    why = "a web server can be read from only" if scheme in _READ_ONLY else "its kind is not known"
    raise SnapshotError(
        "bad-url",
        f"“{without_secrets(text)}” is no place to publish to: {why}.",
        "",
        "Publish to a folder, to s3://BUCKET/PREFIX or to oci://REGISTRY/NAME.",
    )


def check_withdrawable(text: str) -> None:
    """Refuses an address from which nothing is removed by us, before anybody is asked there."""
    if parse_remote(text).startswith(("http:", "https:", "oci:")):
        raise not_withdrawn(text)


def not_withdrawn(remote: str) -> SnapshotError:
    """Where a snapshot cannot be removed by us, and how it is done."""
    if remote.startswith("oci:"):
        return SnapshotError(
            "not-withdrawn",
            "Registries have ways of their own to remove artifacts.",
            without_secrets(remote),
            "Remove the artifact with the tag s-HEX there, HEX being behind sha256: in the link, "
            "with the registry's pages or tool; its collection of garbage frees the content.",
        )
    return SnapshotError(
        "not-withdrawn",
        "A web server can be read from only.",
        without_secrets(remote),
        "Withdraw it from the folder or the bucket that the server serves: give that behind "
        "--from.",
    )


def make_snapshot_url(remote: str, snapshot: str) -> str:
    """The link to copy."""
    digests.parse(snapshot)
    return f"{PREFIX}{remote}{'@' if remote.startswith('oci:') else '#'}{snapshot}"


def parse_remote(text: str) -> str:
    """The address of a remote in its one form; a path stands for a folder."""
    if "://" not in text:
        if not text or "\0" in text:
            raise _bad(text, "it is empty")
        return f"file://{quote(os.path.abspath(os.path.expanduser(text)))}"
    if any(char <= " " or char == "\x7f" for char in text):
        raise _bad(text, "it has spaces or control characters")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _bad(text, str(error)) from None
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise Refused(
            "The address has a name or a password in it.",
            without_secrets(text),
            "Keep credentials in your cloud configuration, .netrc or Docker's config.json.",
        )
    if parts.query or parts.fragment:
        raise _bad(text, "it has a query or a fragment")
    if parts.scheme not in SCHEMES:
        raise _bad(text, f"remotes are {', '.join(SCHEMES)}")
    path = parts.path.rstrip("/")
    host = (parts.hostname or "") + (f":{port}" if port is not None else "")
    _check(text, parts.scheme, host, path)
    return f"{parts.scheme}://{host}{path}"


def folder_of(remote: str) -> str:
    """The path of a ``file://`` remote."""
    return unquote(urlsplit(remote).path) or "/"


def _check(text: str, scheme: str, host: str, path: str) -> None:
    if any(part in (".", "..") for part in unquote(path).split("/")):
        raise _bad(text, "it has . or .. in its path")
    if scheme == "file":
        if host not in ("", "localhost") or not path.startswith("/"):
            raise _bad(text, "a folder is file:///PATH")
    elif not host:
        raise _bad(text, "it names no host")
    if scheme == "s3" and not _BUCKET.match(host):
        raise _bad(text, "this is no name of a bucket")
    if scheme == "oci" and not _REPOSITORY.match(path.lstrip("/")):
        raise _bad(text, "a repository is named with lower-case letters and digits")


def without_secrets(text: str) -> str:
    """An address as messages may show it."""
    shown = re.sub(r"//[^/@\s]*@", "//", text)
    return re.sub(r"\?[^#\s]*", "?…", shown)[:300]


def _bad(text: str, why: str) -> SnapshotError:
    return SnapshotError("bad-url", f"“{without_secrets(text)}” is no address of a remote: {why}.")
