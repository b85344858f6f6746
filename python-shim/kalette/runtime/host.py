"""The worker host: one warm process an interpreter, from which steps are forked.

It reads JSON lines on standard input and answers on standard output; at the end of its input it
kills what it started and ends. It is single-threaded and never computes (see ``preload``).
"""

from __future__ import annotations

import gc
import json
import os
import platform
import selectors
import signal
import subprocess
import sys
import tempfile
from typing import Any, Optional

from . import PROTOCOL
from .channel import encode
from .child import run_child
from .orphans import adopt_orphans, kill_orphans, own_children
from .preload import preload, warm_up, why_not_fork
from .reading import read_all
from .shells import Shell, make_shell


class Host:
    """Serves one engine; see ``schema/worker.json`` for the messages.

    What it writes besides goes to the folder ``scratch``, which its owner removes: a host that is
    killed cannot.
    """

    def __init__(self, scratch: Optional[str] = None) -> None:
        self._scratch = scratch
        # Steps get their own standard output, so the protocol keeps a copy of the first one.
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._shell: Optional[Shell] = None
        self._preloaded: list[dict[str, Any]] = []
        self._children: dict[int, str] = {}
        # What imports have started, if anything: it serves all steps.
        self._helpers: set[int] = set()
        # What reads cells for the engine: the messages gathered so far, by pipe and by process.
        self._readers: dict[int, tuple[int, str, bytes]] = {}
        self._selector = selectors.DefaultSelector()
        self._spawned: dict[int, subprocess.Popen[bytes]] = {}
        self._wake_read, self._wake_write = os.pipe()
        self._open = True

    def serve(self) -> int:
        """Runs until standard input ends or a ``shutdown`` message comes."""
        self._watch_signals()
        adopt_orphans()
        self._shell = make_shell(self._scratch)
        warm_up(self._shell)
        self._settle()
        self._hello()
        selector = self._selector
        selector.register(0, selectors.EVENT_READ, "input")
        selector.register(self._wake_read, selectors.EVENT_READ, "signal")
        rest = b""
        while self._open:
            for key, _ in selector.select():
                if key.data == "signal":
                    os.read(self._wake_read, 4096)
                    continue
                if key.data == "reader":
                    self._hear_reader(key.fd)
                    continue
                chunk = os.read(0, 65536)
                if not chunk:
                    self._open = False
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._take(line)
            self._reap()
        self._kill_all()
        return 0

    def _watch_signals(self) -> None:
        os.set_blocking(self._wake_write, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # A Ctrl-C in the terminal is the engine's business: it asks for what must end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _settle(self) -> None:
        # Freezing keeps the children's collector from copying every page of the host.
        gc.collect()
        gc.freeze()
        self._helpers |= own_children() - self._children.keys()

    def _hello(self) -> None:
        why = why_not_fork()
        self._tell(
            {
                "type": "hello",
                "protocol": PROTOCOL,
                "python": platform.python_version(),
                "platform": sys.platform,
                "pid": os.getpid(),
                "preloaded": self._preloaded,
                "fork": why is None,
                "why": why,
            }
        )

    def _tell(self, message: dict[str, Any]) -> None:
        data = encode(message)
        while data:
            data = data[os.write(self._out, data) :]

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        message = json.loads(line)
        kind = message.get("type")
        if kind == "start":
            self._start(message)
        elif kind == "preload":
            self._preloaded += preload(message["modules"], self._warm_shell())
            self._settle()
            self._hello()
        elif kind == "compile":
            self._compile(message)
        elif kind == "signal":
            self._signal(message)
        elif kind == "shutdown":
            self._open = False
        else:
            raise ValueError(f"unknown message type {kind!r}")

    def _start(self, message: dict[str, Any]) -> None:
        if message.get("mode") == "spawn" or why_not_fork() is not None:
            pid = self._spawn(message)
        else:
            pid = self._fork(message)
        self._children[pid] = message["attempt"]
        self._tell(
            {
                "type": "started",
                "attempt": message["attempt"],
                "pid": pid,
                "pidStart": start_time(pid),
            }
        )

    def _fork(self, message: dict[str, Any]) -> int:
        pid = os.fork()
        if pid != 0:
            return pid
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (self._out, self._wake_read, self._wake_write):
                os.close(descriptor)
            code = run_child(message, self._warm_shell)
        except BaseException:  # whatever it is, it must not run the host's code
            import traceback

            traceback.print_exc(file=sys.__stderr__)
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _compile(self, message: dict[str, Any]) -> None:
        """Reads cells, in a child where that is safe: the host itself must not compute."""
        source, sink = os.pipe()
        if why_not_fork() is not None:
            os.close(source)
            os.close(sink)
            self._tell_readings(message["id"], read_all(self._warm_shell(), message["sources"]))
            return
        pid = os.fork()
        if pid == 0:
            try:
                os.close(source)
                with os.fdopen(sink, "w", encoding="utf-8", errors="backslashreplace") as file:
                    json.dump(read_all(self._warm_shell(), message["sources"]), file)
            finally:
                os._exit(0)
        os.close(sink)
        self._readers[source] = (pid, message["id"], b"")
        self._selector.register(source, selectors.EVENT_READ, "reader")

    def _hear_reader(self, source: int) -> None:
        pid, identifier, text = self._readers[source]
        chunk = os.read(source, 2**20)
        self._readers[source] = (pid, identifier, text + chunk)
        if chunk:
            return
        del self._readers[source]
        self._selector.unregister(source)
        os.close(source)
        try:
            readings = json.loads(text)
        except ValueError:  # it died: nobody knows how the cells are read
            readings = []
        self._tell_readings(identifier, readings)

    def _tell_readings(self, identifier: str, readings: list[dict[str, Any]]) -> None:
        self._tell({"type": "compiled", "id": identifier, "readings": readings})

    def _warm_shell(self) -> Shell:
        assert self._shell is not None
        return self._shell

    def _spawn(self, message: dict[str, Any]) -> int:
        handle, path = tempfile.mkstemp(prefix="kalette-", suffix=".json", dir=self._scratch)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(message, file)
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "kalette.runtime", "step", path],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._spawned[process.pid] = process
        return process.pid

    def _signal(self, message: dict[str, Any]) -> None:
        number = getattr(signal, message["signal"])
        for pid, attempt in self._children.items():
            if attempt == message["attempt"]:
                send_signal(pid, number, bool(message.get("group")))

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._spawned.pop(pid, None)
            attempt = self._children.pop(pid, None)
            if attempt is None:
                continue
            # What the step left behind in its group ends with it.
            send_signal(pid, signal.SIGKILL, group=True)
            readers = {pid for pid, _, _ in self._readers.values()}
            kill_orphans(self._children.keys() | self._helpers | readers)
            code = os.waitstatus_to_exitcode(status)
            self._tell(
                {
                    "type": "exited",
                    "attempt": attempt,
                    "pid": pid,
                    "code": code if code >= 0 else None,
                    "signal": signal.Signals(-code).name if code < 0 else None,
                    "usage": {
                        "user": round(usage.ru_utime, 3),
                        "system": round(usage.ru_stime, 3),
                        "maxRss": usage.ru_maxrss * 1024,
                    },
                }
            )

    def _kill_all(self) -> None:
        for pid in self._children:
            send_signal(pid, signal.SIGKILL, group=True)
        kill_orphans(frozenset())


def send_signal(pid: int, number: int, group: bool) -> None:
    """Sends a signal to a step, or to its whole group; a step that is gone is no error."""
    try:
        if group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def start_time(pid: int) -> str | None:
    """When a process started, in the system's own units: with its pid, it names a process for
    good. None where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return None
