"""Restoring into a folder that is not there yet."""

from __future__ import annotations

import os
from typing import Collection, NamedTuple

from ..capture.capture import CaptureOptions
from ..capture.clones import CloneProbe
from ..capture.create import Creator
from ..format.manifest import Root
from ..progress import Task
from ..store.opened import OpenStore
from ..store.trees import TreeReader, place_of
from .fresh import (
    FreshRestore,
    Written,
    check_target,
    discard,
    folds_case,
    last_moment,
    move_into_place,
    staging_path,
)
from .hazards import withheld
from .limits import FOREIGN, Limits, Survey, check_room
from .markers import NEW, Marker, Markers


class NewFolder(NamedTuple):
    """One root of a snapshot and the new folder ``target``, an absolute path; the stricter rules
    hold for a ``foreign`` one. Code that runs by itself is left out if it is of the kinds in
    ``withhold``."""

    store: OpenStore
    root: Root
    target: str
    foreign: bool
    withhold: Collection[str] = ()

    def check(self, task: Task) -> None:
        """Raises before anything is written, when it may not or cannot be there."""
        check_target(self.target)
        parent = os.path.dirname(self.target)
        limits = FOREIGN if self.foreign else Limits()
        survey = Survey(TreeReader(self.store.objects), folds_case(parent))
        measure = survey.measure(place_of(self.root), limits, task)
        check_room(parent, measure.bytes, measure.entries)
        task.begin("write", measure.entries, measure.bytes)

    def write(
        self, snapshot: str, creator: Creator, markers: Markers, clones: CloneProbe, task: Task
    ) -> Written:
        """It appears whole or not at all. A capture of it finds what was written."""
        staging, started = staging_path(self.target), self.store.now_text()
        marker = Marker(NEW, snapshot, self.root.name, self.target, started, staging=staging)
        trees, place = TreeReader(self.store.objects), place_of(self.root)
        without = withheld(trees, place, self.withhold)
        fresh = FreshRestore(trees, clones, self.foreign, without, task)
        with markers.hold(marker) as held:
            try:
                done = fresh.write(place, staging)
                task.check()
                capture = creator.root(self.target, CaptureOptions())
                known = fresh.imprint.known(last_moment(staging))
                device = os.stat(staging).st_dev
                move_into_place(staging, self.target)
            except BaseException:
                discard(staging)
                held.settled = True
                raise
        capture.expect(snapshot, known, device)
        return done
