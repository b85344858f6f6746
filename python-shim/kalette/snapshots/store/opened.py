"""An open store: its parts, shared by all operations of one process."""

from __future__ import annotations

import os
import time
from datetime import datetime, timezone
from typing import Callable, Optional

from ..errors import system_errors
from ..format.manifest import Manifest
from ..progress import Task
from .durable import temporary_name
from .layout import Layout, open_layout
from .locks import FileLock
from .manifests import Manifests, Refs, resolve
from .objects import ObjectReader
from .pack_index import PackIndex
from .pack_writer import PackWriter

Clock = Callable[[], float]


class OpenStore:
    """Safe to use from several threads: each operation makes its own writer."""

    def __init__(self, path: str, create: bool = True, clock: Clock = time.time) -> None:
        self.layout: Layout = open_layout(path, create)
        self.objects = ObjectReader(self.layout, PackIndex(self.layout))
        self.manifests = Manifests(self.layout)
        self.refs = Refs(self.layout)
        self._clock = clock

    def close(self) -> None:
        self.objects.close()

    def writer(self, durable: bool = True) -> PackWriter:
        """For one operation, which holds ``no_prune``."""
        with system_errors("opening the store", self.layout.path):
            os.makedirs(self.layout.tmp, exist_ok=True)
        return PackWriter(self.layout, self.objects.index, durable=durable)

    def no_prune(self, task: Optional[Task] = None) -> FileLock:
        """Held while something is added: a prune waits for it and it for a prune."""
        return FileLock(self.layout.prune_lock, shared=True, task=task)

    def resolve(self, wanted: str) -> str:
        return resolve(wanted, self.manifests, self.refs)

    def manifest(self, wanted: str) -> tuple[str, Manifest]:
        identifier = self.resolve(wanted)
        return identifier, self.manifests.read(identifier)

    def now(self) -> float:
        return self._clock()

    def now_text(self) -> str:
        """RFC 3339 in UTC with milliseconds."""
        moment = datetime.fromtimestamp(self._clock(), timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    def file_time(self) -> int:
        """The time in ns as the file system of the store counts it, never ahead of our own."""
        path = os.path.join(self.layout.tmp, temporary_name("clock-"))
        os.makedirs(self.layout.tmp, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            return min(os.stat(path).st_mtime_ns, time.time_ns())
        finally:
            os.unlink(path)
