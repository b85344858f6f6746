"""Compares what snapshots of runs bring back with what the notebook had."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz.grammar import Notebook, notebook
from fuzz.oracle import Compiler
from fuzz.shrink import text_of
from kalette.runtime.shells import fresh_main
from kalette.runtime.variables.keeping import is_kept
from kalette.verify.canonical import canonical

# Deeper parts have the same parts above them.
DEPTH = 4


@dataclass
class Result:
    """``reports``: each with its seed, and the lines that say what differs.

    ``apart``: parts of equal values that are one object in the notebook and several here, or the
    other way round. A run hands on apart what no later step changes, so these are only counted.
    """

    judged: int = 0
    compared: int = 0
    missing: int = 0
    apart: int = 0
    reports: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Picture:
    """Variables at one moment: their values as texts, and where parts of them are one object."""

    values: dict[str, str]
    # For each path of a part that stands elsewhere before: that place.
    same: dict[str, str]
    # Reasons by name of what is not there.
    missing: dict[str, str] = field(default_factory=dict)


def search(seeds: Sequence[int]) -> Result:
    """Runs and compares the notebooks that nobody is warned of; prints what differs at once."""
    result = Result()
    compiler = Compiler()
    for seed in seeds:
        one = notebook(seed)
        compiled = compiler.compile([one])[0]
        if compiled["urgent"] or not compiled["steps"]:
            continue
        lines = _judged(one, compiled, result)
        if lines:
            result.reports.append(f"seed {seed}\n{text_of(one)}\n   " + "\n   ".join(lines))
            print(result.reports[-1], end="\n\n", flush=True)
    compiler.close()
    return result


def _judged(one: Notebook, compiled: dict[str, Any], result: Result) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder, "w")
        Path(workspace, ".git").mkdir(parents=True)
        # A key of its own: what it signed is trusted here.
        os.environ["XDG_CONFIG_HOME"] = str(Path(folder, "keys"))
        _write(workspace / "n.ipynb", one)
        program = Path(sys.executable).with_name("kalette")
        done = subprocess.run(
            [program, "run", "n.ipynb"], cwd=workspace, capture_output=True, text=True
        )
        if done.returncode != 0:
            return []
        result.judged += 1
        lines: list[str] = []
        for step in compiled["steps"]:
            loaded = _in_child(_loaded, workspace, step["name"])
            assert loaded is not None
            scratch = Path(folder, f"notebook-{step['name']}")
            scratch.mkdir()
            names = list(loaded.values)
            behind = (_cells_behind(compiled, step["name"], is_run) for is_run in (False, True))
            tried = [_in_child(_had, scratch, cells, names) for cells in behind]
            pictures = [one for one in tried if one is not None]
            if not pictures:
                continue
            had = min(pictures, key=lambda one: len(_differences(one, loaded)))
            result.compared += len(loaded.values)
            result.missing += len(loaded.missing)
            result.apart += len(set(had.same.items()) ^ set(loaded.same.items()))
            lines += [f"{step['name']}: {line}" for line in _differences(had, loaded)]
        return lines


def _write(path: Path, one: Notebook) -> None:
    cells = [
        {
            "cell_type": "code",
            "id": f"c{place}",
            "metadata": {"tags": cell.as_json()["tags"]},
            "source": cell.source,
            "execution_count": None,
            "outputs": [],
        }
        for place, cell in enumerate(one)
    ]
    metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python"}}
    path.write_text(
        json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}),
        "utf-8",
    )


def _cells_behind(compiled: dict[str, Any], name: str, is_run: bool) -> list[tuple[str, bool]]:
    """The code that the notebook has run when a step ends, and whether every step repeats it.

    With what the step waits for further down, and without what waits for it. That has run before
    the step where its steps were run (``is_run``), and after it where the cells were: either is
    what a reader may expect of a step that continues below another one."""
    cells = compiled["cells"]
    after = {step["name"]: step["after"] for step in compiled["steps"]}
    behind = _reached(name, after)
    ahead = {other for other in after if other != name and name in _reached(other, after)}
    end = max(place for place, cell in enumerate(cells) if cell["owner"] == name)
    found = [
        cell
        for place, cell in enumerate(cells)
        if cell["owner"] not in ahead
        and (cell["owner"] is None or place <= end or cell["owner"] in behind)
    ]
    if is_run:
        order = [None, *(step["name"] for step in compiled["steps"])]
        found.sort(key=lambda cell: order.index(cell["owner"]))
    return [(cell["source"], cell["owner"] is None) for cell in found]


def _reached(name: str, after: dict[str, list[str]]) -> set[str]:
    """A step, and all that it waits for."""
    found: set[str] = set()
    open_ = [name]
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += after[one]
    return found


def _in_child(work: Callable[..., Picture | None], *given: Any) -> Picture | None:
    """In a process of its own, as both make modules and classes of the notebook."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def run() -> None:
        there.send(work(*given))

    child = context.Process(target=run)
    child.start()
    there.close()
    try:
        answer: Picture | None = here.recv()
    finally:
        child.join()
    return answer


def _loaded(workspace: Path, step: str) -> Picture:
    import kalette

    os.chdir(workspace)
    fresh_main()
    found = kalette.load("n.ipynb:1", step=step)
    # Where a notebook is opened, these come from their source.
    missing = dict.fromkeys(_defined_by(found), "defined again")
    missing.update(found.missing)
    values = {}
    for name in found:
        try:
            values[name] = found[name]
        except KeyError as error:
            missing[name] = str(error)
    return _picture(values, missing)


def _defined_by(found: Any) -> Iterable[str]:
    own, *_ = found._states.values()
    for source in own.record["sources"]:
        for node in ast.parse(source).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.Assign):
                yield from (one.id for one in node.targets if isinstance(one, ast.Name))


def _had(folder: Path, cells: Iterable[tuple[str, bool]], names: list[str]) -> Picture | None:
    """None where the cells do not run without others: a step repeats definitions of any step."""
    os.chdir(folder)
    space = fresh_main().__dict__
    defined: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for source, is_repeated in cells:
            try:
                exec(compile(source, "<cell>", "exec"), space)
            except Exception:
                return None
            if is_repeated:
                defined = dict(space)
    # What is imported is nobody's variable, and mostly code.
    known = {*names, *_imported_by(source for source, _ in cells)}
    others = {
        name: ""
        for name, value in space.items()
        if name not in known and is_kept(name, value, defined)
    }
    return _picture({name: space[name] for name in names if name in space}, others)


def _imported_by(sources: Iterable[str]) -> Iterable[str]:
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                yield from (one.asname or one.name for one in node.names)


def _picture(values: dict[str, Any], missing: dict[str, str]) -> Picture:
    first: dict[int, str] = {}
    same: dict[str, str] = {}
    held: list[Any] = []

    def look(value: Any, path: str, depth: int) -> None:
        parts = _parts(value)
        if parts is None or depth > DEPTH:
            return
        held.append(value)
        if id(value) in first:
            same[path] = first[id(value)]
            return
        first[id(value)] = path
        for key, part in parts:
            look(part, f"{path}{key}", depth + 1)

    for name in sorted(values):
        look(values[name], name, 0)
    texts = {name: canonical(value) for name, value in values.items()}
    return Picture(texts, same, missing)


def _parts(value: Any) -> Iterable[tuple[str, Any]] | None:
    """What a value that can be changed in place consists of; None for all others."""
    if isinstance(value, dict):
        return [(f"[{key!r}]", part) for key, part in value.items()]
    if isinstance(value, (list, tuple)):
        return [(f"[{place}]", part) for place, part in enumerate(value)]
    if isinstance(value, set):
        return []
    if type(value).__module__ == "__main__" and not isinstance(value, type):
        return [(f".{name}", part) for name, part in vars(value).items()]
    return None


def _differences(had: Picture, loaded: Picture) -> list[str]:
    lines = []
    for name, text in loaded.values.items():
        expected = had.values.get(name)
        if expected != text:
            lines.append(f"{name} is {text[:300]} instead of {(expected or 'nothing')[:300]}")
    untold = had.missing.keys() - loaded.missing.keys()
    lines += [f"{name} is not there, and nobody says so" for name in sorted(untold)]
    return lines
