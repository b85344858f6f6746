"""What can go wrong with snapshots, as one family of exceptions."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import Iterator, Optional


class SnapshotError(Exception):
    """An expected failure, told so that a person can act on it.

    ``code`` is stable and for programs, ``message`` says what happened, ``where`` names the
    file, object or snapshot, ``hint`` says what to do next; the last two may be empty.
    """

    def __init__(self, code: str, message: str, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.message}{place}" + (f" {self.hint}" if self.hint else "")


class Cancelled(SnapshotError):
    """The caller's cancel token was used; what was begun has been undone."""

    def __init__(self) -> None:
        super().__init__("cancelled", "Cancelled.")


class Damaged(SnapshotError):
    """Stored bytes are not what their name says, or do not follow the format."""

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        super().__init__(
            "damaged", message, where, hint or "Run verify to see which snapshots are affected."
        )


class Spoilt(Damaged):
    """What a remote has is damaged; nothing is the matter with the store."""

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        again = (
            "The damage is on the remote: whoever published the snapshot can publish it there "
            "again; if that does not help, remove the named file there first."
        )
        super().__init__(message, where, hint or again)


@contextmanager
def remote_content() -> Iterator[None]:
    """What does not follow the format came from a remote."""
    try:
        yield
    except Spoilt:
        raise
    except Damaged as error:
        raise Spoilt(error.message, error.where) from error


class Missing(SnapshotError):
    """An object, a snapshot or a ref that the store does not have."""

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        super().__init__("missing", message, where, hint)


class NoPlace(Missing):
    """Where a remote should be, there is nothing at all."""


@contextmanager
def at_path(path: str) -> Iterator[None]:
    """What is damaged or gone in the block is that of a file or folder of a snapshot."""
    try:
        yield
    except (Damaged, Missing) as error:
        error.where = f"{path}, {error.where}" if error.where else path
        raise


class Refused(SnapshotError):
    """A snapshot asks for what no snapshot may do, or for more than the limits allow."""

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        super().__init__("refused", message, where, hint)


_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def is_full(error: OSError) -> bool:
    """Whether it is the disk, a quota or a limit, and not one file."""
    return error.errno in _FULL


def from_os_error(error: OSError, doing: str, where: str = "") -> SnapshotError:
    """The error of the operating system as one of the family; ``doing`` completes 'while …'."""
    place = where or _shown(error.filename)
    why = error.strerror or str(error)
    if is_full(error):
        return SnapshotError(
            "disk-full",
            f"The disk is full, or a quota or size limit is reached, while {doing}: {why}.",
            place,
            "Nothing that was saved before is lost. Free some space, then try again.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        hint = "Check the permissions of the file and of its folder."
        return SnapshotError("no-access", f"No access while {doing}: {why}.", place, hint)
    return SnapshotError("io", f"The system failed while {doing}: {why}.", place)


def _shown(name: object) -> str:
    """A file name of the system's, which may be bytes or no text at all."""
    if not isinstance(name, (str, bytes)):
        return ""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


@contextmanager
def system_errors(doing: str, where: Optional[str] = None) -> Iterator[None]:
    """Turns every OSError of the block into a SnapshotError."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, doing, where or "") from error
