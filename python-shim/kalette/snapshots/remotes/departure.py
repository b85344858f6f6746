"""What a snapshot consists of on its way to a remote: only what is missing there."""

from __future__ import annotations

import os
from typing import Iterable

from ..errors import Missing, Spoilt
from ..format import digests
from ..format.manifest import Manifest
from ..progress import Task
from ..store.opened import OpenStore
from ..store.reach import Reach
from .carrier import Carrier, Source
from .packing import build_packs, contents
from .parts import Parts, index_names
from .remote_index import IndexCache, RemoteIndex

# From this share of missing objects on, a pack of the store is sent as it is.
_MOSTLY_MISSING = 0.5


class Departure:
    """The objects of one snapshot on their way to a remote."""

    def __init__(self, store: OpenStore, carrier: Carrier, compress: bool, task: Task) -> None:
        self._store = store
        self._carrier = carrier
        self._compress = compress
        self._task = task
        self.sent: set[str] = set()
        self.bytes = self.packs = self.files = 0

    def send(self, manifest: Manifest) -> Parts:
        """Sends what is missing; returns all that the snapshot consists of there."""
        self._task.begin("list")
        # Packs are sent as files: those of before the last prune may be gone.
        self._store.objects.refresh()
        reach = Reach(self._store.objects)
        for problem in reach.follow(manifest):
            raise Missing(
                f"The snapshot is not whole: {problem.path}: {problem.why}",
                "",
                "Fetch it again, or run verify.",
            )
        needed = reach.objects
        index = RemoteIndex(
            self._carrier, IndexCache(self._store.layout), needed.__contains__, self._task
        )
        index.add(index_names(self._carrier), (Missing, Spoilt))
        index.forget_cut()
        there = {digest: place.pack for digest, place in index.places.items()}
        missing = needed - there.keys()
        total = self._size(missing) + sum(self._size_of(item) for item in reach.whole)
        self._task.begin("upload", None, total)
        for pack in self._whole_packs(missing, needed):
            there.update(self._send_pack(pack))
        self._send_rest(needed - there.keys(), reach.files, there)
        files = self._send_files(reach.whole)
        return Parts(_fewest(there), files)

    def _whole_packs(self, missing: set[bytes], needed: set[bytes]) -> list[str]:
        """Packs of the store in which nothing is of others, and most is missing there."""
        found: list[str] = []
        index = self._store.objects.index
        for pack in () if self._compress else index.packs:
            size = lacking = 0
            for digest, _, length, _ in index.records(pack):
                location = index.find(digest)
                if digest not in needed or location is None or location.pack != pack:
                    break
                size += length
                lacking += length if digest in missing else 0
            else:
                if lacking > size * _MOSTLY_MISSING:
                    found.append(pack)
        return found

    def _send_pack(self, pack: str) -> dict[bytes, str]:
        folder = self._store.layout.packs
        path = os.path.join(folder, f"{pack}.pack")
        self._put(f"packs/{pack}.pack", Source(path=path))
        self._put(f"packs/{pack}.idx", Source(path=os.path.join(folder, f"{pack}.idx")))
        self.packs += 1
        self.sent.add(pack)
        return {record[0]: pack for record in self._store.objects.index.records(pack)}

    def _send_rest(self, rest: set[bytes], cut: set[bytes], there: dict[bytes, str]) -> None:
        """What shares its pack with other things goes into packs made for the purpose."""
        index, places = self._store.objects.index, []
        for digest in rest:
            location = index.find(digest)
            if location is not None:
                places.append((location.pack, location.offset, digest))
        ordered = [place[2] for place in sorted(places)]
        inside = rest - set(ordered)
        source = contents(self._store.objects, ordered, sorted(cut), inside)
        for built in build_packs(source, self._compress):
            self._put(f"packs/{built.name}.pack", Source(built.data))
            self._put(f"packs/{built.name}.idx", Source(built.listing))
            self.packs += 1
            self.sent.add(built.name)
            there.update(dict.fromkeys(built.objects, built.name))
        if inside:
            raise Missing("An object is not in the store.", digests.text(min(inside)))

    def _send_files(self, files: Iterable[bytes]) -> dict[str, int]:
        found = {}
        for content in sorted(files):
            name = content.hex()
            source = Source(path=os.path.join(self._store.layout.files, name))
            if self._put(f"files/{name}", source):
                self.files += 1
            found[name] = source.size
        return found

    def _put(self, name: str, source: Source) -> bool:
        self._task.check()
        sent = self._carrier.put(name, source)
        if sent:
            self.bytes += source.size
        self._task.advance(1, source.size)
        return sent

    def _size(self, objects: Iterable[bytes]) -> int:
        found = (self._store.objects.index.find(digest) for digest in objects)
        return sum(location.length for location in found if location is not None)

    def _size_of(self, file: bytes) -> int:
        return os.path.getsize(os.path.join(self._store.layout.files, file.hex()))


def _fewest(there: dict[bytes, str]) -> tuple[str, ...]:
    return tuple(sorted(set(there.values())))
