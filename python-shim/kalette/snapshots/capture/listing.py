"""Listing one folder: every name with its stat, in the order of the names."""

from __future__ import annotations

import os
import sys

Rows = list[tuple[bytes, os.stat_result]]

_BY_DESCRIPTOR = os.scandir in os.supports_fd
_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_OPEN = _FLAGS | getattr(os, "O_CLOEXEC", 0)
_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()


def list_folder(path: bytes) -> Rows:
    """The entries, sorted by name as bytes. What is gone by the time it is looked at is not
    listed; where the system can, a link that has taken the folder's place is not followed."""
    rows = _by_descriptor(path) if _BY_DESCRIPTOR else _by_path(path)
    rows.sort()
    return rows


def _by_descriptor(path: bytes) -> Rows:
    # Relative to an open folder, each stat has one name to look up instead of a whole path.
    descriptor = os.open(path, _OPEN)
    try:
        with os.scandir(descriptor) as entries:
            return [
                (entry.name.encode(_ENCODING, _ERRORS), entry.stat(follow_symlinks=False))
                for entry in entries
            ]
    except FileNotFoundError:
        return _by_path(path)
    finally:
        os.close(descriptor)


def _by_path(path: bytes) -> Rows:
    rows = []
    with os.scandir(path) as entries:
        for entry in entries:
            try:
                rows.append((entry.name, entry.stat(follow_symlinks=False)))
            except FileNotFoundError:
                continue
    return rows
