"""Locks between processes and threads: they end with who holds them, however that ends."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from types import TracebackType
from typing import Optional

from ..errors import SnapshotError
from ..progress import Task

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.02


class FileLock:
    """A lock that is a file: shared by many or held by one.

    Waits until it is free, unless ``wait`` is False; then ``busy`` is raised. Readers of a store
    take none.
    """

    def __init__(
        self,
        path: str,
        shared: bool = False,
        wait: bool = True,
        task: Optional[Task] = None,
        busy: str = "Another process is at work here.",
    ) -> None:
        self._path = path
        self._shared = shared
        self._wait = wait
        self._task = task or Task()
        self._busy = busy
        self._descriptor = -1

    def __enter__(self) -> FileLock:
        os.makedirs(os.path.dirname(self._path), exist_ok=True)
        pause = _PAUSE
        while not self._try():
            if not self._wait:
                raise SnapshotError("busy", self._busy, self._path, "Try again in a moment.")
            self._task.check()
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.release()

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _try(self) -> bool:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self._path, flags, 0o644)
        try:
            taken = _lock(descriptor, self._shared)
            # Who held it may have removed the file: then this is a lock on nothing.
            if taken and _same_file(descriptor, self._path):
                self._descriptor = descriptor
                return True
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return False


def _same_file(descriptor: int, path: str) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    return False


def _lock(descriptor: int, shared: bool) -> bool:
    if fcntl is None:
        return _lock_windows(descriptor)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        return True
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
    # Some network file systems know only locks of byte ranges, by process.
    try:
        fcntl.lockf(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        return True
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        raise SnapshotError(
            "no-locks",
            "The file system of the store has no locks.",
            "",
            "Keep the store on a local disk.",
        ) from error


def _lock_windows(descriptor: int) -> bool:
    import msvcrt

    try:
        # Byte-range locks there are always exclusive: concurrent captures wait for each other.
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return True
    except OSError:
        return False
