"""A snapshot's manifest and signature on a remote: where every look at one begins."""

from __future__ import annotations

from typing import NamedTuple, Optional

from ..errors import Damaged, Missing
from ..format.manifest import MANIFEST_LIMIT, Manifest, decode_manifest, snapshot_id
from .carrier import Carrier, manifest_name

_SIGNATURE_LIMIT = 65536


class Head(NamedTuple):
    """What a remote says of a snapshot; the id has been checked, the signature not."""

    data: bytes
    manifest: Manifest
    signature: Optional[bytes]


def read_head(carrier: Carrier, snapshot: str) -> Head:
    name = manifest_name(snapshot)
    try:
        data = carrier.read(name, MANIFEST_LIMIT)
    except Missing:
        raise Missing("The remote has no such snapshot.", f"{carrier.remote} {snapshot}") from None
    if snapshot_id(data) != snapshot:
        raise Damaged(
            "The remote sent another snapshot than the link names.",
            carrier.remote,
            "Do not use this remote before you know why.",
        )
    try:
        signature: Optional[bytes] = carrier.read(f"{name[:-5]}.sig", _SIGNATURE_LIMIT)
    except Missing:
        signature = None
    return Head(data, decode_manifest(data, snapshot), signature)
