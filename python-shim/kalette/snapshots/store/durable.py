"""Writing so that what is acknowledged survives a kill and a loss of power."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys


def sync_file(descriptor: int) -> None:
    """Makes the content of an open file durable."""
    if sys.platform == "darwin":
        # fsync there leaves the data in the drive's own cache.
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(path: str) -> None:
    """Makes the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def temporary_name(prefix: str = "") -> str:
    return f"{prefix}{os.getpid()}-{secrets.token_hex(8)}"


def write_atomic(path: str, data: bytes, temporary: str, durable: bool = True) -> None:
    """Puts a whole file in place, or leaves what was there.

    ``temporary`` is a folder of the same file system. The folder of ``path`` is synced too, so
    that the name is durable when this returns.
    """
    scratch = os.path.join(temporary, temporary_name("write-"))
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        try:
            write_all(descriptor, data)
            if durable:
                sync_file(descriptor)
        finally:
            os.close(descriptor)
        os.replace(scratch, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(scratch)
        raise
    if durable:
        sync_folder(os.path.dirname(path))


def write_all(descriptor: int, data: bytes) -> None:
    """Writes everything: one call may take less, in front of a limit or a full disk."""
    done = os.write(descriptor, data)
    while done < len(data):
        done += os.write(descriptor, memoryview(data)[done:])
