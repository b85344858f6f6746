"""What an in-place restore has to do, worked out before anything is touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

from ..compare.diff import Pair, pairs
from ..errors import Missing
from ..format.names import path_text
from ..format.trees import FOLDER, LINK
from ..store.trees import Place, Row, TreeReader

TEMPORARY = b".kalette-restore-"

Step = tuple[bytes, Optional[Row], Optional[Row]]


@dataclass
class Plan:
    """Steps are (path, row that is there, row that shall be there), each list in its order.

    ``clear`` must go first because something of another kind takes the place; ``remove`` goes
    last. ``conflicts`` are paths left as they are since they are not what the caller expected,
    ``changed`` those that somebody has changed since the restore was interrupted.
    ``whole`` is the goal when nothing of it was left out.
    """

    clear: list[Step] = field(default_factory=list)
    folders: list[Step] = field(default_factory=list)
    files: list[Step] = field(default_factory=list)
    links: list[Step] = field(default_factory=list)
    remove: list[Step] = field(default_factory=list)
    metas: list[Step] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    whole: Optional[Place] = None

    def steps(self) -> list[Step]:
        return [*self.clear, *self.folders, *self.files, *self.links, *self.remove, *self.metas]


def is_rewritten(step: Step) -> bool:
    """False for a file that gets another time or other permissions alone."""
    _, old, new = step
    if old is None or new is None:
        return new is not None
    has_names = new.meta.token is not None or old.meta.token is not None
    return has_names or old.entry != new.entry or old.meta.extents != new.meta.extents


@dataclass(frozen=True)
class Selection:
    """Which differences count: those below ``only`` (all when empty) that are not below
    ``keep``, and, with a ``base``, where the live folder still is what it was there.
    ``since`` is what the folder was before an interrupted restore.
    What is below ``spared`` never counts: the snapshot left it out and says nothing about it."""

    only: tuple[bytes, ...] = ()
    keep: tuple[bytes, ...] = ()
    base: Optional[Place] = None
    spared: tuple[bytes, ...] = ()
    since: Optional[Place] = None

    @property
    def is_whole(self) -> bool:
        return not self.only and not self.keep and self.base is None

    def wants(self, path: bytes) -> bool:
        if is_left_over(path):
            return True
        if any(_below(path, kept) for kept in (*self.keep, *self.spared)):
            return False
        return not self.only or any(
            _below(path, chosen) or _below(chosen, path) for chosen in self.only
        )


# Nothing but the unfinished files of an interrupted restore.
LEFT_OVER = Selection(only=(TEMPORARY,))


def is_left_over(path: bytes) -> bool:
    """Whether an interrupted restore has left this unfinished file."""
    return path.rpartition(b"/")[2].startswith(TEMPORARY)


def _below(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder + b"/")


def make_plan(trees: TreeReader, live: Place, goal: Optional[Place], selection: Selection) -> Plan:
    """Everything that turns the live tree into the goal, as far as it is selected."""
    plan = Plan()
    for pair in pairs(trees, live, goal, with_meta=True):
        if not selection.wants(pair.path):
            continue
        if is_left_over(pair.path):
            _add(plan, pair)
            continue
        if selection.since is not None and not _is_half_way(trees, selection.since, pair):
            plan.changed.append(path_text(pair.path))
            continue
        if selection.base is not None and not _is_as_in(trees, selection.base, pair):
            plan.conflicts.append(path_text(pair.path))
            continue
        _add(plan, pair)
    # What is inside goes before its folder, and a folder's time is set after what is in it.
    plan.clear.reverse()
    plan.remove.reverse()
    plan.metas.reverse()
    if selection.is_whole:
        plan.whole = goal
        _complete_links(trees, live, goal, plan)
    return plan


def _complete_links(trees: TreeReader, live: Place, goal: Optional[Place], plan: Plan) -> None:
    """Where one name of a file with several names is written, all of them are."""
    tokens = {new.meta.token for _, _, new in plan.files if new is not None} - {None}
    if not tokens or goal is None:
        return
    planned = {path for path, _, _ in plan.files}
    for path, row in trees.everything(goal):
        if row.meta.token in tokens and path not in planned:
            plan.files.append((path, trees.find(live, path), row))


def _is_as_in(trees: TreeReader, base: Place, pair: Pair) -> bool:
    row = _row_in(trees, base, pair.path)
    if row is None or pair.before is None:
        return row is pair.before
    return _is_same(row, pair.before)


def _is_half_way(trees: TreeReader, since: Place, pair: Pair) -> bool:
    """Whether the interrupted restore itself has left the path so: as it was, as it shall be, or
    removed to make room for something of another kind."""
    row, live, goal = _row_in(trees, since, pair.path), pair.before, pair.after
    if live is None:
        return row is None or (goal is not None and _are_kinds_apart(row, goal))
    if goal is not None and _is_same(live, goal):
        return True
    return row is not None and _is_same(row, live)


def _row_in(trees: TreeReader, place: Place, path: bytes) -> Optional[Row]:
    try:
        return trees.find(place, path)
    except Missing:
        return None


def _is_same(one: Row, other: Row) -> bool:
    """In content; of a folder that is looked at below it."""
    return one.entry.kind == FOLDER == other.entry.kind or one.entry == other.entry


def _are_kinds_apart(one: Row, other: Row) -> bool:
    return (one.entry.kind == FOLDER) != (other.entry.kind == FOLDER)


def _add(plan: Plan, pair: Pair) -> None:
    path, old, new = pair
    step = (path, old, new)
    if new is None:
        assert old is not None
        # Below a folder that becomes something else, everything has to go first.
        above = any(_below(path, item[0]) for item in plan.clear if item[2] is not None)
        (plan.clear if above else plan.remove).append(step)
        return
    replaced = old is not None and _are_kinds_apart(old, new)
    if replaced:
        plan.clear.append(step)
    if new.entry.kind == FOLDER:
        if old is None or replaced:
            plan.folders.append(step)
        plan.metas.append(step)
    elif new.entry.kind == LINK:
        plan.links.append(step)
    else:
        plan.files.append(step)
