"""A snapshot of what parallel steps did, or the conflicts that prevent one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from ..capture.create import Created, Creator, Description
from ..errors import SnapshotError, system_errors
from ..format import digests
from ..format.manifest import Manifest, Root
from ..progress import Task
from ..store.opened import OpenStore
from ..store.pack_writer import PackWriter
from ..store.trees import TreeReader, place_of
from .merge import Conflict, Merge, Merged, Parent


@dataclass(frozen=True)
class Joined:
    """``snapshot`` unless there are conflicts. ``noted`` are paths where the last step won, as
    it was asked for."""

    snapshot: Optional[Created]
    conflicts: tuple[Conflict, ...]
    noted: tuple[str, ...]


def join(
    store: OpenStore,
    creator: Creator,
    base: str,
    parents: Sequence[tuple[str, str]],
    keep_last: Sequence[str],
    description: Description,
    task: Task,
) -> Joined:
    """Merges root by root; see ``Merge`` for the rules."""
    if not parents:
        raise SnapshotError("bad-request", "There is nothing to join.")
    with system_errors("joining"), store.no_prune(task):
        origin = store.manifest(base)[1]
        sides = [(step, store.manifest(item)[1]) for step, item in parents]
        writer = store.writer()
        try:
            merged = {
                root.name: _merge_root(store, writer, root, sides, keep_last, task)
                for root in origin.roots
            }
            writer.finish()
        except BaseException:
            writer.abort()
            raise
        conflicts = tuple(item for found in merged.values() for item in found.conflicts)
        noted = tuple(item for found in merged.values() for item in found.noted)
        if conflicts:
            return Joined(None, conflicts, noted)
        roots = tuple(_root(name, found) for name, found in merged.items())
        lists = {
            "withheld": _union([item.withheld for _, item in sides]),
            "external": _union([item.external for _, item in sides]),
        }
        parent = description.parent or store.resolve(base)
        manifest = creator.describe(roots, description, lists, None, parent, "stable")
        return Joined(creator.store_manifest(manifest, description.name), (), noted)


def _merge_root(
    store: OpenStore,
    writer: PackWriter,
    root: Root,
    sides: Sequence[tuple[str, Manifest]],
    keep_last: Sequence[str],
    task: Task,
) -> Merged:
    trees = TreeReader(store.objects)
    parents = [Parent(step, place_of(manifest.root(root.name))) for step, manifest in sides]
    return Merge(trees, writer, keep_last, task).run(place_of(root), parents)


def _root(name: str, merged: Merged) -> Root:
    assert merged.tree is not None
    assert merged.meta is not None
    tree, meta = digests.text(merged.tree), digests.text(merged.meta)
    return Root(name, tree, meta, merged.files, merged.size)


def _union(lists: Sequence[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))
