"""Following a bucket of a remote: its list of names is looked at, data comes when asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

from ..errors import Missing, Refused, SnapshotError, system_errors
from ..format.refs import check_name
from ..progress import Task
from ..store.opened import OpenStore
from ..trust.keys import KeyRing
from ..trust.signatures import Signature
from .bucket_refs import unseal
from .carrier import Carrier
from .head import check_format
from .memory import Seen, SeenBuckets, advance
from .opening import open_remote
from .urls import make_snapshot_url, parse_remote


@dataclass(frozen=True)
class RemoteRef:
    """A name in a bucket of a remote. ``local``: the store has the snapshot."""

    name: str
    id: str
    url: str
    local: bool


@dataclass(frozen=True)
class Subscription:
    """A followed bucket as it was last seen. ``key`` signs its list and ``trust`` says whose it
    is: own, trusted or unknown."""

    remote: str
    bucket: str
    counter: int
    key: str
    trust: str
    refs: tuple[RemoteRef, ...]


@dataclass(frozen=True)
class Polled:
    """One look at a followed bucket. ``added`` are names that are new or mean another snapshot,
    ``removed`` those that are gone; ``problem`` says why there was no look."""

    subscription: Subscription
    changed: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    problem: Optional[str] = None


class Subscriptions:
    """The subscriptions of one store."""

    def __init__(self, store: OpenStore, ring: KeyRing) -> None:
        self._store = store
        self._ring = ring
        self._memory = SeenBuckets(store.layout)

    def subscribe(self, address: str, bucket: str, task: Task) -> Subscription:
        """Follows a bucket from now on. The key that signs it now is expected from then on."""
        check_name(bucket, "bucket")
        with system_errors("subscribing"), open_remote(address, task) as carrier:
            seen = self._look(carrier, self._memory.get(carrier.remote, bucket))
            seen = replace(seen, subscribed=True)
            self._memory.set(seen)
        return self._shown(seen)

    def unsubscribe(self, address: str, bucket: str) -> bool:
        """Stops following; False if the bucket was not followed. The key is forgotten, the
        counter not: an old list is recognised even then."""
        with system_errors("unsubscribing"):
            seen = self._memory.get(parse_remote(address), bucket)
            if seen.subscribed:
                self._memory.set(replace(seen, subscribed=False, key="", tag="", refs={}))
            return seen.subscribed

    def all(self) -> list[Subscription]:
        """As they were last seen; no remote is asked."""
        with system_errors("listing the subscriptions"):
            return [self._shown(seen) for seen in self._memory.subscribed()]

    def poll(self, address: Optional[str], bucket: Optional[str], task: Task) -> list[Polled]:
        """Looks at all followed buckets, or those of one remote or of one name. A remote that
        fails does not keep from looking at the others."""
        remote = parse_remote(address) if address is not None else None
        found = []
        with system_errors("looking at a remote"):
            chosen = [
                seen
                for seen in self._memory.subscribed()
                if remote in (None, seen.remote) and bucket in (None, seen.bucket)
            ]
            task.begin("list", len(chosen))
            for seen in chosen:
                found.append(self._poll(seen, task))
                task.advance(1)
        return found

    def _poll(self, seen: Seen, task: Task) -> Polled:
        try:
            with open_remote(seen.remote, task) as carrier:
                after = self._look(carrier, seen)
        except SnapshotError as error:
            if error.code == "cancelled":
                raise
            return Polled(self._shown(seen), False, (), (), str(error))
        if after != seen:
            self._memory.set(after)
        added = [name for name, item in after.refs.items() if seen.refs.get(name) != item]
        removed = seen.refs.keys() - after.refs.keys()
        changed = after.digest != seen.digest
        return Polled(self._shown(after), changed, tuple(sorted(added)), tuple(sorted(removed)))

    def _look(self, carrier: Carrier, seen: Seen) -> Seen:
        check_format(carrier)
        found = carrier.refs(seen.bucket, seen.tag)
        if found is None:
            if seen.counter:
                raise Refused(
                    "The remote has lost the bucket's list of names, which it had before.",
                    f"{seen.remote} {seen.bucket}",
                )
            raise Missing(
                "The remote has no such bucket.",
                f"{seen.remote} {seen.bucket}",
                "A bucket is what stands before the / in names: digits in snap:digits/1-svm-after.",
            )
        if found.data is None:
            return seen
        refs, signature = unseal(found.data, seen.bucket, self._ring)
        return advance(seen, refs, signature, found.tag)

    def _shown(self, seen: Seen) -> Subscription:
        here = set(self._store.manifests.ids())
        refs = tuple(
            RemoteRef(name, item, make_snapshot_url(seen.remote, item), item in here)
            for name, item in sorted(seen.refs.items())
        )
        trust = Signature.of_key(seen.key, self._ring).trust
        return Subscription(seen.remote, seen.bucket, seen.counter, seen.key, trust, refs)
