"""Sending a snapshot to a remote: only what it lacks, and nothing that others have."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional

from ..errors import SnapshotError, system_errors
from ..format.refs import check_name
from ..progress import Task
from ..store.opened import OpenStore
from ..trust.keys import KeyRing
from .aside import WORKSPACE_STORE, leave_out
from .carrier import Carrier, Source, manifest_name
from .departure import Departure
from .head import check_format
from .memory import SeenBuckets
from .naming import add_ref, know_list
from .opening import open_remote
from .parts import Parts, parts_name
from .urls import check_writable, folder_of, make_snapshot_url, parse_remote


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
    check_writable(address)
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
        leave_out(address)
        know_list(SeenBuckets(store.layout), carrier, bucket)
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
    """A remote is no part of a store, nor the very folder whose snapshots the store has."""
    remote = parse_remote(address)
    if not remote.startswith("file:"):
        return
    path, own = os.path.realpath(folder_of(remote)), os.path.realpath(store.layout.path)
    home = os.path.dirname(own)
    is_workspace = os.path.basename(home) == WORKSPACE_STORE and path == os.path.dirname(home)
    is_inside = WORKSPACE_STORE in path.split(os.sep) or os.path.commonpath([path, own]) == own
    if is_workspace or is_inside:
        raise SnapshotError(
            "bad-folder",
            "This is the workspace itself, or in a store: published snapshots would lie among "
            "the files that snapshots are taken of.",
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
