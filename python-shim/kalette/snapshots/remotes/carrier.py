"""What every kind of remote can do. Names are those of a store: ``packs/…``, ``snapshots/…``."""

from __future__ import annotations

import hashlib
import os
from typing import Iterator, NamedTuple, Optional, Protocol, Sequence

from ..errors import Refused, SnapshotError
from ..progress import Task

PIECE = 1 << 20


class Source:
    """Bytes to be sent: of a file that does not change, or in memory."""

    def __init__(self, data: bytes = b"", path: Optional[str] = None) -> None:
        self._data = data
        self._path = path
        self._digest: Optional[bytes] = None
        self.size = len(data) if path is None else os.path.getsize(path)

    def pieces(self, start: int = 0, length: Optional[int] = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, as often as they are needed."""
        end = self.size if length is None else min(start + length, self.size)
        if self._path is None:
            for place in range(start, end, PIECE):
                yield self._data[place : min(place + PIECE, end)]
            return
        with open(self._path, "rb", buffering=0) as file:
            file.seek(start)
            while start < end:
                data = file.read(min(PIECE, end - start))
                if not data:
                    raise SnapshotError("io", "A file became shorter while it was sent.")
                start += len(data)
                yield data

    def digest(self) -> bytes:
        """The SHA-256 of all bytes."""
        if self._digest is None:
            self._digest = self.digest_of(0, self.size)
        return self._digest

    def digest_of(self, start: int, length: int) -> bytes:
        hashed = hashlib.sha256()
        for data in self.pieces(start, length):
            hashed.update(data)
        return hashed.digest()


class RefAnswer(NamedTuple):
    """The refs of a bucket, None when they are still those of the ``tag`` that was given."""

    data: Optional[bytes]
    tag: str


class Carrier(Protocol):
    """One open remote. Not for several threads at once.

    Failures are SnapshotErrors without credentials in them. What is called with ``name`` raises
    Missing when the remote has nothing of that name.
    """

    remote: str
    task: Task

    def close(self) -> None: ...

    def size(self, name: str) -> Optional[int]:
        """The bytes of a file, None if it is not there."""

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """``length`` bytes from ``start`` on; goes on by itself after an interruption."""

    def read(self, name: str, limit: int) -> bytes:
        """A whole file of at most ``limit`` bytes."""

    def names(self, folder: str) -> Iterator[str]:
        """The files of a folder, without its name, in any order."""

    def put(self, name: str, source: Source) -> bool:
        """Adds a file whose name stands for its content; False if it was there already."""

    def remove(self, name: str) -> None:
        """Takes a file away, if it is there."""

    def commit(self, snapshot: str, manifest: bytes, needs: Sequence[str]) -> None:
        """Makes a snapshot visible, as the last step; ``needs`` are all files it consists of."""

    def refs(self, bucket: str, tag: str = "") -> Optional[RefAnswer]:
        """The signed refs of a bucket, None if there are none."""

    def put_refs(self, bucket: str, data: bytes, tag: str) -> bool:
        """Replaces the refs if they are still those of ``tag`` (empty: none yet); else False."""


class ReadOnly:
    """For remotes that nothing can be sent to."""

    remote: str

    def put(self, name: str, source: Source) -> bool:
        raise self._refused()

    def remove(self, name: str) -> None:
        raise self._refused()

    def commit(self, snapshot: str, manifest: bytes, needs: Sequence[str]) -> None:
        raise self._refused()

    def put_refs(self, bucket: str, data: bytes, tag: str) -> bool:
        raise self._refused()

    def _refused(self) -> SnapshotError:
        return Refused(
            "A web server can be read from only.",
            self.remote,
            "Publish to the folder that it serves, to s3:// or to oci://.",
        )


def manifest_name(snapshot: str) -> str:
    return f"snapshots/{snapshot[7:]}.json"


def gather(pieces: Iterator[bytes], limit: int, where: str) -> bytes:
    """All pieces; Refused when they are more than ``limit`` bytes."""
    parts, size = [], 0
    for data in pieces:
        size += len(data)
        if size > limit:
            raise Refused(f"The remote sent more than the {limit:,} bytes there may be.", where)
        parts.append(data)
    return b"".join(parts)
