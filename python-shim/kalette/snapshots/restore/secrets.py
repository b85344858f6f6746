"""What looks like a secret and is in a snapshot, where it comes back into a live folder."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, Optional

from ..capture.capture import RootCapture
from ..capture.create import Creator
from ..capture.ignore import taking_along
from ..errors import Missing
from ..format.names import path_bytes
from ..store.trees import Place, TreeReader


def looks(
    creator: Creator, capture: RootCapture, goal: Place, trees: TreeReader
) -> Iterator[RootCapture]:
    """Captures of the live folder, to be run one after another; the last one counts. There is
    another where one has left out likely secrets that the goal has: what would be written over
    is seen then, and saved first. The caller holds the lock."""
    while True:
        yield capture
        options = capture.options
        found = (_rule(goal, trees, text) for text in capture.result.withheld)
        rules = tuple(rule for rule in found if rule is not None and rule not in options.rules)
        if not rules:
            return
        capture = creator.root(capture.path, replace(options, rules=(*options.rules, *rules)))


def _rule(goal: Place, trees: TreeReader, text: str) -> Optional[str]:
    path = path_bytes(text).rstrip(b"/")
    try:
        trees.find(goal, path)
    except Missing:
        return None
    return taking_along(path, text.endswith("/"))
