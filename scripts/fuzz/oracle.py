"""Runs a notebook as a notebook and as isolated steps, and says where the two differ."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cloudpickle  # noqa: F401 -- here rather than again in each child
from fuzz.grammar import Notebook
from kalette.runtime.shells import Shell, fresh_main
from kalette.runtime.shells.plain_shell import PlainShell
from kalette.verify.compare import compare, error_text
from kalette.verify.request import Request, Step
from kalette.verify.running import Outcome, Runner, earliest, latest, run_notebook, run_steps

ROOT = Path(__file__).parents[2]


def _make_shell() -> Shell:
    return PlainShell(fresh_main())


RUNNER = Runner(_make_shell, seconds=5)


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
    # Variables that steps receive, and how many of them nobody would miss; None if not asked for.
    received: int = 0
    removable: list[str] | None = None


def judge(notebook: Notebook, compiled: dict[str, Any], *, removes: bool = False) -> Verdict:
    """Runs both ways, the steps in the earliest and, where files matter, in the latest order.

    With ``removes``, each variable that a step receives is also taken away in turn.
    """
    with tempfile.TemporaryDirectory() as folder:
        places = _places(Path(folder))
        request = Request.read({**compiled, "workspace": folder})
        whole = run_notebook(request, RUNNER, *next(places))
        orders = [earliest(request.steps)]
        if any("open(" in cell.source for cell in notebook):
            orders.append(latest(request.steps))
        found: list[str] = []
        for order in orders:
            parts = run_steps(request, order, RUNNER, *next(places))
            found += differences(request, whole, parts)
        verdict = Verdict(list(dict.fromkeys(found)), error_text(whole.error))
        if not removes or found or whole.error:
            return verdict
        return _removing(request, whole, places, verdict)


def _places(folder: Path) -> Iterator[tuple[str, str]]:
    """Folders for one run after another: where it works, and for what it saves."""
    number = 0
    while True:
        number += 1
        work, scratch = folder / f"work-{number}", folder / f"scratch-{number}"
        work.mkdir()
        yield str(work), str(scratch)


def differences(request: Request, whole: Outcome, parts: Outcome) -> list[str]:
    return [
        f"{one.step} {one.what} {one.name or ''}: {one.notebook} became {one.pipeline}"
        for one in compare(request, "earliest", whole, parts)
    ]


def _removing(
    request: Request, whole: Outcome, places: Iterator[tuple[str, str]], verdict: Verdict
) -> Verdict:
    removable = []
    received = 0
    for place, step in enumerate(request.steps):
        for name in step.sources:
            received += 1

            def is_missed(changed: Step, place: int = place) -> bool:
                steps = [*request.steps[:place], changed, *request.steps[place + 1 :]]
                parts = run_steps(request, earliest(steps), RUNNER, *next(places))
                return bool(differences(request, whole, parts))

            if not is_missed(_without(step, name)) and not is_missed(_with_other(step, name)):
                removable.append(f"{step.name} receives {name} from {step.sources[name]}")
    return replace(verdict, received=received, removable=removable)


def _without(step: Step, name: str) -> Step:
    """The step as if it did not receive a variable, or state."""
    setup = [item for item in step.plan["setup"] if item.get("variable") != name]
    state = step.plan["state"]
    restore = [key for key in state["restore"] if key != name]
    plan = {**step.plan, "setup": setup, "state": {**state, "restore": restore}}
    sources = {other: maker for other, maker in step.sources.items() if other != name}
    return replace(step, plan=plan, sources=sources)


def _with_other(step: Step, name: str) -> Step:
    """The step with something else under a name; without it, another may be found there."""
    other = {"id": "other", "index": 0, "line": 1, "source": f"{name} = type('Other', (), {{}})()"}
    setup = [
        {"definition": "other", "cell": other} if item.get("variable") == name else item
        for item in step.plan["setup"]
    ]
    without = _without(step, name)
    return replace(without, plan={**without.plan, "setup": setup})
