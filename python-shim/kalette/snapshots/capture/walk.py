"""The stat walk: what is in a folder, cheaply enough to do it before every step."""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Mapping, NamedTuple, Optional

from ..errors import Refused, SnapshotError
from ..format.manifest import Skipped
from ..format.metas import storable
from ..format.names import DEPTH_LIMIT, path_text
from ..progress import Task
from .folder import FOLDER_SIGNATURE, SIGNATURE, Folder, links_of, signatures_of
from .ignore import IGNORE_FILE, IGNORE_FILE_LIMIT, IGNORED, INCLUDED, WITHHELD, Rules
from .listing import Listing, Rows, list_folder


@dataclass
class Walk:
    """All folders, each before those in it, and what is not going to be in the snapshot."""

    folders: list[Folder] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    files: int = 0


class _Place(NamedTuple):
    """A folder to look at, below ``depth`` others, and the rules that hold around it."""

    path: bytes
    depth: int
    rules: Rules
    own: tuple[int, int, int]


class _Look(NamedTuple):
    """A folder, the folders in it, and the rules that hold in it."""

    folder: Folder
    inner: Rows
    rules: Rules


class Walker:
    """Walks one root, again and again; ``known`` folders save asking the rules once more."""

    def __init__(
        self, root: bytes, rules: Rules, store: Optional[str], external: frozenset[bytes]
    ) -> None:
        self._root = root
        self._rules = rules
        self._external = external
        self._inner_rules: dict[bytes, Rules] = {}
        try:
            self._root_stat = os.stat(root)
            self._store = os.stat(store) if store else None
        except OSError as error:
            raise SnapshotError(
                "missing", f"The folder cannot be captured: {error.strerror}.", path_text(root)
            ) from error
        if not stat.S_ISDIR(self._root_stat.st_mode):
            raise SnapshotError("missing", "This is no folder.", path_text(root))
        if os.path.dirname(root) == root:
            raise Refused(
                "This is the whole file system, and no workspace.",
                path_text(root),
                "Put the notebook into a folder of its own.",
            )

    @property
    def device(self) -> int:
        return self._root_stat.st_dev

    def walk(self, known: Mapping[bytes, Folder], task: Task) -> Walk:
        result = Walk()
        pending = [_Place(b"", 0, self._rules, _own(os.stat(self._root)))]
        while pending:
            place = pending.pop()
            listing = self._list(place.path, result)
            if listing is None:
                # Gone since its parent was read, which has named it: the next walk sees that.
                result.folders.append(Folder(place.path, place.rules.key, place.own))
                continue
            look = self._look(place, listing, known.get(place.path), result)
            result.folders.append(look.folder)
            result.files += len(listing.names) - len(look.inner)
            task.advance(len(listing.names))
            if place.depth + 2 >= DEPTH_LIMIT and look.inner:
                self._too_deep(look, result)
                continue
            pending += [
                _Place(look.folder.child(name), place.depth + 1, look.rules, _own(found))
                for name, found in reversed(look.inner)
            ]
        return result

    def _look(self, place: _Place, listing: Listing, old: Optional[Folder], result: Walk) -> _Look:
        """What the folder is like, and the folders in it."""
        mark = listing.mark() if old is not None else None
        if old is not None and old.key == place.rules.key and old.seen_as(mark):
            inner = self._inner_of(old, old.inner(listing), result)
            if inner is not None:
                return _Look(old.at(place.own), inner, place.rules)
        rows = listing.rows()
        rules = self._rules_in(place, rows)
        if old is not None and old.key == rules.key:
            inner = self._take_over(old, rows, result)
            if inner is not None:
                if _IGNORE_NAME not in listing.names:
                    old.see(listing, mark)
                return _Look(old.at(place.own), inner, rules)
        folder = Folder(place.path, rules.key, place.own)
        return _Look(folder, self._take(folder, rows, rules, old, result), rules)

    def _list(self, path: bytes, result: Walk) -> Optional[Listing]:
        try:
            return list_folder(self._root + b"/" + path if path else self._root)
        except OSError as error:
            if not path:
                raise
            if not isinstance(error, FileNotFoundError):
                result.skipped.append(Skipped(path_text(path), error.strerror or str(error)))
                return Listing([], [])
            return None

    def _rules_in(self, place: _Place, rows: Rows) -> Rules:
        at = bisect_left(rows, (IGNORE_FILE,))  # type: ignore[arg-type]
        if at == len(rows) or rows[at][0] != IGNORE_FILE:
            return place.rules
        found = rows[at][1]
        if not stat.S_ISREG(found.st_mode) or found.st_size > IGNORE_FILE_LIMIT:
            return place.rules
        full = os.path.join(self._root, place.path, IGNORE_FILE)
        try:
            with open(full, "rb") as file:
                text = file.read(IGNORE_FILE_LIMIT)
        except OSError:
            return place.rules
        made = place.rules.inside(place.depth, text)
        return self._inner_rules.setdefault(made.key, made)

    def _take_over(self, old: Folder, rows: Rows, result: Walk) -> Optional[Rows]:
        """The folders in a folder in which nothing has changed; None when something has."""
        if old.left:
            left = {name.rstrip(b"/"): name.endswith(b"/") for name in old.left}
            out = [row for row in rows if row[0] in left]
            if len(out) != len(left) or any(_is_folder(row) != left[row[0]] for row in out):
                return None
            rows = [row for row in rows if row[0] not in left]
        names, places = old.shape()
        if signatures_of(rows) != old.signatures or [row[0] for row in rows] != names:
            return None
        inner = self._inner_of(old, [rows[place] for place in places], result)
        if inner is not None and old.links is None:
            old.links = links_of(rows)
        return inner

    def _inner_of(self, old: Folder, inner: Rows, result: Walk) -> Optional[Rows]:
        """The folders in an unchanged folder, as long as all of them still belong to the walk."""
        if any(self._is_elsewhere(old, row) for row in inner):
            return None
        if old.left:
            result.withheld += (
                path_text(old.child(name))
                for name, verdict in sorted(old.left.items())
                if verdict == WITHHELD
            )
        return inner

    def _is_elsewhere(self, folder: Folder, row: tuple[bytes, os.stat_result]) -> bool:
        name, found = row
        if found.st_dev != self._root_stat.st_dev:
            return True
        if self._store is not None and os.path.samestat(found, self._store):
            return True
        return bool(self._external) and folder.child(name) in self._external

    def _take(
        self,
        folder: Folder,
        rows: Rows,
        rules: Rules,
        known: Optional[Folder],
        result: Walk,
    ) -> Rows:
        """Fills in the folder; returns the folders in it."""
        inside, left = _last_time(known, rules)
        inner = []
        names, signatures = folder.names, []
        links: list[tuple[int, int, bytes]] = []
        newest = 0
        pack = SIGNATURE.pack
        for row in rows:
            name, found = row
            mode = found.st_mode
            kind = mode & 0o170000
            shown = name + b"/" if kind == 0o040000 else name
            if shown not in inside and not self._wants(folder, name, shown, left, rules, result):
                continue
            if kind == 0o040000:
                if not self._own_file_system(folder, row, result):
                    continue
                signatures.append(FOLDER_SIGNATURE)
                inner.append(row)
            elif kind == 0o100000 or kind == 0o120000:
                mtime, ctime = storable(found.st_mtime_ns), found.st_ctime_ns
                signatures.append(pack(mode, found.st_size, mtime, ctime, found.st_ino))
                newest = max(newest, mtime, ctime)
                if found.st_nlink > 1 and kind == 0o100000:
                    links.append((found.st_dev, found.st_ino, name))
            else:
                why = _SPECIAL.get(kind, "no regular file")
                result.skipped.append(Skipped(path_text(folder.child(name)), why))
                continue
            names.append(shown)
        folder.signatures = b"".join(signatures)
        folder.newest = newest
        folder.links = links
        return inner

    def _wants(
        self,
        folder: Folder,
        name: bytes,
        shown: bytes,
        left: Mapping[bytes, int],
        rules: Rules,
        result: Walk,
    ) -> bool:
        """Asks the rules about a name that was not there, or was left out, the last time."""
        verdict = left.get(shown)
        if verdict is None:
            verdict = rules.verdict(folder.child(name).split(b"/"), name != shown)
        if verdict == INCLUDED:
            return True
        folder.left[shown] = verdict
        if verdict == WITHHELD:
            result.withheld.append(path_text(folder.child(shown)))
        return False

    def _own_file_system(
        self, folder: Folder, row: tuple[bytes, os.stat_result], result: Walk
    ) -> bool:
        name, found = row
        path = folder.child(name)
        if self._store is not None and os.path.samestat(found, self._store):
            folder.left[name + b"/"] = IGNORED
            return False
        if found.st_dev != self._root_stat.st_dev or path in self._external:
            result.external.append(path_text(path))
            return False
        return True

    def _too_deep(self, look: _Look, result: Walk) -> None:
        # The folders themselves stay, empty: their parent has already named them.
        for name, found in look.inner:
            path = look.folder.child(name)
            result.skipped.append(Skipped(path_text(path), "nested too deeply"))
            result.folders.append(Folder(path, look.folder.key, _own(found)))


def _is_folder(row: tuple[bytes, os.stat_result]) -> bool:
    return row[1].st_mode & 0o170000 == 0o040000


def _last_time(
    known: Optional[Folder], rules: Rules
) -> tuple[frozenset[bytes], Mapping[bytes, int]]:
    """Which names were taken and left out before, as long as the same rules hold."""
    if known is None or known.key != rules.key:
        return frozenset(), {}
    return frozenset(known.names), known.left


_IGNORE_NAME = os.fsdecode(IGNORE_FILE)
_SPECIAL = {
    stat.S_IFSOCK: "a socket",
    stat.S_IFIFO: "a pipe",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


def _own(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_mode & 0o777, storable(found.st_mtime_ns), found.st_ctime_ns
