"""JSON lines from a step to whoever started it."""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import threading
from queue import Empty, Queue
from typing import Any, Protocol

ANSWER_SECONDS = 5.0
LINE_LIMIT = 1 << 20


class Channel(Protocol):
    """Where the messages of a step go. Each message is one JSON object."""

    def send(self, message: dict[str, Any]) -> None: ...

    def ask(self, message: dict[str, Any]) -> dict[str, Any]: ...

    def close(self) -> None: ...


def finite(value: Any) -> Any:
    """The value with NaN and infinities, which JSON lacks, as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value


def encode(message: dict[str, Any]) -> bytes:
    return (
        json.dumps(finite(message), ensure_ascii=False, default=str).encode(
            "utf-8", "backslashreplace"
        )
        + b"\n"
    )


class SilentChannel:
    """Nobody listens: a step in a pod leaves its results in files."""

    def send(self, message: dict[str, Any]) -> None:
        return None

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        return {}

    def close(self) -> None:
        return None


class SocketChannel:
    """A stream socket to the engine; when the engine goes, the step goes.

    A reading thread takes the answers and notices the end of the connection: it then kills the
    step's whole process group, because nothing of it can be kept any more.
    """

    def __init__(self, address: str) -> None:
        self._socket = _connect(address)
        self._lock = threading.Lock()
        self._answers: Queue[dict[str, Any]] = Queue()
        self._closing = False
        threading.Thread(target=self._read, name="kalette-channel", daemon=True).start()

    def send(self, message: dict[str, Any]) -> None:
        line = encode(message)
        if len(line) > LINE_LIMIT:
            line = encode(_shortened(message))
        with self._lock:
            self._socket.sendall(line)

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        while not self._answers.empty():
            self._answers.get_nowait()
        self.send(message)
        try:
            return self._answers.get(timeout=ANSWER_SECONDS)
        except Empty:
            return {}

    def close(self) -> None:
        self._closing = True
        self._socket.close()

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                chunk = self._socket.recv(65536)
            except OSError:
                chunk = b""
            if not chunk:
                break
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._take(line)
        if not self._closing:
            _end_group()

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            return
        if isinstance(message, dict) and message.get("type") == "answer":
            self._answers.put(message)


def _connect(address: str) -> socket.socket:
    """``address`` is the path of a Unix socket, or ``tcp:HOST:PORT`` where there are none."""
    if address.startswith("tcp:"):
        host, port = address[4:].rsplit(":", 1)
        return socket.create_connection((host, int(port)))
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(address)
    return connection


def _end_group() -> None:
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _shortened(message: dict[str, Any]) -> dict[str, Any]:
    """A message over the limit without its largest part: an output becomes a note."""
    kept = {key: value for key, value in message.items() if key != "output"}
    note = "[output larger than 1 MiB: see the executed notebook]\n"
    return {**kept, "output": {"output_type": "stream", "name": "stderr", "text": note}}
