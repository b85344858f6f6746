"""Getting a snapshot from a remote: manifest, folders, and then what the store lacks."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import Iterator, Optional

from ..errors import (
    Cancelled,
    Damaged,
    SnapshotError,
    Spoilt,
    remote_content,
    system_errors,
)
from ..format import digests
from ..format.chunks import chunk_size, decode_chunks
from ..format.manifest import Manifest
from ..format.refs import check_name, make_url
from ..format.state import decode_state
from ..progress import Task
from ..restore.limits import check_room
from ..store.opened import OpenStore
from ..store.pack_writer import PackWriter
from ..store.reach import Reach
from .carrier import Carrier
from .download import Downloader
from .head import read_head
from .opening import open_remote
from .parts import Parts, read_parts
from .remote_index import IndexCache, RemoteIndex
from .trees import FolderWalk
from .urls import SnapshotUrl
from .whole_files import fetch_whole

FETCHED_BUCKET = "fetched"
_LISTS_AT_ONCE = 256


@dataclass(frozen=True)
class Fetched:
    """A snapshot that is in the store now, whole. ``bytes`` and ``objects`` were missing and
    came; ``url`` is its name here."""

    id: str
    url: str
    bucket: str
    name: str
    manifest: Manifest
    objects: int
    bytes: int
    requests: int


def fetch(
    store: OpenStore, url: SnapshotUrl, bucket: str, name: Optional[str], task: Task
) -> Fetched:
    """Fetches what is missing. What had arrived when it is interrupted is not fetched again."""
    check_name(bucket, "bucket")
    ref = check_name(name, "ref") if name is not None else url.id[7:19]
    with (
        system_errors("fetching a snapshot", store.layout.path),
        store.no_prune(task),
        open_remote(url.remote, task) as carrier,
    ):
        task.begin("list")
        head = read_head(carrier, url.id)
        arrival = Arrival(store, carrier, url.id, task)
        arrival.run(head.manifest)
        store.objects.refresh()
        for problem in Reach(store.objects).follow(head.manifest):
            raise Damaged(f"The snapshot is not whole: {problem.path}: {problem.why}", url.remote)
        store.manifests.write(head.data, head.signature)
        store.refs.set(bucket, ref, url.id, store.now_text())
    address = make_url(bucket, ref, url.id)
    counts = (arrival.objects, arrival.bytes, arrival.requests)
    return Fetched(url.id, address, bucket, ref, head.manifest, *counts)


class Arrival:
    """One snapshot on its way into the store."""

    def __init__(self, store: OpenStore, carrier: Carrier, snapshot: str, task: Task) -> None:
        self._store = store
        self._carrier = carrier
        self._snapshot = snapshot
        self._task = task
        self._whole: dict[bytes, int] = {}
        self.objects = self.bytes = self.requests = 0

    def run(self, manifest: Manifest) -> None:
        self._store.objects.refresh()
        parts = self._parts(manifest)
        index = RemoteIndex(self._carrier, IndexCache(self._store.layout), self._lacks, self._task)
        index.add(parts.packs)
        downloader = Downloader(self._carrier, index)
        writer = self._store.writer()
        try:
            self._objects(manifest, parts, downloader, writer)
            self._task.begin("sync", None, writer.bytes)
            writer.finish()
        except SnapshotError as error:
            # What has arrived is checked: it stays for the next attempt, until a prune.
            if isinstance(error, Cancelled) or error.code in ("network", "no-access", "missing"):
                with contextlib.suppress(Exception):
                    writer.finish()
            writer.abort()
            raise
        except BaseException:
            writer.abort()
            raise
        self.objects += writer.objects
        self.bytes += downloader.bytes
        self.requests = downloader.requests
        if self._whole:
            self._task.begin("download", None, sum(self._whole.values()))
        for digest, size in self._whole.items():
            fetch_whole(self._carrier, self._store.layout, digest, size, self._task)
            self.objects += 1
            self.bytes += size

    def _parts(self, manifest: Manifest) -> Parts:
        """Nothing is asked for when the store has every folder and file already."""
        for _ in Reach(self._store.objects).follow(manifest):
            return read_parts(self._carrier, self._snapshot)
        return Parts(())

    def _lacks(self, digest: bytes) -> bool:
        return digest not in self._store.objects.index

    def _objects(
        self, manifest: Manifest, parts: Parts, downloader: Downloader, writer: PackWriter
    ) -> None:
        self._task.begin("list")
        walk = FolderWalk(downloader, self._known, writer.put_known, self._task)
        files = {entry.content: entry.size for entry in walk.files(manifest)}
        files.update(self._state(manifest, walk))
        wanted, lists = self._wanted(files, walk)
        unlisted = set(downloader.missing(wanted))
        served = [
            (content, size, pieces)
            for content, size, pieces in lists
            if unlisted and unlisted.intersection(pieces)
        ]
        wanted -= {piece for _, _, pieces in served for piece in pieces} & unlisted
        total = downloader.size(wanted) + sum(size for _, size, _ in served)
        check_room(self._store.layout.path, total + sum(self._whole.values()), 0)
        self._task.begin("download", None, total)
        downloader.get(wanted, writer.put_known)
        for content, size, pieces in served:
            self._cut(content, size, pieces, writer)

    def _state(self, manifest: Manifest, walk: FolderWalk) -> dict[bytes, int]:
        """Files of the state that are kept as others; the whole ones are noted."""
        if manifest.state is None:
            return {}
        digest = digests.parse(manifest.state)
        data = walk.objects([digest])[digest]
        with remote_content():
            state = decode_state(data, manifest.state)
        files = {}
        for item in state.files.values():
            content = digests.parse(item.digest)
            if not item.whole:
                files[content] = item.size
            elif not self._has_whole(content, item.size):
                self._whole[content] = item.size
        return files

    def _wanted(
        self, files: dict[bytes, int], walk: FolderWalk
    ) -> tuple[set[bytes], list[tuple[bytes, int, list[bytes]]]]:
        """The objects that the store lacks, and what the large files consist of."""
        small = {content for content, size in files.items() if size <= chunk_size(size)}
        large = [(content, size) for content, size in files.items() if content not in small]
        wanted = {content for content in small if self._lacks(content)}
        lists = []
        for content, size, pieces in self._lists(large, walk):
            if self._store.objects.whole_file(content) is not None:
                continue
            missing = {piece for piece in pieces if self._lacks(piece)}
            wanted |= missing
            if missing:
                lists.append((content, size, pieces))
        return wanted, lists

    def _lists(
        self, large: list[tuple[bytes, int]], walk: FolderWalk
    ) -> Iterator[tuple[bytes, int, list[bytes]]]:
        for start in range(0, len(large), _LISTS_AT_ONCE):
            some = large[start : start + _LISTS_AT_ONCE]
            found = walk.objects([content for content, _ in some])
            for content, size in some:
                where = digests.text(content)
                with remote_content():
                    pieces = decode_chunks(found[content], size, where)
                yield content, size, pieces

    def _cut(self, content: bytes, size: int, pieces: list[bytes], writer: PackWriter) -> None:
        """A large file that a remote keeps in one piece, as a store on some file systems does."""
        length, data = chunk_size(size), bytearray()
        stream = self._carrier.stream(f"files/{content.hex()}", 0, size)
        for number, piece in enumerate(pieces):
            wanted = min(length, size - number * length)
            while len(data) < wanted:
                more = next(stream, b"")
                if not more:
                    raise Spoilt("A file of the remote is too short.", digests.text(content))
                self.bytes += len(more)
                self._task.advance(0, len(more))
                data += more
            chunk = bytes(data[:wanted])
            del data[:wanted]
            if digests.digest(chunk) != piece:
                raise Spoilt("A file of the remote has changed.", digests.text(content))
            writer.put_known(piece, chunk)

    def _known(self, digest: bytes) -> Optional[bytes]:
        return None if self._lacks(digest) else self._store.objects.get(digest)

    def _has_whole(self, content: bytes, size: int) -> bool:
        path = self._store.objects.whole_file(content)
        return path is not None and os.path.getsize(path) == size
