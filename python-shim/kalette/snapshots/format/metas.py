"""Meta objects: what a folder's entries have besides content. Their change is no new tree."""

from __future__ import annotations

import struct
from typing import NamedTuple, Optional, Sequence

from ..errors import Damaged
from . import digests

META_MAGIC = b"kalette-meta 1\n"
TOKEN_SIZE = 16
XATTR_LIMIT = 64 * 1024
EXTENT_LIMIT = 65536

_RECORD = struct.Struct(">HqB")
_SHORT = struct.Struct(">H")
_LONG = struct.Struct(">I")
_PAIR = struct.Struct(">QQ")
_HAS_META, _HAS_TOKEN, _HAS_XATTRS, _HAS_EXTENTS = 1, 2, 4, 8


class Meta(NamedTuple):
    """Permissions (the lower nine bits), time of modification in ns since 1970, and the rest.

    ``meta`` is the meta object of a folder. Files with equal ``token`` are names of one file.
    ``extents`` are the parts (offset, length) of a sparse file that hold data.
    """

    mode: int
    mtime: int
    meta: Optional[bytes] = None
    token: Optional[bytes] = None
    xattrs: tuple[tuple[bytes, bytes], ...] = ()
    extents: Optional[tuple[tuple[int, int], ...]] = None


# The end of signed 64-bit nanoseconds, in the year 2262.
LATEST = (1 << 63) - 1


def storable(moment: int) -> int:
    """A time in ns as the format has it: files may say that they are from after 2262."""
    return moment if -LATEST <= moment <= LATEST else (LATEST if moment > 0 else -LATEST)


def encode_meta(own: Meta, entries: Sequence[Meta]) -> bytes:
    """The object of a folder: first the folder itself, then its entries in the tree's order."""
    parts = [META_MAGIC]
    for meta in (own, *entries):
        if meta[2:] == _PLAIN:
            parts.append(_RECORD.pack(meta.mode, meta.mtime, 0))
        else:
            _append(parts, meta)
    return b"".join(parts)


_PLAIN = (None, None, (), None)


def _append(parts: list[bytes], item: Meta) -> None:
    flags = (
        (_HAS_META if item.meta is not None else 0)
        | (_HAS_TOKEN if item.token is not None else 0)
        | (_HAS_XATTRS if item.xattrs else 0)
        | (_HAS_EXTENTS if item.extents is not None else 0)
    )
    parts += (_RECORD.pack(item.mode, item.mtime, flags), item.meta or b"", item.token or b"")
    if item.xattrs:
        parts.append(_SHORT.pack(len(item.xattrs)))
        for name, value in item.xattrs:
            parts += (_SHORT.pack(len(name)), name, _LONG.pack(len(value)), value)
    if item.extents is not None:
        parts.append(_LONG.pack(len(item.extents)))
        parts += (_PAIR.pack(*extent) for extent in item.extents)


def decode_meta(data: bytes, count: int, where: str = "") -> tuple[Meta, list[Meta]]:
    """The folder's own record and those of its ``count`` entries; Damaged if there are others."""
    if not data.startswith(META_MAGIC):
        raise Damaged("This object is no meta object.", where)
    reader = _Reader(data, len(META_MAGIC), where)
    own = reader.record()
    entries = [reader.record() for _ in range(count)]
    if reader.place != len(data):
        raise Damaged("A meta object has more records than its tree has entries.", where)
    return own, entries


class _Reader:
    def __init__(self, data: bytes, place: int, where: str) -> None:
        self._data = data
        self.place = place
        self._where = where

    def record(self) -> Meta:
        mode, mtime, flags = self._unpack(_RECORD)
        if mode > 0o777 or flags > 15:
            raise Damaged("A meta object has bits that the format does not know.", self._where)
        if not flags:
            return Meta(mode, mtime)
        return Meta(
            mode,
            mtime,
            self._take(digests.SIZE) if flags & _HAS_META else None,
            self._take(TOKEN_SIZE) if flags & _HAS_TOKEN else None,
            self._xattrs() if flags & _HAS_XATTRS else (),
            self._extents() if flags & _HAS_EXTENTS else None,
        )

    def _xattrs(self) -> tuple[tuple[bytes, bytes], ...]:
        (count,) = self._unpack(_SHORT)
        pairs = []
        for _ in range(count):
            name = self._take(self._unpack(_SHORT)[0])
            value = self._take(self._unpack(_LONG)[0])
            if not name.startswith(b"user.") or b"\0" in name or len(value) > XATTR_LIMIT:
                raise Damaged("An extended attribute is not one of the user's.", self._where)
            pairs.append((name, value))
        return tuple(pairs)

    def _extents(self) -> tuple[tuple[int, int], ...]:
        (count,) = self._unpack(_LONG)
        if count > EXTENT_LIMIT:
            raise Damaged("A sparse file has too many parts.", self._where)
        extents = tuple(self._unpack(_PAIR) for _ in range(count))
        end = 0
        for offset, length in extents:
            if offset < end or length == 0:
                raise Damaged("The parts of a sparse file are not in order.", self._where)
            end = offset + length
        return extents  # type: ignore[return-value]

    def _unpack(self, form: struct.Struct) -> tuple[int, ...]:
        try:
            values = form.unpack_from(self._data, self.place)
        except struct.error:
            raise Damaged("A meta object ends too early.", self._where) from None
        self.place += form.size
        return values

    def _take(self, count: int) -> bytes:
        taken = self._data[self.place : self.place + count]
        if len(taken) != count:
            raise Damaged("A meta object ends too early.", self._where)
        self.place += count
        return taken
