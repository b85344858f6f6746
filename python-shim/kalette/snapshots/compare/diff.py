"""What differs between two trees. Equal folders have equal ids, so they cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator, NamedTuple, Optional

from ..errors import Refused
from ..format import digests
from ..format.names import DEPTH_LIMIT, path_text
from ..format.trees import EXECUTABLE, FILE, FOLDER, LINK
from ..store.trees import Place, Row, TreeReader, inner_place
from .lost_secrets import LostSecrets

CHANGE_LIMIT = 5_000_000
KINDS = {FILE: "file", EXECUTABLE: "executable", FOLDER: "folder", LINK: "link"}


class Pair(NamedTuple):
    """A path whose row differs; None where there is none. For folders: one of the two has no
    folder there, or only what the folder itself is like differs."""

    path: bytes
    before: Optional[Row]
    after: Optional[Row]

    @property
    def same_content(self) -> bool:
        """Only permissions, times or attributes differ."""
        if self.before is None or self.after is None:
            return False
        one, two = self.before.entry, self.after.entry
        return one == two or (one.kind == two.kind == FOLDER)


@dataclass(frozen=True)
class Side:
    """An entry: ``kind`` is file, executable, folder or link; ``digest`` that of its content,
    ``target`` a link's."""

    kind: str
    size: int
    digest: Optional[str]
    target: Optional[str] = None


@dataclass(frozen=True)
class Change:
    """``how`` is added, removed, changed or meta (only permissions, times or attributes)."""

    path: str
    how: str
    before: Optional[Side]
    after: Optional[Side]


@dataclass(frozen=True)
class Difference:
    """The changes in the order of paths, folders before what they hold. When there are more
    than asked for, ``total`` tells how many. ``files_before`` and ``files_after`` are how many
    files of each side differ or have none on the other. ``secrets`` are the first paths of the
    first side that look like secrets and are gone or another on the second."""

    changes: tuple[Change, ...]
    total: int
    added: int
    removed: int
    changed: int
    meta: int
    files_before: int
    files_after: int
    secrets: tuple[str, ...] = ()


class Listing(NamedTuple):
    """At most ``limit`` changes from ``offset`` on. ``plain``: only those of files, links and
    empty folders."""

    limit: Optional[int] = None
    offset: int = 0
    plain: bool = False


EVERYTHING = Listing()


def pairs(
    trees: TreeReader, before: Optional[Place], after: Optional[Place], with_meta: bool
) -> Iterator[Pair]:
    """All differing paths below two folders, None standing for an empty one."""
    stack = [(b"", before, after)]
    count = 0
    while stack:
        path, one, two = stack.pop()
        if path.count(b"/") >= DEPTH_LIMIT:
            raise Refused("Folders are nested too deeply.", path_text(path)[:200])
        inner: list[tuple[bytes, Optional[Place], Optional[Place]]] = []
        for pair in _folder_pairs(trees, path, one, two):
            old, new = pair.before, pair.after
            old_place = inner_place(old) if old and old.entry.kind == FOLDER else None
            new_place = inner_place(new) if new and new.entry.kind == FOLDER else None
            if old_place and new_place:
                if old_place.tree != new_place.tree or with_meta:
                    inner.append((pair.path, old_place, new_place))
                if not with_meta or not _own_differs(trees, pair.path, old_place, new_place):
                    continue
            elif old_place or new_place:
                inner.append((pair.path, old_place, new_place))
            elif pair.same_content and not with_meta:
                continue
            count += 1
            if count > CHANGE_LIMIT:
                raise Refused(f"The trees differ in more than {CHANGE_LIMIT:,} entries.")
            yield pair
        stack += reversed(inner)


def _own_differs(trees: TreeReader, path: bytes, one: Place, two: Place) -> bool:
    return trees.content_at(one, path).own != trees.content_at(two, path).own


def _folder_pairs(
    trees: TreeReader, path: bytes, one: Optional[Place], two: Optional[Place]
) -> Iterator[Pair]:
    if one == two:
        return
    before = {row.entry.name: row for row in trees.content_at(one, path).rows} if one else {}
    after = {row.entry.name: row for row in trees.content_at(two, path).rows} if two else {}
    for name in sorted(before.keys() | after.keys()):
        pair = Pair(path + b"/" + name if path else name, before.get(name), after.get(name))
        if pair.before != pair.after:
            yield pair


def describe(pair: Pair) -> Change:
    if pair.before is None:
        how = "added"
    elif pair.after is None:
        how = "removed"
    else:
        how = "meta" if pair.same_content else "changed"
    return Change(path_text(pair.path), how, side(pair.before), side(pair.after))


def _plain(trees: TreeReader, pair: Pair) -> Optional[Change]:
    """As people see it: files and links, and folders only where they hold nothing."""
    if pair.same_content:
        return None
    before, after = (
        row
        if row
        and (row.entry.kind != FOLDER or not trees.content_at(inner_place(row), pair.path).rows)
        else None
        for row in (pair.before, pair.after)
    )
    # An empty folder that gets files, or loses them, is seen by its files.
    for one, other in ((before, pair.after), (after, pair.before)):
        if one and one.entry.kind == FOLDER and other and other.entry.kind == FOLDER:
            return None
    return describe(Pair(pair.path, before, after)) if before or after else None


def _is_file(row: Optional[Row]) -> bool:
    return row is not None and row.entry.kind not in (FOLDER, LINK)


def side(row: Optional[Row]) -> Optional[Side]:
    if row is None:
        return None
    entry = row.entry
    target = path_text(entry.content) if entry.kind == LINK else None
    digest = None if entry.kind == LINK else digests.text(entry.content)
    return Side(KINDS[entry.kind], entry.size, digest, target)


def difference(
    trees: TreeReader,
    before: Optional[Place],
    after: Optional[Place],
    with_meta: bool = False,
    listing: Listing = EVERYTHING,
    wants: Optional[Callable[[bytes], bool]] = None,
) -> Difference:
    """The whole difference, of which some changes are listed; ``wants`` chooses the paths that
    count."""
    limit, offset, plain = listing
    counts = {"added": 0, "removed": 0, "changed": 0, "meta": 0}
    listed: list[Change] = []
    files_before = files_after = 0
    lost = LostSecrets()
    for pair in pairs(trees, before, after, with_meta):
        if wants is not None and not wants(pair.path):
            continue
        change = _plain(trees, pair) if plain else describe(pair)
        if pair.before is not None and not pair.same_content:
            lost.add(pair.path, pair.before.entry.kind == FOLDER)
        if change is None:
            continue
        if not pair.same_content:
            files_before += _is_file(pair.before)
            files_after += _is_file(pair.after)
        counts[change.how] += 1
        if offset > 0:
            offset -= 1
        elif limit is None or len(listed) < limit:
            listed.append(change)
    total = sum(counts.values())
    return Difference(
        tuple(listed),
        total,
        **counts,
        files_before=files_before,
        files_after=files_after,
        secrets=tuple(lost.paths),
    )
