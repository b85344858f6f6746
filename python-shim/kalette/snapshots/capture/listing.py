"""Listing one folder: every name with its stat."""

from __future__ import annotations

import os
import struct
import sys
from itertools import starmap
from operator import attrgetter
from typing import NamedTuple, Optional

Rows = list[tuple[bytes, os.stat_result]]

_BY_DESCRIPTOR = os.scandir in os.supports_fd
_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_OPEN = _FLAGS | getattr(os, "O_CLOEXEC", 0)
_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()

_name = attrgetter("name")
_numbers = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_dev")
_pack = struct.Struct("<IQqqQQ").pack

# All that a listing says, in the order in which the system said it.
Mark = tuple[str, bytes]


class Listing(NamedTuple):
    """The entries of a folder in the order in which the system lists them."""

    names: list[str]
    found: list[os.stat_result]

    def mark(self) -> Optional[Mark]:
        """Equal marks of one folder mean that nothing in it has changed. It is made for every
        folder at every walk, so nothing here runs in Python once for each entry."""
        try:
            return "\0".join(self.names), b"".join(starmap(_pack, map(_numbers, self.found)))
        except struct.error:
            # A time too far away for the mark.
            return None

    def rows(self) -> Rows:
        """The entries, sorted by name as bytes."""
        named = (name.encode(_ENCODING, _ERRORS) for name in self.names)
        return sorted(zip(named, self.found))

    def places(self, names: list[bytes]) -> list[int]:
        """Where these names stand in it."""
        place = {name: at for at, name in enumerate(self.names)}
        return [place[name.decode(_ENCODING, _ERRORS)] for name in names]


def list_folder(path: bytes) -> Listing:
    """What is gone by the time it is looked at is not listed; where the system can, a link that
    has taken the folder's place is not followed."""
    return _by_descriptor(path) if _BY_DESCRIPTOR else _by_path(path)


def _by_descriptor(path: bytes) -> Listing:
    # Relative to an open folder, each stat has one name to look up instead of a whole path.
    descriptor = os.open(path, _OPEN)
    try:
        with os.scandir(descriptor) as entries:
            listed = list(entries)
        found = [entry.stat(follow_symlinks=False) for entry in listed]
        return Listing(list(map(_name, listed)), found)
    except FileNotFoundError:
        return _by_path(path)
    finally:
        os.close(descriptor)


def _by_path(path: bytes) -> Listing:
    listing = Listing([], [])
    with os.scandir(os.fsdecode(path)) as entries:
        for entry in entries:
            try:
                found = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            listing.names.append(entry.name)
            listing.found.append(found)
    return listing
