"""Runs a plan and keeps all that can be compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Optional

from ..runtime.channel import SilentChannel
from ..runtime.child import reseed, run_step
from ..runtime.shells import CellResult, Shell
from ..runtime.variables.keeping import is_private
from .canonical import canonical
from .processes import Answer

Plan = Mapping[str, Any]


class WatchedShell:
    """A shell that remembers what every name stands for after some of the cells."""

    def __init__(self, shell: Shell, is_looked_at: Callable[[int], bool]) -> None:
        self._shell = shell
        self._is_looked_at = is_looked_at
        self._first = set(shell.namespace)
        # The number of the cell, from 0, and the names with their values as texts.
        self.after: list[tuple[int, dict[str, str]]] = []

    @property
    def namespace(self) -> dict[str, Any]:
        return self._shell.namespace

    def importing(self) -> AbstractContextManager[Any]:
        return self._shell.importing()

    def connect(self, sink: Any) -> None:
        self._shell.connect(sink)

    def compile_error(self, source: str, file: str) -> Optional[SyntaxError]:
        return self._shell.compile_error(source, file)

    def receive(self, name: str, value: Any) -> None:
        self._shell.receive(name, value)

    def as_python(self, source: str) -> str:
        return self._shell.as_python(source)

    def run(self, source: str, file: str, count: int, show: bool) -> CellResult:
        result = self._shell.run(source, file, count, show)
        place = count - 1
        if show and (result.error is not None or self._is_looked_at(place)):
            self.after.append((place, self._values()))
        return result

    def _values(self) -> dict[str, str]:
        return {
            name: canonical(value)
            for name, value in list(self.namespace.items())
            if not is_private(name) and name not in self._first
        }


class _Listener(SilentChannel):
    """Remembers which cells began."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "cell" and message["state"] == "started":
            self.begun.append(message["id"])


def run_plan(plan: Plan, make: Callable[[], Shell], is_looked_at: Callable[[int], bool]) -> Answer:
    """Cells begun, outputs by cell, values at some of them, the error, the variables saved."""
    reseed()
    shell, listener = WatchedShell(make(), is_looked_at), _Listener()
    result = run_step(plan, shell, listener)
    error = result.error
    return {
        "begun": listener.begun,
        "outputs": _outputs(plan["report"]),
        "after": shell.after,
        "error": error and {key: error[key] for key in ("name", "message", "cell")},
        "saved": result.variables,
        "metrics": result.metrics,
    }


def _outputs(report: str) -> dict[str, list[dict[str, Any]]]:
    """Of each cell, its outputs as nbformat has them, without what a run alone decides."""
    with open(report, encoding="utf-8") as file:
        cells: Sequence[dict[str, Any]] = json.load(file)["cells"]
    return {
        cell["id"]: [
            {name: part for name, part in output.items() if name not in ("execution_count",)}
            for output in cell["outputs"]
            if output["output_type"] != "error"
        ]
        for cell in cells
    }
