"""Which packs and files of a remote a snapshot consists of: ``snapshots/<hex id>.parts``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Mapping

from ..errors import Missing, Spoilt
from ..format.canonical import canonical
from .carrier import Carrier

PARTS_LIMIT = 64 << 20
_MOST = 500_000
_HEX = re.compile(r"[0-9a-f]{64}\Z")
_INDEX = re.compile(r"([0-9a-f]{64})\.idx\Z")


@dataclass(frozen=True)
class Parts:
    """Names of packs, and names of whole files with their bytes."""

    packs: tuple[str, ...]
    files: Mapping[str, int] = field(default_factory=dict)

    def encode(self) -> bytes:
        head = {"format": "kalette-parts", "version": 1}
        return canonical({**head, "packs": sorted(self.packs), "files": dict(self.files)})

    def names(self) -> list[str]:
        """All files of the remote that these are."""
        packs = [f"packs/{name}.{kind}" for name in self.packs for kind in ("pack", "idx")]
        return [*packs, *(f"files/{name}" for name in self.files)]


def parts_name(snapshot: str) -> str:
    return f"snapshots/{snapshot[7:]}.parts"


def read_parts(carrier: Carrier, snapshot: str) -> Parts:
    """What was published with a snapshot; of a store that is merely served, all its packs, as
    far as it lists them. It only helps to find things: nothing is believed without its digest."""
    try:
        return read_own_parts(carrier, snapshot)
    except Missing:
        packs = index_names(carrier)
    if not packs:
        raise Missing(
            "The remote does not tell which packs the snapshot consists of.",
            carrier.remote,
            "Publish the snapshot to it, or have the server list the folder packs/.",
        )
    return Parts(packs)


def read_own_parts(carrier: Carrier, snapshot: str) -> Parts:
    """What was published with a snapshot; Missing where nobody has said it."""
    name = parts_name(snapshot)
    return _decode(carrier.read(name, PARTS_LIMIT), name)


def index_names(carrier: Carrier) -> tuple[str, ...]:
    """The packs that the remote lists."""
    matches = (_INDEX.match(name) for name in carrier.names("packs"))
    found: dict[str, None] = {}
    for match in matches:
        if match is not None:
            found[match[1]] = None
            if len(found) > _MOST:
                raise Spoilt("The remote lists more packs than there may be.", carrier.remote)
    return tuple(found)


def _decode(data: bytes, where: str) -> Parts:
    try:
        value = json.loads(data)
        if (value["format"], value["version"]) != ("kalette-parts", 1):
            raise ValueError("of another kind or version")
        packs, files = value["packs"], value["files"]
        if len(packs) + len(files) > _MOST:
            raise ValueError("too many")
        sizes = all(type(size) is int and size >= 0 for size in files.values())
        if not sizes or not all(_HEX.match(name) for name in (*packs, *files)):
            raise ValueError("not names of packs")
        return Parts(tuple(dict.fromkeys(packs)), dict(files))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Spoilt(f"The list of a snapshot's parts cannot be read: {error}.", where) from error
