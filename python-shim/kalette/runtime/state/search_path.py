"""Where Python looks for modules: what a step added, moved or removed."""

from __future__ import annotations

import os
import sys
from typing import Any

from .kinds import Place, State
from .process import to_anywhere, to_here

Stored = dict[str, Any]


class SearchPath(State):
    """``sys.path``; entries that the process itself brought along stay its own.

    A pod has the runtime on its path, another interpreter has other site packages: these are not
    what the notebook meant to hand on.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._start: list[str] = []

    def start(self) -> None:
        self._start = list(sys.path)

    def capture(self) -> Any:
        return {
            "start": [self._stored(entry) for entry in self._start],
            "now": [self._stored(entry) for entry in sys.path],
        }

    def restore(self, value: Any) -> None:
        brought = [self._found(entry) for entry in value["start"]]
        path = [
            entry
            for entry in map(self._found, value["now"])
            if entry not in brought or entry in self._start
        ]
        # What only this process brought stands behind what it stood behind.
        before: Any = None
        for entry in self._start:
            if entry not in brought and entry not in path:
                path.insert(path.index(before) + 1 if before in path else 0, entry)
            before = entry
        sys.path[:] = path

    def _stored(self, entry: Any) -> Stored:
        # The empty text stands for the working folder, and so do relative paths.
        if not isinstance(entry, str) or not os.path.isabs(entry):
            return {"inside": False, "path": str(entry)}
        return to_anywhere(entry, self._place)

    def _found(self, stored: Stored) -> str:
        return to_here(stored, self._place)
