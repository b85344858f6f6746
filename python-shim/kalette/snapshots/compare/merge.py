"""Joining what parallel steps did to copies of one tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Optional, Sequence

from ..capture.ignore import PatternList
from ..format.metas import Meta, encode_meta
from ..format.names import path_text
from ..format.trees import FOLDER, Entry, encode_tree
from ..progress import Task
from ..store.pack_writer import PackWriter
from ..store.trees import Content, Place, Row, TreeReader, inner_place
from .diff import Side, side

# What programs leave behind and make again: any version of it will do.
_CACHES = PatternList([b"**/__pycache__/**", b"**/.ipynb_checkpoints/**"])


class Parent(NamedTuple):
    """A tree that is joined, and the step it comes from."""

    step: str
    place: Optional[Place]


@dataclass(frozen=True)
class Conflict:
    """Two steps that left different things at one path; None: it was not there any more."""

    path: str
    steps: tuple[str, str]
    sides: tuple[Optional[Side], Optional[Side]]


@dataclass(frozen=True)
class Merged:
    """The joined tree when there are no conflicts. ``noted`` are paths where the last step in
    notebook order was taken, as the caller had said."""

    tree: Optional[bytes]
    meta: Optional[bytes]
    conflicts: tuple[Conflict, ...]
    noted: tuple[str, ...]
    files: int = 0
    size: int = 0


class _Choice(NamedTuple):
    """What one side has at a path; None: nothing."""

    step: str
    row: Optional[Row]


class Merge:
    """Merges trees by the rules: changed on one side, take it; the same on several, take it;
    folders by entry; anything else is a conflict. Lines of files are never merged."""

    def __init__(
        self, trees: TreeReader, writer: PackWriter, keep_last: Sequence[str], task: Task
    ) -> None:
        self._trees = trees
        self._writer = writer
        self._last = PatternList(glob.encode("utf-8", "surrogateescape") for glob in keep_last)
        self._task = task
        self._conflicts: list[Conflict] = []
        self._noted: list[str] = []

    def run(self, base: Optional[Place], parents: Sequence[Parent]) -> Merged:
        """``parents`` in notebook order; their steps name the conflicts."""
        self._task.begin("merge")
        place = self._folder(b"", base, parents)
        conflicts, noted = tuple(self._conflicts), tuple(self._noted)
        if conflicts or place is None:
            return Merged(None, None, conflicts, noted)
        files, size = self._count(place, {})
        return Merged(place.tree, place.meta, (), noted, files, size)

    def _folder(
        self, path: bytes, base: Optional[Place], parents: Sequence[Parent]
    ) -> Optional[Place]:
        """The merged folder; None when it is gone."""
        differing = [parent for parent in parents if parent.place != base]
        if not differing:
            return base
        if len({parent.place for parent in differing}) == 1:
            return differing[0].place
        self._task.advance(1)
        contents = [(parent.step, self._content(parent.place)) for parent in parents]
        before = {row.entry.name: row for row in self._content(base).rows}
        sides = [(step, {row.entry.name: row for row in item.rows}) for step, item in contents]
        names = sorted({*before, *(name for _, rows in sides for name in rows)})
        rows: list[Row] = []
        for name in names:
            below = path + b"/" + name if path else name
            choices = [_Choice(step, found.get(name)) for step, found in sides]
            row = self._entry(below, before.get(name), choices)
            if row is not None:
                rows.append(row)
        removed = base is not None and any(parent.place is None for parent in parents)
        if removed and not rows:
            return None
        return self._write(self._own(base, parents), rows)

    def _entry(self, path: bytes, base: Optional[Row], choices: Sequence[_Choice]) -> Optional[Row]:
        changed = [choice for choice in choices if not _same(choice.row, base)]
        if not changed:
            if _is_folder(base):
                return self._inner(path, base, choices)
            # Only times or permissions differ: the last who touched them.
            touched = [choice.row for choice in choices if choice.row != base]
            return touched[-1] if touched else base
        if _mergeable(base, changed):
            return self._inner(path, base, choices)
        if all(_same(choice.row, changed[0].row) for choice in changed):
            return changed[-1].row
        if self._last.verdict(path.split(b"/"), False) is True:
            self._noted.append(path_text(path))
            return changed[-1].row
        if _CACHES.verdict(path.split(b"/"), False):
            return changed[-1].row
        self._conflict(path, changed)
        return None

    def _inner(self, path: bytes, base: Optional[Row], choices: Sequence[_Choice]) -> Optional[Row]:
        """A path where all have a folder, or nothing any more."""
        place = self._folder(
            path, _place(base), [Parent(choice.step, _place(choice.row)) for choice in choices]
        )
        if place is None:
            return None
        name = path.rpartition(b"/")[2]
        own = self._trees.content(place).own
        return Row(Entry(name, FOLDER, place.tree, 0), Meta(own.mode, own.mtime, place.meta))

    def _conflict(self, path: bytes, changed: Sequence[_Choice]) -> None:
        first = changed[0]
        other = next(choice for choice in changed if not _same(choice.row, first.row))
        sides = (side(first.row), side(other.row))
        self._conflicts.append(Conflict(path_text(path), (first.step, other.step), sides))

    def _own(self, base: Optional[Place], parents: Sequence[Parent]) -> Meta:
        before = self._content(base).own if base is not None else None
        owns = [self._content(parent.place).own for parent in parents if parent.place is not None]
        changed = [own for own in owns if own != before]
        return (changed or owns)[-1]

    def _write(self, own: Meta, rows: Sequence[Row]) -> Place:
        tree = self._writer.put(encode_tree([row.entry for row in rows]))
        meta = self._writer.put(encode_meta(own, [row.meta for row in rows]))
        place = Place(tree, meta)
        # It is not in the store before the writer has finished.
        self._trees.remember(place, Content(own, list(rows)))
        return place

    def _content(self, place: Optional[Place]) -> Content:
        return self._trees.content(place) if place is not None else Content(Meta(0o755, 0), [])

    def _count(self, place: Place, known: dict[Place, tuple[int, int]]) -> tuple[int, int]:
        if place not in known:
            files = size = 0
            for row in self._trees.content(place).rows:
                if row.entry.kind == FOLDER:
                    inner = self._count(inner_place(row), known)
                    files, size = files + inner[0], size + inner[1]
                elif row.entry.is_file:
                    files, size = files + 1, size + row.entry.size
            known[place] = (files, size)
        return known[place]


def _same(one: Optional[Row], two: Optional[Row]) -> bool:
    if one is None or two is None:
        return one is two
    return one.entry == two.entry


def _is_folder(row: Optional[Row]) -> bool:
    return row is not None and row.entry.kind == FOLDER


def _mergeable(base: Optional[Row], changed: Sequence[_Choice]) -> bool:
    """Whether every side that changed it has a folder there, or removed one that was there."""
    if not any(_is_folder(choice.row) for choice in changed):
        return False
    for choice in changed:
        if choice.row is None:
            if not _is_folder(base):
                return False
        elif not _is_folder(choice.row):
            return False
    return base is None or _is_folder(base)


def _place(row: Optional[Row]) -> Optional[Place]:
    return inner_place(row) if row is not None and row.entry.kind == FOLDER else None
