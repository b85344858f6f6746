"""The private temporary folder of an engine that this server started."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where the engine has a port and the folder only a log
    fcntl = None  # type: ignore[assignment]

PREFIX = "kalette-server-"
LOCK = "lock"


class PrivateFolder:
    """Made at once, for this user only; a killed server's is removed by the next one.

    That a server lives is known by a lock on a file, which the system gives back however the
    server dies.
    """

    def __init__(self) -> None:
        _remove_abandoned()
        # It gets its name once it is locked, so that nobody finds it without.
        draft = Path(tempfile.mkdtemp(prefix=f".{PREFIX}"))  # mode 0700
        self._lock = _lock(draft)
        self.path = draft.rename(draft.with_name(draft.name[1:]))

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _remove_abandoned() -> None:
    if fcntl is None:
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Another server may remove it at the same time; what cannot be removed does no harm.
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid == os.getuid():
                lock = _lock(folder)
                shutil.rmtree(folder, ignore_errors=True)
                if lock is not None:
                    os.close(lock)


def _lock(folder: Path) -> int | None:
    """Takes the lock of a folder; raises BlockingIOError when its server lives."""
    if fcntl is None:
        return None
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
