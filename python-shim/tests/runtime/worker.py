"""A host as the engine drives it: starts steps, and collects what they say."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

SHIM = Path(__file__).parents[2]


def cell(identifier: str, source: str, index: int = 1, line: int = 1) -> dict[str, Any]:
    return {"id": identifier, "index": index, "line": line, "source": source}


class Worker:
    """One host with one folder; ``run`` runs a step to its end."""

    def __init__(
        self, folder: Path, python: str = sys.executable, scratch: Path | None = None
    ) -> None:
        self.folder = folder
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(folder / "s"))
        self.server.listen()
        self.server.settimeout(30)
        self.host = subprocess.Popen(
            [
                *(python, "-u", "-m", "kalette.runtime", "host"),
                *([] if scratch is None else [str(scratch)]),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SHIM)},
        )
        self.hello = self.read()

    def read(self) -> dict[str, Any]:
        assert self.host.stdout is not None
        return json.loads(self.host.stdout.readline())

    def tell(self, **message: Any) -> None:
        assert self.host.stdin is not None
        self.host.stdin.write(json.dumps(message).encode() + b"\n")
        self.host.stdin.flush()

    def start(
        self,
        mode: str = "fork",
        env: dict[str, str] | None = None,
        attempt: str = "1",
        **plan: Any,
    ) -> Any:
        """Starts a step and returns its connection as a file of lines."""
        path = self.folder / "plan.json"
        path.write_text(json.dumps(self.plan(**plan)))
        self.tell(
            type="start",
            attempt=attempt,
            plan=str(path),
            socket=str(self.folder / "s"),
            token="secret",
            mode=mode,
            env=env or {},
            fd1=str(self.folder / "fd1.log"),
            fd2=str(self.folder / "fd2.log"),
        )
        connection, _ = self.server.accept()
        connection.settimeout(30)
        return connection.makefile("rwb")

    def run(self, **plan: Any) -> list[dict[str, Any]]:
        """All messages of a step, from its hello to its done; metrics are answered."""
        lines = self.start(**plan)
        messages = []
        for line in lines:
            message = json.loads(line)
            messages.append(message)
            if message["type"] == "metric":
                lines.write(b'{"type":"answer","stop":true}\n')
                lines.flush()
        self.exited = [self.read(), self.read()][-1]
        return messages

    def plan(self, **plan: Any) -> dict[str, Any]:
        return {
            "version": 1,
            "pipeline": "p",
            "notebook": "n.ipynb",
            "step": "s",
            "parameters": [],
            "setup": [],
            "cells": [],
            "saves": [],
            "metrics": [],
            "values": {},
            "loads": {},
            "cwd": str(self.folder),
            "workspace": str(self.folder),
            "out": str(self.folder / "out"),
            "report": str(self.folder / "report.ipynb"),
            **plan,
        }

    def report(self) -> dict[str, Any]:
        return json.loads((self.folder / "report.ipynb").read_text("utf-8"))

    def close(self) -> int:
        assert self.host.stdin is not None
        self.host.stdin.close()
        code = self.host.wait(10)
        self.server.close()
        return code


def of(messages: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [message for message in messages if message["type"] == kind]


def texts(messages: list[dict[str, Any]], stream: str = "stdout") -> str:
    outputs = [message.get("output", {}) for message in of(messages, "output")]
    return "".join(output["text"] for output in outputs if output.get("name") == stream)
