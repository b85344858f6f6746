"""Taking back what was published: no link opens it there any more, and its content goes."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import Optional

from ..errors import Damaged, Missing, NoPlace, Refused, SnapshotError, system_errors
from ..format import digests
from ..progress import Task
from ..store.opened import OpenStore
from ..trust.keys import KeyRing
from .carrier import Carrier, manifest_name
from .head import check_format
from .naming import drop_refs
from .opening import open_remote
from .parts import Parts, parts_name, read_own_parts
from .urls import PREFIX, check_withdrawable, make_snapshot_url, parse_snapshot_url

_LISTED = re.compile(r"([0-9a-f]{64})\.(?:json|parts)\Z")


@dataclass(frozen=True)
class Withdrawn:
    """A snapshot that a remote has no longer. ``files`` of its packs and whole files were removed,
    ``kept`` are needed by others there; with ``unknown`` nobody can say by which, so all stay."""

    id: str
    url: str
    files: int
    kept: int
    unknown: bool


def withdraw(store: OpenStore, ring: KeyRing, wanted: str, address: str, task: Task) -> Withdrawn:
    """The manifest first, without which nothing else is looked for, and the list of its parts last:
    an interrupted withdrawal goes on where it was."""
    check_withdrawable(address)
    snapshot = _id_of(store, wanted)
    with (
        system_errors("withdrawing", address),
        open_remote(address, task) as carrier,
    ):
        check_format(carrier)
        task.begin("list")
        own = _parts_of(carrier, snapshot)
        name = manifest_name(snapshot)
        carrier.remove(name)
        carrier.remove(f"{name[:-5]}.sig")
        _drop_names(store, ring, carrier, snapshot)
        others = _needed_by_others(carrier, snapshot, task)
        unneeded = [] if others is None else [one for one in own.names() if one not in others]
        task.begin("remove", len(unneeded))
        # A pack without its index does not count.
        for one in sorted(unneeded, key=lambda one: not one.endswith(".idx")):
            task.check()
            carrier.remove(one)
            task.advance(1)
        carrier.remove(parts_name(snapshot))
    kept = len(own.names()) - len(unneeded)
    url = make_snapshot_url(carrier.remote, snapshot)
    return Withdrawn(snapshot, url, len(unneeded), kept, others is None)


def _id_of(store: OpenStore, wanted: str) -> str:
    """The id that is meant; the snapshot need not be in the store any more."""
    if wanted.startswith(PREFIX):
        return parse_snapshot_url(wanted).id
    with contextlib.suppress(SnapshotError):
        return digests.text(digests.parse(wanted))
    return store.resolve(wanted)


def _parts_of(carrier: Carrier, snapshot: str) -> Parts:
    try:
        return read_own_parts(carrier, snapshot)
    except NoPlace:
        raise
    except Missing:
        pass
    if carrier.size(manifest_name(snapshot)) is None:
        raise Missing(
            "The remote has no such snapshot.",
            f"{carrier.remote} {snapshot}",
            "It may have been withdrawn already, or been published to another place.",
        )
    raise Refused(
        "The remote does not tell what the snapshot consists of, so it was not published there: "
        "this is the store of a workspace.",
        carrier.remote,
        "Remove it in that workspace, with: kalette snapshot remove",
    )


def _drop_names(store: OpenStore, ring: KeyRing, carrier: Carrier, snapshot: str) -> None:
    """Names in lists that nobody here may sign stay, and lead nowhere."""
    for name in sorted(carrier.names("refs")):
        if name.endswith(".json"):
            with contextlib.suppress(Refused, Damaged):
                drop_refs(store, ring, carrier, name[:-5], snapshot)


def _needed_by_others(carrier: Carrier, snapshot: str, task: Task) -> Optional[set[str]]:
    """What all other snapshots consist of; None where one does not tell.

    One whose manifest is not there yet may be just arriving.
    """
    found = (_LISTED.match(name) for name in carrier.names("snapshots"))
    ids = {match[1] for match in found if match is not None}
    needed: set[str] = set()
    for name in sorted(ids - {snapshot[7:]}):
        task.check()
        try:
            needed.update(read_own_parts(carrier, f"sha256:{name}").names())
        except (Missing, Damaged):
            return None
    return needed
