"""What a new folder was like when it was written, so that its first capture reads nothing."""

from __future__ import annotations

import contextlib
import os
from typing import Mapping, Optional

from ..capture.folder import FOLDER_SIGNATURE, SIGNATURE, Folder
from ..capture.links import tokens_key
from ..capture.stat_index import CLOCK_SLACK, Known
from ..format.metas import storable
from ..format.trees import FOLDER, LINK
from ..store.trees import Content, Place, Row

# More than a tick of any kernel's clock for files.
_TICK = 20_000_000
_SECOND = 1_000_000_000
_NOTHING = bytes(SIGNATURE.size)
_NO_RULES = bytes(16)

Seen = Mapping[bytes, os.stat_result]


class Imprint:
    """The folders of one restore as a capture would know them. ``note`` and ``complete`` may be
    called from several threads, each for a folder of its own."""

    def __init__(self) -> None:
        self._noted: dict[bytes, tuple[Folder, Place, Content]] = {}

    def note(self, path: bytes, place: Place, content: Content, seen: Seen, own: int) -> None:
        """Notes an open folder ``own`` of which the files in ``seen`` are done; whatever else it
        has counts as unknown until ``complete``."""
        folder = Folder(path, _NO_RULES, _own(own))
        signatures = []
        for row in content.rows:
            name = row.entry.name
            if row.entry.kind == FOLDER:
                folder.names.append(name + b"/")
                signatures.append(FOLDER_SIGNATURE)
                continue
            folder.names.append(name)
            signatures.append(_signature(folder, row, seen.get(name)))
        folder.signatures = b"".join(signatures)
        self._noted[path] = (folder, place, content)

    def complete(self, path: bytes, own: int) -> None:
        """Notes the links and the further names of files too, now that they are there."""
        _, place, content = self._noted[path]
        seen = {}
        for row in content.rows:
            if row.entry.kind != FOLDER:
                name = row.entry.name
                with contextlib.suppress(FileNotFoundError):  # a link that is held back
                    seen[name] = os.stat(name, dir_fd=own, follow_symlinks=False)
        self.note(path, place, content, seen, own)

    def known(self, now: int) -> dict[bytes, Known]:
        """What a capture may rely on. ``now`` is a moment in ns, on the clock of the new folder's
        file system, up to which nobody else knew of it."""
        # What was written in the last tick cannot be told from what comes just afterwards, and
        # neither can anything on file systems that count whole seconds.
        taken = now - _TICK + CLOCK_SLACK if now % _SECOND else now
        known: dict[bytes, Known] = {}
        for path in sorted(self._noted, key=_depth, reverse=True):
            folder, place, content = self._noted[path]
            tokens, files, size = {}, 0, 0
            for row in content.rows:
                if row.meta.token is not None:
                    tokens[row.entry.name] = row.meta.token
                if row.entry.kind == FOLDER:
                    inner = known.get(folder.child(row.entry.name))
                    files += inner.files if inner else 0
                    size += inner.size if inner else 0
                elif row.entry.kind != LINK:
                    files, size = files + 1, size + row.entry.size
            links = tokens_key(tokens)
            known[path] = Known(folder, taken, place.tree, place.meta, files, size, links)
        return known


def _own(descriptor: int) -> tuple[int, int, int]:
    found = os.fstat(descriptor)
    return found.st_mode & 0o777, storable(found.st_mtime_ns), found.st_ctime_ns


def _signature(folder: Folder, row: Row, found: Optional[os.stat_result]) -> bytes:
    """As the walk makes it; nothing for what the file system did not take as it was given."""
    if found is None or storable(found.st_mtime_ns) != row.meta.mtime:
        return _NOTHING
    if row.entry.kind != LINK and found.st_mode & 0o777 != row.meta.mode:
        return _NOTHING
    mtime, ctime = storable(found.st_mtime_ns), found.st_ctime_ns
    folder.newest = max(folder.newest, mtime, ctime)
    return SIGNATURE.pack(found.st_mode, found.st_size, mtime, ctime, found.st_ino)


def _depth(path: bytes) -> int:
    return path.count(b"/") + 1 if path else 0
