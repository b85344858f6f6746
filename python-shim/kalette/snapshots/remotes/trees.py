"""The folders of a snapshot that is elsewhere, many of them with one request."""

from __future__ import annotations

from typing import Callable, Iterator, Optional

from ..errors import Refused, remote_content
from ..format import digests
from ..format.manifest import Manifest
from ..format.metas import decode_meta
from ..format.names import DEPTH_LIMIT
from ..format.trees import FOLDER, LINK, Entry, decode_tree
from ..progress import Task
from ..store.trees import Place, place_of
from .download import Downloader

_AT_ONCE = 2048
_ENTRIES = 10_000_000

Known = Callable[[bytes], Optional[bytes]]
Arrived = Callable[[bytes, bytes], None]


class FolderWalk:
    """All folders of a snapshot, each once. ``known`` has what need not be fetched, ``arrived``
    is told of what was."""

    def __init__(self, downloader: Downloader, known: Known, arrived: Arrived, task: Task) -> None:
        self._downloader = downloader
        self._known = known
        self._arrived = arrived
        self._task = task
        self._entries = 0

    def files(self, manifest: Manifest) -> Iterator[Entry]:
        """Every regular file, as often as a folder has it."""
        level = list(dict.fromkeys(place_of(root) for root in manifest.roots))
        seen = set(level)
        for _ in range(DEPTH_LIMIT + 1):
            inner: list[Place] = []
            for start in range(0, len(level), _AT_ONCE):
                for entry, place in self._rows(level[start : start + _AT_ONCE]):
                    if place is None:
                        yield entry
                    elif place not in seen:
                        seen.add(place)
                        inner.append(place)
            if not inner:
                return
            level = inner
        raise Refused(f"Folders are nested deeper than {DEPTH_LIMIT}.")

    def objects(self, wanted: list[bytes]) -> dict[bytes, bytes]:
        """These objects, fetched where they are not known."""
        found: dict[bytes, bytes] = {}
        missing = []
        for digest in dict.fromkeys(wanted):
            data = self._known(digest)
            if data is None:
                missing.append(digest)
            else:
                found[digest] = data

        def take(digest: bytes, data: bytes) -> None:
            found[digest] = data
            self._arrived(digest, data)

        self._downloader.get(missing, take)
        return found

    def _rows(self, places: list[Place]) -> Iterator[tuple[Entry, Optional[Place]]]:
        found = self.objects([digest for place in places for digest in place])
        for place in places:
            where = digests.text(place.tree)
            with remote_content():
                entries = decode_tree(found[place.tree], where)
                metas = decode_meta(found[place.meta], len(entries), where)[1]
            self._entries += len(entries)
            if self._entries > _ENTRIES:
                raise Refused(f"The snapshot has more than {_ENTRIES:,} entries.")
            self._task.advance(len(entries))
            for entry, meta in zip(entries, metas):
                if entry.kind == FOLDER:
                    if meta.meta is None:
                        raise Refused("A folder has no meta object.", where)
                    yield entry, Place(entry.content, meta.meta)
                elif entry.kind != LINK:
                    yield entry, None
