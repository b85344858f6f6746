"""Which run a person means: every name that the command line takes is taken here too."""

from __future__ import annotations

import json
import os
import posixpath
import re
from functools import partial
from typing import Any, Callable, NamedTuple, Sequence

from ..snapshots import Snapshot, SnapshotError, Store

# Ids begin with their time, so the end is what tells them apart; a letter or two is a slip.
_SHORTEST_END = 4
_CHOICES = 10


class _Run(NamedTuple):
    """A run with its snapshots, the newest first.

    ``names`` are notebook and number: first as the run list has them, then as they were when the
    snapshots were taken. The two differ when the notebook was renamed since.
    """

    id: str
    names: Sequence[tuple[object, object]]
    snapshots: Sequence[Snapshot]


def run_meant(store: Store, root: str, text: str) -> Sequence[Snapshot]:
    """The snapshots of the one run that is meant, the newest first.

    A run is NOTEBOOK:NUMBER, with or without the notebook's ending, the number alone where one
    run has it, or its id, the beginning or the end of one. ``root`` is the folder of the
    workspace. Raises SnapshotError, with the choices where there are several or none.
    """
    runs = _runs(store)
    # What is exact wins: a name that was pasted is never ambiguous.
    for is_meant in _ways(root, text):
        found = [run for run in runs if is_meant(run)]
        if len(found) == 1:
            return found[0].snapshots
        if found:
            raise SnapshotError(
                "ambiguous-run",
                f"{text} names {len(found)} runs: {_names(found)}.",
                "",
                "Give the notebook too, as in digits.ipynb:1.",
            )
    there = f"It has those of {_by_notebook(runs)}." if runs else "It has none of any run."
    raise SnapshotError(
        "no-run",
        f"There is no snapshot of a run {text} in this workspace. {there}",
        "",
        "Give a run as `kalette runs list` prints it, or the URL of a snapshot. What ran before a "
        "notebook was renamed outside of JupyterLab has the notebook's old name.",
    )


def _runs(store: Store) -> list[_Run]:
    snapshots: dict[str, list[Snapshot]] = {}
    for item in store.list():
        if item.manifest.run is not None:
            snapshots.setdefault(item.manifest.run, []).append(item)
    home = os.path.dirname(store.path)
    return [_Run(run, _names_of(home, run, items[0]), items) for run, items in snapshots.items()]


def _names_of(home: str, run: str, item: Snapshot) -> Sequence[tuple[object, object]]:
    taken = (item.manifest.notebook, item.manifest.environment.get("number"))
    now = _listed(home, run)
    return [taken] if now in (None, taken) else [now, taken]


def _listed(home: str, run: str) -> Any:
    """Notebook and number as the run's own file has them, which a renaming changes; see
    ``run-file.ts``. None where there is no such file, as in a store that was fetched."""
    # An id is somebody's text, and is to name nothing outside.
    if not re.fullmatch(r"[0-9a-f-]+", run):
        return None
    try:
        with open(os.path.join(home, "runs", run, "run.json"), encoding="utf-8") as file:
            found = json.load(file)
        return found["notebook"], found["number"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _ways(root: str, text: str) -> list[Callable[[_Run], bool]]:
    """Ways to take a name, the surest first."""
    named = re.match(r"(?:(.+):)?#?([1-9]\d{0,6})\Z", text)
    number = int(named[2]) if named else None
    if named and named[1] is not None:
        # As this folder sees it first, then as the workspace does and the list prints it.
        paths = (_inside(root, named[1]), posixpath.normpath(named[1]))
        # Last as a name that leaves out the ending, which all notebooks have.
        names = [(path, number) for path in (*paths, *(f"{path}.ipynb" for path in paths))]
        return [*(partial(_is_listed, name) for name in names), *(partial(_was, n) for n in names)]
    ways: list[Callable[[_Run], bool]] = [partial(_has_id, text), partial(_has_part, text)]
    return ways if number is None else [partial(_has_number, number), *ways]


def _is_listed(name: tuple[object, object], run: _Run) -> bool:
    return run.names[0] == name


def _was(name: tuple[object, object], run: _Run) -> bool:
    return name in run.names


def _has_number(number: int, run: _Run) -> bool:
    return run.names[0][1] == number


def _has_id(text: str, run: _Run) -> bool:
    return run.id == text


def _has_part(text: str, run: _Run) -> bool:
    return run.id.startswith(text) or (len(text) >= _SHORTEST_END and run.id.endswith(text))


def _inside(root: str, path: str) -> str:
    return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")


def _names(runs: Sequence[_Run]) -> str:
    names = [f"{notebook}:{number}" for notebook, number in (run.names[0] for run in runs)]
    return _some(names)


def _by_notebook(runs: Sequence[_Run]) -> str:
    """As in `a.ipynb (2, 1), b.ipynb (1)`."""
    numbers: dict[object, list[str]] = {}
    for run in runs:
        notebook, number = run.names[0]
        numbers.setdefault(notebook, []).append(str(number))
    return _some([f"{notebook} ({_some(found)})" for notebook, found in numbers.items()])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_CHOICES]) + (", …" if len(names) > _CHOICES else "")
