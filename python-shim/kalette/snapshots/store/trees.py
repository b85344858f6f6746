"""Folders of a stored tree with their meta records, and looking a path up."""

from __future__ import annotations

from typing import Iterator, NamedTuple, Optional

from ..errors import Missing, Refused, at_path
from ..format import digests
from ..format.manifest import Root
from ..format.metas import Meta, decode_meta
from ..format.names import DEPTH_LIMIT, path_text
from ..format.trees import FOLDER, Entry, decode_tree
from .objects import ObjectReader

_CACHED_ROWS = 300_000


class Row(NamedTuple):
    """One entry of a folder with its meta record."""

    entry: Entry
    meta: Meta


class Content(NamedTuple):
    """A folder: its own record and its rows by name."""

    own: Meta
    rows: list[Row]


class Place(NamedTuple):
    """The two objects of a folder."""

    tree: bytes
    meta: bytes


def place_of(root: Root) -> Place:
    return Place(digests.parse(root.tree), digests.parse(root.meta))


def inner_place(row: Row) -> Place:
    """The objects of a folder in a folder."""
    if row.meta.meta is None:
        raise Refused("A folder has no meta object.", path_text(row.entry.name))
    return Place(row.entry.content, row.meta.meta)


class TreeReader:
    """Reads folders for one operation and keeps some of them at hand."""

    def __init__(self, objects: ObjectReader) -> None:
        self.objects = objects
        self._cache: dict[Place, Content] = {}
        self._cached = 0

    def content_at(self, place: Place, path: bytes) -> Content:
        """As ``content``; what is wrong with it is told with the path of the folder."""
        with at_path(path_text(path) or "."):
            return self.content(place)

    def content(self, place: Place) -> Content:
        found = self._cache.get(place)
        if found is not None:
            return found
        where = digests.text(place.tree)
        entries = decode_tree(self.objects.get(place.tree), where)
        own, metas = decode_meta(self.objects.get(place.meta), len(entries), where)
        content = Content(own, [Row(*pair) for pair in zip(entries, metas)])
        self._cached += len(entries) + 1
        if self._cached <= _CACHED_ROWS:
            self._cache[place] = content
        return content

    def remember(self, place: Place, content: Content) -> None:
        """Keeps a folder that is not in the store yet."""
        self._cache[place] = content

    def find(self, place: Place, path: bytes) -> Row:
        """The row at a path below a folder; Missing if there is none."""
        row: Optional[Row] = None
        for name in path.split(b"/"):
            if row is not None:
                if row.entry.kind != FOLDER:
                    break
                place = inner_place(row)
            row = next((row for row in self.content(place).rows if row.entry.name == name), None)
            if row is None:
                break
        else:
            if row is not None:
                return row
        raise Missing("The snapshot has no such file.", path_text(path))

    def everything(self, place: Place, path: bytes = b"") -> Iterator[tuple[bytes, Row]]:
        """All rows below a folder with their paths, each folder before what is in it."""
        for folder, content in self.folders(place, path):
            prefix = folder + b"/" if folder else b""
            for row in content.rows:
                yield prefix + row.entry.name, row

    def folders(self, place: Place, path: bytes = b"") -> Iterator[tuple[bytes, Content]]:
        """A folder and all below it with their paths, each before those that are in it."""
        stack = [(path, place)]
        while stack:
            path, place = stack.pop()
            if path.count(b"/") >= DEPTH_LIMIT:
                raise Refused("Folders are nested too deeply.", path_text(path)[:200])
            content = self.content_at(place, path)
            yield path, content
            prefix = path + b"/" if path else b""
            inner = [row for row in content.rows if row.entry.kind == FOLDER]
            stack += ((prefix + row.entry.name, inner_place(row)) for row in reversed(inner))
