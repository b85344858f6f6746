"""``sys.stdout`` and ``sys.stderr`` of a step."""

from __future__ import annotations

import io
import sys
import threading
from typing import Any, Callable

from .outputs import OutputSink

BEAT_SECONDS = 0.1


class StepStream(io.TextIOBase):
    """A text stream into the outputs of the running cell.

    ``fileno()`` is the real descriptor, which a log file stands behind: child processes and
    native code that write there are recorded too, only not in the cell's outputs.
    """

    def __init__(self, sink: OutputSink, name: str, descriptor: int) -> None:
        self._sink = sink
        self._name = name
        self._descriptor = descriptor

    encoding = "utf-8"
    errors = "backslashreplace"

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._sink.write(self._name, text)
        return len(text)

    def flush(self) -> None:
        return None


def redirect(sink: OutputSink) -> None:
    """Puts both streams in place for the rest of the process."""
    sys.stdout = StepStream(sink, "stdout", 1)
    sys.stderr = StepStream(sink, "stderr", 2)


def every_beat(*actions: Callable[[], Any]) -> Callable[[], None]:
    """Runs the actions ten times a second in a thread; the result stops it."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT_SECONDS):
            for action in actions:
                action()

    threading.Thread(target=beat, name="kalette-beat", daemon=True).start()
    return stop.set
