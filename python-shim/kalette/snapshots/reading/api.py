"""The operations of a store that only look."""

from __future__ import annotations

from typing import Iterator, Optional, Sequence

from ..compare.diff import Difference, Listing, difference
from ..errors import system_errors
from ..format.manifest import Manifest
from ..progress import CancelToken, ProgressListener, Task
from ..store.opened import OpenStore
from ..store.trees import TreeReader, place_of
from ..trust.keys import KeyRing
from ..trust.signatures import Signature, judge
from .catalog import Catalog, Snapshot, Usage
from .reader import (
    READ_LIMIT,
    Inspection,
    KeptState,
    Listed,
    SnapshotReader,
    export,
    gather,
)
from .secrets import Secrets


class ReadingOperations:
    """A part of ``Store``: nothing is changed by it."""

    _store: OpenStore
    _reader: SnapshotReader
    _catalog: Catalog
    keys: KeyRing

    @property
    def path(self) -> str:
        """The folder of the store."""
        return self._store.layout.path

    def list(
        self,
        bucket: Optional[str] = None,
        notebook: Optional[str] = None,
        run: Optional[str] = None,
        before: Optional[str] = None,
        limit: Optional[int] = None,
    ) -> Sequence[Snapshot]:
        """Snapshots, the newest first; ``before`` is the id of the last one already seen."""
        return self._catalog.list(bucket, notebook, run, before, limit)

    def show(self, snapshot: str) -> Snapshot:
        """One snapshot with its manifest and refs."""
        return self._catalog.show(snapshot)

    def signature(self, snapshot: str) -> Signature:
        """Who signed a snapshot, and whether the user trusts that key."""
        with system_errors("reading a signature", self.path):
            identifier = self._store.resolve(snapshot)
            data = self._store.manifests.read_bytes(identifier)
            return judge(data, self._store.manifests.read_signature(identifier), self.keys)

    def inspect(
        self,
        snapshot: str,
        root: Optional[str] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Inspection:
        """What a restore would bring: sizes, what runs by itself, links that lead out."""
        manifest = self._manifest(snapshot)
        return self._reader.inspect(manifest, root, Task(progress, cancel))

    def secrets(self, snapshot: str) -> Secrets:
        """What of a snapshot looks like a secret, by the rules that leave such files out."""
        with system_errors("looking for secrets", self.path):
            return self._reader.secrets(self._manifest(snapshot))

    def files(
        self, snapshot: str, path: str = "", root: Optional[str] = None, recursive: bool = False
    ) -> Iterator[Listed]:
        """The entries of a folder of a snapshot, in order."""
        return self._reader.files(self._manifest(snapshot), root, path, recursive)

    def read(
        self, snapshot: str, path: str, root: Optional[str] = None, limit: int = READ_LIMIT
    ) -> bytes:
        """The content of one file."""
        with system_errors("reading a file", path):
            return gather(self._reader.chunks(self._manifest(snapshot), root, path), limit)

    def export(self, snapshot: str, path: str, target: str, root: Optional[str] = None) -> int:
        """Writes one file of a snapshot to a new file ``target``; returns its bytes."""
        return export(self._reader.chunks(self._manifest(snapshot), root, path), target)

    def state(self, snapshot: str) -> Optional[KeptState]:
        """The record and the files that were kept beside the folders, if any."""
        return self._reader.state(self._manifest(snapshot))

    def export_state(self, snapshot: str, name: str, target: str) -> int:
        """Writes one file of the state to a new file ``target``, or links it there read-only
        when the store has it in one piece; returns its bytes."""
        return self._reader.export_state(self._manifest(snapshot), name, target)

    def diff(
        self,
        before: str,
        after: str,
        root: Optional[str] = None,
        meta: bool = False,
        limit: Optional[int] = None,
        offset: int = 0,
        plain: bool = False,
    ) -> Difference:
        """What differs between two snapshots; with ``meta`` also times and permissions. Listed
        are at most ``limit`` changes, from ``offset`` on; ``plain`` leaves out folders that are
        not empty."""
        trees = TreeReader(self._store.objects)
        one, two = self._manifest(before).root(root), self._manifest(after).root(root)
        with system_errors("comparing", self.path):
            return difference(
                trees, place_of(one), place_of(two), meta, Listing(limit, offset, plain)
            )

    def usage(self) -> Usage:
        """For a meter."""
        return self._catalog.usage()

    def _manifest(self, snapshot: str) -> Manifest:
        return self._store.manifest(snapshot)[1]
