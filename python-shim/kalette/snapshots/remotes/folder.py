"""A plain folder as a remote: a disk, a share, or what a web server serves."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import stat
import time
from typing import Callable, Iterator, Optional, Sequence, TypeVar

from ..errors import Missing, NoPlace, SnapshotError, Spoilt, is_full, system_errors
from ..progress import Task
from ..store.durable import sync_file, sync_folder, temporary_name, write_all, write_atomic
from ..store.layout import FORMAT
from ..store.locks import FileLock
from .carrier import PIECE, RefAnswer, Source, gather, manifest_name
from .urls import folder_of

_OPEN = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_REFS_LIMIT = 16 << 20
_LEFT = re.compile(r"(\.part-|write-)[0-9]+-[0-9a-f]{16}\Z")

# What a remote is made of, beside its format.
FOLDERS = ("packs", "files", "snapshots", "refs")
_LEFT_SECONDS = 86400.0

_T = TypeVar("_T")


@contextlib.contextmanager
def _writing(where: str) -> Iterator[None]:
    """It is the disk of the remote that is full, and not the one of the workspace."""
    with system_errors("writing to the remote", where):
        try:
            yield
        except OSError as error:
            if not is_full(error):
                raise
            raise SnapshotError(
                "remote-full",
                f"The disk of the remote is full, or a quota is reached: {error.strerror}.",
                where,
                "Free some space there, then publish again: what was sent whole stays. "
                "Or publish to another place.",
            ) from error


class FolderCarrier:
    """Reads and writes the folder directly; what it shows is always whole."""

    def __init__(self, remote: str, task: Task) -> None:
        self.remote = remote
        self.task = task
        self._path = folder_of(remote)
        self._prepared = False
        self._made: list[str] = []

    def close(self) -> None:
        """Where nothing could be written into a remote that was made for it, none is left."""
        folders = [self._at(folder) for folder in FOLDERS]
        # Somebody else may have come.
        with contextlib.suppress(OSError):
            if any(os.listdir(folder) for folder in folders if os.path.isdir(folder)):
                return
            for path in reversed(self._made):
                os.rmdir(path) if os.path.isdir(path) else os.unlink(path)

    def size(self, name: str) -> Optional[int]:
        try:
            found = os.stat(self._at(name))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        with system_errors("reading from the remote", self._at(name)):
            descriptor = self._open(name)
            try:
                os.lseek(descriptor, start, os.SEEK_SET)
                while length:
                    self.task.check()
                    data = os.read(descriptor, min(PIECE, length))
                    if not data:
                        raise Spoilt("A file of the remote is shorter than it was.", name)
                    length -= len(data)
                    yield data
            finally:
                os.close(descriptor)

    def read(self, name: str, limit: int) -> bytes:
        with system_errors("reading from the remote", self._at(name)):
            descriptor = self._open(name)
            try:
                pieces = iter(lambda: os.read(descriptor, PIECE), b"")
                return gather(pieces, limit, name)
            finally:
                os.close(descriptor)

    def names(self, folder: str) -> Iterator[str]:
        with system_errors("listing the remote", self._at(folder)):
            try:
                return iter(os.listdir(self._at(folder)))
            except FileNotFoundError:
                return iter(())

    def put(self, name: str, source: Source) -> bool:
        if self.size(name) == source.size:
            return False
        with _writing(self._at(name)):
            scratch = self._at(f"{os.path.dirname(name)}/{temporary_name('.part-')}")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = self._once_made(lambda: os.open(scratch, flags, 0o644))
            try:
                try:
                    for data in source.pieces():
                        self.task.check()
                        write_all(descriptor, data)
                    sync_file(descriptor)
                finally:
                    os.close(descriptor)
                os.replace(scratch, self._at(name))
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(scratch)
                raise
            sync_folder(os.path.dirname(self._at(name)))
        return True

    def remove(self, name: str) -> None:
        place = self._at(name)
        with system_errors("removing from the remote", place):
            if os.path.lexists(place):
                os.unlink(place)

    def commit(self, snapshot: str, manifest: bytes, needs: Sequence[str]) -> None:
        self.put(manifest_name(snapshot), Source(manifest))

    def refs(self, bucket: str, tag: str = "") -> Optional[RefAnswer]:
        try:
            data = self.read(f"refs/{bucket}.json", _REFS_LIMIT)
        except Missing:
            return None
        found = hashlib.sha256(data).hexdigest()
        return RefAnswer(None if found == tag else data, found)

    def put_refs(self, bucket: str, data: bytes, tag: str) -> bool:
        with _writing(self._path):
            return self._once_made(lambda: self._replace_refs(bucket, data, tag))

    def _replace_refs(self, bucket: str, data: bytes, tag: str) -> bool:
        with FileLock(self._at("refs/.lock"), task=self.task):
            before = self.refs(bucket)
            if (before.tag if before is not None else "") != tag:
                return False
            write_atomic(self._at(f"refs/{bucket}.json"), data, self._at("refs"))
        return True

    def _once_made(self, write: Callable[[], _T]) -> _T:
        """Writes into the remote, which whoever made it and was stopped may just be removing."""
        self._prepare()
        try:
            return write()
        except FileNotFoundError:
            self._prepared = False
            self._prepare()
            return write()

    def _prepare(self) -> None:
        """Makes the remote if it is none yet."""
        if self._prepared:
            return
        for folder in FOLDERS:
            self._make(self._at(folder))
            self._remove_leftovers(self._at(folder))
        if self.size("format.json") is None:
            data = json.dumps(FORMAT).encode() + b"\n"
            write_atomic(self._at("format.json"), data, self._at("refs"))
            self._made.append(self._at("format.json"))
        self._prepared = True

    def _make(self, folder: str) -> None:
        """Makes a folder with those above it, and notes which were not there."""
        if os.path.isdir(folder):
            return
        self._make(os.path.dirname(folder))
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder)
            self._made.append(folder)

    def _remove_leftovers(self, folder: str) -> None:
        """What publishing that was killed has left, long ago."""
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            with contextlib.suppress(OSError):
                if _LEFT.match(name) and time.time() - os.lstat(path).st_mtime > _LEFT_SECONDS:
                    os.unlink(path)

    def _open(self, name: str) -> int:
        try:
            descriptor = os.open(self._at(name), _OPEN)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                if not os.path.isdir(self._path):
                    raise NoPlace(
                        "The folder of the remote does not exist.",
                        self._path,
                        "Check the path. If it is on a disk or a share, see that this is mounted.",
                    ) from None
                raise Missing("The remote has no such file.", self._at(name)) from None
            raise
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Missing("The remote has no such file.", self._at(name))
        return descriptor

    def _at(self, name: str) -> str:
        return os.path.join(self._path, *name.split("/"))
