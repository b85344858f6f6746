"""Which run a person means: every name that the command line takes is taken here too."""

from __future__ import annotations

import os
import posixpath
import re
from functools import partial
from typing import Callable, Optional, Sequence

from ..snapshots import Snapshot, SnapshotError, Store

# Ids begin with their time, so the end is what tells them apart; a letter or two is a slip.
_SHORTEST_END = 4
_CHOICES = 10


def run_meant(store: Store, root: str, text: str) -> Sequence[Snapshot]:
    """The snapshots of the one run that is meant, the newest first.

    A run is NOTEBOOK:NUMBER, the number alone where one run has it, or its id, the beginning or
    the end of one. ``root`` is the folder of the workspace. Raises SnapshotError, with the
    choices where there are several.
    """
    runs: dict[str, list[Snapshot]] = {}
    for item in store.list():
        if item.manifest.run is not None:
            runs.setdefault(item.manifest.run, []).append(item)
    # What is exact wins: a name that was pasted is never ambiguous.
    for is_meant in _ways(root, text):
        found = [snapshots for snapshots in runs.values() if is_meant(snapshots[0])]
        if len(found) == 1:
            return found[0]
        if found:
            raise SnapshotError(
                "ambiguous-run",
                f"{text} names {len(found)} runs: {_names(found)}.",
                "",
                "Give the notebook too, as in digits.ipynb:1.",
            )
    raise SnapshotError(
        "no-run",
        f"There is no snapshot of a run {text} in this workspace.",
        "",
        "Give a run as `kalette runs list` prints it, or the URL of a snapshot.",
    )


def _ways(root: str, text: str) -> list[Callable[[Snapshot], bool]]:
    """Ways to take a name, the surest first."""
    named = re.match(r"(?:(.+):)?#?([1-9]\d{0,6})\Z", text)
    number = int(named[2]) if named else None
    if named and named[1] is not None:
        # As this folder sees it first, then as the workspace does and the list prints it.
        paths = (_inside(root, named[1]), posixpath.normpath(named[1]))
        return [partial(_has_name, path, number) for path in paths]
    ways: list[Callable[[Snapshot], bool]] = [partial(_has_id, text), partial(_has_part, text)]
    return ways if number is None else [partial(_has_number, number), *ways]


def _has_name(path: str, number: Optional[int], item: Snapshot) -> bool:
    return item.manifest.notebook == path and _number(item) == number


def _has_number(number: int, item: Snapshot) -> bool:
    return _number(item) == number


def _has_id(text: str, item: Snapshot) -> bool:
    return item.manifest.run == text


def _has_part(text: str, item: Snapshot) -> bool:
    run = str(item.manifest.run)
    return run.startswith(text) or (len(text) >= _SHORTEST_END and run.endswith(text))


def _inside(root: str, path: str) -> str:
    return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")


def _number(item: Snapshot) -> object:
    return item.manifest.environment.get("number")


def _names(runs: Sequence[Sequence[Snapshot]]) -> str:
    names = [f"{items[0].manifest.notebook}:{_number(items[0])}" for items in runs[:_CHOICES]]
    return ", ".join(names) + (", …" if len(runs) > _CHOICES else "")
