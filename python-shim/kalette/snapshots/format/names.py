"""Names of entries are bytes. Which are allowed, and how they are written in text."""

from __future__ import annotations

import re
import unicodedata
from typing import Iterable, Optional, Union

NAME_LIMIT = 255
DEPTH_LIMIT = 256

_ESCAPED = re.compile(rb"\\(?:x([0-9a-f]{2})|\\)")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z")
_WINDOWS_CHARS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def why_not_a_name(name: bytes) -> Optional[str]:
    """The reason why no entry may have this name on any system; None for a good name."""
    if not name:
        return "it is empty"
    if name in (b".", b".."):
        return "it would lead out of its folder"
    if b"/" in name or b"\0" in name:
        return "it contains a slash or a NUL"
    if len(name) > NAME_LIMIT:
        return f"it is longer than {NAME_LIMIT} bytes"
    return None


def why_not_here(name: bytes, windows: bool) -> Optional[str]:
    """The reason why this system cannot have the name, where names are not just bytes."""
    if not windows:
        return None
    text = name.decode("utf-8", "surrogateescape")
    if _WINDOWS_CHARS.search(text):
        return "it has a character that names cannot have here"
    if text[-1] in " .":
        return "it ends with a space or a dot"
    if _RESERVED.match(text.lower()):
        return "it is the name of a device"
    return None


def colliding(names: Iterable[bytes]) -> Optional[tuple[bytes, bytes]]:
    """Two names that a file system which folds case or normalises Unicode takes for one."""
    seen: dict[str, bytes] = {}
    for name in names:
        folded = unicodedata.normalize("NFC", name.decode("utf-8", "surrogateescape"))
        key = unicodedata.normalize("NFC", folded.casefold())
        if key in seen:
            return seen[key], name
        seen[key] = name
    return None


def path_text(path: bytes) -> str:
    """A path as valid Unicode, reversibly: bytes that are no UTF-8 become ``\\xNN``, and a
    backslash is doubled."""
    if path.isascii() and b"\\" not in path:
        return path.decode("ascii")
    escaped = path.replace(b"\\", b"\\\\").decode("utf-8", "surrogateescape")
    return "".join(
        f"\\x{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else char for char in escaped
    )


def path_bytes(path: Union[str, bytes]) -> bytes:
    """The inverse of ``path_text``; bytes are taken as they are."""
    if isinstance(path, bytes):
        return path
    if "\\" not in path:
        return path.encode("utf-8", "surrogateescape")
    return _ESCAPED.sub(
        lambda match: bytes([int(match[1], 16)]) if match[1] else b"\\",
        path.encode("utf-8", "surrogateescape"),
    )
