"""Verifies one notebook."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence

from .compare import compare, compare_files, error_text, without
from .files import changes, copy_of
from .request import Request, Step, Verdict
from .running import Outcome, Runner, earliest, latest, run_notebook, run_steps

# Told when something begins: what is run.
Told = Callable[[str], None]


def judge(request: Request, runner: Runner, tell: Told = lambda _: None) -> Verdict:
    """Runs the notebook twice, and its steps under two schedules; each in a copy of the workspace.

    What differs between two runs of the notebook itself is told apart from what the steps do
    otherwise.
    """
    with tempfile.TemporaryDirectory(prefix="kalette-verify-") as folder:
        trial = _Trial(request, runner, folder, tell)
        whole, files = trial.notebook("notebook")
        again, more = trial.notebook("notebook again")
        varying = [
            *compare(request, "again", whole, _as_steps(request, again)),
            *compare_files("again", files, more),
        ]
        verdict = Verdict(varying=varying, error=error_text(whole.error))
        orders = {"earliest": earliest(request.steps), "latest": latest(request.steps)}
        for schedule, order in orders.items():
            if schedule == "latest" and order == orders["earliest"]:
                continue
            parts, left = trial.steps(schedule, order)
            found = compare(request, schedule, whole, parts)
            if whole.error is None and parts.error is None:
                found += compare_files(schedule, files, left)
            verdict.differences += without(found, varying)
        verdict.compared = {
            "outputs": len(whole.outputs),
            "values": len(whole.changed),
            "files": len(files),
        }
        return verdict


def _as_steps(request: Request, outcome: Outcome) -> Outcome:
    """A second run of the notebook, to be compared as if it were the steps."""
    names = {step.name for step in request.steps}
    own = {name: values for name, values in outcome.values.items() if name in names}
    return Outcome(outputs=outcome.outputs, values=own, error=outcome.error)


class _Trial:
    def __init__(self, request: Request, runner: Runner, folder: str, tell: Told) -> None:
        self._request = request
        self._runner = runner
        self._folder = folder
        self._tell = tell

    def notebook(self, name: str) -> tuple[Outcome, dict[str, str]]:
        return self._in_copy(
            name,
            lambda work, scratch: run_notebook(self._request, self._runner, work, scratch),
        )

    def steps(self, name: str, order: Sequence[Step]) -> tuple[Outcome, dict[str, str]]:
        return self._in_copy(
            f"steps, {name}",
            lambda work, scratch: run_steps(self._request, order, self._runner, work, scratch),
        )

    def _in_copy(
        self, name: str, action: Callable[[str, str], Outcome]
    ) -> tuple[Outcome, dict[str, str]]:
        self._tell(name)
        # The same path each time: a notebook may print it.
        work = os.path.join(self._folder, "workspace")
        scratch = os.path.join(self._folder, "scratch")
        copy_of(self._request.workspace, work)
        try:
            outcome = action(work, scratch)
            return outcome, changes(self._request.workspace, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            shutil.rmtree(scratch, ignore_errors=True)
