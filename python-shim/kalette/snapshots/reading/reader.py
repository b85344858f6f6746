"""Looking into a snapshot without restoring it."""

from __future__ import annotations

import contextlib
import itertools
import os
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping, Optional

from ..compare.diff import Side, side
from ..errors import Missing, SnapshotError, system_errors
from ..format import digests
from ..format.manifest import Manifest
from ..format.names import path_bytes, path_text
from ..format.state import State, StateFile, decode_state
from ..format.trees import FOLDER
from ..progress import Task
from ..restore.hazards import MOST_HAZARDS, Hazard, hazards
from ..restore.limits import Limits, Survey
from ..restore.links import links_out
from ..store.durable import temporary_name, write_all
from ..store.opened import OpenStore
from ..store.trees import Place, Row, TreeReader, inner_place, place_of
from .secrets import MOST_SECRETS, Secrets, secrets

READ_LIMIT = 64 << 20
_INSPECTED_LINKS = 1000


@dataclass(frozen=True)
class Listed:
    """An entry of a folder: ``mtime`` in ms since 1970, ``mode`` the lower nine bits."""

    path: str
    entry: Side
    mode: int
    mtime: int


@dataclass(frozen=True)
class Inspection:
    """What a consent has to say: how much it is, what would run by itself, and which links lead
    out of the root (of each at most 1,000)."""

    entries: int
    bytes: int
    hazards: tuple[Hazard, ...]
    more_hazards: int
    links_out: tuple[str, ...]


@dataclass(frozen=True)
class KeptFile:
    """A file of a state. ``path``: where the store has it in one piece, to be mapped but never
    written to; its bytes are checked when they came from elsewhere and by verify, not here."""

    digest: str
    size: int
    whole: bool
    path: Optional[str]


@dataclass(frozen=True)
class KeptState:
    """The record and the files that were kept beside the folders of a snapshot."""

    record: Any
    files: Mapping[str, KeptFile]


class SnapshotReader:
    """Reads from the snapshots of one store."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store

    def files(
        self, manifest: Manifest, root: Optional[str], path: str, recursive: bool
    ) -> Iterator[Listed]:
        """The entries of a folder, with all below it when ``recursive``; of anything else the
        entry itself."""
        trees = TreeReader(self._store.objects)
        place = place_of(manifest.root(root))
        raw = path_bytes(path).strip(b"/")
        for below, row in _listed(trees, place, raw, recursive):
            found = side(row)
            assert found is not None
            yield Listed(path_text(below), found, row.meta.mode, row.meta.mtime // 1_000_000)

    def chunks(self, manifest: Manifest, root: Optional[str], path: str) -> Iterator[bytes]:
        """The content of a file, verified piece by piece."""
        trees = TreeReader(self._store.objects)
        row = trees.find(place_of(manifest.root(root)), path_bytes(path).strip(b"/"))
        if not row.entry.is_file:
            raise SnapshotError("not-a-file", "This is no regular file.", path)
        return self._store.objects.chunks(row.entry.content, row.entry.size)

    def state(self, manifest: Manifest) -> Optional[KeptState]:
        state = self._state(manifest)
        if state is None:
            return None
        files = {
            name: KeptFile(item.digest, item.size, item.whole, self._path(item))
            for name, item in state.files.items()
        }
        return KeptState(state.record, files)

    def export_state(self, manifest: Manifest, name: str, target: str) -> int:
        """Writes a file of the state to a new file; one that is kept whole becomes another name
        of the store's where that can be, and is then read-only."""
        found = self._state_file(manifest, name)
        path = self._path(found) if found.whole else None
        if path is not None and not os.path.lexists(target):
            with contextlib.suppress(OSError, NotImplementedError):
                os.link(path, target, follow_symlinks=False)
                return found.size
        return export(self._state_chunks(found), target)

    def _state(self, manifest: Manifest) -> Optional[State]:
        if manifest.state is None:
            return None
        return decode_state(self._store.objects.get(digests.parse(manifest.state)), manifest.state)

    def _state_file(self, manifest: Manifest, name: str) -> StateFile:
        state = self._state(manifest)
        if state is None or name not in state.files:
            raise Missing("The snapshot's state has no such file.", name)
        return state.files[name]

    def _state_chunks(self, found: StateFile) -> Iterator[bytes]:
        content = digests.parse(found.digest)
        if found.whole:
            return self._store.objects.whole_chunks(content, found.size)
        return self._store.objects.chunks(content, found.size)

    def _path(self, found: StateFile) -> Optional[str]:
        path = self._store.objects.whole_file(digests.parse(found.digest))
        return path if path is not None and os.path.getsize(path) == found.size else None

    def secrets(self, manifest: Manifest) -> Secrets:
        """What looks like a secret in any of the folders."""
        trees = TreeReader(self._store.objects)
        found = (path for root in manifest.roots for path in secrets(trees, place_of(root)))
        listed = tuple(itertools.islice(found, MOST_SECRETS))
        return Secrets(listed, sum(1 for _ in found))

    def inspect(self, manifest: Manifest, root: Optional[str], task: Task) -> Inspection:
        """Everything that can be said before a restore; also refuses what would be refused."""
        task.begin("inspect")
        trees = TreeReader(self._store.objects)
        return inspect_place(trees, place_of(manifest.root(root)), task)


def _listed(
    trees: TreeReader, place: Place, path: bytes, recursive: bool
) -> Iterable[tuple[bytes, Row]]:
    if path:
        row = trees.find(place, path)
        if row.entry.kind != FOLDER:
            return [(path, row)]
        place = inner_place(row)
    if recursive:
        return trees.everything(place, path)
    prefix = path + b"/" if path else b""
    return [(prefix + row.entry.name, row) for row in trees.content(place).rows]


def inspect_place(trees: TreeReader, place: Place, task: Task) -> Inspection:
    """What one folder would bring; raises what a restore would raise for it."""
    measure = Survey(trees).measure(place, Limits(), task)
    found = hazards(trees, place)
    listed = tuple(itertools.islice(found, MOST_HAZARDS))
    return Inspection(
        measure.entries,
        measure.bytes,
        listed,
        sum(1 for _ in found),
        tuple(itertools.islice(links_out(trees, place), _INSPECTED_LINKS)),
    )


def gather(chunks: Iterator[bytes], limit: int) -> bytes:
    """A whole content in memory, up to a limit."""
    parts, size = [], 0
    for data in chunks:
        size += len(data)
        if size > limit:
            raise SnapshotError(
                "too-large", f"The file has more than {limit:,} bytes.", "", "Export it to a file."
            )
        parts.append(data)
    return b"".join(parts)


def export(chunks: Iterator[bytes], target: str) -> int:
    """Writes a content to a new file, which appears whole; returns its bytes."""
    target = os.path.abspath(target)
    scratch = f"{target}.{temporary_name('part-')}"
    size = 0
    with system_errors("exporting a file", target):
        if os.path.lexists(target):
            raise SnapshotError("target-exists", "There is something at the target.", target)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(scratch, flags, 0o600)
        try:
            try:
                for data in chunks:
                    write_all(descriptor, data)
                    size += len(data)
            finally:
                os.close(descriptor)
            os.rename(scratch, target)
        except BaseException:
            os.unlink(scratch)
            raise
    return size
