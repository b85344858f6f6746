"""Threads that do the parts of one operation which spend their time in the system."""

from __future__ import annotations

import os
import threading
from queue import Queue
from types import TracebackType
from typing import Callable, Optional

_THREADS = max(1, min(4, os.cpu_count() or 1))
_AHEAD = 64

Job = Callable[[bool], None]


class Pool:
    """Runs jobs in any order. The first error is raised by the next call of ``submit`` or by
    ``finish``; from then on jobs are called with False, to let go of what they hold."""

    def __init__(self) -> None:
        self._queue: Queue[Optional[Job]] = Queue(_AHEAD)
        self._error: Optional[BaseException] = None
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._error = self._error or error
        self._stop()

    def submit(self, job: Job) -> None:
        """Waits while too much is waiting."""
        if len(self._threads) < _THREADS:
            name = f"kalette-pool-{len(self._threads)}"
            self._threads.append(threading.Thread(target=self._work, name=name, daemon=True))
            self._threads[-1].start()
        self._queue.put(job)
        if self._error is not None:
            raise self._error

    def finish(self) -> None:
        """Waits for all jobs."""
        self._stop()
        if self._error is not None:
            raise self._error

    def _stop(self) -> None:
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                job(self._error is None)
            except BaseException as error:  # raised again by the thread that waits
                self._error = self._error or error
