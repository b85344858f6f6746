"""Pickles whose large buffers stand beside them, so that reading maps instead of copies.

A file is: the 8 bytes of ``MAGIC``; a pickle of protocol 5; the buffers that it takes out of band
(PEP 574), each at a multiple of ``ALIGNMENT``; a table with offset and length of each buffer, as
two little-endian 64-bit numbers; the offset of the table; the number of buffers. Arrays come back
in private pages: writing to them changes neither the file nor another process.
"""

from __future__ import annotations

import mmap
import pickle
import struct
from types import MappingProxyType
from typing import IO, Any, Callable, Mapping, Optional

from .pickles import dump
from .references import Known, follow
from .safe import SafeUnpickler

MAGIC = b"KLTBUF1\n"
ALIGNMENT = 64
# A smaller buffer is cheaper to copy than to keep apart.
SMALLEST = 1 << 12

_PAIR = struct.Struct("<QQ")


def dump_with_buffers(
    value: Any,
    file: IO[bytes],
    by_value: frozenset[str] = frozenset(),
    known: Optional[Known] = None,
    shared: Mapping[int, Any] = MappingProxyType({}),
) -> str:
    """Writes a value and returns the tier, as ``pickles.dump`` does."""
    buffers: list[memoryview] = []

    def take(buffer: Any) -> bool:
        try:
            raw: memoryview = buffer.raw()
        except BufferError:  # neither in C nor in Fortran order
            return True
        if raw.nbytes < SMALLEST:
            return True
        buffers.append(raw)
        return False

    file.write(MAGIC)
    tier = dump(value, file, by_value, take, known, shared)
    table = b""
    for raw in buffers:
        file.write(bytes(-file.tell() % ALIGNMENT))
        table += _PAIR.pack(file.tell(), raw.nbytes)
        file.write(raw)
    offset = file.tell()
    file.write(table + _PAIR.pack(offset, len(buffers)))
    return tier


def read_buffers(path: str, tier: str) -> Any:
    """The value in a file; of the safe tier only plain data is accepted."""
    return load_with_buffers(path, unpickler_of(tier))


def unpickler_of(tier: str) -> type:
    """What reads files of a tier."""
    return SafeUnpickler if tier == "safe" else pickle.Unpickler


def load_with_buffers(
    path: str, unpickler: Any, find: Optional[Callable[[str], Any]] = None
) -> Any:
    """The value in a file, read by a class of unpickler; ValueError if the file is not whole.

    ``find`` gives the objects that the file only names, if it names some.
    """
    with open(path, "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    view = memoryview(mapped)
    if len(view) < len(MAGIC) + _PAIR.size or view[: len(MAGIC)] != MAGIC:
        raise ValueError("this is no file of a value with buffers")
    table, count = _PAIR.unpack_from(view, len(view) - _PAIR.size)
    if table + (count + 1) * _PAIR.size != len(view):
        raise ValueError("the file is cut off")
    buffers = []
    for number in range(count):
        offset, length = _PAIR.unpack_from(view, table + number * _PAIR.size)
        if offset + length > table:
            raise ValueError("a buffer lies outside the file")
        buffers.append(view[offset : offset + length])
    mapped.seek(len(MAGIC))
    kind = unpickler if find is None else _finding(unpickler, find)
    return kind(mapped, buffers=buffers).load()


def _finding(base: Any, find: Callable[[str], Any]) -> Any:
    class FindingUnpickler(base):  # type: ignore[misc]
        def persistent_load(self, reference: Any) -> Any:
            return follow(reference, find)

    return FindingUnpickler
