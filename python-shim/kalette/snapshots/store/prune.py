"""Removing snapshots by policy, and the objects that nothing needs any more."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from typing import Iterable, Optional

from ..errors import system_errors
from ..format.manifest import Manifest
from ..progress import Task
from .layout import PACK_TARGET, new_generation
from .locks import FileLock
from .manifests import Ref
from .opened import OpenStore
from .pack_index import PackIndex
from .pack_writer import PackWriter
from .reach import Reach, follow_all

TAGS = "tags"
_LIVE_SHARE = 0.6
_SMALL_PACK = 4 << 20
_SMALL_PACKS = 50
_TMP_SECONDS = 3600.0


@dataclass(frozen=True)
class PrunePolicy:
    """What stays: tagged snapshots (bucket ``tags``) and those in ``keep`` (ids) always; of each
    other bucket the newest ``keep_last`` (None: all), as long as everything that stays has at
    most ``max_bytes``; whatever is younger than ``grace_seconds``."""

    keep_last: Optional[int] = 20
    max_bytes: Optional[int] = None
    grace_seconds: float = 86400.0
    keep: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True)
class Pruned:
    """What a prune removed — or would remove — and what is left, in bytes of objects.
    ``young`` snapshots stay because they were made a short while ago: too many, or too much, were
    they older."""

    snapshots: tuple[str, ...]
    refs: tuple[str, ...]
    freed_bytes: int
    kept_bytes: int
    kept_snapshots: int
    young: int = 0


class Pruner:
    """One prune: mark, then sweep. Nobody adds to the store meanwhile; readers go on."""

    def __init__(self, store: OpenStore, policy: PrunePolicy, task: Task) -> None:
        self._store = store
        self._policy = policy
        self._task = task
        self._reach = Reach(store.objects)

    def run(self) -> Pruned:
        lock = FileLock(self._store.layout.prune_lock, task=self._task)
        with system_errors("pruning", self._store.layout.path), lock:
            self._store.objects.refresh()
            before = self._sizes()
            alive, refs, young = self._mark()
            dead = [item for item in self._store.manifests.ids() if item not in alive]
            lost = [ref for ref in self._store.refs.all(strict=True) if ref not in refs]
            kept = self._live_bytes()
            if not self._policy.dry_run:
                self._task.check()
                self._task.shield()
                self._sweep(dead, lost)
            freed = self._dispensable() if self._policy.dry_run else before - self._sizes()
        names = tuple(f"{ref.bucket}/{ref.name}" for ref in lost)
        return Pruned(tuple(dead), names, max(freed, 0), kept, len(alive), young)

    def _mark(self) -> tuple[set[str], set[Ref], int]:
        """The snapshots and refs that stay, and how many for their youth alone; ``self._reach``
        then knows their objects."""
        manifests = {item: self._store.manifests.read(item) for item in self._ids()}
        self._task.begin("mark", len(manifests))
        fixed = {item for item in self._fixed() if item in manifests}
        named = {ref.id for ref in self._store.refs.all(strict=True)} | self._kept()
        for item in sorted(fixed):
            if item in named:
                self._follow(item, manifests[item])
            else:
                # Nobody wants it but for its youth: it may be one that is not whole.
                list(self._reach.follow(manifests[item]))
        alive, kept_refs = set(fixed), set()
        room = self._policy.max_bytes
        # Then nothing but their youth keeps those without a name.
        over = room is not None and self._live_bytes() > room
        for ref in self._candidates(manifests):
            if ref.id not in alive:
                if room is not None and self._live_bytes() > room:
                    continue
                self._follow(ref.id, manifests[ref.id])
                alive.add(ref.id)
            kept_refs.add(ref)
        kept_refs |= {ref for ref in self._store.refs.all(TAGS, strict=True) if ref.id in manifests}
        wanted = {ref.id for ref in kept_refs} | self._kept()
        tagged = {ref.id for ref in kept_refs if ref.bucket == TAGS} | self._kept()
        young = len(fixed - tagged) if over else len(alive - wanted)
        return alive, kept_refs, young

    def _ids(self) -> list[str]:
        return self._store.manifests.ids()

    def _fixed(self) -> set[str]:
        fixed = self._kept()
        fixed |= {ref.id for ref in self._store.refs.all(TAGS, strict=True)}
        now = self._store.now()
        for item in self._ids():
            if self._store.manifests.age(item, now) < self._policy.grace_seconds:
                fixed.add(item)
        return fixed

    def _kept(self) -> set[str]:
        return {self._store.resolve(item) for item in self._policy.keep}

    def _candidates(self, manifests: dict[str, Manifest]) -> list[Ref]:
        """Refs that may stay, the newest first; dangling ones never do."""
        buckets: dict[str, list[Ref]] = {}
        for ref in self._store.refs.all(strict=True):
            if ref.id in manifests and ref.bucket != TAGS:
                buckets.setdefault(ref.bucket, []).append(ref)
        chosen: list[Ref] = []
        for refs in buckets.values():
            refs.sort(key=lambda ref: (manifests[ref.id].time, ref.name), reverse=True)
            chosen += refs[: self._policy.keep_last]
        return sorted(chosen, key=lambda ref: manifests[ref.id].time, reverse=True)

    def _follow(self, snapshot: str, manifest: Manifest) -> None:
        follow_all(self._reach, manifest, snapshot)
        self._task.advance(1)

    def _live_bytes(self) -> int:
        index = self._store.objects.index
        total = sum(
            location.length
            for location in (index.find(digest) for digest in self._reach.objects)
            if location is not None
        )
        files = self._store.layout.files
        return total + sum(_size(os.path.join(files, item.hex())) for item in self._files())

    def _dispensable(self) -> int:
        """Bytes that a sweep would give back: packs that are not rewritten keep what is dead."""
        index, layout = self._store.objects.index, self._store.layout
        gone, _ = self._choose(index)
        packs = sum(_size(os.path.join(layout.packs, f"{pack}.pack")) for pack in gone)
        moved = {
            digest: length
            for pack in gone
            for digest, _, length, _ in index.good_records(pack)
            if digest in self._reach.objects
        }
        alive = {item.hex() for item in self._files()}
        files = sum(
            _size(os.path.join(layout.files, name))
            for name in os.listdir(layout.files)
            if name not in alive
        )
        return packs - sum(moved.values()) + files

    def _files(self) -> set[bytes]:
        return self._reach.files | self._reach.whole

    def _sizes(self) -> int:
        layout = self._store.layout
        return sum(
            _size(os.path.join(folder, name))
            for folder in (layout.packs, layout.files)
            for name in os.listdir(folder)
            if not name.endswith(".idx")
        )

    def _sweep(self, dead: list[str], lost: list[Ref]) -> None:
        """New packs first, so that a kill at any point leaves too much, never too little."""
        self._task.begin("sweep")
        new_generation(self._store.layout)
        gone = self._rewrite()
        for ref in lost:
            self._store.refs.remove(ref.bucket, ref.name, self._store.now_text())
        for item in dead:
            self._store.manifests.remove(item)
        self._remove_packs(gone)
        self._remove_garbage()
        self._store.objects.refresh()

    def _rewrite(self) -> list[str]:
        """Copies what lives in the packs that are not worth keeping; returns those packs."""
        index = self._store.objects.index
        gone, kept = self._choose(index)
        present = _Present(record[0] for pack in kept for record in index.good_records(pack))
        writer = PackWriter(self._store.layout, present, PACK_TARGET)
        try:
            for pack in gone:
                for record in sorted(index.good_records(pack), key=lambda item: item[1]):
                    if record[0] in self._reach.objects and not writer.has(record[0]):
                        writer.put_known(record[0], self._store.objects.get(record[0]))
            writer.finish()
        except BaseException:
            writer.abort()
            raise
        return gone

    def _choose(self, index: PackIndex) -> tuple[list[str], list[str]]:
        shares = {}
        for pack in index.packs:
            total = live = 0
            for digest, _, length, _ in index.good_records(pack):
                total += length
                live += length if digest in self._reach.objects else 0
            shares[pack] = (live, total)
        small = [pack for pack, (_, total) in shares.items() if total < _SMALL_PACK]
        merge = set(small) if len(small) > _SMALL_PACKS else set()
        hurt = set(index.short)
        gone = [
            pack
            for pack, (live, total) in shares.items()
            if live < total * _LIVE_SHARE or pack in merge or pack in hurt or live == 0
        ]
        return gone, [pack for pack in shares if pack not in gone]

    def _remove_packs(self, gone: list[str]) -> None:
        for pack in gone:
            for suffix in (".idx", ".pack"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(os.path.join(self._store.layout.packs, pack + suffix))

    def _remove_garbage(self) -> None:
        layout = self._store.layout
        names = set(os.listdir(layout.packs))
        for name in names:
            if name.endswith(".pack") and f"{name[:-5]}.idx" not in names:
                os.unlink(os.path.join(layout.packs, name))
        alive = {item.hex() for item in self._files()}
        for name in os.listdir(layout.files):
            if name not in alive:
                os.unlink(os.path.join(layout.files, name))
        for name in os.listdir(layout.quarantine):
            if f"{name[65:]}.pack" not in names:
                os.unlink(os.path.join(layout.quarantine, name))
        for name in os.listdir(layout.tmp):
            path = os.path.join(layout.tmp, name)
            with contextlib.suppress(OSError):
                if time.time() - os.stat(path).st_mtime > _TMP_SECONDS:
                    shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


class _Present:
    """What is in the packs that stay."""

    def __init__(self, digests: Iterable[bytes]) -> None:
        self._digests = set(digests)

    def refresh(self) -> bool:
        return False

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._digests


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0
