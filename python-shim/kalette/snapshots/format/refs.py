"""Names of refs and buckets, and the URLs that people copy."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional

from ..errors import SnapshotError
from . import digests

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+=-]{0,127}\Z")
_URL = re.compile(r"snap:(?P<bucket>[^/@?]+)/(?P<name>[^/@?]+)@(?P<id>sha256:[0-9a-f]{64})")


_LINK = re.compile(r"snap\+[^#@]+[#@](sha256:[0-9a-f]{64})(?![0-9a-zA-Z])")
_RESERVED_ENDS = (".", ".lock", ".json")


# As people call them.
_WORDS = {"ref": "snapshot", "bucket": "bucket of snapshots"}


class LocalUrl(NamedTuple):
    """The parts of ``snap:BUCKET/NAME@sha256:HEX``; options after ``?`` are for the caller."""

    bucket: str
    name: str
    id: str


def is_name(name: object) -> bool:
    return isinstance(name, str) and bool(_NAME.match(name)) and not name.endswith(_RESERVED_ENDS)


def check_name(name: str, what: str) -> str:
    """The name, if it can be a bucket or ref everywhere: on disk, in a URL, in a registry."""
    if not is_name(name):
        raise SnapshotError(
            "bad-name",
            f"“{str(name)[:140]}” cannot be the name of a {_WORDS[what]}.",
            "",
            "Use up to 128 letters, digits and ._@+=-, beginning with a letter or digit.",
        )
    return name


def make_url(bucket: str, name: str, snapshot: str) -> str:
    return f"snap:{bucket}/{name}@{snapshot}"


def linked_id(url: str) -> Optional[str]:
    """The id in a link to a snapshot elsewhere, ``snap+…``; None if it has none."""
    match = _LINK.match(url)
    return match[1] if match else None


def parse_url(url: str) -> Optional[LocalUrl]:
    """The parts of a URL in this store; None if it is something else."""
    match = _URL.match(url)
    if match is None:
        return None
    digests.parse(match["id"])
    return LocalUrl(match["bucket"], match["name"], match["id"])
