"""The arguments of the operations that need another machine. ``remote`` is the path of a folder
or an address that begins with file://, http://, https://, s3:// or oci://."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

from ..remotes.fetch import FETCHED_BUCKET
from ..remotes.publish import PublishOptions
from ..restore.options import InPlaceOptions


@dataclass(frozen=True)
class PublishArgs:
    """Sends a snapshot to a remote, of which only what is missing there travels."""

    store: str
    snapshot: str
    remote: str
    options: PublishOptions = field(default_factory=PublishOptions)


@dataclass(frozen=True)
class WithdrawArgs:
    """Takes back what was published; the snapshot is named by id or link if it is not here."""

    store: str
    snapshot: str
    remote: str


@dataclass(frozen=True)
class FetchArgs:
    """Gets a snapshot by its link ``snap+REMOTE#sha256:HEX``, and names it in ``bucket``."""

    store: str
    url: str
    bucket: str = FETCHED_BUCKET
    name: Optional[str] = None


@dataclass(frozen=True)
class InspectUrlArgs:
    """What a link would bring; only its manifest and folders are fetched, and nothing kept.
    With ``target``, a live folder, also what an in-place restore would change there."""

    store: str
    url: str
    target: Optional[str] = None
    options: InPlaceOptions = field(default_factory=InPlaceOptions)
    limit: Optional[int] = None


@dataclass(frozen=True)
class SubscriptionArgs:
    """A bucket of a remote, to be followed or not any more."""

    store: str
    remote: str
    bucket: str


@dataclass(frozen=True)
class PollArgs:
    """Looks at all followed buckets, or those of one remote or of one name."""

    store: str
    remote: Optional[str] = None
    bucket: Optional[str] = None
