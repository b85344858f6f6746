"""Reading everything again, and saying which snapshots a damage touches."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Iterator, Optional

from ..errors import Damaged, SnapshotError, system_errors
from ..format import digests
from ..format.chunks import CHUNK, OBJECT_LIMIT
from ..progress import Task
from .durable import write_atomic
from .layout import new_generation
from .opened import OpenStore
from .pack_index import RAW
from .reach import Reach

_LISTED = 20


@dataclass(frozen=True)
class BadObject:
    """An object whose bytes are not what its digest says, or an index that cannot be read."""

    digest: str
    pack: str
    why: str


@dataclass(frozen=True)
class Affected:
    """A snapshot that is not whole: up to 20 paths with the reasons, and how many there are.
    ``names`` are its refs as BUCKET/NAME."""

    id: str
    names: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]
    total: int


@dataclass(frozen=True)
class Verified:
    """``ok`` when every object is what it says and every snapshot is whole."""

    ok: bool
    objects: int
    bytes: int
    snapshots: int
    bad: tuple[BadObject, ...]
    affected: tuple[Affected, ...]


def verify_snapshot(store: OpenStore, wanted: str, task: Task) -> Verified:
    """Reads and checks everything that one snapshot needs."""
    task.begin("verify")
    with system_errors("verifying", store.layout.path):
        store.objects.refresh()
        identifier = store.resolve(wanted)
        reach = Reach(store.objects, deep=True)
        names = _names(store).get(identifier, ())
        affected = _affected(store, reach, identifier, names, task)
    found = (affected,) if affected else ()
    return Verified(not found, len(reach.objects), 0, 1, (), found)


def verify_store(store: OpenStore, quarantine: bool, task: Task) -> Verified:
    """Checks every object of the store, then every snapshot.

    With ``quarantine``, bad objects no longer count as present, so that the next snapshot
    stores them again if the files are still there.
    """
    with system_errors("verifying", store.layout.path):
        store.objects.refresh()
        index = store.objects.index
        packs = [os.path.join(store.layout.packs, f"{name}.pack") for name in index.packs]
        there = [path for path in packs if os.path.exists(path)]
        task.begin("verify", None, sum(os.path.getsize(path) for path in there))
        counts = [0, 0]
        bad = [BadObject("", name, "the index has changed") for name in index.damaged]
        for pack in list(index.packs):
            bad += _bad_objects(store, pack, counts, task)
        bad += _bad_files(store, task)
        if quarantine and bad:
            _quarantine(store, bad)
        wrong = {item.digest for item in bad}
        names = _names(store)
        # What a ref names has been there, and is gone without its removal being noted.
        snapshots = sorted({*store.manifests.ids(), *names})
        reach = _Watchful(store, wrong if not quarantine else set())
        found = [_affected(store, reach, item, names.get(item, ()), task) for item in snapshots]
    affected = tuple(item for item in found if item is not None)
    ok = not bad and not affected
    return Verified(ok, counts[0], counts[1], len(snapshots), tuple(bad), affected)


_FILE = re.compile(r"[0-9a-f]{64}\Z")


class _Watchful(Reach):
    """Takes objects that are known to be bad for missing."""

    def __init__(self, store: OpenStore, bad: set[str]) -> None:
        super().__init__(store.objects)
        self._wrong = {digests.parse(item) for item in bad if item}

    def _need(self, digest: bytes) -> None:
        if digest in self._wrong:
            raise Damaged("An object of the store has changed.", digests.text(digest))
        super()._need(digest)

    def _need_whole(self, content: bytes, size: int) -> None:
        if content in self._wrong:
            raise Damaged("A file of the store has changed.", digests.text(content))
        super()._need_whole(content, size)

    def _note_file(self, content: bytes, size: int) -> None:
        if content in self._wrong:
            raise Damaged("An object of the store has changed.", digests.text(content))
        super()._note_file(content, size)


def _bad_objects(store: OpenStore, pack: str, counts: list[int], task: Task) -> Iterator[BadObject]:
    index = store.objects.index
    records = sorted(index.good_records(pack), key=lambda record: record[1])
    good = {record[0] for record in records}
    for digest, *_ in index.records(pack):
        if digest not in good and digest not in index:
            counts[0] += 1
            yield BadObject(digests.text(digest), pack, "the pack has lost it")
    path = os.path.join(store.layout.packs, f"{pack}.pack")
    if not os.path.exists(path):
        return
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        for digest, offset, length, codec in records:
            if codec != RAW:
                continue  # read, unpacked and checked when a snapshot needs it
            counts[0] += 1
            if length > OBJECT_LIMIT or offset + length > size:
                yield BadObject(digests.text(digest), pack, "the pack is too short")
                continue
            file.seek(offset)
            data = file.read(length)
            counts[1] += length
            task.advance(1, length)
            if digests.digest(data) != digest:
                yield BadObject(digests.text(digest), pack, "the bytes have changed")


def _bad_files(store: OpenStore, task: Task) -> Iterator[BadObject]:
    """Files that are kept in one piece, against the lists of their chunks or their own digest."""
    for name in sorted(os.listdir(store.layout.files)):
        if not _FILE.match(name):
            continue
        content = bytes.fromhex(name)
        listed = content in store.objects.index
        try:
            size = os.stat(os.path.join(store.layout.files, name)).st_size
            read = store.objects.chunks if listed and size > CHUNK else store.objects.whole_chunks
            for data in read(content, size):
                task.advance(0, len(data))
        except SnapshotError as error:
            yield BadObject(digests.text(content), "", error.message)


def _quarantine(store: OpenStore, bad: list[BadObject]) -> None:
    new_generation(store.layout)
    os.makedirs(store.layout.quarantine, exist_ok=True)
    known = store.objects.index
    for item in bad:
        if item.digest and item.pack in known.short and digests.parse(item.digest) not in known:
            continue  # what a pack has lost does not count already
        if item.digest and item.pack:
            name = f"{item.digest[7:]}-{item.pack}"
            path = os.path.join(store.layout.quarantine, name)
            write_atomic(path, b"", store.layout.tmp)
        elif item.pack:
            index = f"{item.pack}.idx"
            place = os.path.join(store.layout.quarantine, index)
            os.replace(os.path.join(store.layout.packs, index), place)
        else:
            path = os.path.join(store.layout.files, item.digest[7:])
            os.replace(path, os.path.join(store.layout.quarantine, item.digest[7:]))
    store.objects.refresh()


def _names(store: OpenStore) -> dict[str, tuple[str, ...]]:
    """The refs of every snapshot that has some."""
    names: dict[str, tuple[str, ...]] = {}
    for ref in store.refs.all():
        names[ref.id] = (*names.get(ref.id, ()), f"{ref.bucket}/{ref.name}")
    return names


def _affected(
    store: OpenStore, reach: Reach, snapshot: str, names: tuple[str, ...], task: Task
) -> Optional[Affected]:
    task.check()
    problems: list[tuple[str, str]] = []
    total = 0
    try:
        for problem in reach.follow(store.manifests.read(snapshot)):
            total += 1
            if len(problems) < _LISTED:
                problems.append((problem.path, problem.why))
    except SnapshotError as error:
        return Affected(snapshot, names, (("(manifest)", error.message),), 1)
    return Affected(snapshot, names, tuple(problems), total) if total else None
