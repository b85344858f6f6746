"""Writes small notebooks at random, each of which runs from top to bottom.

Every statement is tried in a live namespace as soon as it is written, so that it can build on the
values that are really there; what raises or takes long is thrown away.
"""

from __future__ import annotations

import decimal
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from fuzz.forms import MODULES
from fuzz.statements import Names, beginning, candidate, prelude_statement

FAILURES = ("1 / 0", "raise ValueError('stop')", "{}['no']")
STEPS = ("one", "two", "three", "four", "five", "six")


@dataclass
class Cell:
    """One cell; statements are kept apart so that a notebook can be made smaller."""

    role: str
    statements: list[str]
    tags: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        return "\n".join(self.statements)

    @property
    def step(self) -> str | None:
        return self.role[5:] if self.role.startswith("step:") else None

    def as_json(self) -> dict[str, Any]:
        return {"tags": [self.role, *self.tags], "source": self.source}


Notebook = list[Cell]


def notebook(seed: int) -> Notebook:
    """The notebook of a seed. Files that it writes are tried in a folder of their own."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return _notebook(random.Random(seed), Trial())
        finally:
            os.chdir(before)
            os.environ.pop("KALETTE_FUZZ", None)
            decimal.setcontext(decimal.Context())


def _notebook(rng: random.Random, trial: Trial) -> Notebook:
    cells = [_prelude(rng, trial)]
    if rng.random() < 0.4:
        cells.append(_filled(Cell("pipeline-parameters", []), trial, _parameters(rng)))
    steps = STEPS[: rng.randint(2, 6)]
    order = [*steps]
    if rng.random() < 0.12:
        order.insert(rng.randint(2, len(order)), rng.choice(order))
    for name in order:
        if rng.random() < 0.05:
            cells.append(_prelude(rng, trial))
        if rng.random() < 0.03:
            cells.append(_skipped(rng, trial))
        cell = Cell(f"step:{name}", [])
        written = [one.step for one in cells]
        if name in written:
            pass
        elif rng.random() < 0.15 and any(written):
            cell.tags.append(f"prev:{rng.choice([one for one in written if one])}")
        if not any(written):
            _filled(cell, trial, _beginning(rng))
        _write(rng, trial, cell, rng.randint(1, 4))
        cells.append(cell)
    if rng.random() < 0.05:
        cells[-1].statements.append(rng.choice(FAILURES))
    elif rng.random() < 0.5:
        cells.append(Cell("step:show", _shown(trial)))
    return [cell for cell in cells if cell.statements]


def _prelude(rng: random.Random, trial: Trial) -> Cell:
    cell = Cell(rng.choice(("imports", "functions")), [])
    if not trial.accepted:
        trial.take(MODULES, cell.statements)
    for _ in range(rng.randint(0, 2)):
        trial.take(prelude_statement(rng, trial.names), cell.statements)
    return cell


def _beginning(rng: random.Random) -> list[str]:
    seeded = ["import random\nrandom.seed(1)"] if rng.random() < 0.2 else []
    return [*seeded, *beginning(rng)]


def _parameters(rng: random.Random) -> list[str]:
    literals = ("3", "'t'", "[1, 2]", "True", "2.5")
    return [
        f"{name} = {rng.choice(literals)}" for name in rng.sample(("m", "n"), rng.randint(1, 2))
    ]


def _filled(cell: Cell, trial: Trial, statements: list[str]) -> Cell:
    for statement in statements:
        trial.take(statement, cell.statements)
    return cell


def _skipped(rng: random.Random, trial: Trial) -> Cell:
    """A cell that does not run: its statements are tried and forgotten."""
    cell = Cell("skip", [])
    before = list(trial.accepted)
    _write(rng, trial, cell, 2)
    trial.accepted = before
    trial.restart()
    return cell


def _write(rng: random.Random, trial: Trial, cell: Cell, count: int) -> None:
    for _ in range(count * 8):
        if len(cell.statements) >= count:
            return
        trial.take(candidate(rng, trial.names), cell.statements)


def _shown(trial: Trial) -> list[str]:
    """A last step that looks at all there is."""
    names = trial.names
    functions = [f"print('{name}()', {name}())" for name in sorted(names.of("function"))]
    statements = [f"print('{name}', {name})" for name in sorted(names.printable())]
    kept: list[str] = []
    for statement in [*statements, *functions]:
        trial.take(statement, kept)
    return kept


class Trial:
    """A namespace in which the statements so far have run."""

    def __init__(self) -> None:
        self.accepted: list[str] = []
        self.restart()

    def restart(self) -> None:
        """Runs everything accepted again in a new namespace."""
        for file in os.listdir():
            os.unlink(file)
        os.environ.pop("KALETTE_FUZZ", None)
        decimal.setcontext(decimal.Context())
        self.names = Names({"__name__": "__main__"})
        for statement in self.accepted:
            execute(statement, self.names.space)

    def take(self, statement: str | None, into: list[str]) -> None:
        """Runs a statement; it is kept if all goes well."""
        if statement is None:
            return
        if execute(statement, self.names.space) and self.names.are_small():
            self.accepted.append(statement)
            into.append(statement)
        else:
            self.restart()


def execute(source: str, space: dict[str, Any]) -> bool:
    """Runs source for at most a tenth of a second; says whether it went well."""
    printed, sys.stdout = sys.stdout, StringIO()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_depth() + 60)
    try:
        with _time_limit(0.1):
            exec(compile(source, "<fuzz>", "exec"), space)
        return " at 0x" not in sys.stdout.getvalue()
    except Exception:
        return False
    finally:
        sys.setrecursionlimit(limit)
        sys.stdout = printed


def _depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


@contextmanager
def _time_limit(seconds: float) -> Any:
    def stop(*_: object) -> None:
        raise TimeoutError

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
