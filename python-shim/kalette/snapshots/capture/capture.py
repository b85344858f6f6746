"""Capturing one root: walk, read, walk again until nothing moves."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from typing import AbstractSet, Iterable, Mapping, Optional

from ..errors import Damaged, Missing, SnapshotError
from ..format import digests
from ..format.manifest import Skipped
from ..format.names import path_bytes, path_text
from ..format.trees import FOLDER, LINK, decode_tree
from ..progress import Task
from ..store.durable import write_atomic
from ..store.layout import generation, new_generation
from ..store.locks import FileLock
from ..store.objects import ObjectReader
from ..store.opened import OpenStore
from ..store.pack_writer import PackWriter
from .build import Builder, Built
from .clones import CloneProbe
from .folder import SIGNATURE, Folder
from .ignore import Rules
from .links import link_tokens
from .reading import FileReader
from .stat_index import Known, StatIndex, load_index, save_index
from .walk import Walk, Walker

_WALKS = 3


@dataclass(frozen=True)
class CopiedLink:
    """What is written in a link of a copy, and what was in the original; paths as text."""

    path: str
    copied: str
    written: str


@dataclass(frozen=True)
class CaptureOptions:
    """``rules`` are lines as in an ignore file and count last; ``external`` paths stay out.

    ``links``, of a folder that is a copy, are recorded as the original has them."""

    rules: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    links: tuple[CopiedLink, ...] = ()


@dataclass(frozen=True)
class Captured:
    """One root as objects; ``walk`` and ``known`` are what the live folder was like."""

    tree: bytes
    meta: bytes
    files: int
    size: int
    stable: bool
    changed: bool
    skipped: tuple[Skipped, ...]
    torn: tuple[str, ...]
    withheld: tuple[str, ...]
    external: tuple[str, ...]
    known: Mapping[bytes, Known]


class IndexCache:
    """The stat indexes that this process has at hand, by file."""

    def __init__(self) -> None:
        self._loaded: dict[str, tuple[tuple[int, int, int], StatIndex]] = {}

    def load(self, path: str) -> Optional[StatIndex]:
        key = _file_key(path)
        kept = self._loaded.get(path)
        if key is not None and kept is not None and kept[0] == key:
            return kept[1]
        index = load_index(path)
        if index is not None and key is not None:
            self._loaded[path] = (key, index)
        return index

    def save(self, path: str, index: StatIndex, temporary: str) -> None:
        save_index(path, index, temporary)
        key = _file_key(path)
        if key is not None:
            self._loaded[path] = (key, index)


def _file_key(path: str) -> Optional[tuple[int, int, int]]:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


class RootCapture:
    """One root in one operation: ``lock``, then ``run``, then ``remember`` when it is durable."""

    def __init__(
        self,
        store: OpenStore,
        path: str,
        options: CaptureOptions,
        clones: CloneProbe,
        cache: IndexCache,
    ) -> None:
        self._store = store
        self._path = os.fsencode(os.path.realpath(path))
        self.options = options
        self._clones = clones
        self._cache = cache
        workspace = hashlib.sha256(self._path).hexdigest()[:32]
        self._index_path = os.path.join(store.layout.index, workspace)
        self.lock_path = os.path.join(store.layout.locks, f"root-{workspace}")
        self._parent_path = f"{self._index_path}.parent"
        self._generation = ""
        self._old: Optional[StatIndex] = None
        self._device = 0
        self._result: Optional[Captured] = None
        self._built: Optional[Built] = None

    def lock(self, task: Task) -> FileLock:
        """One capture of a root at a time."""
        return FileLock(self.lock_path, task=task)

    @property
    def path(self) -> str:
        """The folder, with no link in its path."""
        return os.fsdecode(self._path)

    @property
    def result(self) -> Captured:
        """What the last ``run`` has found."""
        assert self._result is not None
        return self._result

    @property
    def parent(self) -> Optional[str]:
        """The last snapshot of this root, if it is known."""
        try:
            with open(self._parent_path, encoding="ascii") as file:
                return digests.text(digests.parse(file.read(80)))
        except (OSError, SnapshotError, UnicodeDecodeError):
            return None

    def run(self, writer: PackWriter, task: Task) -> Captured:
        external = frozenset(path_bytes(path) for path in self.options.external)
        rules = Rules.root(self.options.rules)
        walker = Walker(self._path, rules, self._store.layout.path, external)
        self._device = walker.device
        known = self._known(task)
        reader = FileReader(self._store.layout, writer, self._clones, task)
        links = {
            path_bytes(link.path): (path_bytes(link.copied), path_bytes(link.written))
            for link in self.options.links
        }
        builder = Builder(self._path, self._store.objects, writer, reader, links)
        taken = self._store.file_time()
        task.begin("walk")
        walk = walker.walk({path: item.folder for path, item in known.items()}, task)
        task.begin("read")
        built = builder.build(walk.folders, link_tokens(walk.folders), known, taken)
        changed = built.changed or len(known) != len(built.known)
        again, moved = built.read, None
        for _ in range(_WALKS - 1):
            if not again:
                break
            taken = self._store.file_time()
            folders = {path: item.folder for path, item in built.known.items()}
            walk = walker.walk(folders, task)
            moved = _moved(folders, walk, built.unread)
            again = moved is not None
            if again:
                torn, tokens = built.torn, link_tokens(walk.folders)
                built = builder.build(walk.folders, tokens, built.known, taken)
                built.torn.update(torn)
        # Still moving after the last look: these belong to no one moment.
        built.torn.update(dict.fromkeys(moved or ()))
        self._built = built
        self._result = _captured(walk, built, changed, moved is None and not built.torn)
        return self._result

    def remember(self, snapshot: Optional[str]) -> None:
        """Writes the index, when the objects and the manifest of the snapshot are durable."""
        assert self._built is not None
        assert self._result is not None
        scratch = self._store.layout.tmp
        if self._built.read or self._result.changed or self._old is None:
            index = StatIndex(self._generation, self._device, self._built.known)
            # The snapshot is there: without the index the next walk reads more, no more than that.
            with contextlib.suppress(OSError, SnapshotError):
                self._cache.save(self._index_path, index, scratch)
        if snapshot is not None:
            self.descend_from(snapshot)

    def descend_from(self, snapshot: Optional[str]) -> None:
        """Takes a snapshot for the one before the next."""
        with contextlib.suppress(OSError):
            if snapshot is None:
                os.unlink(self._parent_path)
            else:
                text = snapshot.encode("ascii")
                write_atomic(self._parent_path, text, self._store.layout.tmp, durable=False)

    def expect(self, snapshot: str, known: Mapping[bytes, Known], device: int) -> None:
        """Writes the index of a folder that was just made of a snapshot. When it cannot, the
        folder is read once more."""
        layout = self._store.layout
        prunes = FileLock(layout.prune_lock, shared=True, wait=False)
        with contextlib.suppress(OSError, SnapshotError), prunes:
            # While the snapshot is there and no prune goes on, all of its objects are.
            self._store.manifests.read_bytes(snapshot)
            index = StatIndex(generation(layout), device, known)
            self._cache.save(self._index_path, index, layout.tmp)
            text = snapshot.encode("ascii")
            write_atomic(self._parent_path, text, layout.tmp, durable=False)

    def _known(self, task: Task) -> Mapping[bytes, Known]:
        index = self._store.objects.index
        if index.looks_touched():
            self._store.objects.refresh()
        if index.short or index.damaged:
            # Objects are gone without a prune: what the stat index says is in the store may not be.
            new_generation(self._store.layout)
        self._generation = generation(self._store.layout)
        self._old = self._cache.load(self._index_path)
        if self._old is None or self._old.device != self._device:
            return {}
        if self._old.generation == self._generation:
            return self._old.known
        self._store.objects.refresh()
        task.begin("check")
        return {
            path: item
            for path, item in self._old.known.items()
            if _is_stored(item, self._store.objects)
        }


def _is_stored(item: Known, objects: ObjectReader) -> bool:
    """Whether all objects of a folder survived the last prune."""
    if item.meta not in objects.index:
        return False
    try:
        entries = decode_tree(objects.get(item.tree))
    except (Missing, Damaged):
        return False
    return all(
        entry.kind in (FOLDER, LINK) or objects.has_file(entry.content, entry.size)
        for entry in entries
    )


def _moved(
    before: Mapping[bytes, Folder], walk: Walk, unread: AbstractSet[bytes]
) -> Optional[list[bytes]]:
    """What the last walk saw otherwise than it was built; None when all is as it was. What could
    not be read then is not counted."""
    moved: list[bytes] = []
    same = len(before) == len(walk.folders)
    for folder in walk.folders:
        old = before.get(folder.path)
        if old is None:
            same = False
        elif not old.same_entries(folder):
            seen = _entries(old)
            now = {
                name: signature
                for name, signature in _entries(folder).items()
                if folder.child(name) not in unread
            }
            same = same and seen == now and old.own == folder.own
            moved += (folder.child(name) for name in now if seen.get(name) != now[name])
        elif old.own != folder.own:
            same = False
    return None if same else moved


def _entries(folder: Folder) -> dict[bytes, tuple[int, ...]]:
    return dict(zip(folder.names, SIGNATURE.iter_unpack(folder.signatures)))


def _captured(walk: Walk, built: Built, changed: bool, stable: bool) -> Captured:
    root = built.known[b""]
    return Captured(
        root.tree,
        root.meta,
        root.files,
        root.size,
        stable,
        changed,
        tuple(_unique([*walk.skipped, *built.skipped])),
        tuple(path_text(path) for path in built.torn),
        tuple(walk.withheld),
        tuple(walk.external),
        built.known,
    )


def _unique(items: Iterable[Skipped]) -> list[Skipped]:
    return list(dict.fromkeys(items))
