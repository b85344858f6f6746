"""What the service can do: one function an operation, from typed arguments to a typed result."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Optional

from ..capture.create import Created
from ..compare.diff import Difference
from ..compare.join import Joined
from ..reading.catalog import Snapshot, Usage
from ..reading.reader import Inspection, KeptState, Listed
from ..reading.secrets import Secrets
from ..restore.outcome import Restored
from ..restore.recover import Recovered
from ..store.prune import Pruned
from ..store.verify import Verified
from ..trust.keys import TrustedKey
from ..trust.signatures import Signature
from . import requests as args
from .context import Context, Done, Operation
from .remote_operations import REMOTE_OPERATIONS


@dataclass(frozen=True)
class Opened:
    """An open store, and the interrupted restores: put right, or waiting."""

    path: str
    recovered: tuple[Recovered, ...]


@dataclass(frozen=True)
class Snapshots:
    """A page of snapshots; ``more``: there are older ones."""

    snapshots: tuple[Snapshot, ...]
    more: bool


@dataclass(frozen=True)
class Files:
    """A page of entries; ``more``: there are others behind."""

    files: tuple[Listed, ...]
    more: bool


@dataclass(frozen=True)
class Content:
    """The bytes of a file."""

    content: bytes


@dataclass(frozen=True)
class Exported:
    """How many bytes were written."""

    bytes: int


@dataclass(frozen=True)
class Tagged:
    """The URL of a snapshot by its new name."""

    url: str


@dataclass(frozen=True)
class Forgotten:
    """The id of the snapshot."""

    id: str


@dataclass(frozen=True)
class Keys:
    """The user's own public key, and those that the user trusts."""

    own: str
    trusted: tuple[TrustedKey, ...]


@dataclass(frozen=True)
class StateResult:
    """The state of a snapshot, null if it has none."""

    state: Optional[KeptState]


def _open(a: args.OpenArgs, c: Context) -> Opened:
    store = c.stores.open(a)
    return Opened(store.path, store.recovered)


def _recover(a: args.RecoverArgs, c: Context) -> Opened:
    store = c.store(a.store)
    return Opened(store.path, tuple(store.recover(a.choice)))


def _create(a: args.CreateArgs, c: Context) -> Created:
    store = c.store(a.store)
    return store.create(a.roots, a.description, a.options, a.state, c.progress, c.cancel)


def _record(a: args.RecordArgs, c: Context) -> Created:
    store = c.store(a.store)
    return store.record(
        a.snapshot, a.roots, a.description, a.state, a.durable, c.progress, c.cancel
    )


def _list(a: args.ListArgs, c: Context) -> Snapshots:
    found = c.store(a.store).list(a.bucket, a.notebook, a.run, a.before, a.limit + 1)
    return Snapshots(tuple(found[: a.limit]), len(found) > a.limit)


def _show(a: args.OnSnapshot, c: Context) -> Snapshot:
    return c.store(a.store).show(a.snapshot)


def _signature(a: args.OnSnapshot, c: Context) -> Signature:
    return c.store(a.store).signature(a.snapshot)


def _inspect(a: args.OnRoot, c: Context) -> Inspection:
    return c.store(a.store).inspect(a.snapshot, a.root, c.progress, c.cancel)


def _secrets(a: args.OnSnapshot, c: Context) -> Secrets:
    return c.store(a.store).secrets(a.snapshot)


def _files(a: args.FilesArgs, c: Context) -> Files:
    entries = c.store(a.store).files(a.snapshot, a.path, a.root, a.recursive)
    found = list(itertools.islice(entries, a.offset, a.offset + a.limit + 1))
    return Files(tuple(found[: a.limit]), len(found) > a.limit)


def _read(a: args.ReadArgs, c: Context) -> Content:
    return Content(c.store(a.store).read(a.snapshot, a.path, a.root, a.limit))


def _export(a: args.ExportArgs, c: Context) -> Exported:
    return Exported(c.store(a.store).export(a.snapshot, a.path, a.target, a.root))


def _state(a: args.OnSnapshot, c: Context) -> StateResult:
    return StateResult(c.store(a.store).state(a.snapshot))


def _export_state(a: args.ExportStateArgs, c: Context) -> Exported:
    return Exported(c.store(a.store).export_state(a.snapshot, a.name, a.target))


def _diff(a: args.DiffArgs, c: Context) -> Difference:
    return c.store(a.store).diff(a.before, a.after, a.root, a.meta, a.limit, a.offset, a.plain)


def _preview(a: args.PreviewArgs, c: Context) -> Difference:
    store = c.store(a.store)
    return store.preview(
        a.snapshot, a.target, a.options, a.root, a.limit, c.progress, c.cancel, a.offset, a.plain
    )


def _restore(a: args.RestoreArgs, c: Context) -> Restored:
    store = c.store(a.store)
    return store.restore(a.snapshot, a.target, a.root, a.foreign, c.progress, c.cancel, a.withhold)


def _restore_in_place(a: args.RestoreInPlaceArgs, c: Context) -> Restored:
    store = c.store(a.store)
    return store.restore_in_place(
        a.snapshot, a.target, a.options, a.root, a.consent, c.progress, c.cancel
    )


def _join(a: args.JoinArgs, c: Context) -> Joined:
    parents = [(item.step, item.snapshot) for item in a.parents]
    store = c.store(a.store)
    return store.join(a.base, parents, a.keep_last, a.description, c.progress, c.cancel)


def _tag(a: args.TagArgs, c: Context) -> Tagged:
    return Tagged(c.store(a.store).tag(a.snapshot, a.name, a.bucket))


def _untag(a: args.UntagArgs, c: Context) -> Done:
    c.store(a.store).untag(a.name, a.bucket)
    return Done()


def _forget(a: args.OnSnapshot, c: Context) -> Forgotten:
    return Forgotten(c.store(a.store).forget(a.snapshot))


def _verify(a: args.VerifyArgs, c: Context) -> Verified:
    return c.store(a.store).verify(a.snapshot, a.quarantine, c.progress, c.cancel)


def _prune(a: args.PruneArgs, c: Context) -> Pruned:
    return c.store(a.store).prune(a.policy, c.progress, c.cancel)


def _usage(a: args.OnStore, c: Context) -> Usage:
    return c.store(a.store).usage()


def _keys(a: args.OnStore, c: Context) -> Keys:
    keys = c.store(a.store).keys
    return Keys(keys.text(), tuple(keys.trusted()))


def _trust(a: args.TrustArgs, c: Context) -> Done:
    c.store(a.store).keys.trust(a.key, a.comment)
    return Done()


def _distrust(a: args.DistrustArgs, c: Context) -> Done:
    return Done(c.store(a.store).keys.distrust(a.key))


OPERATIONS: dict[str, Operation] = {
    "open": Operation(_open, args.OpenArgs, Opened),
    "recover": Operation(_recover, args.RecoverArgs, Opened),
    "create": Operation(_create, args.CreateArgs, Created),
    "record": Operation(_record, args.RecordArgs, Created),
    "list": Operation(_list, args.ListArgs, Snapshots),
    "show": Operation(_show, args.OnSnapshot, Snapshot),
    "signature": Operation(_signature, args.OnSnapshot, Signature),
    "inspect": Operation(_inspect, args.OnRoot, Inspection),
    "secrets": Operation(_secrets, args.OnSnapshot, Secrets),
    "files": Operation(_files, args.FilesArgs, Files),
    "read": Operation(_read, args.ReadArgs, Content),
    "export": Operation(_export, args.ExportArgs, Exported),
    "state": Operation(_state, args.OnSnapshot, StateResult),
    "exportState": Operation(_export_state, args.ExportStateArgs, Exported),
    "diff": Operation(_diff, args.DiffArgs, Difference),
    "preview": Operation(_preview, args.PreviewArgs, Difference),
    "restore": Operation(_restore, args.RestoreArgs, Restored),
    "restoreInPlace": Operation(_restore_in_place, args.RestoreInPlaceArgs, Restored),
    "join": Operation(_join, args.JoinArgs, Joined),
    "tag": Operation(_tag, args.TagArgs, Tagged),
    "untag": Operation(_untag, args.UntagArgs, Done),
    "forget": Operation(_forget, args.OnSnapshot, Forgotten),
    "verify": Operation(_verify, args.VerifyArgs, Verified),
    "prune": Operation(_prune, args.PruneArgs, Pruned),
    "usage": Operation(_usage, args.OnStore, Usage),
    "keys": Operation(_keys, args.OnStore, Keys),
    "trust": Operation(_trust, args.TrustArgs, Done),
    "distrust": Operation(_distrust, args.DistrustArgs, Done),
    **REMOTE_OPERATIONS,
}
