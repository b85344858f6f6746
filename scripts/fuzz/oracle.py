"""Runs a notebook as a notebook and as isolated steps, and says where the two differ.

Each run forks from this process, which has imported what it needs, and goes through the step
runner that real runs use.
"""

from __future__ import annotations

import ast
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloudpickle  # noqa: F401 -- here rather than again in each child
from fuzz.canonical import canonical
from fuzz.grammar import Notebook
from kalette.runtime.channel import SilentChannel
from kalette.runtime.child import run_step
from kalette.runtime.plain_shell import PlainShell
from kalette.runtime.shell import CellResult, fresh_main

ROOT = Path(__file__).parents[2]
SECONDS = 5

Outcome = dict[str, Any]


class Compiler:
    """The analysis in a process of its own; gives what `plans.mjs` says for each notebook."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node, "no Node on the PATH"
        self._node = subprocess.Popen(
            [node, "scripts/fuzz/plans.mjs"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def compile(self, notebooks: Sequence[Notebook]) -> list[dict[str, Any]]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        cells = [[cell.as_json() for cell in notebook] for notebook in notebooks]
        self._node.stdin.write(json.dumps(cells) + "\n")
        self._node.stdin.flush()
        answer: list[dict[str, Any]] = json.loads(self._node.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait()


@dataclass(frozen=True)
class Verdict:
    """What steps print, raise or leave behind otherwise than the notebook; as readable lines."""

    differences: list[str]
    # What the notebook itself raises.
    error: str | None


def judge(notebook: Notebook, compiled: dict[str, Any]) -> Verdict:
    """Runs both ways, the steps in the earliest and, where files matter, in the latest order."""
    with tempfile.TemporaryDirectory() as folder:
        whole = run_notebook(notebook, Path(folder) / "whole")
        steps = compiled["steps"]
        orders = [earliest(steps)]
        if any("open(" in cell.source for cell in notebook):
            orders.append(latest(steps))
        found: list[str] = []
        for number, order in enumerate(orders):
            parts = run_steps(order, Path(folder) / f"parts-{number}")
            found += compare(whole, parts, [step["name"] for step in steps])
        return Verdict(list(dict.fromkeys(found)), whole["error"])


def compare(whole: Outcome, parts: dict[str, Outcome], names: Sequence[str]) -> list[str]:
    found = []
    for name in names:
        expected, part = whole["steps"].get(name), parts.get(name)
        if expected is None or part is None:
            continue
        for what in ("error", "printed"):
            if _without_addresses(expected[what]) != _without_addresses(part[what]):
                found.append(f"{name} {what}: {expected[what]!r} became {part[what]!r}")
        if expected["error"]:
            return found
        values = {} if whole["error"] else part["values"]
        for variable, value in values.items():
            real = expected["values"].get(variable, value)
            is_own = whole["changed"].get(variable) == name and variable in part["mentions"]
            if is_own and real != value:
                found.append(f"{name} leaves {variable}: {real} became {value}")
    return found


def _without_addresses(text: str | None) -> str | None:
    return None if text is None else re.sub(r" at 0x[0-9a-f]+", "", text)


def earliest(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Notebook order: each step as soon as the graph and the notebook allow."""
    return list(steps)


def latest(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The order that lets each step wait as long as the graph allows."""
    waiting = list(steps)
    reverse: list[dict[str, Any]] = []
    while waiting:
        needed = {name for step in waiting for name in step["after"]}
        # The first that nobody waits for goes last.
        free = next(step for step in waiting if step["name"] not in needed)
        waiting.remove(free)
        reverse.append(free)
    return reverse[::-1]


def run_notebook(notebook: Notebook, folder: Path) -> Outcome:
    """All cells in one process; what each step printed, and who changed each name last."""
    folder.mkdir()
    cells = [
        {"id": f"cell-{i}", "index": i, "line": 1, "source": cell.source}
        for i, cell in enumerate(notebook)
        if cell.role != "skip"
    ]
    owners = {f"cell-{i}": cell.step for i, cell in enumerate(notebook)}
    answer = forked(lambda: _run(plan_of(cells, folder)))
    outcome: Outcome = {"steps": {}, "changed": {}, "error": answer["error"]}
    values: dict[str, str] = {}
    for cell, after, printed in zip(
        answer["cells"], answer["after"], answer["printed"], strict=False
    ):
        owner = owners[cell]
        for variable in {*values, *after}:
            if values.get(variable) != after.get(variable):
                outcome["changed"][variable] = owner
        values = after
        if owner is not None:
            step = outcome["steps"].setdefault(owner, {"printed": "", "error": None})
            step["printed"] += printed
            step["values"] = after
    if answer["error"] is not None and answer["cells"]:
        owner = owners[answer["cells"][-1]]
        if owner in outcome["steps"]:
            outcome["steps"][owner]["error"] = answer["error"]
    return outcome


def run_steps(order: Sequence[dict[str, Any]], folder: Path) -> dict[str, Outcome]:
    """Each step in a process of its own; stops where one fails."""
    folder.mkdir()
    saved: dict[str, dict[str, Any]] = {}
    outcomes: dict[str, Outcome] = {}
    for step in order:
        name, out = step["name"], folder / f"out-{step['name']}"
        loads = {
            variable: saved[maker][variable]
            for variable, maker in step["from"].items()
            if variable in saved.get(maker, {})
        }
        plan = {**plan_of([], folder), **step["plan"], "loads": loads, "out": str(out)}
        answer = forked(lambda plan=plan: _run(plan))  # type: ignore[misc]
        outcomes[name] = {
            "printed": "".join(answer["printed"]),
            "error": answer["error"],
            "mentions": _names(step["plan"]["cells"]),
            "values": answer["after"][-1] if answer["after"] else {},
        }
        if answer["error"] is not None:
            break
        saved[name] = {
            entry["name"]: {**entry, "path": str(out / entry.get("file", ""))}
            for entry in answer["saved"]
        }
    return outcomes


def _names(cells: Sequence[dict[str, Any]]) -> set[str]:
    """Names that the cells of a step mention; others are not the step's business."""
    trees = [ast.walk(ast.parse(cell["source"])) for cell in cells]
    return {node.id for tree in trees for node in tree if isinstance(node, ast.Name)}


def plan_of(cells: Sequence[dict[str, Any]], folder: Path) -> dict[str, Any]:
    return {
        "version": 1,
        "pipeline": "p",
        "notebook": "n.ipynb",
        "step": "s",
        "parameters": [],
        "setup": [],
        "cells": list(cells),
        "saves": [],
        "metrics": [],
        "values": {},
        "loads": {},
        "cwd": str(folder),
        "workspace": str(folder),
        "out": str(folder / "out"),
        "report": str(folder / "report.ipynb"),
    }


class WatchedShell(PlainShell):
    """Remembers what every name stands for after each cell."""

    def __init__(self) -> None:
        super().__init__(fresh_main())
        self.cells: list[str] = []
        self.after: list[dict[str, str]] = []

    def run(self, source: str, file: str, count: int, show: bool) -> CellResult:
        result = super().run(source, file, count, show)
        if show:
            self.after.append(
                {
                    name: canonical(value)
                    for name, value in self.namespace.items()
                    if not name.startswith("_")
                }
            )
        return result


class Listener(SilentChannel):
    """Keeps what cells print, cell by cell."""

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.printed: dict[str, str] = {}

    def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "cell" and message["state"] == "started":
            self.cells.append(message["id"])
        if message["type"] == "output" and "text" in message["output"]:
            text = self.printed.get(message["cell"], "")
            self.printed[message["cell"]] = text + message["output"]["text"]


def _run(plan: dict[str, Any]) -> Outcome:
    shell, listener = WatchedShell(), Listener()
    result = run_step(plan, shell, listener)
    error = result.error
    return {
        "cells": listener.cells,
        "printed": [listener.printed.get(cell, "") for cell in listener.cells],
        "after": shell.after,
        "error": error and f"{error['name']}: {error['message']}",
        "saved": result.variables,
    }


def forked(action: Callable[[], Outcome]) -> Outcome:
    """The result of an action in a child of this process."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        try:
            signal.alarm(SECONDS)
            answer = pickle.dumps(action())
            with os.fdopen(sink, "wb") as pipe:
                pipe.write(answer)
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        return {"cells": [], "printed": [], "after": [], "error": "killed", "saved": []}
    outcome: Outcome = pickle.loads(answer)
    return outcome
