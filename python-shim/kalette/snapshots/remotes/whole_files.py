"""Files that travel in one piece: resumed where they broke off, checked when complete."""

from __future__ import annotations

import contextlib
import hashlib
import os

from ..errors import Spoilt, system_errors
from ..format import digests
from ..progress import Task
from ..store.durable import sync_file, sync_folder, write_all
from ..store.layout import Layout
from ..store.locks import FileLock
from .carrier import PIECE, Carrier


def fetch_whole(carrier: Carrier, layout: Layout, digest: bytes, size: int, task: Task) -> None:
    """Puts ``files/<hex digest>`` into the store. What has arrived before is kept in ``tmp/``
    under the file's name, so that another attempt, of any process, goes on there."""
    name = digest.hex()
    target = os.path.join(layout.files, name)
    part = os.path.join(layout.tmp, f"fetch-{name}")
    lock = FileLock(os.path.join(layout.locks, f"fetch-{name}"), task=task)
    with system_errors("fetching a file", target), lock:
        with contextlib.suppress(FileNotFoundError):
            if os.path.getsize(target) == size:
                return
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(part, flags, 0o600)
        try:
            _fill(carrier, descriptor, name, size, task)
            if _digest(descriptor, task) != digest:
                os.unlink(part)
                raise Spoilt(
                    "The remote sent another file than the snapshot has.",
                    digests.text(digest),
                    "Do not use this remote before you know why.",
                )
            os.fchmod(descriptor, 0o444)
            sync_file(descriptor)
        finally:
            os.close(descriptor)
        os.replace(part, target)
        sync_folder(layout.files)


def _fill(carrier: Carrier, descriptor: int, name: str, size: int, task: Task) -> None:
    there = os.fstat(descriptor).st_size
    if there > size:
        os.ftruncate(descriptor, 0)
        there = 0
    task.advance(0, there)
    os.lseek(descriptor, there, os.SEEK_SET)
    for data in carrier.stream(f"files/{name}", there, size - there):
        write_all(descriptor, data)
        task.advance(0, len(data))


def _digest(descriptor: int, task: Task) -> bytes:
    """Of all of it: a part of an earlier attempt may be of anybody."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    hashed = hashlib.sha256()
    while data := os.read(descriptor, PIECE):
        task.check()
        hashed.update(data)
    return hashed.digest()
