"""From an address to an open remote."""

from __future__ import annotations

import contextlib
import importlib
from typing import Iterator

from ..progress import Task
from .carrier import Carrier
from .urls import parse_remote

_KINDS = {
    "file": ("folder", "FolderCarrier"),
    "http": ("web", "WebCarrier"),
    "https": ("web", "WebCarrier"),
    "s3": ("s3", "S3Carrier"),
    "oci": ("oci", "RegistryCarrier"),
}


@contextlib.contextmanager
def open_remote(address: str, task: Task) -> Iterator[Carrier]:
    """The remote at an address, which is checked first; nothing is sent before it is used."""
    remote = parse_remote(address)
    module, kind = _KINDS[remote.partition(":")[0]]
    # Only now: what speaks HTTP takes longer to load than a snapshot of a small folder takes.
    loaded = importlib.import_module(f".{module}", __package__)
    carrier: Carrier = getattr(loaded, kind)(remote, task)
    try:
        yield carrier
    finally:
        carrier.close()
