"""A notebook in one process, and its steps in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from ..runtime.shells import Shell
from .processes import forked
from .request import Request, Step
from .watching import run_plan

Outputs = dict[str, list[dict[str, Any]]]


@dataclass
class Outcome:
    """What a notebook, or all of its steps together, did."""

    # By cell: what it showed.
    outputs: Outputs = field(default_factory=dict)
    # By step: the values of all names when its last cell had run.
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    # By name: the step that changed its value last.
    changed: dict[str, Optional[str]] = field(default_factory=dict)
    # Where it ended early: name, message and cell.
    error: Optional[dict[str, Any]] = None
    # By step, of steps only.
    metrics: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Runner:
    """How cells are run: in which shell, and for how long at most."""

    make_shell: Callable[[], Shell]
    seconds: Optional[int] = None


def run_notebook(request: Request, runner: Runner, workspace: str, scratch: str) -> Outcome:
    """All cells in one process, in notebook order."""
    owners = [cell["owner"] for cell in request.cells]
    last = len(owners) - 1
    # Values are looked at where the next cell belongs to another step.
    ends = {place for place in range(last) if owners[place] != owners[place + 1]} | {last}
    cells = [_plain(cell) for cell in request.cells]
    plan = _plan({"cells": cells}, request, workspace, scratch)
    answer = forked(lambda: run_plan(plan, runner.make_shell, ends.__contains__), runner.seconds)
    if answer is None:
        return Outcome(error=_killed())
    outcome = Outcome(outputs=_begun(answer), error=answer["error"])
    values: dict[str, str] = {}
    for place, after in answer["after"]:
        for name in {*values, *after}:
            if values.get(name) != after.get(name):
                outcome.changed[name] = owners[place]
        values = after
        if owners[place] is not None:
            outcome.values[owners[place]] = after
    return outcome


def run_steps(
    request: Request, order: Sequence[Step], runner: Runner, workspace: str, scratch: str
) -> Outcome:
    """Each step in a process of its own; stops where one fails."""
    outcome = Outcome()
    saved: dict[str, dict[str, Any]] = {}
    for step in order:
        plan = _plan(step.plan, request, workspace, os.path.join(scratch, step.name))
        plan["loads"] = {
            name: saved[maker][name]
            for name, maker in step.sources.items()
            if name in saved.get(maker, {})
        }
        last = len(plan["cells"]) - 1
        answer = forked(
            lambda plan=plan, last=last: run_plan(plan, runner.make_shell, last.__eq__),  # type: ignore[misc]
            runner.seconds,
        )
        if answer is None:
            outcome.error = {**_killed(), "step": step.name}
            break
        outcome.outputs.update(_begun(answer))
        outcome.values[step.name] = answer["after"][-1][1] if answer["after"] else {}
        outcome.metrics[step.name] = answer["metrics"]
        if answer["error"] is not None:
            outcome.error = {**answer["error"], "step": step.name}
            break
        saved[step.name] = {
            entry["name"]: {**entry, "path": os.path.join(plan["out"], entry.get("file", ""))}
            for entry in answer["saved"]
        }
    return outcome


def _begun(answer: Mapping[str, Any]) -> Outputs:
    return {cell: answer["outputs"].get(cell, []) for cell in answer["begun"]}


def _killed() -> dict[str, Any]:
    return {"name": "Killed", "message": "the process ended or took too long", "cell": None}


def _plain(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell[name] for name in ("id", "index", "line", "source")}


def _plan(
    part: Mapping[str, Any], request: Request, workspace: str, scratch: str
) -> dict[str, Any]:
    return {
        "version": 1,
        "pipeline": "verified",
        "notebook": "verified.ipynb",
        "step": "all",
        "parameters": [],
        "setup": [],
        "saves": [],
        "metrics": [],
        "state": {"restore": [], "capture": []},
        "values": {},
        "loads": {},
        **part,
        "cwd": os.path.normpath(os.path.join(workspace, request.folder)),
        "workspace": workspace,
        "out": os.path.join(scratch, "out"),
        "report": os.path.join(scratch, "report.ipynb"),
    }


def earliest(steps: Sequence[Step]) -> list[Step]:
    """Notebook order, each step as soon as the graph and the notebook allow."""
    return _in_order(list(steps))


def latest(steps: Sequence[Step]) -> list[Step]:
    """The order that lets each step wait as long as the graph allows."""
    waiting = list(steps)
    reverse: list[Step] = []
    while waiting:
        needed = {name for step in waiting for name in step.after}
        # The first that nobody waits for goes last.
        free = next(step for step in waiting if step.name not in needed)
        waiting.remove(free)
        reverse.append(free)
    return reverse[::-1]


def _in_order(waiting: list[Step]) -> list[Step]:
    placed: list[Step] = []
    while waiting:
        names = {step.name for step in placed}
        free = next(step for step in waiting if names.issuperset(step.after))
        waiting.remove(free)
        placed.append(free)
    return placed
