"""What a link would bring, before anybody agreed to it: only manifest and folders are fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

from ..compare.diff import Difference
from ..errors import Refused, remote_content, system_errors
from ..format import digests
from ..format.manifest import Manifest
from ..format.state import decode_state
from ..progress import Task
from ..reading.reader import Inspection, inspect_place
from ..store.objects import ObjectReader
from ..store.opened import OpenStore
from ..store.reach import Reach
from ..store.trees import TreeReader, place_of
from ..trust.keys import KeyRing
from ..trust.signatures import Signature, judge
from .download import Downloader
from .head import read_head
from .opening import open_remote
from .parts import Parts, read_parts
from .remote_index import IndexCache, RemoteIndex
from .trees import FolderWalk
from .urls import SnapshotUrl

_MEMORY = 256 << 20


@dataclass(frozen=True)
class InspectedState:
    """The files of the variables, with their bytes, and the record that describes them."""

    files: int
    bytes: int
    record: Any


@dataclass(frozen=True)
class InspectedRoot:
    """One folder of the snapshot: what a restore of it would bring."""

    name: str
    inspection: Inspection


@dataclass(frozen=True)
class InspectedUrl:
    """A snapshot elsewhere. ``local``: the store has all of it already. ``step``, ``when`` and
    ``notebook`` are those of the link. ``folder_bytes`` were fetched to find this out, and of
    files and variables the store lacks at most ``missing_bytes``. ``difference`` is what an
    in-place restore would change, if that was asked."""

    id: str
    remote: str
    manifest: Manifest
    signature: Signature
    roots: tuple[InspectedRoot, ...]
    state: Optional[InspectedState]
    local: bool
    folder_bytes: int
    step: Optional[str] = None
    when: Optional[str] = None
    notebook: Optional[str] = None
    missing_bytes: int = 0
    difference: Optional[Difference] = None


class _Memory(ObjectReader):
    """The store's objects, and those that were fetched for this one look."""

    def __init__(self, store: OpenStore) -> None:
        super().__init__(store.layout, store.objects.index)
        self._fetched: dict[bytes, bytes] = {}
        self.size = 0

    def add(self, digest: bytes, data: bytes) -> None:
        self.size += len(data)
        if self.size > _MEMORY:
            raise Refused("The snapshot's folders alone are larger than may be looked at.")
        self._fetched[digest] = data

    def known(self, digest: bytes) -> Optional[bytes]:
        if digest in self._fetched:
            return self._fetched[digest]
        return super().get(digest) if digest in self.index else None

    def get(self, digest: bytes, limit: int = _MEMORY) -> bytes:
        found = self._fetched.get(digest)
        return found if found is not None else super().get(digest, limit)


Compare = Callable[[ObjectReader, Manifest, Task], Difference]


def inspect_url(
    store: OpenStore,
    ring: KeyRing,
    url: SnapshotUrl,
    task: Task,
    compare: Optional[Compare] = None,
) -> InspectedUrl:
    """Keeps nothing but indexes of packs in ``tmp/``."""
    with (
        system_errors("looking at a snapshot", store.layout.path),
        open_remote(url.remote, task) as carrier,
    ):
        task.begin("list")
        head = read_head(carrier, url.id)
        store.objects.refresh()
        local = not any(True for _ in Reach(store.objects).follow(head.manifest))
        parts = Parts(()) if local else read_parts(carrier, url.id)
        memory = _Memory(store)
        index = RemoteIndex(
            carrier, IndexCache(store.layout), lambda item: item not in memory.index, task
        )
        index.add(parts.packs)
        walk = FolderWalk(Downloader(carrier, index), memory.known, memory.add, task)
        missing = {
            entry.content: entry.size
            for entry in walk.files(head.manifest)
            if not local and not store.objects.has_file(entry.content, entry.size)
        }
        state, lacking = _state(head.manifest, walk, store.objects)
        trees = TreeReader(memory)
        roots = tuple(
            InspectedRoot(root.name, inspect_place(trees, place_of(root), task))
            for root in head.manifest.roots
        )
        signature = judge(head.data, head.signature, ring)
        change = compare(memory, head.manifest, task) if compare is not None else None
    facts = (head.manifest, signature, roots, state, local, memory.size)
    wanted = (url.step, url.when, url.notebook)
    room = sum(missing.values()) + lacking
    return InspectedUrl(url.id, url.remote, *facts, *wanted, room, change)


def _state(
    manifest: Manifest, walk: FolderWalk, objects: ObjectReader
) -> tuple[Optional[InspectedState], int]:
    """The state, and how many bytes of its files are not here."""
    if manifest.state is None:
        return None, 0
    digest = digests.parse(manifest.state)
    data = walk.objects([digest])[digest]
    with remote_content():
        state = decode_state(data, manifest.state)
    sizes = {item.digest: item.size for item in state.files.values()}
    here = (digest for digest in sizes if _has(objects, digests.parse(digest)))
    lacking = sum(sizes.values()) - sum(sizes[digest] for digest in here)
    size = sum(item.size for item in state.files.values())
    return InspectedState(len(state.files), size, state.record), lacking


def _has(objects: ObjectReader, digest: bytes) -> bool:
    return digest in objects.index or objects.whole_file(digest) is not None
