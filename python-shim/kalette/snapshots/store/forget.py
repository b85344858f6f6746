"""Taking snapshots and their names out of a store; a prune gives their room back."""

from __future__ import annotations

from ..errors import Damaged, Missing
from .opened import OpenStore


def forget_snapshot(store: OpenStore, wanted: str) -> str:
    """Removes all refs of a snapshot and then its manifest, readable or not: from now on there
    is none. Returns its id."""
    with store.no_prune():
        identifier = store.resolve(wanted)
        refs = [ref for ref in store.refs.all() if ref.id == identifier]
        for ref in refs:
            store.refs.remove(ref.bucket, ref.name, store.now_text())
        try:
            store.manifests.read(identifier)
        except Missing:
            if not refs:
                raise
        except Damaged:
            # Nothing of it is needed.
            pass
        store.manifests.remove(identifier)
    return identifier


def forget_unused(store: OpenStore, identifier: str) -> bool:
    """As ``forget_snapshot``, unless somebody has given it another name; whether it is gone."""
    names = sum(ref.id == identifier for ref in store.refs.all())
    if names > 1:
        return False
    forget_snapshot(store, identifier)
    return True


def forget(store: OpenStore, bucket: str, name: str) -> None:
    """Removes a ref; its snapshot goes with a later prune if nothing else keeps it."""
    with store.no_prune():
        if not store.refs.remove(bucket, name, store.now_text()):
            raise Missing("No snapshot has this name.", f"{bucket}/{name}")
