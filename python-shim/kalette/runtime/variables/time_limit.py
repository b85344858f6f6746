"""A bound on how long code of others may take."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import Iterator

# Whoever takes an exception for their own gets another one.
_AGAIN = 0.2


@contextmanager
def time_limit(seconds: float, error: type[Exception], words: str) -> Iterator[None]:
    """Raises ``error`` in the body when it has taken so long. Only in the main thread and where
    the system has timers; there alone signals arrive. A timer that somebody else has set rings
    afterwards."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    is_over = False

    def ring(*_: object) -> None:
        if not is_over:
            raise error(words)

    before = signal.signal(signal.SIGALRM, ring)
    begin = time.monotonic()
    left, again = signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), _AGAIN)
    try:
        try:
            yield
        finally:
            is_over = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left > 0:
            rest = max(left - (time.monotonic() - begin), 0.001)
            signal.setitimer(signal.ITIMER_REAL, rest, again)
