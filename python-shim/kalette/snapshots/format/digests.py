"""Names of contents: SHA-256, 32 bytes inside objects, ``sha256:`` and hex digits in text."""

from __future__ import annotations

import hashlib
import re

from ..errors import SnapshotError

SIZE = 32
_TEXT = re.compile(r"(?:sha256:)?([0-9a-f]{64})\Z")


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def text(raw: bytes) -> str:
    return f"sha256:{raw.hex()}"


def parse(value: object, where: str = "") -> bytes:
    """The 32 bytes of a digest in text, with or without ``sha256:``."""
    match = _TEXT.match(value) if isinstance(value, str) else None
    if match is None:
        shown = repr(value)[:80]
        raise SnapshotError("bad-id", f"{shown} is no SHA-256 digest.", where)
    return bytes.fromhex(match[1])
