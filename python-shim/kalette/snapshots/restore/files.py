"""Creating files below an open folder, never through a name that leads elsewhere."""

from __future__ import annotations

import contextlib
import os
import threading
from types import TracebackType
from typing import Optional

from ..capture.clones import CloneProbe
from ..errors import Damaged, SnapshotError, at_path, system_errors
from ..format import digests
from ..format.chunks import CHUNK, chunk_size, decode_chunks
from ..format.metas import Meta
from ..format.names import path_text
from ..progress import Task
from ..store.durable import write_all
from ..store.objects import ObjectReader
from ..store.trees import Row

_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_HAS_OPENAT = {os.open, os.rename, os.unlink, os.symlink, os.mkdir} <= os.supports_dir_fd
OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NOFOLLOW | _CLOEXEC
_NEW_FILE = os.O_RDWR | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _CLOEXEC
_OLD_FILE = os.O_RDONLY | _NOFOLLOW | _CLOEXEC | getattr(os, "O_NONBLOCK", 0)


def check_system() -> None:
    """Raises where the system cannot create files relative to an open folder."""
    if not _HAS_OPENAT:
        raise SnapshotError(
            "unsupported-system",
            "Restoring needs a system with openat(2), such as Linux or macOS.",
            "",
            "On Windows, restore inside WSL.",
        )


class Folders:
    """Open folders below a root, by path; each step is opened without following links.

    Keeps the folders of the last path open, so that paths in order are cheap.
    """

    def __init__(self, root: str) -> None:
        self._root = os.open(root, OPEN_FOLDER)
        self._open: list[tuple[bytes, int]] = []

    def __enter__(self) -> Folders:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._close_to(0)
        os.close(self._root)

    def at(self, path: bytes) -> int:
        """A descriptor of the folder, valid until the next call."""
        names = path.split(b"/") if path else []
        same = 0
        while same < min(len(names), len(self._open)) and self._open[same][0] == names[same]:
            same += 1
        self._close_to(same)
        for name in names[same:]:
            parent = self._open[-1][1] if self._open else self._root
            self._open.append((name, os.open(name, OPEN_FOLDER, dir_fd=parent)))
        return self._open[-1][1] if self._open else self._root

    def parent(self, path: bytes) -> tuple[int, bytes]:
        """A descriptor of the folder that holds the entry, and the entry's name."""
        folder, _, name = path.rpartition(b"/")
        return self.at(folder), name

    def _close_to(self, count: int) -> None:
        while len(self._open) > count:
            os.close(self._open.pop()[1])


class FileWriter:
    """Writes files out of a store; every byte is verified before the file has its name.
    For several threads at once."""

    def __init__(self, objects: ObjectReader, task: Task, clones: CloneProbe) -> None:
        self._objects = objects
        self._task = task
        self._clones = clones
        self._lock = threading.Lock()
        self.files = 0
        self.bytes = 0

    def write(self, folder: int, name: bytes, row: Row, path: bytes) -> os.stat_result:
        """Creates a new file ``name`` in the open folder; it must not exist. Returns what the
        file is like when it is done. ``path`` is that in the snapshot, for what is wrong."""
        descriptor = os.open(name, _NEW_FILE, 0o600, dir_fd=folder)
        try:
            with at_path(path_text(path)):
                self._fill(descriptor, row)
            apply_meta(descriptor, row.meta)
            found = os.fstat(descriptor)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=folder)
            raise
        finally:
            os.close(descriptor)
        with self._lock:
            self.files += 1
            self.bytes += row.entry.size
            self._task.advance(1, row.entry.size)
        return found

    def _fill(self, descriptor: int, row: Row) -> None:
        entry, extents = row.entry, row.meta.extents
        if entry.size <= CHUNK and extents is None:
            data = self._objects.get(entry.content, entry.size or 1)
            if len(data) != entry.size:
                raise Damaged("A file has another size than its tree says.")
            write_all(descriptor, data)
            return
        if self._clone(descriptor, row):
            return
        place = 0
        for data in self._objects.chunks(entry.content, entry.size):
            if extents is None:
                write_all(descriptor, data)
            else:
                _write_sparse(descriptor, place, data, extents)
            place += len(data)
            self._task.check()
        if extents is not None:
            os.ftruncate(descriptor, entry.size)

    def _clone(self, descriptor: int, row: Row) -> bool:
        whole = self._objects.whole_file(row.entry.content)
        if whole is None:
            return False
        size, where = row.entry.size, digests.text(row.entry.content)
        pieces = decode_chunks(self._objects.get(row.entry.content), size, where)
        with open(whole, "rb", buffering=0) as source:
            if not self._clones(source.fileno(), descriptor):
                return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        for piece in pieces:
            self._task.check()
            if digests.digest(os.read(descriptor, chunk_size(size))) != piece:
                raise Damaged("A file of the store has changed.", where)
        if os.fstat(descriptor).st_size != size:
            raise Damaged("A file of the store is longer than it was.", where)
        return True


def _write_sparse(
    descriptor: int, place: int, data: bytes, extents: tuple[tuple[int, int], ...]
) -> None:
    """Leaves holes where the original had them — and really has zeros."""
    end = place + len(data)
    at = place
    for start, length in extents:
        first, last = max(start, place), min(start + length, end)
        if first < last:
            _zeros_or_data(descriptor, place, data, at, first)
            os.pwrite(descriptor, data[first - place : last - place], first)
            at = last
        elif start >= end:
            break
    _zeros_or_data(descriptor, place, data, at, end)


def _zeros_or_data(descriptor: int, place: int, data: bytes, start: int, end: int) -> None:
    piece = data[start - place : end - place]
    if piece.count(0) != len(piece):
        os.pwrite(descriptor, piece, start)


def apply_meta(descriptor: int, meta: Meta) -> None:
    """Attributes, permissions and time of an open file or folder, in this order."""
    if meta.xattrs:
        set_xattrs(descriptor, meta)
    os.fchmod(descriptor, meta.mode & 0o777)
    os.utime(descriptor, ns=(meta.mtime, meta.mtime))


def set_xattrs(descriptor: int, meta: Meta) -> None:
    """Only ``user.*``; a file system without them loses them silently, as with cp."""
    if not hasattr(os, "setxattr"):
        return
    for name, value in meta.xattrs:
        if name.startswith(b"user."):
            with contextlib.suppress(OSError):
                os.setxattr(descriptor, name, value)


def change_meta(folder: int, name: bytes, meta: Meta) -> None:
    """Gives a file that stays another meta record."""
    with system_errors("restoring", path_text(name)):
        descriptor = os.open(name, _OLD_FILE, dir_fd=folder)
        try:
            set_meta(descriptor, meta)
        finally:
            os.close(descriptor)


def set_meta(descriptor: int, meta: Meta) -> None:
    """As ``apply_meta``, for what may have attributes that it shall not have."""
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            wanted = {name for name, _ in meta.xattrs}
            for found in os.listxattr(descriptor):
                if found.startswith("user.") and os.fsencode(found) not in wanted:
                    os.removexattr(descriptor, found)
    apply_meta(descriptor, meta)


def change_link_time(folder: int, name: bytes, meta: Meta) -> None:
    with contextlib.suppress(OSError, NotImplementedError):
        os.utime(name, ns=(meta.mtime, meta.mtime), dir_fd=folder, follow_symlinks=False)
