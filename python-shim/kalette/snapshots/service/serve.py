"""The service's loop: requests as JSON lines on standard input, answers on standard output."""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import threading
import traceback
from typing import IO, Any

from ..errors import SnapshotError, from_os_error
from ..progress import CancelToken, Progress
from .context import Context, Stores
from .operations import OPERATIONS
from .requests import CancelArgs
from .shapes import decode, encode

PROTOCOL = "kalette-snapshots/1"
LINE_LIMIT = 64 << 20


class Service:
    """Serves one client. Each request has its own thread; at the end of the input all that is
    under way is cancelled, and the process ends when it has been undone."""

    def __init__(self, source: IO[bytes], sink: int) -> None:
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()
        self._stores = Stores()
        self._running: dict[str, CancelToken] = {}
        self._threads: list[threading.Thread] = []

    def serve(self) -> None:
        hello = {
            "protocol": PROTOCOL,
            "python": platform.python_version(),
            "platform": sys.platform,
            "pid": os.getpid(),
        }
        self._tell({"event": "hello", **hello})
        try:
            while True:
                line = self._source.readline(LINE_LIMIT)
                if not line:
                    break
                if line.strip():
                    self._take(line)
        except _Asked:
            pass  # as at the end of the input
        for token in list(self._running.values()):
            token.cancel()
        for thread in self._threads:
            thread.join()
        self._stores.close()

    def _take(self, line: bytes) -> None:
        identifier: Any = None
        try:
            message = json.loads(line)
            if not isinstance(message, dict) or "id" not in message:
                raise SnapshotError("bad-request", "A request is an object with id, op and args.")
            identifier = message["id"]
            name, given = message.get("op"), message.get("args", {})
            if name == "cancel":
                self._cancel(identifier, decode(CancelArgs, given, "args"))
                return
            operation = OPERATIONS.get(str(name))
            if operation is None:
                raise SnapshotError("bad-request", f"There is no operation “{str(name)[:100]}”.")
            wanted = decode(operation.args, given, "args")
        except ValueError:
            self._refuse(identifier, SnapshotError("bad-request", "The line is no JSON."))
            return
        except SnapshotError as error:
            self._refuse(identifier, error)
            return
        self._start(identifier, str(name), wanted)

    def _start(self, identifier: Any, name: str, wanted: Any) -> None:
        key = json.dumps(identifier)
        if key in self._running:
            error = SnapshotError("bad-request", "A request with this id is still running.")
            self._refuse(identifier, error)
            return
        token = self._running[key] = CancelToken()
        thread = threading.Thread(
            target=self._run, args=(identifier, name, wanted, token), name=f"kalette-{name}"
        )
        self._threads = [item for item in self._threads if item.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _run(self, identifier: Any, name: str, wanted: Any, token: CancelToken) -> None:
        def report(progress: Progress) -> None:
            self._tell({"id": identifier, "event": "progress", **encode(progress)})

        try:
            result = OPERATIONS[name].run(wanted, Context(self._stores, report, token))
            answer = {"id": identifier, "ok": encode(result)}
        except SnapshotError as error:
            answer = {"id": identifier, "error": _told(error)}
        except OSError as error:
            answer = {"id": identifier, "error": _told(from_os_error(error, f"doing {name}"))}
        except Exception as error:  # a bug: told, logged, and the service lives on
            traceback.print_exc(file=sys.stderr)
            found = SnapshotError("internal", f"{type(error).__name__}: {error}")
            answer = {"id": identifier, "error": _told(found)}
        self._running.pop(json.dumps(identifier), None)
        self._tell(answer)

    def _cancel(self, identifier: Any, wanted: CancelArgs) -> None:
        token = self._running.get(json.dumps(wanted.id))
        if token is not None:
            token.cancel()
        self._tell({"id": identifier, "ok": {"done": token is not None}})

    def _refuse(self, identifier: Any, error: SnapshotError) -> None:
        self._tell({"id": identifier, "error": _told(error)})

    def _tell(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode("ascii") + b"\n"
        with self._lock:
            try:
                while data:
                    data = data[os.write(self._sink, data) :]
            except OSError:  # nobody listens any more: the end of the input follows
                return


def _told(error: SnapshotError) -> dict[str, str]:
    return {
        "code": error.code,
        "message": error.message,
        "where": error.where,
        "hint": error.hint,
    }


class _Asked(Exception):
    """The system wants the process to end."""


def _end(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # one exception is enough to leave the loop
    raise _Asked()


def main() -> int:
    """Keeps standard output for the protocol: what is printed besides goes to standard error.

    Ctrl-C in a terminal reaches every process; whoever asked cancels by the protocol.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    sink = os.dup(1)
    os.dup2(2, 1)
    Service(sys.stdin.buffer, sink).serve()
    return 0
