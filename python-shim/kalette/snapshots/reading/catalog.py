"""Which snapshots a store has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence

from ..errors import SnapshotError, system_errors
from ..format.manifest import Manifest
from ..format.refs import make_url
from ..store.opened import OpenStore


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in the store. ``names`` are its refs as BUCKET/NAME, ``url`` uses the first."""

    id: str
    url: str
    names: tuple[str, ...]
    manifest: Manifest


@dataclass(frozen=True)
class Usage:
    """What the store takes on disk, in bytes. ``unreadable`` are the ids of snapshots that are
    named, or lie there, without a manifest that can be read."""

    bytes: int
    snapshots: int
    packs: int
    unreadable: tuple[str, ...] = ()


class Catalog:
    """Lists the snapshots of one store."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store

    def list(
        self,
        bucket: Optional[str],
        notebook: Optional[str],
        run: Optional[str],
        before: Optional[str],
        limit: Optional[int],
    ) -> Sequence[Snapshot]:
        """The newest first; ``before`` is the id of the last one that the caller has."""
        with system_errors("listing the snapshots", self._store.layout.path):
            found = [
                item
                for item in self._all(bucket)
                if notebook in (None, item.manifest.notebook) and run in (None, item.manifest.run)
            ]
        found.sort(key=lambda item: (item.manifest.time, item.id), reverse=True)
        ids = [item.id for item in found]
        start = ids.index(before) + 1 if before in ids else 0
        return found[start : None if limit is None else start + limit]

    def show(self, wanted: str) -> Snapshot:
        with system_errors("reading a snapshot", self._store.layout.path):
            identifier, manifest = self._store.manifest(wanted)
            names = [
                f"{ref.bucket}/{ref.name}" for ref in self._store.refs.all() if ref.id == identifier
            ]
        return _snapshot(identifier, manifest, names)

    def usage(self) -> Usage:
        layout = self._store.layout
        with system_errors("measuring the store", layout.path):
            sizes = [
                entry.stat().st_size
                for folder in (layout.packs, layout.files)
                for entry in os.scandir(folder)
            ]
            packs = sum(name.endswith(".pack") for name in os.listdir(layout.packs))
            count = len(self._store.manifests.ids())
            return Usage(sum(sizes), count, packs, tuple(self._unreadable()))

    def _unreadable(self) -> Iterator[str]:
        named = {ref.id for ref in self._store.refs.all()}
        for identifier in sorted({*self._store.manifests.ids(), *named}):
            try:
                self._store.manifests.read(identifier)
            except SnapshotError:
                yield identifier

    def _all(self, bucket: Optional[str]) -> Iterator[Snapshot]:
        names: dict[str, List[str]] = {}
        for ref in self._store.refs.all(bucket):
            names.setdefault(ref.id, []).append(f"{ref.bucket}/{ref.name}")
        for identifier in names if bucket is not None else self._store.manifests.ids():
            try:
                manifest = self._store.manifests.read(identifier)
            except SnapshotError:  # pruned meanwhile, or damaged: verify tells
                continue
            yield _snapshot(identifier, manifest, names.get(identifier, []))


def _snapshot(identifier: str, manifest: Manifest, names: Sequence[str]) -> Snapshot:
    first = names[0] if names else f"{manifest.bucket}/{identifier[7:19]}"
    bucket, _, name = first.partition("/")
    return Snapshot(identifier, make_url(bucket, name, identifier), tuple(names), manifest)
