"""Reading objects and files out of a store; every byte is checked against its digest."""

from __future__ import annotations

import hashlib
import os
import threading
import zlib
from typing import Iterator, Optional

from ..errors import Damaged, Missing
from ..format import digests
from ..format.chunks import CHUNK, OBJECT_LIMIT, chunk_size, decode_chunks
from .layout import Layout
from .pack_index import RAW, ZLIB, Location, PackIndex, check_location


class ObjectReader:
    """Finds, reads and verifies objects. Safe to use from several threads.

    Takes no lock: when a prune moves objects meanwhile, the index is read again.
    """

    def __init__(self, layout: Layout, index: PackIndex) -> None:
        self._layout = layout
        self.index = index
        self._open: dict[str, _Pack] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Lets go of all packs; those in use by another thread close when it is done."""
        with self._lock:
            self._open.clear()

    def refresh(self) -> None:
        """Takes in what other processes have added, and lets go of what they removed."""
        with self._lock:
            if self.index.refresh():
                self._open.clear()

    def get(self, digest: bytes, limit: int = OBJECT_LIMIT) -> bytes:
        """The object of that digest; Missing or Damaged otherwise.

        ``limit`` is in bytes and holds for the content, so that a small packed object cannot
        become a large one in memory.
        """
        data = self._read(digest, limit)
        if digests.digest(data) != digest:
            raise Damaged("An object of the store has changed.", digests.text(digest))
        return data

    def chunks(self, content: bytes, size: int) -> Iterator[bytes]:
        """The pieces of a file, in order; ``content`` and ``size`` are those of its tree entry."""
        if size <= chunk_size(size):
            data = self.get(content, max(size, 1))
            if len(data) != size:
                raise Damaged("A file has another size than its tree says.", digests.text(content))
            yield data
            return
        where = digests.text(content)
        pieces = decode_chunks(self.get(content), size, where)
        whole = self.whole_file(content)
        if whole is not None:
            yield from _chunks_of_file(whole, pieces, size, where)
            return
        for number, piece in enumerate(pieces):
            data = self.get(piece, chunk_size(size))
            if len(data) != min(chunk_size(size), size - number * chunk_size(size)):
                raise Damaged("A chunk has another size than its file says.", where)
            yield data

    def whole_chunks(self, digest: bytes, size: int) -> Iterator[bytes]:
        """The bytes of a file that is kept whole under the digest of its bytes, in order.

        Damaged is raised behind the last piece: what came before counts for nothing then.
        """
        path = os.path.join(self._layout.files, digest.hex())
        hashed, rest = hashlib.sha256(), size
        try:
            with open(path, "rb", buffering=0) as file:
                while rest and (data := file.read(min(rest, CHUNK))):
                    hashed.update(data)
                    rest -= len(data)
                    yield data
                longer = bool(file.read(1))
        except FileNotFoundError:
            raise Missing("A file is not in the store.", digests.text(digest)) from None
        if rest or longer or hashed.digest() != digest:
            raise Damaged("A file of the store has changed.", digests.text(digest))

    def whole_file(self, content: bytes) -> Optional[str]:
        """The path of a file that the store keeps in one piece, if it does."""
        path = os.path.join(self._layout.files, content.hex())
        return path if os.path.exists(path) else None

    def has_file(self, content: bytes, size: int) -> bool:
        """Whether everything of a file is there; nothing is verified."""
        if content not in self.index:
            return False
        if size <= chunk_size(size) or self.whole_file(content) is not None:
            return True
        pieces = decode_chunks(self.get(content), size)
        return all(piece in self.index for piece in pieces)

    def _read(self, digest: bytes, limit: int) -> bytes:
        location = self.index.find(digest)
        for attempt in range(3):
            if location is None or attempt:
                self.refresh()
                location = self.index.find(digest)
            if location is None:
                break
            try:
                return self._bytes_at(location, limit)
            except FileNotFoundError:
                continue
        raise Missing(
            "An object is not in the store.",
            digests.text(digest),
            "Fetch the snapshot again, or run verify to see what else is affected.",
        )

    def _bytes_at(self, location: Location, limit: int) -> bytes:
        pack = self._pack(location.pack)
        check_location(location, pack.size)
        where = f"pack {location.pack}"
        if location.length > limit + (64 if location.codec == ZLIB else 0):
            raise Damaged("An object is larger than it may be.", where)
        data = pack.read(location.length, location.offset)
        if location.codec == RAW:
            return data
        if location.codec == ZLIB:
            return unpack(data, limit, where)
        raise Damaged(f"An object has the unknown codec {location.codec}.", where)

    def _pack(self, name: str) -> _Pack:
        pack = self._open.get(name)
        if pack is None:
            with self._lock:
                pack = self._open.get(name) or _Pack(
                    os.path.join(self._layout.packs, f"{name}.pack")
                )
                self._open[name] = pack
        return pack


class _Pack:
    """An open pack; closed with the last one that uses it, even if it was removed meanwhile."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb", buffering=0)  # noqa: SIM115  lives with this object
        self.size = os.fstat(self._file.fileno()).st_size
        self._lock = threading.Lock()

    def read(self, length: int, offset: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), length, offset)
        with self._lock:
            self._file.seek(offset)
            return self._file.read(length)


def unpack(data: bytes, limit: int, where: str) -> bytes:
    """The content of an object that is stored compressed; Damaged beyond ``limit`` bytes."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise Damaged(f"An object cannot be unpacked: {error}.", where) from error
    if len(content) > limit or not unpacker.eof or unpacker.unused_data:
        raise Damaged("A packed object is larger than it may be.", where)
    return content


def _chunks_of_file(path: str, pieces: list[bytes], size: int, where: str) -> Iterator[bytes]:
    with open(path, "rb", buffering=0) as file:
        for piece in pieces:
            data = file.read(chunk_size(size))
            if digests.digest(data) != piece:
                raise Damaged("A file of the store has changed.", where)
            yield data
