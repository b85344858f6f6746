"""Where the objects of a remote's packs lie, from the indexes of those packs."""

from __future__ import annotations

import contextlib
import os
from typing import Callable, Iterable, Iterator, NamedTuple, Optional

from ..errors import Missing, Refused, Spoilt
from ..progress import Task
from ..store.durable import write_atomic
from ..store.layout import Layout
from ..store.pack_index import PACK_MAGIC, RECORD_SIZE, decode_record, pack_name
from .carrier import Carrier

INDEX_LIMIT = 64 << 20
_ALL_INDEXES = 256 << 20
_CACHE = "remote-indexes"


class RemoteLocation(NamedTuple):
    """Where an object is: the pack's name, then offset, length and codec in it."""

    pack: str
    offset: int
    length: int
    codec: int


Records = Iterator[tuple[bytes, int, int, int]]


class IndexCache:
    """Indexes of packs, from this store or from ``tmp/``, else from the remote."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._folder = os.path.join(layout.tmp, _CACHE)

    def load(self, carrier: Carrier, name: str) -> bytes:
        for folder in (self._layout.packs, self._folder):
            with contextlib.suppress(OSError):
                with open(os.path.join(folder, f"{name}.idx"), "rb") as file:
                    data = file.read(INDEX_LIMIT + 1)
                if pack_name(data) == name:
                    return data
        data = carrier.read(f"packs/{name}.idx", INDEX_LIMIT)
        if pack_name(data) != name or len(data) % RECORD_SIZE:
            raise Spoilt("An index of the remote is not what its name says.", f"packs/{name}.idx")
        with contextlib.suppress(OSError):
            os.makedirs(self._folder, exist_ok=True)
            path = os.path.join(self._folder, f"{name}.idx")
            write_atomic(path, data, self._layout.tmp, durable=False)
        return data


def records(data: bytes) -> Records:
    """(digest, offset, length, codec) of every object of an index."""
    return (decode_record(data, number) for number in range(len(data) // RECORD_SIZE))


class RemoteIndex:
    """Finds objects in some packs of a remote. ``wanted`` tells which are worth remembering."""

    def __init__(
        self,
        carrier: Carrier,
        cache: IndexCache,
        wanted: Callable[[bytes], bool],
        task: Task,
    ) -> None:
        self._carrier = carrier
        self._cache = cache
        self._wanted = wanted
        self._task = task
        self._size = 0
        self.places: dict[bytes, RemoteLocation] = {}
        self.packs: dict[str, int] = {}
        self._listings: dict[str, int] = {}

    def add(
        self, packs: Iterable[str], pass_over: tuple[type[Exception], ...] = (Missing,)
    ) -> None:
        """Takes in further packs; those that have vanished from a list are passed over."""
        for name in packs:
            if name in self.packs:
                continue
            self._task.check()
            try:
                data = self._cache.load(self._carrier, name)
            except pass_over:
                continue
            self._size += len(data)
            if self._size > _ALL_INDEXES:
                raise Refused("The remote's indexes are larger than they may be together.")
            end = len(PACK_MAGIC)
            for digest, offset, length, codec in records(data):
                end = max(end, offset + length)
                if digest not in self.places and self._wanted(digest):
                    self.places[digest] = RemoteLocation(name, offset, length, codec)
            self.packs[name] = end
            self._listings[name] = len(data)

    def forget_cut(self) -> None:
        """Lets go of packs that are not there in full, by their sizes: of those the index may
        have been at hand."""
        for name in {place.pack for place in self.places.values()}:
            sizes = {"pack": self.packs[name], "idx": self._listings[name]}
            found = {kind: self._carrier.size(f"packs/{name}.{kind}") for kind in sizes}
            if found != sizes:
                self.places = {
                    digest: place for digest, place in self.places.items() if place.pack != name
                }

    def find(self, digest: bytes) -> Optional[RemoteLocation]:
        return self.places.get(digest)
