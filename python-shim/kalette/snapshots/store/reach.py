"""Which objects a snapshot needs."""

from __future__ import annotations

import os
from typing import Iterator, NamedTuple, Optional

from ..errors import Damaged, Missing, Refused, SnapshotError
from ..format import digests
from ..format.chunks import CHUNK, chunk_size, decode_chunks
from ..format.manifest import Manifest
from ..format.metas import decode_meta
from ..format.names import path_text
from ..format.state import decode_state
from ..format.trees import FOLDER, LINK, decode_tree
from .objects import ObjectReader
from .trees import Place, place_of


class Problem(NamedTuple):
    """Something that a snapshot needs and that cannot be had; ``path`` as text."""

    path: str
    why: str


class Reach:
    """Follows snapshots to everything below them, each object once.

    ``objects`` and ``files`` gather what was reached, ``whole`` the files of states that are
    named by the digest of their bytes. With ``deep`` every object is read and
    checked, else only those that lead to others. Problems are yielded; nothing is raised for
    them.
    """

    def __init__(self, reader: ObjectReader, deep: bool = False) -> None:
        self._reader = reader
        self._deep = deep
        self._places: set[Place] = set()
        self._is_whole = True
        self.objects: set[bytes] = set()
        self.files: set[bytes] = set()
        self.whole: set[bytes] = set()
        self.bad: set[bytes] = set()

    def follow(self, manifest: Manifest) -> Iterator[Problem]:
        for root in manifest.roots:
            yield from self._folders(place_of(root))
        if manifest.state is not None:
            yield from self._state(digests.parse(manifest.state))

    def _folders(self, root: Place) -> Iterator[Problem]:
        # Once something is wrong, what other snapshots share has to be named in each of them.
        seen = self._places if self._is_whole else set()
        stack = [(b"", root)]
        while stack:
            path, place = stack.pop()
            if place in seen:
                continue
            seen.add(place)
            try:
                inner = self._folder(path, place)
            except SnapshotError as error:
                self._is_whole = False
                yield Problem(path_text(path) or ".", error.message)
                continue
            for below, content, size in inner[1]:
                problem = self._file(content, size)
                if problem:
                    self._is_whole = False
                    yield Problem(path_text(below), problem)
            stack += inner[0]

    def _folder(
        self, path: bytes, place: Place
    ) -> tuple[list[tuple[bytes, Place]], list[tuple[bytes, bytes, int]]]:
        entries = decode_tree(self._get(place.tree))
        metas = decode_meta(self._get(place.meta), len(entries))[1]
        folders, files = [], []
        for entry, meta in zip(entries, metas):
            below = path + b"/" + entry.name if path else entry.name
            if entry.kind == FOLDER:
                if meta.meta is None:
                    raise Refused("A folder has no meta object.")
                folders.append((below, Place(entry.content, meta.meta)))
            elif entry.kind != LINK:
                files.append((below, entry.content, entry.size))
        return folders, files

    def _file(self, content: bytes, size: int) -> Optional[str]:
        """Why a file cannot be had, or None."""
        if content in self.objects and content not in self.bad:
            return None
        try:
            if self._deep:
                for _ in self._reader.chunks(content, size):
                    pass
            self._note_file(content, size)
        except SnapshotError as error:
            self.bad.add(content)
            return error.message
        return None

    def _whole(self, content: bytes, size: int) -> Optional[str]:
        """As ``_file``, for a file that is kept under the digest of its bytes."""
        if content in self.whole:
            return None
        try:
            if self._deep:
                for _ in self._reader.whole_chunks(content, size):
                    pass
            self._need_whole(content, size)
        except SnapshotError as error:
            return error.message
        self.whole.add(content)
        return None

    def _need_whole(self, content: bytes, size: int) -> None:
        path = self._reader.whole_file(content)
        if path is None:
            raise Missing("A file is not in the store.", digests.text(content))
        if os.stat(path).st_size != size:
            raise Damaged("A file of the store has changed.", digests.text(content))

    def _note_file(self, content: bytes, size: int) -> None:
        self.objects.add(content)
        if size <= CHUNK:
            self._need(content)
            return
        pieces = decode_chunks(self._get(content), size) if size > chunk_size(size) else []
        if self._reader.whole_file(content) is not None:
            self.files.add(content)
        else:
            for piece in pieces:
                self._need(piece)
        self.objects.update(pieces)

    def _need(self, digest: bytes) -> None:
        if digest not in self._reader.index:
            self._reader.refresh()
            if digest not in self._reader.index:
                raise Missing("An object is not in the store.", digests.text(digest))
        self.objects.add(digest)

    def _state(self, digest: bytes) -> Iterator[Problem]:
        try:
            state = decode_state(self._get(digest), digests.text(digest))
        except SnapshotError as error:
            yield Problem("(state)", error.message)
            return
        for name, file in state.files.items():
            content = digests.parse(file.digest)
            follow = self._whole if file.whole else self._file
            problem = follow(content, file.size)
            if problem:
                yield Problem(f"(state) {name}", problem)

    def _get(self, digest: bytes) -> bytes:
        self.objects.add(digest)
        return self._reader.get(digest)


def follow_all(reach: Reach, manifest: Manifest, snapshot: str) -> None:
    """Follows a snapshot that has to be whole."""
    for problem in reach.follow(manifest):
        raise Damaged(
            f"A snapshot is not whole, so nothing is removed: {problem.path}: {problem.why}",
            snapshot,
            "Run verify; remove the refs of the snapshot if it cannot be fetched again.",
        )
