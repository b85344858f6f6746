"""Restoring into a new folder and in place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional

from ..capture.capture import Captured, CaptureOptions, RootCapture
from ..capture.clones import CloneProbe
from ..capture.create import Creator, Description
from ..compare.diff import Difference, difference
from ..errors import SnapshotError, system_errors
from ..format.manifest import Manifest
from ..format.names import path_bytes
from ..progress import Task
from ..store.objects import ObjectReader
from ..store.opened import OpenStore
from ..store.trees import Place, TreeReader, place_of
from .files import check_system
from .fresh import (
    FreshRestore,
    check_target,
    discard,
    folds_case,
    last_moment,
    move_into_place,
    staging_path,
)
from .in_place import Applied, InPlaceRestore
from .limits import FOREIGN, Limits, Survey, check_room
from .markers import IN_PLACE, NEW, Marker, Markers
from .plan import Selection, make_plan

SAFETY_BUCKET = "safety"


@dataclass(frozen=True)
class Restored:
    """What a restore did. ``files`` and ``bytes`` were written, ``held_back`` are links of a
    foreign snapshot that lead out of it, ``kept`` folders with content that no snapshot has,
    ``conflicts`` paths left alone because they are not as in the base. ``safety`` is the
    snapshot of what was there before."""

    target: str
    snapshot: str
    in_place: bool
    files: int
    bytes: int
    removed: int = 0
    held_back: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    safety: Optional[str] = None


@dataclass(frozen=True)
class InPlaceOptions:
    """``capture`` as in the snapshots of the folder. ``only`` and ``keep`` choose paths; with
    ``base``, a snapshot, paths that are not as in it are left alone as conflicts."""

    capture: CaptureOptions = CaptureOptions()
    only: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    base: Optional[str] = None


class Restorer:
    """Restores the snapshots of one open store."""

    def __init__(self, store: OpenStore, creator: Creator) -> None:
        self._store = store
        self._creator = creator
        self._clones = CloneProbe()
        self.markers = Markers(store.layout)

    def new_folder(
        self, snapshot: str, root: Optional[str], target: str, foreign: bool, task: Task
    ) -> Restored:
        """Restores into a folder that is not there yet; it appears whole or not at all."""
        check_system()
        target = os.path.abspath(target)
        identifier, manifest = self._store.manifest(snapshot)
        chosen = manifest.root(root)
        place, trees = place_of(chosen), TreeReader(self._store.objects)
        with system_errors("restoring"):
            check_target(target)
            parent = os.path.dirname(target)
            limits = FOREIGN if foreign else Limits()
            measure = Survey(trees, folds_case(parent)).measure(place, limits, task)
            check_room(parent, measure.bytes, measure.entries)
            task.begin("write", measure.entries, measure.bytes)
            staging, started = staging_path(target), self._store.now_text()
            marker = Marker(NEW, identifier, chosen.name, target, started, staging=staging)
            fresh = FreshRestore(trees, self._clones, foreign, task)
            with self.markers.hold(marker) as held:
                try:
                    done = fresh.write(place, staging)
                    task.check()
                    capture = self._creator.root(target, CaptureOptions())
                    known = fresh.imprint.known(last_moment(staging))
                    device = os.stat(staging).st_dev
                    move_into_place(staging, target)
                except BaseException:
                    discard(staging)
                    held.settled = True
                    raise
            capture.expect(identifier, known, device)
        links = tuple(done.held_back)
        return Restored(target, identifier, False, done.files, done.bytes, held_back=links)

    def in_place(
        self, snapshot: str, root: Optional[str], target: str, options: InPlaceOptions, task: Task
    ) -> Restored:
        """Turns a live folder into the snapshot, after a snapshot of what it is now.

        An error or a cancel puts it back; a kill leaves a marker for the next open.
        """
        check_system()
        target = os.path.realpath(target)
        identifier, manifest = self._store.manifest(snapshot)
        place = place_of(manifest.root(root))
        capture = self._creator.root(target, options.capture)
        with system_errors("restoring"), capture.lock(task), self._store.no_prune(task):
            if folds_case(target):
                # Elsewhere the plan alone bounds what is written: it lists what differs.
                Survey(TreeReader(self._store.objects), True).measure(place, Limits(), task)
            safety = self._save(capture, target, identifier, task)
            marker = Marker(
                IN_PLACE,
                identifier,
                manifest.root(root).name,
                target,
                self._store.now_text(),
                safety=safety,
                rules=options.capture.rules,
                external=options.capture.external,
                only=options.only,
                keep=options.keep,
                base=options.base,
            )
            selection = self.selection(manifest, options, root)
            return self._apply(marker, capture, place, selection, task)

    def preview(
        self,
        snapshot: str,
        root: Optional[str],
        target: str,
        options: InPlaceOptions,
        limit: Optional[int],
        task: Task,
        offset: int = 0,
    ) -> Difference:
        """What ``in_place`` would change, as the difference from the live folder."""
        manifest = self._store.manifest(snapshot)[1]
        objects = self._store.objects
        return self.compare(manifest, objects, root, target, options, limit, task, offset)

    def compare(
        self,
        manifest: Manifest,
        objects: ObjectReader,
        root: Optional[str],
        target: str,
        options: InPlaceOptions,
        limit: Optional[int],
        task: Task,
        offset: int = 0,
    ) -> Difference:
        """As ``preview``, for a manifest of which ``objects`` has the folders."""
        capture = self._creator.root(os.path.realpath(target), options.capture)
        with system_errors("comparing"), capture.lock(task), self._store.no_prune(task):
            live = _place(self._creator.capture_only(capture, task))
            trees = TreeReader(objects)
            goal = place_of(manifest.root(root))
            wants = self.selection(manifest, options, root).wants
            return difference(trees, live, goal, True, limit, wants, offset)

    def selection(
        self, manifest: Manifest, options: InPlaceOptions, root: Optional[str]
    ) -> Selection:
        """What of a difference to the snapshot counts."""
        base = None
        if options.base is not None:
            base = place_of(self._store.manifest(options.base)[1].root(root))
        left_out = (
            *manifest.withheld,
            *manifest.external,
            *(item.path for item in manifest.skipped),
        )
        return Selection(
            tuple(path_bytes(path).rstrip(b"/") for path in options.only),
            tuple(path_bytes(path).rstrip(b"/") for path in options.keep),
            base,
            tuple(path_bytes(path).rstrip(b"/") for path in left_out),
        )

    def _save(self, capture: RootCapture, target: str, goal: str, task: Task) -> str:
        description = Description(
            bucket=SAFETY_BUCKET,
            title=f"Before restoring {goal[7:15]}",
            message=f"{target} as it was",
        )
        return self._creator.create_locked({"workspace": capture}, description, None, task).id

    def _apply(
        self,
        marker: Marker,
        capture: RootCapture,
        goal: Place,
        selection: Selection,
        task: Task,
    ) -> Restored:
        trees = TreeReader(self._store.objects)
        live = capture.result
        plan = make_plan(trees, _place(live), goal, selection)
        doing = InPlaceRestore(marker.target, plan, live.known, trees, self._clones, task)
        doing.check()
        size = sum(new.entry.size for _, _, new in plan.files if new is not None)
        check_room(marker.target, size, len(plan.files))
        with self.markers.hold(marker) as held:
            try:
                done = doing.run()
            except Exception as error:
                self._undo(marker, capture, _place(live), error)
                held.settled = True
                raise
        return _restored(marker, done, tuple(plan.conflicts))

    def _undo(self, marker: Marker, capture: RootCapture, before: Place, error: Exception) -> None:
        try:
            self._turn_back(marker.target, capture, before)
        except (SnapshotError, OSError) as second:
            raise SnapshotError(
                "half-restored",
                f"The restore failed ({error}) and could not be undone yet: {second}",
                marker.target,
                f"It is resumed at the next open. What was there before is {marker.safety}.",
            ) from error

    def _turn_back(self, target: str, capture: RootCapture, before: Place) -> None:
        live = self._creator.capture_only(capture, Task())
        trees = TreeReader(self._store.objects)
        plan = make_plan(trees, _place(live), before, Selection())
        restore = InPlaceRestore(target, plan, live.known, trees, self._clones, Task())
        restore.run(remove_first=True)


def _place(captured: Captured) -> Place:
    return Place(captured.tree, captured.meta)


def _restored(marker: Marker, done: Applied, conflicts: tuple[str, ...]) -> Restored:
    return Restored(
        marker.target,
        marker.snapshot,
        True,
        done.files,
        done.bytes,
        done.removed,
        kept=tuple(done.kept),
        conflicts=conflicts,
        safety=marker.safety,
    )
