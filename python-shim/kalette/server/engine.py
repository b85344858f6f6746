"""Starts the engine on first use, watches it, and ends it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import threading
import time
from dataclasses import dataclass, field
from typing import IO

from ..cli import environment
from ..node import PROGRAM, find_node
from ..version import package_version
from .folder import PrivateFolder

READY_SECONDS = 20.0
GRACE_SECONDS = 3.0
# An engine that ends by itself this often within a minute is not started again.
STARTS_A_MINUTE = 4
LOG_TAIL = 2000
TOKEN_VARIABLE = "KALETTE_ENGINE_TOKEN"
PROTOCOL = 1


class EngineStartError(RuntimeError):
    """The engine did not start; the text says why and what to do."""


@dataclass
class Engine:
    """One Node process behind a private Unix socket (a loopback port where there are none).

    The process ends when its standard input does: so it cannot outlive this server.
    """

    root: str
    node: str = ""
    token: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    process: subprocess.Popen[bytes] | None = None
    folder: PrivateFolder | None = None
    port: int | None = None
    _starts: list[float] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def socket(self) -> str | None:
        """Path of the socket, or None when the engine listens on :attr:`port`."""
        return None if os.name == "nt" or self.folder is None else str(self.folder.path / "s")

    def ensure_started(self) -> None:
        """Blocks until the engine answers; call it off the event loop.

        Raises NodeNotFoundError or EngineStartError.
        """
        with self._lock:
            if self.is_running:
                return
            self._refuse_to_loop()
            self._discard()
            self._start()

    def stop(self) -> None:
        """Closes the engine's standard input, which asks it to end, then insists."""
        with self._lock:
            self._end()
            self._discard()

    def _refuse_to_loop(self) -> None:
        now = time.monotonic()
        self._starts = [start for start in self._starts if now - start < 60]
        if len(self._starts) >= STARTS_A_MINUTE:
            raise EngineStartError(
                f"The engine ended {len(self._starts)} times within a minute. {self._log_tail()} "
                "Run `kalette doctor`, then try again in a minute."
            )
        self._starts.append(now)

    def _start(self) -> None:
        node = find_node(self.node)
        if not PROGRAM.exists():
            raise EngineStartError(
                f"{PROGRAM} is missing: this checkout is not built. Run `pip install .` in it."
            )
        self.folder = PrivateFolder()
        command = [node, str(PROGRAM), "serve", "--root", self.root]
        if self.socket is not None:
            command += ["--socket", self.socket]
        with (self.folder.path / "stderr").open("wb") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**environment(), TOKEN_VARIABLE: self.token},
            )
        self._await_hello()

    def _await_hello(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        lines: list[bytes] = []
        ready = threading.Event()
        threading.Thread(
            target=_pump, args=(self.process.stdout, lines, ready), daemon=True
        ).start()
        ready.wait(READY_SECONDS)
        problem = self._read_hello(lines)
        if problem is not None:
            tail = self._log_tail()
            self._end()
            self._discard()
            raise EngineStartError(f"{problem} {tail} Run `kalette doctor` to see what is missing.")

    def _read_hello(self, lines: list[bytes]) -> str | None:
        """What is wrong with the engine's first line; None when all is well."""
        try:
            hello = json.loads(lines[0])
            protocol, version, self.port = hello["protocol"], hello["version"], hello.get("port")
        except (IndexError, KeyError, ValueError, TypeError):
            return "The engine did not start."
        if protocol != PROTOCOL:
            return f"The engine speaks protocol {protocol}, this server {PROTOCOL}."
        if version != package_version():
            return f"The engine is of version {version}, this server of {package_version()}."
        return None

    def _log_tail(self) -> str:
        if self.folder is None:
            return ""
        log = self.folder.path / "stderr"
        return log.read_text("utf-8", "replace")[-LOG_TAIL:].strip() if log.exists() else ""

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _discard(self) -> None:
        if self.folder is not None:
            self.folder.remove()
            self.folder = None


def _pump(stream: IO[bytes], lines: list[bytes], ready: threading.Event) -> None:
    """Keeps the pipe empty, and reports the first line."""
    try:
        for line in stream:
            if not lines:
                lines.append(line)
                ready.set()
    finally:
        ready.set()
