"""What a cell prints and shows: sent while it happens, and kept for the report."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any, Callable, Optional

from .channel import Channel

STREAM_HEAD = 256 * 1024
STREAM_TAIL = 768 * 1024
OUTPUTS_LIMIT = 200
OUTPUT_BYTES = 10 << 20
# Characters of a message: escaped, it still is far below the limit of a line.
STREAM_PIECE = 48 * 1024


def fold(text: str) -> str:
    """The text as a terminal leaves it: a carriage return rewrites the line, a backspace a sign."""
    if "\r" not in text and "\b" not in text:
        return text
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        shown = ""
        for part in line.split("\r"):
            while "\b" in part:
                at = part.index("\b")
                part = part[: max(at - 1, 0)] + part[at + 1 :]
            shown = part + shown[len(part) :]
        lines.append(shown)
    return "\n".join(lines)


class StreamText:
    """Text of any length, of which the beginning and the end are kept."""

    def __init__(self) -> None:
        self._head = ""
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._left_out = 0

    def add(self, text: str) -> None:
        room = STREAM_HEAD - len(self._head)
        if room > 0:
            self._head += text[:room]
            text = text[room:]
        if text:
            self._tail.append(text)
            self._tail_size += len(text)
        while self._tail_size > STREAM_TAIL:
            excess = self._tail_size - STREAM_TAIL
            first = self._tail.popleft()
            if len(first) > excess:
                self._tail.appendleft(first[excess:])
            dropped = min(len(first), excess)
            self._tail_size -= dropped
            self._left_out += dropped

    def __str__(self) -> str:
        mark = ""
        if self._left_out:
            mark = f"\n[… {self._left_out / 2**20:.2f} MiB of this output are left out …]\n"
        return self._head + mark + "".join(self._tail)


class CellOutputs:
    """The outputs of one cell, as nbformat holds them, within fixed limits.

    Limits hold for what is recorded, never for the program: stream text is cut in the middle
    (1 MiB a cell), and after 200 outputs or in place of an output over 10 MiB stands a note.
    """

    def __init__(self) -> None:
        self._items: list[dict[str, Any]] = []
        self._clear_next = False

    def add(self, output: dict[str, Any]) -> bool:
        """Takes one output; False when the limit is reached and it was left out."""
        if self._clear_next:
            self._items.clear()
            self._clear_next = False
        if output["output_type"] == "stream":
            return self._add_stream(output["name"], output["text"])
        if len(self._items) >= OUTPUTS_LIMIT:
            return False
        self._items.append(output)
        return True

    def clear(self, wait: bool) -> None:
        if wait:
            self._clear_next = True
        else:
            self._items.clear()

    def update(self, display_id: str, output: dict[str, Any]) -> None:
        for item in self._items:
            if item.get("transient", {}).get("display_id") == display_id:
                item["data"], item["metadata"] = output["data"], output["metadata"]

    def as_nbformat(self) -> list[dict[str, Any]]:
        return [_finished(item) for item in self._items]

    def _add_stream(self, name: str, text: str) -> bool:
        last = self._items[-1] if self._items else None
        if last is None or last["output_type"] != "stream" or last["name"] != name:
            if len(self._items) >= OUTPUTS_LIMIT:
                return False
            last = {"output_type": "stream", "name": name, "text": StreamText()}
            self._items.append(last)
        last["text"].add(text)
        return True


def _finished(item: dict[str, Any]) -> dict[str, Any]:
    if item["output_type"] == "stream":
        return {**item, "text": fold(str(item["text"]))}
    return {key: value for key, value in item.items() if key != "transient"}


def within_limit(data: dict[str, Any]) -> dict[str, Any]:
    """A MIME bundle without the parts that are too large to keep."""
    kept = {
        mime: value
        for mime, value in data.items()
        if not isinstance(value, str) or len(value) <= OUTPUT_BYTES
    }
    if len(kept) < len(data):
        kept.setdefault("text/plain", "[output larger than 10 MiB: left out]")
    return kept


class OutputSink:
    """Routes what the running cell shows to its record and to the channel.

    Stream text waits until :meth:`flush` so that a fast printer gives few messages; the order of
    streams and displays is kept because every display flushes first.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._lock = threading.RLock()
        self._cell: Optional[str] = None
        self._count = 0
        self._pending: list[tuple[str, list[str]]] = []
        self._pending_size = 0
        self.record = CellOutputs()
        self.on_error: Optional[Callable[[str], None]] = None

    def begin(self, cell: str) -> CellOutputs:
        """From now on everything belongs to this cell."""
        with self._lock:
            self.flush()
            self._cell, self._count = cell, 0
            self.record = CellOutputs()
            return self.record

    def write(self, name: str, text: str) -> None:
        if not text:
            return
        with self._lock:
            if not self._pending or self._pending[-1][0] != name:
                self._pending.append((name, []))
            # Parts are joined once: joining at each write costs more than what is printed.
            self._pending[-1][1].append(text)
            self._pending_size += len(text)
            if self._pending_size > STREAM_PIECE:
                self.flush()

    def flush(self) -> None:
        with self._lock:
            pending, self._pending, self._pending_size = self._pending, [], 0
            for name, parts in pending:
                text = "".join(parts)
                for start in range(0, len(text), STREAM_PIECE):
                    piece = text[start : start + STREAM_PIECE]
                    self._emit({"output_type": "stream", "name": name, "text": piece})

    def show(self, output: dict[str, Any]) -> None:
        with self._lock:
            self.flush()
            self._emit(output)

    def update(self, display_id: str, output: dict[str, Any]) -> None:
        with self._lock:
            self.flush()
            self.record.update(display_id, output)
            self._channel.send(
                {"type": "output", "cell": self._cell, "update": display_id, "output": output}
            )

    def clear(self, wait: bool) -> None:
        with self._lock:
            self.flush()
            self.record.clear(wait)
            self._channel.send({"type": "output", "cell": self._cell, "clear": True, "wait": wait})

    def _emit(self, output: dict[str, Any]) -> None:
        if self.record.add(output):
            self._count += 1
            self._channel.send(
                {"type": "output", "cell": self._cell, "n": self._count, "output": output}
            )
