"""Naming what was published: a bucket's list of names, as others may change it too."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Callable, Mapping

from ..errors import Missing, Refused, SnapshotError
from ..store.opened import OpenStore
from ..trust.keys import KeyRing
from .bucket_refs import BucketRefs, seal, unseal
from .carrier import Carrier
from .memory import SeenBuckets, advance

_ATTEMPTS = 8


def know_list(memory: SeenBuckets, carrier: Carrier, bucket: str) -> None:
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
    hint = "The snapshot is there: publish again to name it."
    return _change(store, ring, carrier, bucket, lambda refs: {**refs, name: snapshot}, hint)


def drop_refs(
    store: OpenStore, ring: KeyRing, carrier: Carrier, bucket: str, snapshot: str
) -> None:
    """Takes the names of a snapshot out of a bucket's list."""

    def without(refs: Mapping[str, str]) -> Mapping[str, str]:
        return {name: found for name, found in refs.items() if found != snapshot}

    hint = "The snapshot is withdrawn: do it again to take its name away."
    _change(store, ring, carrier, bucket, without, hint)


def _change(
    store: OpenStore,
    ring: KeyRing,
    carrier: Carrier,
    bucket: str,
    change: Callable[[Mapping[str, str]], Mapping[str, str]],
    hint: str,
) -> int:
    """Replaces the names of a bucket, also where others do so at the same time; the counter."""
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
            if change(refs.refs) == refs.refs:
                memory.set(seen)
                return refs.counter
        elif seen.digest:
            raise _lost(carrier, bucket)
        new = replace(
            refs,
            counter=refs.counter + 1,
            time=store.now_text(),
            refs=change(refs.refs),
        )
        tag = found.tag if found is not None else ""
        if carrier.put_refs(bucket, seal(new, ring), tag):
            # Taken as written only when it is there: some remotes know no conditions.
            after = carrier.refs(bucket)
            if after is not None and after.data is not None:
                now, signature = unseal(after.data, bucket, ring)
                if change(now.refs) == now.refs:
                    memory.set(advance(seen, now, signature, after.tag))
                    return now.counter
    raise SnapshotError(
        "busy",
        "Others keep changing the bucket's list of names.",
        f"{carrier.remote} {bucket}",
        hint,
    )
