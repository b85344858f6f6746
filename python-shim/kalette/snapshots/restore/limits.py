"""What a restore is allowed to become, known before the first byte is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional

from ..errors import Refused, SnapshotError
from ..format.names import DEPTH_LIMIT, colliding, path_text, why_not_here
from ..format.trees import FOLDER
from ..progress import Task
from ..store.trees import Place, TreeReader, inner_place

_SPARE = 16 << 20
_PER_ENTRY = 512


@dataclass(frozen=True)
class Limits:
    """Most entries and bytes that a restore may have; None: as much as there is room for."""

    entries: int = 10_000_000
    bytes: Optional[int] = None


FOREIGN = Limits(entries=1_000_000, bytes=1 << 40)


@dataclass(frozen=True)
class Measure:
    """How much a tree is, everything below counted as often as it occurs."""

    entries: int
    bytes: int
    depth: int


class Survey:
    """Measures trees. A folder that occurs often is read once, so that a small tree which
    unfolds to a huge one is recognised at once."""

    def __init__(
        self, trees: TreeReader, folds_case: bool = False, windows: bool = os.name == "nt"
    ) -> None:
        self._trees = trees
        self._folds_case = folds_case
        self._windows = windows
        self._known: dict[Place, Measure] = {}

    def measure(self, place: Place, limits: Limits, task: Task) -> Measure:
        """Raises Refused when the tree is over a limit, or has names that cannot be here."""
        found = self._measure(place, b"", 1, task)
        if found.entries > limits.entries:
            raise Refused(
                f"The snapshot has {_count(found.entries)} entries, the limit is "
                f"{limits.entries:,}."
            )
        if limits.bytes is not None and found.bytes > limits.bytes:
            raise Refused(
                f"The snapshot has {_count(found.bytes)} bytes, the limit is {limits.bytes:,}."
            )
        return found

    def _measure(self, place: Place, path: bytes, depth: int, task: Task) -> Measure:
        if place in self._known:
            found = self._known[place]
            if depth + found.depth > DEPTH_LIMIT + 1:
                raise Refused(f"Folders are nested deeper than {DEPTH_LIMIT}.")
            return found
        if depth > DEPTH_LIMIT:
            raise Refused(f"Folders are nested deeper than {DEPTH_LIMIT}.")
        task.check()
        rows = self._trees.content_at(place, path).rows
        self._check_names([row.entry.name for row in rows])
        entries, size, deepest = len(rows), 0, 0
        for row in rows:
            size += row.entry.size
            if row.entry.kind == FOLDER:
                below = path + b"/" + row.entry.name if path else row.entry.name
                inner = self._measure(inner_place(row), below, depth + 1, task)
                entries += inner.entries
                size += inner.bytes
                deepest = max(deepest, inner.depth)
        found = Measure(entries, size, deepest + 1)
        self._known[place] = found
        return found

    def _check_names(self, names: list[bytes]) -> None:
        if self._windows:
            for name in names:
                why = why_not_here(name, windows=True)
                if why:
                    raise Refused(f"“{path_text(name)}” cannot be a name here: {why}.")
        if self._folds_case or self._windows:
            clash = colliding(names)
            if clash:
                one, two = (path_text(name) for name in clash)
                raise Refused(f"“{one}” and “{two}” are the same name on this file system.")


def check_room(folder: str, needed: int, entries: int) -> None:
    """Raises before anything is written when the disk has no room for it."""
    if not hasattr(os, "statvfs"):
        return
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    wanted = needed + entries * _PER_ENTRY + _SPARE
    if wanted > free:
        raise SnapshotError(
            "disk-full",
            f"The restore needs about {wanted >> 20:,} MiB, {free >> 20:,} MiB are free.",
            folder,
            "Free some space, or restore to another disk. Nothing has been written.",
        )


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**15 else "more than 10^15"
