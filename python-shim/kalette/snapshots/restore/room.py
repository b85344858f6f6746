"""How much room a restore in place needs: what it writes, and not what it goes over."""

from __future__ import annotations

import os

from ..capture.clones import CloneProbe
from ..format.chunks import CHUNK
from ..store.objects import ObjectReader
from ..store.trees import Row
from .limits import check_room
from .plan import Plan, is_rewritten


class RoomCheck:
    """The room for plans in the folder ``target``."""

    def __init__(self, target: str, objects: ObjectReader, clones: CloneProbe) -> None:
        self._target = target
        self._objects = objects
        self._clones = clones
        self._has_clones: dict[str, bool] = {}

    def check(self, plan: Plan) -> None:
        """Raises before anything is written when there is not enough.

        What is replaced does not count as room given back: a program may have it open, and
        there must be a way back.
        """
        size = entries = 0
        tokens = set()
        for step in plan.files:
            new = step[2]
            if new is None or not is_rewritten(step):
                continue
            token = new.meta.token
            if token is None or token not in tokens:
                size += self._written(new)
                entries += 1
            if token is not None:
                tokens.add(token)
        check_room(self._target, size, entries + len(plan.folders) + len(plan.links))

    def _written(self, row: Row) -> int:
        entry, extents = row.entry, row.meta.extents
        if entry.size <= CHUNK and extents is None:
            return entry.size
        whole = self._objects.whole_file(entry.content)
        if whole is not None and self._can_clone(whole):
            return 0
        return entry.size if extents is None else sum(length for _, length in extents)

    def _can_clone(self, whole: str) -> bool:
        folder = os.path.dirname(whole)
        if folder not in self._has_clones:
            self._has_clones[folder] = self._clones.into(whole, self._target)
        return self._has_clones[folder]
