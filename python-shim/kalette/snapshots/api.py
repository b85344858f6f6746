"""The store as programs see it."""

from __future__ import annotations

from typing import Collection, Mapping, Optional, Sequence, Union

from .capture.capture import CaptureOptions
from .capture.create import Created, Creator, Description
from .capture.record import KnownTree, record
from .capture.state import StateSource
from .compare.diff import Difference, Listing
from .compare.join import Joined, join
from .errors import Refused, system_errors
from .format.refs import make_url
from .progress import CancelToken, ProgressListener, Task
from .reading.api import ReadingOperations
from .reading.catalog import Catalog
from .reading.reader import SnapshotReader
from .remotes.api import RemoteOperations
from .restore.options import InPlaceOptions
from .restore.outcome import Restored
from .restore.recover import Recovered, recover
from .restore.restore import Restorer
from .store.forget import forget, forget_snapshot
from .store.opened import OpenStore
from .store.prune import TAGS, Pruned, PrunePolicy, Pruner
from .store.verify import Verified, verify_snapshot, verify_store
from .trust.keys import KeyRing

Roots = Union[str, Mapping[str, str]]

_DESCRIPTION, _OPTIONS, _IN_PLACE = Description(), CaptureOptions(), InPlaceOptions()
_POLICY = PrunePolicy()
_NO_ROOTS: Mapping[str, KnownTree] = {}


class Store(ReadingOperations, RemoteOperations):
    """A content-addressed store of snapshots; ``docs/snapshot-format.md`` describes its files.

    Safe to use from several threads and processes at once. Long operations take ``progress``, a
    function that gets a Progress now and then, and ``cancel``, a token that another thread may
    use. Expected failures raise SnapshotError. A snapshot is given as an id, a unique beginning
    of one, BUCKET/NAME or a ``snap:`` URL; ``root`` is only needed where there are several.
    ``keys`` are the user's own key and those that the user trusts.
    Paths in results are text: bytes that are no UTF-8 are written as ``\\xNN``, a backslash is
    doubled.
    """

    def __init__(self, opened: OpenStore, ring: KeyRing, version: str) -> None:
        self._store = opened
        self.keys = ring
        self._creator = Creator(opened, ring, version)
        self._restorer = Restorer(opened, self._creator)
        self._reader = SnapshotReader(opened)
        self._catalog = Catalog(opened)
        self.recovered: tuple[Recovered, ...] = ()

    @classmethod
    def open(
        cls,
        path: str,
        create: bool = True,
        recover: bool = True,
        keys: Optional[str] = None,
    ) -> Store:
        """Opens the store in the folder ``path``, made there if there is none.

        Interrupted restores are put right first; ``recovered`` tells which, and which wait.
        ``keys`` is the folder of the user's keys, outside of every workspace.
        """
        from ..version import package_version

        store = cls(OpenStore(path, create), KeyRing(keys), package_version())
        if recover:
            store.recovered = tuple(store.recover())
        return store

    def close(self) -> None:
        self._store.close()

    def recover(self, choice: Optional[str] = None) -> list[Recovered]:
        """Finishes the restores that were interrupted, unless something was changed since: then
        ``choice`` decides, which is finish, back or leave."""
        return recover(self._restorer, choice)

    def create(
        self,
        root: Roots,
        description: Description = _DESCRIPTION,
        options: CaptureOptions = _OPTIONS,
        state: Optional[StateSource] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Created:
        """Takes a snapshot of a folder, or of several by name. Durable when this returns."""
        roots = {"workspace": root} if isinstance(root, str) else root
        task = Task(progress, cancel)
        return self._creator.create(roots, options, description, state, task)

    def record(
        self,
        snapshot: Optional[str] = None,
        roots: Mapping[str, KnownTree] = _NO_ROOTS,
        description: Description = _DESCRIPTION,
        state: Optional[StateSource] = None,
        durable: bool = True,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Created:
        """Makes a snapshot of what the store has: all roots of ``snapshot``, or ``roots``.
        Nothing is walked. Unless ``durable``, a loss of power may take it again."""
        task = Task(progress, cancel)
        args = (snapshot, roots, description, state, durable, task)
        return record(self._store, self._creator, *args)

    def join(
        self,
        base: str,
        parents: Sequence[tuple[str, str]],
        keep_last: Sequence[str] = (),
        description: Description = _DESCRIPTION,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Joined:
        """Merges the snapshots of parallel steps, given as (step, snapshot) in notebook order.

        Makes a snapshot of the result unless there are conflicts. For paths that match a glob of
        ``keep_last`` the last step wins.
        """
        task = Task(progress, cancel)
        return join(self._store, self._creator, base, parents, keep_last, description, task)

    def preview(
        self,
        snapshot: str,
        target: str,
        options: InPlaceOptions = _IN_PLACE,
        root: Optional[str] = None,
        limit: Optional[int] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
        offset: int = 0,
        plain: bool = False,
    ) -> Difference:
        """What ``restore_in_place`` would change: from the live folder to the snapshot. Listed
        are at most ``limit`` changes, from ``offset`` on; ``plain`` as in ``diff``."""
        task, listing = Task(progress, cancel), Listing(limit, offset, plain)
        return self._restorer.preview(snapshot, root, target, options, listing, task)

    def restore(
        self,
        snapshot: str,
        target: str,
        root: Optional[str] = None,
        foreign: Optional[bool] = None,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
        withhold: Collection[str] = (),
    ) -> Restored:
        """Restores into a new folder, which appears whole.

        ``foreign`` applies the stricter rules; by default to what no trusted key signed.
        ``withhold`` names kinds of code that runs by itself, which is left out.
        """
        strict = self._foreign(snapshot) if foreign is None else foreign
        task = Task(progress, cancel)
        return self._restorer.new_folder(snapshot, root, target, strict, withhold, task)

    def restore_in_place(
        self,
        snapshot: str,
        target: str,
        options: InPlaceOptions = _IN_PLACE,
        root: Optional[str] = None,
        consent: bool = False,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Restored:
        """Turns a live folder into the snapshot, after a snapshot of what it is.

        A foreign snapshot is refused without ``consent``, and its links that lead out of it are
        held back.
        """
        foreign = self._foreign(snapshot)
        if foreign and not consent:
            raise Refused(
                "A snapshot that no trusted key signed goes into a new folder only.",
                snapshot,
                "Restore it to a new folder, or trust its key.",
            )
        task = Task(progress, cancel)
        return self._restorer.in_place(snapshot, root, target, foreign, options, task)

    def tag(self, snapshot: str, name: str, bucket: str = TAGS) -> str:
        """Gives a snapshot a name; in the bucket ``tags`` it is never pruned. Returns its URL."""
        with system_errors("tagging", self.path), self._store.no_prune():
            identifier = self._store.manifest(snapshot)[0]
            self._store.refs.set(bucket, name, identifier, self._store.now_text())
        return make_url(bucket, name, identifier)

    def untag(self, name: str, bucket: str = TAGS) -> None:
        """Removes a name; the snapshot goes with a later prune if nothing else keeps it."""
        with system_errors("removing a ref", self.path):
            forget(self._store, bucket, name)

    def forget(self, snapshot: str) -> str:
        """Removes all names of a snapshot, so that it goes with a later prune; one whose
        manifest is damaged goes at once. Returns its id."""
        with system_errors("forgetting a snapshot", self.path):
            return forget_snapshot(self._store, snapshot)

    def verify(
        self,
        snapshot: Optional[str] = None,
        quarantine: bool = False,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Verified:
        """Reads and checks one snapshot or the whole store. With ``quarantine``, bad objects are
        stored again by the next snapshot that still finds their files."""
        task = Task(progress, cancel)
        if snapshot is not None:
            return verify_snapshot(self._store, snapshot, task)
        return verify_store(self._store, quarantine, task)

    def prune(
        self,
        policy: PrunePolicy = _POLICY,
        progress: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> Pruned:
        """Removes snapshots by policy and the objects that nothing needs any more."""
        return Pruner(self._store, policy, Task(progress, cancel)).run()

    def _foreign(self, snapshot: str) -> bool:
        return not self.signature(snapshot).is_trusted
