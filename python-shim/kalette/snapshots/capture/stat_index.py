"""What the last walk saw and which objects came of it: makes an unchanged folder free."""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
from typing import Mapping, NamedTuple, Optional

from ..store.durable import write_atomic
from .folder import Folder

_MAGIC = b"kalette-index 1\n"
_HEAD = struct.Struct("<32sQQ")
_RECORD = struct.Struct("<16sIqqqq32s32sQQ8sIIII")
CLOCK_SLACK = 1_000_000_000


class Known(NamedTuple):
    """A folder at the time ``taken`` (ns, clock of the file system) and its objects.

    ``files`` and ``size`` (bytes) count everything below, ``links`` is a digest of its link tokens.
    """

    folder: Folder
    taken: int
    tree: bytes
    meta: bytes
    files: int
    size: int
    links: bytes

    @property
    def racy(self) -> bool:
        """Whether something could have changed after it was read, within one clock tick."""
        return self.folder.newest > self.taken - CLOCK_SLACK


def is_racy(newest: int, taken: int) -> bool:
    return newest > taken - CLOCK_SLACK


class StatIndex(NamedTuple):
    """The index of one workspace. Disposable: without it everything is read once more.

    ``generation`` is the store's when it was written, ``device`` the file system's number.
    """

    generation: str
    device: int
    known: Mapping[bytes, Known]


def load_index(path: str) -> Optional[StatIndex]:
    """The index, or None when there is none that can be relied on."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    body = memoryview(data)[len(_MAGIC) + 16 :]
    check = hashlib.blake2b(body, digest_size=16).digest()
    if not data.startswith(_MAGIC) or data[len(_MAGIC) : len(_MAGIC) + 16] != check:
        return None
    place = len(_MAGIC) + 16
    generation, device, count = _HEAD.unpack_from(data, place)
    place += _HEAD.size
    known = {}
    for _ in range(count):
        item, place = _record(data, place)
        known[item.folder.path] = item
    return StatIndex(generation.rstrip(b"\0").decode("ascii"), device, known)


def _record(data: bytes, place: int) -> tuple[Known, int]:
    fields = _RECORD.unpack_from(data, place)
    key, mode, mtime, ctime, newest, taken, tree, meta, files, size, links = fields[:11]
    place += _RECORD.size
    parts = []
    for length in fields[11:]:
        parts.append(data[place : place + length])
        place += length
    path, names, signatures, left = parts
    folder = Folder(path, key, (mode, mtime, ctime))
    folder.names = names.split(b"\0") if names else []
    folder.signatures = signatures
    folder.newest = newest
    if left:
        folder.left = {item[1:]: item[0] for item in left.split(b"\0")}
    return Known(folder, taken, tree, meta, files, size, links), place


def save_index(path: str, index: StatIndex, temporary: str) -> None:
    """Replaces the index; it need not survive a loss of power, so it is not synced."""
    parts = [_HEAD.pack(index.generation.encode("ascii"), index.device, len(index.known))]
    for item in index.known.values():
        folder = item.folder
        names = b"\0".join(folder.names)
        left = b"\0".join(bytes((verdict,)) + name for name, verdict in folder.left.items())
        lengths = (len(folder.path), len(names), len(folder.signatures), len(left))
        objects = (item.tree, item.meta, item.files, item.size, item.links)
        times = (*folder.own, folder.newest, item.taken)
        parts += (
            _RECORD.pack(folder.key, *times, *objects, *lengths),
            folder.path,
            names,
            folder.signatures,
            left,
        )
    body = b"".join(parts)
    check = hashlib.blake2b(body, digest_size=16).digest()
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_atomic(path, _MAGIC + check + body, temporary, durable=False)
