"""How a long operation tells where it is, and how it is told to stop."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Callable, Optional

from .errors import Cancelled

_SECONDS_BETWEEN = 0.1


@dataclass(frozen=True)
class Progress:
    """A moment of an operation; ``total`` counts are None as long as nobody knows them."""

    phase: str
    files: int
    bytes: int
    total_files: Optional[int] = None
    total_bytes: Optional[int] = None


ProgressListener = Callable[[Progress], None]


class CancelToken:
    """Shared between who runs an operation and who may stop it; any thread may cancel."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()


class Task:
    """The operation's side: ``advance`` counts, reports now and then, and raises Cancelled."""

    def __init__(
        self,
        listener: Optional[ProgressListener] = None,
        cancel: Optional[CancelToken] = None,
    ) -> None:
        self._listener = listener
        self._cancel = cancel or CancelToken()
        self._phase = ""
        self._files = self._bytes = 0
        self._total_files: Optional[int] = None
        self._total_bytes: Optional[int] = None
        self._last = 0.0
        self._shielded = False

    def begin(
        self, phase: str, total_files: Optional[int] = None, total_bytes: Optional[int] = None
    ) -> None:
        """A new phase starts; counts begin at zero."""
        self._phase, self._files, self._bytes = phase, 0, 0
        self._total_files, self._total_bytes = total_files, total_bytes
        self._report()
        self.check()

    def advance(self, files: int = 0, size: int = 0) -> None:
        self._files += files
        self._bytes += size
        self.check()
        if self._listener is not None and time.monotonic() - self._last >= _SECONDS_BETWEEN:
            self._report()

    def check(self) -> None:
        if self._cancel.cancelled and not self._shielded:
            raise Cancelled()

    def shield(self) -> None:
        """From here on the operation completes, or undoes itself, whatever the token says."""
        self._shielded = True

    def _report(self) -> None:
        self._last = time.monotonic()
        if self._listener is not None:
            self._listener(
                Progress(
                    self._phase, self._files, self._bytes, self._total_files, self._total_bytes
                )
            )
