"""Restoring into a new folder and in place."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import Collection, Optional

from ..capture.capture import Captured, CaptureOptions, RootCapture
from ..capture.clones import CloneProbe
from ..capture.create import Creator, Description, Gathered
from ..compare.diff import Difference, Listing, difference
from ..errors import SnapshotError, system_errors
from ..format.manifest import Manifest
from ..format.names import path_bytes
from ..progress import Task
from ..store.forget import forget_unused
from ..store.objects import ObjectReader
from ..store.opened import OpenStore
from ..store.trees import Place, TreeReader, place_of
from .files import check_system
from .fresh import folds_case
from .hazards import few_withheld
from .in_place import InPlaceRestore
from .limits import Limits, Survey
from .links import few_links_out
from .markers import IN_PLACE, Marker, Markers
from .new_folder import NewFolder
from .options import InPlaceOptions
from .outcome import Restored, outcome
from .plan import LEFT_OVER, Plan, Selection, make_plan
from .room import RoomCheck
from .secrets import looks

SAFETY_BUCKET = "safety"


class Restorer:
    """Restores the snapshots of one open store."""

    def __init__(self, store: OpenStore, creator: Creator) -> None:
        self._store = store
        self._creator = creator
        self._clones = CloneProbe()
        self.markers = Markers(store.layout)

    def new_folder(
        self,
        snapshot: str,
        root: Optional[str],
        target: str,
        foreign: bool,
        withhold: Collection[str],
        task: Task,
    ) -> Restored:
        """Restores into a folder that is not there yet; it appears whole or not at all."""
        check_system()
        identifier, manifest = self._store.manifest(snapshot)
        with system_errors("restoring"):
            place = os.path.abspath(target)
            chosen = NewFolder(self._store, manifest.root(root), place, foreign, withhold)
            chosen.check(task)
            done = chosen.write(identifier, self._creator, self.markers, self._clones, task)
        return Restored(
            chosen.target,
            identifier,
            False,
            done.files,
            done.bytes,
            held_back=tuple(done.held_back),
            withheld=done.withheld,
        )

    def in_place(
        self,
        snapshot: str,
        root: Optional[str],
        target: str,
        foreign: bool,
        options: InPlaceOptions,
        task: Task,
    ) -> Restored:
        """Turns a live folder into the snapshot, after a snapshot of what it is now if anything
        differs.

        An error or a cancel puts it back; a kill leaves a marker for the next open.
        """
        check_system()
        target = os.path.realpath(target)
        identifier, manifest = self._store.manifest(snapshot)
        place, trees = place_of(manifest.root(root)), TreeReader(self._store.objects)
        first = self._creator.root(target, options.capture)
        with system_errors("restoring"), first.lock(task), self._store.no_prune(task):
            if folds_case(target):
                # Elsewhere the plan alone bounds what is written: it lists what differs.
                Survey(trees, True).measure(place, Limits(), task)
            withheld = few_withheld(trees, place, options.withhold)
            held_back = few_links_out(trees, place) if foreign else ()
            options = replace(options, keep=(*options.keep, *withheld, *held_back))
            selection = self.selection(manifest, options, root)
            for capture in looks(self._creator, first, place, trees):
                found = self._creator.gather({"workspace": capture}, None, task)
            plan = self._plan(capture, place, selection)
            # What is refused leaves no snapshot: nothing was restored that one could go back from.
            doing = self._prepare(target, plan, capture, task)
            if not plan.steps():
                # What is left are time and permissions of the folder itself.
                doing.run()
                capture.remember(None)
                done = Restored(target, identifier, True, 0, 0, held_back=held_back)
                return self._settled(done, selection, plan, len(withheld))
            parent = capture.parent
            marker = Marker(
                IN_PLACE,
                identifier,
                manifest.root(root).name,
                target,
                self._store.now_text(),
                safety=self._save(
                    found, target, options.title or f"Before restoring {identifier[7:15]}"
                ),
                rules=capture.options.rules,
                external=capture.options.external,
                only=options.only,
                keep=options.keep,
                base=options.base,
            )
            done = replace(self._apply(marker, capture, doing, parent), held_back=held_back)
            return self._settled(done, selection, plan, len(withheld))

    def resume(self, marker: Marker, task: Task) -> tuple[str, ...]:
        """Finishes an interrupted restore in place. Where somebody has changed something since,
        nothing is touched: the answer is what."""
        check_system()
        capture = self._creator.root(marker.target, CaptureOptions(marker.rules, marker.external))
        options = InPlaceOptions(only=marker.only, keep=marker.keep, base=marker.base)
        manifest = self._store.manifest(marker.snapshot)[1]
        with system_errors("restoring"), capture.lock(task), self._store.no_prune(task):
            # What the folder was is in the safety snapshot already: no second one is needed.
            self._creator.capture_only(capture, task)
            selection = self.selection(manifest, options, marker.root)
            if marker.safety is not None:
                before = self._store.manifest(marker.safety)[1].root(None)
                selection = replace(selection, since=place_of(before))
            goal = place_of(manifest.root(marker.root))
            plan = self._plan(capture, goal, selection)
            doing = self._prepare(marker.target, plan, capture, task)
            if not plan.changed:
                doing.run()
            return tuple(plan.changed)

    def clean(self, marker: Marker, task: Task) -> None:
        """Takes away what an interrupted restore has left of its own, and nothing else."""
        capture = self._creator.root(marker.target, CaptureOptions(marker.rules, marker.external))
        with system_errors("restoring"), capture.lock(task), self._store.no_prune(task):
            live = _place(self._creator.capture_only(capture, task))
            left = make_plan(TreeReader(self._store.objects), live, None, LEFT_OVER)
            doing = self._doing(marker.target, left, capture, task)
            doing.check()
            doing.run()

    def preview(
        self,
        snapshot: str,
        root: Optional[str],
        target: str,
        options: InPlaceOptions,
        listing: Listing,
        task: Task,
    ) -> Difference:
        """What ``in_place`` would change, as the difference from the live folder."""
        manifest = self._store.manifest(snapshot)[1]
        objects = self._store.objects
        return self.compare(manifest, objects, root, target, options, listing, task)

    def compare(
        self,
        manifest: Manifest,
        objects: ObjectReader,
        root: Optional[str],
        target: str,
        options: InPlaceOptions,
        listing: Listing,
        task: Task,
    ) -> Difference:
        """As ``preview``, for a manifest of which ``objects`` has the folders."""
        first = self._creator.root(os.path.realpath(target), options.capture)
        with system_errors("comparing"), first.lock(task), self._store.no_prune(task):
            trees, goal = TreeReader(objects), place_of(manifest.root(root))
            for capture in looks(self._creator, first, goal, trees):
                live = _place(self._creator.capture_only(capture, task))
            wants = self.selection(manifest, options, root).wants
            return difference(trees, live, goal, True, listing, wants)

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

    def _settled(self, done: Restored, selection: Selection, plan: Plan, withheld: int) -> Restored:
        if selection.is_whole:
            self.markers.settle_all(done.target)
        return replace(done, conflicts=tuple(plan.conflicts), withheld=withheld)

    def _save(self, found: Gathered, target: str, title: str) -> str:
        message = f"{target} as it was"
        description = Description(bucket=SAFETY_BUCKET, title=title, message=message)
        return self._creator.acknowledge(found, description).id

    def _apply(
        self,
        marker: Marker,
        capture: RootCapture,
        doing: InPlaceRestore,
        parent: Optional[str],
    ) -> Restored:
        live, is_undone = capture.result, False
        try:
            with self.markers.hold(marker) as held:
                try:
                    done = doing.run()
                except Exception as error:
                    self._undo(marker, capture, _place(live), error)
                    held.settled = is_undone = True
                    raise
        except Exception:
            # Behind the marker, which names it.
            if is_undone and marker.safety is not None:
                self._let_go(marker.safety, capture, parent)
            raise
        return outcome(marker, done)

    def _let_go(self, safety: str, capture: RootCapture, parent: Optional[str]) -> None:
        """Everything is as it was before, so that there is nothing to go back to."""
        with contextlib.suppress(OSError, SnapshotError):
            if forget_unused(self._store, safety):
                capture.descend_from(parent)

    def _plan(self, capture: RootCapture, goal: Place, selection: Selection) -> Plan:
        trees = TreeReader(self._store.objects)
        return make_plan(trees, _place(capture.result), goal, selection)

    def _prepare(self, target: str, plan: Plan, capture: RootCapture, task: Task) -> InPlaceRestore:
        doing = self._doing(target, plan, capture, task)
        doing.check()
        RoomCheck(target, self._store.objects, self._clones).check(plan)
        return doing

    def _doing(self, target: str, plan: Plan, capture: RootCapture, task: Task) -> InPlaceRestore:
        trees = TreeReader(self._store.objects)
        return InPlaceRestore(target, plan, capture.result.known, trees, self._clones, task)

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
        plan = make_plan(TreeReader(self._store.objects), _place(live), before, Selection())
        self._doing(target, plan, capture, Task()).run(remove_first=True)


def _place(captured: Captured) -> Place:
    return Place(captured.tree, captured.meta)
