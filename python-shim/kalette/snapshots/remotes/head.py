"""A snapshot's manifest and signature on a remote: where every look at one begins."""

from __future__ import annotations

import json
from typing import NamedTuple, Optional

from ..errors import Missing, NoPlace, SnapshotError, Spoilt, remote_content
from ..format.manifest import MANIFEST_LIMIT, Manifest, decode_manifest, snapshot_id
from ..store.layout import FORMAT, other_format
from .carrier import Carrier, manifest_name

_SIGNATURE_LIMIT = 65536
_FORMAT_LIMIT = 65536


class Head(NamedTuple):
    """What a remote says of a snapshot; the id has been checked, the signature not."""

    data: bytes
    manifest: Manifest
    signature: Optional[bytes]


def check_format(carrier: Carrier) -> None:
    """Raises when the remote says that it has another format than this program knows. One that
    says nothing, as registries and older buckets do, has the first."""
    if carrier.remote.startswith("oci:"):
        return
    try:
        form = json.loads(carrier.read("format.json", _FORMAT_LIMIT))
    except SnapshotError as error:
        # A bucket may refuse what it does not have.
        if error.code not in ("missing", "no-access"):
            raise
        return
    except ValueError:  # whatever a web server has there
        return
    if not isinstance(form, dict) or "version" not in form:
        return
    known = (FORMAT["version"], FORMAT["hash"], FORMAT["chunker"])
    if (form["version"], form.get("hash"), form.get("chunker")) != known:
        raise other_format("remote", form["version"], carrier.remote)


def read_head(carrier: Carrier, snapshot: str) -> Head:
    check_format(carrier)
    name = manifest_name(snapshot)
    try:
        data = carrier.read(name, MANIFEST_LIMIT)
    except NoPlace:
        raise
    except Missing:
        raise Missing(
            "The remote has no such snapshot.",
            f"{carrier.remote} {snapshot}",
            "It may have been removed there, or not been published there: ask for the link again.",
        ) from None
    if snapshot_id(data) != snapshot:
        raise Spoilt(
            "The remote sent another snapshot than the link names.",
            carrier.remote,
            "Do not use this remote before you know why.",
        )
    try:
        signature: Optional[bytes] = carrier.read(f"{name[:-5]}.sig", _SIGNATURE_LIMIT)
    except Missing:
        signature = None
    with remote_content():
        return Head(data, decode_manifest(data, snapshot), signature)
