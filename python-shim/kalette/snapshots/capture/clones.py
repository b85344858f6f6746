"""Copies that share their blocks with the original, where the file system can."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Callable

_FICLONE = 0x40049409
# On a file system that cannot, or between two of them.
_UNABLE = {
    errno.EOPNOTSUPP,
    errno.EXDEV,
    errno.EINVAL,
    errno.ENOTTY,
    errno.ENOSYS,
    errno.EPERM,
    errno.ETXTBSY,
}

Cloner = Callable[[int, int], bool]


def clone(source: int, target: int) -> bool:
    """Makes the empty file ``target`` a clone of ``source``; False where that is impossible.

    Both are descriptors. The clone is a picture of one moment.
    """
    if not sys.platform.startswith("linux"):
        return False
    import fcntl

    try:
        fcntl.ioctl(target, _FICLONE, source)
        return True
    except OSError as error:
        if error.errno in _UNABLE:
            return False
        raise


class CloneProbe:
    """Remembers which pairs of file systems cannot clone, so that each is asked once."""

    def __init__(self, cloner: Cloner = clone) -> None:
        self._cloner = cloner
        self._unable: set[tuple[int, int]] = set()

    def __call__(self, source: int, target: int) -> bool:
        pair = (os.fstat(source).st_dev, os.fstat(target).st_dev)
        if pair in self._unable:
            return False
        done = self._cloner(source, target)
        if not done:
            self._unable.add(pair)
        return done

    def into(self, source: str, folder: str) -> bool:
        """Whether the file can be cloned into the folder: it is tried, under no name."""
        nameless = getattr(os, "O_TMPFILE", None)
        if nameless is None:
            return False
        try:
            target = os.open(folder, nameless | os.O_RDWR, 0o600)
        except OSError:
            return False
        try:
            with open(source, "rb", buffering=0) as file:
                return self(file.fileno(), target)
        except OSError:
            return False
        finally:
            os.close(target)

    def possible(self, source_device: int, target_device: int) -> bool:
        """False once it is known that files of the one cannot be cloned to the other."""
        return (source_device, target_device) not in self._unable


def remove_quietly(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
