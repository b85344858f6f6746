"""Writing objects into new packs, beside the thread that makes them."""

from __future__ import annotations

import contextlib
import os
import threading
from queue import Queue
from typing import Optional, Protocol

from ..format import digests
from .durable import sync_file, sync_folder, temporary_name, write_all, write_atomic
from .layout import PACK_TARGET, Layout
from .pack_index import PACK_MAGIC, RAW, encode_index, pack_name

_BATCH = 4 << 20
_BATCHES_AHEAD = 3

Record = tuple[bytes, int, int, int]


class Present(Protocol):
    """What the writer need not write again."""

    def refresh(self) -> bool: ...

    def __contains__(self, digest: bytes) -> bool: ...


class PackWriter:
    """Adds objects to a store; nothing counts before ``finish`` has returned. Unless
    ``durable``, a loss of power may still take what was added.

    A thread writes and syncs while the caller reads and hashes. Objects that the store has are
    not written again. An error of the thread is raised by the next call.
    """

    def __init__(
        self, layout: Layout, index: Present, target: int = PACK_TARGET, durable: bool = True
    ) -> None:
        self._layout = layout
        self._durable = durable
        self._index = index
        self._target = target
        self._new: dict[bytes, None] = {}
        self._current = False
        self._batch: list[bytes] = []
        self._batch_bytes = 0
        self._pack = _OpenPack(layout, durable)
        self._queue: Queue[Optional[tuple[_OpenPack, list[bytes], bool]]] = Queue(_BATCHES_AHEAD)
        self._error: Optional[BaseException] = None
        self._thread: Optional[threading.Thread] = None
        self.bytes = 0
        self.objects = 0

    def put(self, data: bytes) -> bytes:
        """Adds an object and returns its digest."""
        digest = digests.digest(data)
        self.put_known(digest, data)
        return digest

    def has(self, digest: bytes) -> bool:
        if not self._current:
            self._index.refresh()
            self._current = True
        return digest in self._new or digest in self._index

    def put_known(self, digest: bytes, data: bytes) -> None:
        """Adds an object whose digest the caller has just computed."""
        if self.has(digest):
            return
        self._new[digest] = None
        self.objects += 1
        self.bytes += len(data)
        self._pack.add(digest, len(data))
        self._batch.append(data)
        self._batch_bytes += len(data)
        full = self._pack.size >= self._target
        if full or self._batch_bytes >= _BATCH:
            self._flush(full)

    def finish(self) -> None:
        """Makes all that was added durable, and part of the store."""
        if self._pack.records:
            self._flush(seal=True)
        self._stop()
        if self.objects and self._durable:
            sync_folder(self._layout.packs)

    def abort(self) -> None:
        """Removes what is not sealed; sealed packs stay, unused, until the next prune."""
        self._error = self._error or RuntimeError("aborted")
        with contextlib.suppress(BaseException):
            self._stop()
        self._pack.remove()

    def _flush(self, seal: bool) -> None:
        if self._error is not None:
            raise self._error
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._write, name="kalette-pack-writer", daemon=True
            )
            self._thread.start()
        self._queue.put((self._pack, self._batch, seal))
        self._batch, self._batch_bytes = [], 0
        if seal:
            self._pack = _OpenPack(self._layout, self._durable)

    def _stop(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        if self._error is not None:
            raise self._error

    def _write(self) -> None:
        while True:
            item = self._queue.get()
            if item is None:
                return
            pack, batch, seal = item
            try:
                if self._error is None:
                    pack.write(b"".join(batch))
                    if seal:
                        pack.seal()
                else:
                    pack.remove()
            except BaseException as error:  # told to the caller by its next call
                self._error = error
                pack.remove()


class _OpenPack:
    """One pack while it grows in ``tmp``; ``add`` is the caller's, the rest the thread's."""

    def __init__(self, layout: Layout, durable: bool) -> None:
        self._layout = layout
        self._durable = durable
        self._path = os.path.join(layout.tmp, temporary_name("pack-"))
        self._descriptor = -1
        self.records: list[Record] = []
        self.size = len(PACK_MAGIC)

    def add(self, digest: bytes, length: int) -> None:
        self.records.append((digest, self.size, length, RAW))
        self.size += length

    def write(self, data: bytes) -> None:
        if self._descriptor < 0:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self._path, flags, 0o444)
            write_all(self._descriptor, PACK_MAGIC)
        write_all(self._descriptor, data)

    def seal(self) -> None:
        """The pack first, then its index: an index in the store always has its pack."""
        index = encode_index(self.records)
        name = pack_name(index)
        target = os.path.join(self._layout.packs, name)
        if self._durable:
            sync_file(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = -1
        os.replace(self._path, f"{target}.pack")
        write_atomic(f"{target}.idx", index, self._layout.tmp, self._durable)
        # It may take the place of one that was damaged, and is whole.
        for mark in os.listdir(self._layout.quarantine):
            if mark.endswith(f"-{name}"):
                os.unlink(os.path.join(self._layout.quarantine, mark))

    def remove(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        with contextlib.suppress(OSError):
            os.unlink(self._path)
