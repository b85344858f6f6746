"""What one folder was like when it was looked at."""

from __future__ import annotations

import stat
import struct
from typing import NamedTuple, Optional

from ..format.metas import storable
from .listing import Listing, Mark, Rows

# Mode, size, mtime and ctime in ns, inode: equal numbers mean an unchanged file.
SIGNATURE = struct.Struct("<IQqqQ")
FOLDER_SIGNATURE = SIGNATURE.pack(stat.S_IFDIR, 0, 0, 0, 0)


class Seen(NamedTuple):
    """The listing at which a folder was as it is known, and where its folders stand in it."""

    mark: Mark
    folders: list[tuple[bytes, int]]


class Folder:
    """What one folder holds at one moment.

    ``names`` are sorted as bytes, those of folders end in a slash here; ``signatures`` has one
    SIGNATURE for each. ``left`` maps the names that rules left out (a slash likewise) to their
    verdict. ``newest`` is the latest change of a file in it, ``links`` its files with several
    names as (device, inode, name); None as long as nobody has looked. ``seen`` is in memory only.
    """

    __slots__ = (
        "path",
        "key",
        "own",
        "names",
        "signatures",
        "left",
        "newest",
        "links",
        "seen",
        "_shape",
    )

    def __init__(self, path: bytes, key: bytes, own: tuple[int, int, int]) -> None:
        self.path = path
        self.key = key
        self.own = own
        self.names: list[bytes] = []
        self.signatures = b""
        self.left: dict[bytes, int] = {}
        self.newest = 0
        self.links: Optional[list[tuple[int, int, bytes]]] = None
        self.seen: Optional[Seen] = None
        self._shape: Optional[tuple[list[bytes], list[bytes], list[int]]] = None

    def copy(self, own: tuple[int, int, int]) -> Folder:
        """The same entries in a folder that was changed itself at another time."""
        made = Folder(self.path, self.key, own)
        made.names, made.signatures, made._shape = self.names, self.signatures, self._shape
        made.left, made.newest, made.links = self.left, self.newest, self.links
        return made

    def same_entries(self, other: Folder) -> bool:
        if self is other:
            return True
        return self.signatures == other.signatures and self.names == other.names

    def at(self, own: tuple[int, int, int]) -> Folder:
        """Itself, unless the folder was changed at another time."""
        return self if self.own == own else self.copy(own)

    def seen_as(self, mark: Optional[Mark]) -> bool:
        return self.seen is not None and self.seen.mark == mark

    def inner(self, listing: Listing) -> Rows:
        """The folders in a listing that it was seen as, sorted."""
        assert self.seen is not None
        return [(name, listing.found[place]) for name, place in self.seen.folders]

    def see(self, listing: Listing, mark: Optional[Mark]) -> None:
        """Remembers the listing that says the same as this."""
        if mark is not None:
            names = self.folders()
            self.seen = Seen(mark, list(zip(names, listing.places(names))))

    def shape(self) -> tuple[list[bytes], list[int]]:
        """The names without slashes, and the places of the folders among them."""
        if self._shape is None or self._shape[0] is not self.names:
            places = [place for place, name in enumerate(self.names) if name.endswith(b"/")]
            plain = [name.rstrip(b"/") for name in self.names] if places else self.names
            self._shape = self.names, plain, places
        return self._shape[1:]

    def folders(self) -> list[bytes]:
        plain, places = self.shape()
        return [plain[place] for place in places]

    def child(self, name: bytes) -> bytes:
        return self.path + b"/" + name if self.path else name


def signatures_of(rows: Rows) -> bytes:
    """One SIGNATURE for each, as a folder has them."""
    pack = SIGNATURE.pack
    return b"".join(
        [
            FOLDER_SIGNATURE
            if found.st_mode & 0o170000 == 0o040000
            else pack(
                found.st_mode,
                found.st_size,
                storable(found.st_mtime_ns),
                found.st_ctime_ns,
                found.st_ino,
            )
            for _, found in rows
        ]
    )


def links_of(rows: Rows) -> list[tuple[int, int, bytes]]:
    """The files with several names, as a folder has them."""
    return [
        (found.st_dev, found.st_ino, name)
        for name, found in rows
        if found.st_nlink > 1 and stat.S_ISREG(found.st_mode)
    ]
