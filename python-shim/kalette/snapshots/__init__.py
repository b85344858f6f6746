"""Snapshots of folders: content-addressed, signed, restorable anywhere.

Needs nothing but the standard library of Python 3.9 or newer. ``Store`` is the way in.
"""

from .api import Store
from .capture.capture import CaptureOptions
from .capture.create import Created, Description
from .capture.record import KnownTree
from .capture.state import KnownFile, StateSource
from .compare.diff import Change, Difference, Side
from .compare.join import Joined
from .compare.merge import Conflict
from .errors import Cancelled, Damaged, Missing, Refused, SnapshotError
from .format.manifest import Manifest, Root, Skipped
from .format.state import State, StateFile
from .progress import CancelToken, Progress
from .reading.catalog import Snapshot, Usage
from .reading.reader import Inspection, KeptFile, KeptState, Listed
from .remotes.fetch import Fetched
from .remotes.inspecting import InspectedRoot, InspectedState, InspectedUrl
from .remotes.publish import Published, PublishOptions
from .remotes.subscriptions import Polled, RemoteRef, Subscription
from .restore.options import InPlaceOptions
from .restore.outcome import Restored
from .restore.recover import Recovered
from .store.prune import Pruned, PrunePolicy
from .store.verify import Affected, BadObject, Verified
from .trust.keys import TrustedKey
from .trust.signatures import Signature

__all__ = [
    "Affected",
    "BadObject",
    "CancelToken",
    "Cancelled",
    "CaptureOptions",
    "Change",
    "Conflict",
    "Created",
    "Damaged",
    "Description",
    "Difference",
    "Fetched",
    "InPlaceOptions",
    "InspectedRoot",
    "InspectedState",
    "InspectedUrl",
    "Inspection",
    "Joined",
    "KeptFile",
    "KeptState",
    "KnownFile",
    "KnownTree",
    "Listed",
    "Manifest",
    "Missing",
    "Polled",
    "Progress",
    "PrunePolicy",
    "Pruned",
    "PublishOptions",
    "Published",
    "Recovered",
    "Refused",
    "RemoteRef",
    "Restored",
    "Root",
    "Side",
    "Signature",
    "Skipped",
    "Snapshot",
    "SnapshotError",
    "State",
    "StateFile",
    "StateSource",
    "Store",
    "Subscription",
    "TrustedKey",
    "Usage",
    "Verified",
]
