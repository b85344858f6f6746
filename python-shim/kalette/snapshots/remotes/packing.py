"""Packs for a remote that hold nothing but what the published snapshot needs."""

from __future__ import annotations

import zlib
from typing import Iterable, Iterator, NamedTuple

from ..format import digests
from ..format.chunks import chunk_size, decode_chunks, listed_size
from ..store.objects import ObjectReader
from ..store.pack_index import PACK_MAGIC, RAW, ZLIB, encode_index, pack_name

# Kept in memory while it is sent, so smaller than the store's own.
TARGET = 32 << 20
_WORTH = 0.9
_LEAST = 128


class BuiltPack(NamedTuple):
    """A pack, its index, and the objects in it."""

    name: str
    data: bytes
    listing: bytes
    objects: list[bytes]


def build_packs(objects: Iterable[tuple[bytes, bytes]], compress: bool) -> Iterator[BuiltPack]:
    """Packs of (digest, content), in this order: equal objects make equal packs, so that an
    interrupted publish makes the same again."""
    parts, found, records, size = [PACK_MAGIC], [], [], len(PACK_MAGIC)
    for digest, content in objects:
        codec, data = _packed(content) if compress else (RAW, content)
        parts.append(data)
        found.append(digest)
        records.append((digest, size, len(data), codec))
        size += len(data)
        if size >= TARGET:
            yield _built(parts, records, found)
            parts, found, records, size = [PACK_MAGIC], [], [], len(PACK_MAGIC)
    if records:
        yield _built(parts, records, found)


def _packed(content: bytes) -> tuple[int, bytes]:
    if len(content) >= _LEAST:
        data = zlib.compress(content, 1)
        if len(data) < len(content) * _WORTH:
            return ZLIB, data
    return RAW, content


def _built(
    parts: list[bytes], records: list[tuple[bytes, int, int, int]], objects: list[bytes]
) -> BuiltPack:
    index = encode_index(records)
    return BuiltPack(pack_name(index), b"".join(parts), index, objects)


def contents(
    reader: ObjectReader, wanted: Iterable[bytes], cut_files: Iterable[bytes], rest: set[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    """The contents of ``wanted``, then the parts of the files that are kept in one piece, as
    far as they are in ``rest``."""
    for digest in wanted:
        yield digest, reader.get(digest)
    for content in cut_files:
        listed = reader.get(content)
        size = listed_size(listed, digests.text(content))
        pieces = decode_chunks(listed, size, digests.text(content))
        if rest.isdisjoint(pieces) or size <= chunk_size(size):
            continue
        for piece, data in zip(pieces, reader.chunks(content, size)):
            if piece in rest:
                rest.discard(piece)
                yield piece, data
