"""Tree objects: the content of one folder, and nothing that depends on time or place."""

from __future__ import annotations

import struct
from typing import NamedTuple, Sequence

from ..errors import Damaged
from . import digests
from .names import path_text, why_not_a_name

FILE, EXECUTABLE, FOLDER, LINK = b"f", b"x", b"d", b"l"
TREE_MAGIC = b"kalette-tree 1\n"

_SHORT = struct.Struct(">H")
_LONG = struct.Struct(">Q")
TARGET_LIMIT = 4095


class Entry(NamedTuple):
    """One name in a folder.

    ``kind`` is FILE, EXECUTABLE, FOLDER or LINK. ``content`` is the digest of a file's content
    (of its chunk list when it has more than one chunk), the digest of a folder's tree object, or
    a link's target as it stands. ``size`` counts a file's bytes and is 0 otherwise.
    """

    name: bytes
    kind: bytes
    content: bytes
    size: int

    @property
    def is_file(self) -> bool:
        return self.kind in (FILE, EXECUTABLE)


def encode_tree(entries: Sequence[Entry]) -> bytes:
    """The object of a folder; ``entries`` are sorted by name, as bytes."""
    parts = [TREE_MAGIC]
    for name, kind, content, size in entries:
        parts += (kind, _SHORT.pack(len(name)), name)
        if kind == FOLDER:
            parts.append(content)
        elif kind == LINK:
            parts += (_SHORT.pack(len(content)), content)
        else:
            parts += (_LONG.pack(size), content)
    return b"".join(parts)


def decode_tree(data: bytes, where: str = "") -> list[Entry]:
    """The entries of a tree object; Damaged unless every rule of the format holds."""
    if not data.startswith(TREE_MAGIC):
        raise Damaged("This object is no tree.", where)
    entries: list[Entry] = []
    place, end = len(TREE_MAGIC), len(data)
    last = b""
    try:
        while place < end:
            kind = data[place : place + 1]
            (length,) = _SHORT.unpack_from(data, place + 1)
            place += 3 + length
            name = data[place - length : place]
            content, size, place = _content(data, kind, place)
            _check_name(name, last, where)
            last = name
            entries.append(Entry(name, kind, content, size))
    except struct.error:
        raise Damaged("This tree ends in the middle of an entry.", where) from None
    if place != end:
        raise Damaged("This tree ends in the middle of an entry.", where)
    return entries


def _content(data: bytes, kind: bytes, place: int) -> tuple[bytes, int, int]:
    size = 0
    if kind == LINK:
        (length,) = _SHORT.unpack_from(data, place)
        place += 2
        if not 0 < length <= TARGET_LIMIT:
            raise Damaged("A symbolic link has an empty or a too long target.")
    elif kind == FOLDER:
        length = digests.SIZE
    elif kind in (FILE, EXECUTABLE):
        (size,) = _LONG.unpack_from(data, place)
        place += 8
        length = digests.SIZE
    else:
        raise Damaged(f"A tree has an entry of the unknown kind {kind!r}.")
    content = data[place : place + length]
    if kind == LINK and b"\0" in content:
        raise Damaged("The target of a symbolic link contains a NUL.")
    return content, size, place + length


def _check_name(name: bytes, last: bytes, where: str) -> None:
    why = why_not_a_name(name)
    if why:
        raise Damaged(f"A tree has the name “{path_text(name)}”: {why}.", where)
    if name <= last:
        raise Damaged(f"The names of a tree are not in order at “{path_text(name)}”.", where)


EMPTY_TREE = digests.digest(TREE_MAGIC)
