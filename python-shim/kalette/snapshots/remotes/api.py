"""The operations of a store that need another machine."""

from __future__ import annotations

from typing import Optional

from ..compare.diff import Difference, Listing
from ..format.manifest import Manifest
from ..progress import CancelToken, ProgressListener, Task
from ..restore.options import InPlaceOptions
from ..restore.restore import Restorer
from ..store.objects import ObjectReader
from ..store.opened import OpenStore
from ..trust.keys import KeyRing
from .fetch import FETCHED_BUCKET, Fetched, fetch
from .inspecting import Compare, InspectedUrl, inspect_url
from .publish import Published, PublishOptions, publish
from .subscriptions import Polled, Subscription, Subscriptions
from .urls import parse_snapshot_url
from .withdraw import Withdrawn, withdraw

_PUBLISH = PublishOptions()
_IN_PLACE = InPlaceOptions()


class RemoteOperations:
    """A part of ``Store``. A remote is the path of a folder, or an address that begins with
    ``file://``, ``http://``, ``https://`` (both to read only), ``s3://`` or ``oci://``; a link
    is ``snap+REMOTE#sha256:HEX``. Credentials come from the user's own configuration and appear
    in no manifest, link or message."""

    _store: OpenStore
    _restorer: Restorer
    keys: KeyRing

    def publish(
        self,
        snapshot: str,
        remote: str,
        options: PublishOptions = _PUBLISH,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Published:
        """Sends a snapshot, of which only what is missing travels; returns its link."""
        task = Task(progress, cancel)
        return publish(self._store, self.keys, snapshot, remote, options, task)

    def withdraw(
        self,
        snapshot: str,
        remote: str,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Withdrawn:
        """Takes back what was published to a folder or an object store, while nobody publishes
        there: no link opens it any more, and what no other snapshot there needs is removed. It
        need not be in this store any more; then ``snapshot`` is its id or its link."""
        task = Task(progress, cancel)
        return withdraw(self._store, self.keys, snapshot, remote, task)

    def fetch(
        self,
        url: str,
        bucket: str = FETCHED_BUCKET,
        name: Optional[str] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Fetched:
        """Gets a snapshot by its link, and names it here so that it stays."""
        task = Task(progress, cancel)
        return fetch(self._store, parse_snapshot_url(url), bucket, name, task)

    def inspect_url(
        self,
        url: str,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
        compare: Optional[Compare] = None,
    ) -> InspectedUrl:
        """What a link would bring. Nothing of it stays."""
        task = Task(progress, cancel)
        return inspect_url(self._store, self.keys, parse_snapshot_url(url), task, compare)

    def preview_url(
        self,
        url: str,
        target: str,
        options: InPlaceOptions = _IN_PLACE,
        limit: Optional[int] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> InspectedUrl:
        """As ``inspect_url``, with what ``restore_in_place`` would change in a live folder,
        as ``plain``."""

        def compare(objects: ObjectReader, manifest: Manifest, task: Task) -> Difference:
            listing = Listing(limit, plain=True)
            return self._restorer.compare(manifest, objects, None, target, options, listing, task)

        return self.inspect_url(url, progress, cancel, compare)

    def subscribe(
        self,
        remote: str,
        bucket: str,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Subscription:
        """Follows a bucket of a remote from now on; no data is fetched."""
        return self._subscriptions().subscribe(remote, bucket, Task(progress, cancel))

    def unsubscribe(self, remote: str, bucket: str) -> bool:
        """Stops following; False if the bucket was not followed."""
        return self._subscriptions().unsubscribe(remote, bucket)

    def subscriptions(self) -> list[Subscription]:
        """The followed buckets as they were last seen."""
        return self._subscriptions().all()

    def poll(
        self,
        remote: Optional[str] = None,
        bucket: Optional[str] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> list[Polled]:
        """Looks at the followed buckets again."""
        return self._subscriptions().poll(remote, bucket, Task(progress, cancel))

    def _subscriptions(self) -> Subscriptions:
        return Subscriptions(self._store, self.keys)
