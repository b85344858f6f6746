"""From an address to an open remote."""

from __future__ import annotations

import contextlib
from typing import Callable, Iterator

from ..progress import Task
from .carrier import Carrier
from .folder import FolderCarrier
from .oci import RegistryCarrier
from .s3 import S3Carrier
from .urls import parse_remote
from .web import WebCarrier

_KINDS: dict[str, Callable[[str, Task], Carrier]] = {
    "file": FolderCarrier,
    "http": WebCarrier,
    "https": WebCarrier,
    "s3": S3Carrier,
    "oci": RegistryCarrier,
}


@contextlib.contextmanager
def open_remote(address: str, task: Task) -> Iterator[Carrier]:
    """The remote at an address, which is checked first; nothing is sent before it is used."""
    remote = parse_remote(address)
    carrier = _KINDS[remote.partition(":")[0]](remote, task)
    try:
        yield carrier
    finally:
        carrier.close()
