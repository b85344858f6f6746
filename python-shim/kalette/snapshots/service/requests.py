"""The arguments of each operation. ``store`` is the path of a store in all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from ..capture.capture import CaptureOptions
from ..capture.create import Description
from ..capture.record import KnownTree
from ..capture.state import StateSource
from ..reading.reader import READ_LIMIT
from ..restore.options import InPlaceOptions
from ..store.prune import TAGS, PrunePolicy


@dataclass(frozen=True)
class OnStore:
    """An operation on a store as a whole."""

    store: str


@dataclass(frozen=True)
class OpenArgs:
    """Opens a store, made if it is not there; interrupted restores are put right first. ``keys``
    is the folder of the user's keys, null for the usual one."""

    store: str
    keys: Optional[str] = None
    recover: bool = True


@dataclass(frozen=True)
class RecoverArgs:
    """Puts interrupted restores right as ``choice`` says: finish, back or leave; null finishes
    those in whose folders nothing was changed since."""

    store: str
    choice: Optional[str] = None


@dataclass(frozen=True)
class CreateArgs:
    """A snapshot of the folders ``roots``, by name; durable when the answer comes."""

    store: str
    roots: Mapping[str, str]
    description: Description = field(default_factory=Description)
    options: CaptureOptions = field(default_factory=CaptureOptions)
    state: Optional[StateSource] = None


@dataclass(frozen=True)
class RecordArgs:
    """A snapshot of what the store has: all roots of ``snapshot``, or ``roots`` by the digests
    that a known snapshot has for them. Unless ``durable``, a loss of power may take it again."""

    store: str
    snapshot: Optional[str] = None
    roots: Mapping[str, KnownTree] = field(default_factory=dict)
    description: Description = field(default_factory=Description)
    state: Optional[StateSource] = None
    durable: bool = True


@dataclass(frozen=True)
class ListArgs:
    """A page of snapshots, the newest first; ``before`` is the last id of the page before."""

    store: str
    bucket: Optional[str] = None
    notebook: Optional[str] = None
    run: Optional[str] = None
    before: Optional[str] = None
    limit: int = 500


@dataclass(frozen=True)
class OnSnapshot:
    """An operation on one snapshot: its id, a unique beginning, BUCKET/NAME or ``snap:`` URL."""

    store: str
    snapshot: str


@dataclass(frozen=True)
class OnRoot:
    """An operation on one root of a snapshot; ``root`` is needed where there are several."""

    store: str
    snapshot: str
    root: Optional[str] = None


@dataclass(frozen=True)
class FilesArgs:
    """The entries of a folder, from ``offset`` on, at most ``limit``."""

    store: str
    snapshot: str
    path: str = ""
    root: Optional[str] = None
    recursive: bool = False
    offset: int = 0
    limit: int = 1000


@dataclass(frozen=True)
class ReadArgs:
    """The content of a file of at most ``limit`` bytes."""

    store: str
    snapshot: str
    path: str
    root: Optional[str] = None
    limit: int = READ_LIMIT


@dataclass(frozen=True)
class ExportArgs:
    """Writes a file of a snapshot to the new file ``target``."""

    store: str
    snapshot: str
    path: str
    target: str
    root: Optional[str] = None


@dataclass(frozen=True)
class ExportStateArgs:
    """Writes a file of the snapshot's state to the new file ``target``."""

    store: str
    snapshot: str
    name: str
    target: str


@dataclass(frozen=True)
class DiffArgs:
    """What differs from ``before`` to ``after``; ``meta``: also times and permissions. Listed are
    at most ``limit`` changes, from ``offset`` on; ``plain``: only files, links, empty folders."""

    store: str
    before: str
    after: str
    root: Optional[str] = None
    meta: bool = False
    limit: int = 10_000
    offset: int = 0
    plain: bool = False


@dataclass(frozen=True)
class PreviewArgs:
    """What an in-place restore would change in the live folder ``target``. Listed are at most
    ``limit`` changes, from ``offset`` on."""

    store: str
    snapshot: str
    target: str
    root: Optional[str] = None
    options: InPlaceOptions = field(default_factory=InPlaceOptions)
    limit: int = 10_000
    offset: int = 0
    plain: bool = False


@dataclass(frozen=True)
class RestoreArgs:
    """Restores into the new folder ``target``. ``foreign`` applies the stricter rules; null: to
    what no trusted key signed. Of what runs by itself, kinds in ``withhold`` are left out."""

    store: str
    snapshot: str
    target: str
    root: Optional[str] = None
    foreign: Optional[bool] = None
    withhold: tuple[str, ...] = ()


@dataclass(frozen=True)
class RestoreInPlaceArgs:
    """Turns the live folder ``target`` into the snapshot. A foreign one needs ``consent``."""

    store: str
    snapshot: str
    target: str
    root: Optional[str] = None
    options: InPlaceOptions = field(default_factory=InPlaceOptions)
    consent: bool = False


@dataclass(frozen=True)
class JoinParent:
    """A snapshot to join and the step that left it."""

    step: str
    snapshot: str


@dataclass(frozen=True)
class JoinArgs:
    """Merges ``parents``, in notebook order, that all began with ``base``; for paths that match
    a glob of ``keepLast`` the last one wins."""

    store: str
    base: str
    parents: tuple[JoinParent, ...]
    keep_last: tuple[str, ...] = ()
    description: Description = field(default_factory=Description)


@dataclass(frozen=True)
class TagArgs:
    """Names a snapshot; in the bucket ``tags`` it is never pruned."""

    store: str
    snapshot: str
    name: str
    bucket: str = TAGS


@dataclass(frozen=True)
class UntagArgs:
    """Removes a name."""

    store: str
    name: str
    bucket: str = TAGS


@dataclass(frozen=True)
class VerifyArgs:
    """Checks one snapshot, or the whole store if it is null."""

    store: str
    snapshot: Optional[str] = None
    quarantine: bool = False


@dataclass(frozen=True)
class PruneArgs:
    """Removes snapshots by policy and what nothing needs any more."""

    store: str
    policy: PrunePolicy = field(default_factory=PrunePolicy)


@dataclass(frozen=True)
class TrustArgs:
    """Adds a public key to those that the user trusts."""

    store: str
    key: str
    comment: str = ""


@dataclass(frozen=True)
class DistrustArgs:
    """Removes a public key from those that the user trusts."""

    store: str
    key: str


@dataclass(frozen=True)
class CancelArgs:
    """Stops the request of that id; it then answers with the error ``cancelled``."""

    id: Any
