"""Sending a snapshot to a remote: only what it lacks, and nothing that others have."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace
from typing import Iterable, Optional

from ..errors import Missing, Refused, SnapshotError, Spoilt, system_errors
from ..format import digests
from ..format.manifest import Manifest
from ..format.refs import check_name
from ..progress import Task
from ..store.opened import OpenStore
from ..store.reach import Reach
from ..trust.keys import KeyRing
from .bucket_refs import BucketRefs, seal, unseal
from .carrier import Carrier, Source, manifest_name
from .head import check_format
from .memory import SeenBuckets, advance
from .opening import open_remote
from .packing import build_packs, contents
from .parts import Parts, index_names, parts_name
from .remote_index import IndexCache, RemoteIndex
from .urls import folder_of, make_snapshot_url, parse_remote

# From this share of missing objects on, a pack of the store is sent as it is.
_MOSTLY_MISSING = 0.5
_ATTEMPTS = 8


@dataclass(frozen=True)
class PublishOptions:
    """``bucket`` and ``name`` of the ref there; left out, the bucket is the snapshot's own and
    the name the beginning of its id. ``compress`` costs time and saves transfer."""

    bucket: Optional[str] = None
    name: Optional[str] = None
    compress: bool = False


@dataclass(frozen=True)
class Published:
    """A snapshot that a remote has, whole. ``bytes`` were sent, in ``packs`` packs and ``files``
    whole files; ``reused_packs`` were there. ``counter`` is that of the bucket's list."""

    id: str
    url: str
    remote: str
    bucket: str
    name: str
    counter: int
    bytes: int
    packs: int
    files: int
    reused_packs: int


def publish(
    store: OpenStore,
    ring: KeyRing,
    wanted: str,
    address: str,
    options: PublishOptions,
    task: Task,
) -> Published:
    """Packs and files first, then the manifest, the ref last: an interrupted publish shows
    nothing, and goes on where it was."""
    _check_apart(store, address)
    with (
        system_errors("publishing", store.layout.path),
        store.no_prune(task),
        open_remote(address, task) as carrier,
    ):
        identifier, manifest = store.manifest(wanted)
        check_format(carrier)
        bucket = check_name(options.bucket or manifest.bucket, "bucket")
        name = check_name(options.name or identifier[7:19], "ref")
        _know_list(SeenBuckets(store.layout), carrier, bucket)
        departure = Departure(store, carrier, options.compress, task)
        parts = departure.send(manifest)
        _commit(store, carrier, identifier, parts)
        task.begin("sync")
        counter = add_ref(store, ring, carrier, bucket, name, identifier)
    return Published(
        identifier,
        make_snapshot_url(carrier.remote, identifier),
        carrier.remote,
        bucket,
        name,
        counter,
        departure.bytes,
        departure.packs,
        departure.files,
        len(parts.packs) - len(departure.sent),
    )


def _check_apart(store: OpenStore, address: str) -> None:
    """A remote is no part of the store, nor the very folder whose snapshots the store has."""
    remote = parse_remote(address)
    if not remote.startswith("file:"):
        return
    path, own = os.path.realpath(folder_of(remote)), os.path.realpath(store.layout.path)
    home = os.path.dirname(own)
    is_home = os.path.basename(home) == ".kalette"
    own = home if is_home else own
    is_inside = os.path.commonpath([path, own]) == own
    if is_inside or (is_home and path == os.path.dirname(home)):
        raise Refused(
            "The snapshots of this place lie here already; published, they would lie among the "
            "files that snapshots are taken of.",
            path,
            "Publish to a folder of its own.",
        )


def _commit(store: OpenStore, carrier: Carrier, snapshot: str, parts: Parts) -> None:
    needs = [*parts.names(), parts_name(snapshot)]
    carrier.put(parts_name(snapshot), Source(parts.encode()))
    signature = store.manifests.read_signature(snapshot)
    if signature is not None:
        name = f"{manifest_name(snapshot)[:-5]}.sig"
        carrier.put(name, Source(signature))
        needs.append(name)
    carrier.commit(snapshot, store.manifests.read_bytes(snapshot), needs)


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


def _know_list(memory: SeenBuckets, carrier: Carrier, bucket: str) -> None:
    """Raises, before anything is sent, when the bucket has no list any more. With a remote that
    was emptied all begins anew, but the counter: who follows the bucket expects a higher one."""
    seen = memory.get(carrier.remote, bucket)
    if not seen.digest or carrier.refs(bucket) is not None:
        return
    with contextlib.suppress(Missing):
        if next(carrier.names("snapshots"), None) is not None:
            raise _lost(carrier, bucket)
    memory.set(replace(seen, digest="", tag="", refs={}))


def _lost(carrier: Carrier, bucket: str) -> Refused:
    return Refused(
        "The remote has lost the bucket's list of names, which it had before.",
        f"{carrier.remote} {bucket}",
        "Ask whoever runs the remote. To begin anew there, empty it, or publish to another place.",
    )


def add_ref(
    store: OpenStore, ring: KeyRing, carrier: Carrier, bucket: str, name: str, snapshot: str
) -> int:
    """Names a snapshot in a bucket of the remote; returns the list's new counter."""
    memory = SeenBuckets(store.layout)
    for _ in range(_ATTEMPTS):
        # In this order: what is remembered may not be newer than what is read.
        seen = memory.get(carrier.remote, bucket)
        found = carrier.refs(bucket)
        refs = BucketRefs(bucket, seen.counter, "")
        if found is not None and found.data is not None:
            refs, signature = unseal(found.data, bucket, ring)
            if not signature.is_trusted:
                raise Refused(
                    "The bucket's list of names is signed by a key that you do not trust.",
                    f"{carrier.remote} {bucket}",
                    f"Trust {signature.key}, or publish to another bucket.",
                )
            seen = advance(seen, refs, signature, found.tag)
            if refs.refs.get(name) == snapshot:
                memory.set(seen)
                return refs.counter
        elif seen.digest:
            raise _lost(carrier, bucket)
        new = replace(
            refs,
            counter=refs.counter + 1,
            time=store.now_text(),
            refs={**refs.refs, name: snapshot},
        )
        tag = found.tag if found is not None else ""
        if carrier.put_refs(bucket, seal(new, ring), tag):
            # Taken as written only when it is there: some remotes know no conditions.
            after = carrier.refs(bucket)
            if after is not None and after.data is not None:
                now, signature = unseal(after.data, bucket, ring)
                if now.refs.get(name) == snapshot:
                    memory.set(advance(seen, now, signature, after.tag))
                    return now.counter
    raise SnapshotError(
        "busy",
        "Others keep changing the bucket's list of names.",
        f"{carrier.remote} {bucket}",
        "The snapshot is there: publish again to name it.",
    )
