"""A small file in a folder that is being restored in place: it proves that the folder's owner
began that, and not whoever the store is from. Captures leave it out."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from typing import Iterator

from .files import OPEN_FOLDER

PREFIX = ".kalette-restoring-"
_NAME = re.compile(r"[0-9]+-[0-9a-f]{16}\Z")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


def is_own_name(name: str) -> bool:
    """Whether this program gives such names, which lead nowhere else."""
    return bool(_NAME.match(name))


def add_proof(target: str, name: str) -> None:
    with _changed(target) as folder, contextlib.suppress(FileExistsError):
        os.close(os.open(PREFIX + name, _NEW, 0o600, dir_fd=folder))


def has_proof(target: str, name: str) -> bool:
    return is_own_name(name) and os.path.lexists(os.path.join(target, PREFIX + name))


def remove_proof(target: str, name: str) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), _changed(target) as folder:
        os.unlink(PREFIX + name, dir_fd=folder)


@contextlib.contextmanager
def _changed(target: str) -> Iterator[int]:
    """The open folder, writable for the moment; its permissions and time are as before then."""
    folder = os.open(target, OPEN_FOLDER)
    try:
        found = os.fstat(folder)
        mode = stat.S_IMODE(found.st_mode)
        if mode & 0o300 != 0o300:
            os.fchmod(folder, mode | 0o700)
        try:
            yield folder
        finally:
            if mode & 0o300 != 0o300:
                os.fchmod(folder, mode)
            os.utime(folder, ns=(found.st_atime_ns, found.st_mtime_ns))
    finally:
        os.close(folder)
