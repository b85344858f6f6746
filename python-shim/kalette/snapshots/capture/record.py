"""Snapshots of trees that the store has already: a manifest and a ref, no walk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Mapping, Optional

from ..errors import Missing, SnapshotError, system_errors
from ..format import digests
from ..format.manifest import Manifest, Root
from ..format.refs import check_name
from ..progress import Task
from ..store.opened import OpenStore
from .clones import CloneProbe
from .create import Created, Creator, Description
from .state import StateKeeper, StateSource


@dataclass(frozen=True)
class KnownTree:
    """A folder by the two digests that a snapshot in the store has for it."""

    tree: str
    meta: str


def record(
    store: OpenStore,
    creator: Creator,
    snapshot: Optional[str],
    roots: Mapping[str, KnownTree],
    description: Description,
    state: Optional[StateSource],
    durable: bool,
    task: Task,
) -> Created:
    """Makes a snapshot of the roots of ``snapshot``, or of ``roots`` that snapshots in the store
    have, with another description and state. What they say was left out is taken over."""
    if (snapshot is None) == (not roots):
        raise SnapshotError("bad-request", "Give either a snapshot or the trees of known ones.")
    check_name(description.bucket, "bucket")
    if description.name is not None:
        check_name(description.name, "ref")
    with system_errors("making a snapshot", store.layout.path), store.no_prune(task):
        origin: Optional[str]
        if snapshot is not None:
            origin, source = store.manifest(snapshot)
            chosen = source.roots
        else:
            found = {name: _find(store, tree) for name, tree in sorted(roots.items())}
            origin, source = _origin([item[0] for item in found.values()], store)
            chosen = tuple(replace(root, name=name) for name, (_, root) in found.items())
        writer = store.writer(durable)
        try:
            keeper = StateKeeper(store.layout, writer, CloneProbe(), task, durable)
            kept = keeper.keep(state)
            writer.finish()
            task.check()
        except BaseException:
            writer.abort()
            raise
        parent = description.parent or origin
        manifest = _manifest(creator, source, chosen, description, kept, parent)
        created = creator.store_manifest(manifest, description.name, durable)
    return replace(created, changed=False, added_bytes=writer.bytes, added_objects=writer.objects)


def _find(store: OpenStore, wanted: KnownTree) -> tuple[str, Root]:
    tree, meta = (digests.text(digests.parse(item)) for item in (wanted.tree, wanted.meta))
    found = store.manifests.with_root(tree, meta)
    if found is None:
        raise Missing(
            "No snapshot of the store has this tree with this meta object.",
            tree,
            "Take a snapshot of the folder.",
        )
    return found


def _origin(ids: list[str], store: OpenStore) -> tuple[Optional[str], Manifest]:
    """The one snapshot that the trees come from; with several, none is the parent and what
    they have left out is not said of any one folder."""
    first = store.manifests.read(ids[0])
    if len(set(ids)) == 1:
        return ids[0], first
    return None, replace(
        first, consistency="stable", skipped=(), torn=(), withheld=(), external=(), omitted={}
    )


def _manifest(
    creator: Creator,
    source: Manifest,
    roots: tuple[Root, ...],
    description: Description,
    state: Optional[str],
    parent: Optional[str],
) -> Manifest:
    made = creator.describe(roots, description, {}, state, parent, source.consistency)
    return replace(
        made,
        skipped=source.skipped,
        torn=source.torn,
        withheld=source.withheld,
        external=source.external,
        omitted=source.omitted,
    )
