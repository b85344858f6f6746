"""Chunk lists: a file of more than one chunk is the list of its chunks' digests."""

from __future__ import annotations

import struct

from ..errors import Damaged
from . import digests

CHUNKER = "fixed-1MiB"
CHUNK = 1 << 20
HUGE_CHUNK = 4 << 20
HUGE_FILE = 4 << 30
CHUNKS_MAGIC = b"kalette-chunks 1\n"

# What no honest object exceeds: a tree of a million names, the chunk list of 8 TiB.
OBJECT_LIMIT = 64 << 20

_HEAD = struct.Struct(">QI")


def chunk_size(size: int) -> int:
    """How a file of this size is cut; a file up to that size is one object, without a list."""
    return HUGE_CHUNK if size > HUGE_FILE else CHUNK


def encode_chunks(size: int, chunks: bytes) -> bytes:
    """The list of a file's chunks; ``chunks`` are their digests, one after the other."""
    return CHUNKS_MAGIC + _HEAD.pack(size, chunk_size(size)) + chunks


def listed_size(data: bytes, where: str = "") -> int:
    """The bytes of the file whose chunk list this is."""
    if not data.startswith(CHUNKS_MAGIC) or len(data) < len(CHUNKS_MAGIC) + _HEAD.size:
        raise Damaged("This object is no chunk list.", where)
    size: int = _HEAD.unpack_from(data, len(CHUNKS_MAGIC))[0]
    return size


def decode_chunks(data: bytes, size: int, where: str = "") -> list[bytes]:
    """The digests of the chunks of a file of ``size`` bytes; Damaged if the list is another's."""
    start = len(CHUNKS_MAGIC) + _HEAD.size
    if not data.startswith(CHUNKS_MAGIC) or len(data) < start:
        raise Damaged("This object is no chunk list.", where)
    if _HEAD.unpack_from(data, len(CHUNKS_MAGIC)) != (size, chunk_size(size)):
        raise Damaged("A chunk list says another size than its file.", where)
    count = -(-size // chunk_size(size))
    if len(data) != start + count * digests.SIZE:
        raise Damaged("A chunk list has another length than its file's size asks for.", where)
    return [data[place : place + digests.SIZE] for place in range(start, len(data), digests.SIZE)]
