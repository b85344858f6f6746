"""From a walk to objects: files first, then the trees from the leaves up."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Mapping, Optional

from ..errors import Damaged, Missing, is_full
from ..format.manifest import Skipped
from ..format.metas import Meta, decode_meta, encode_meta, storable
from ..format.names import path_text
from ..format.trees import (
    EXECUTABLE,
    FILE,
    FOLDER,
    LINK,
    Entry,
    decode_tree,
    encode_tree,
)
from ..store.objects import ObjectReader
from ..store.pack_writer import PackWriter
from .folder import SIGNATURE, Folder
from .links import Tokens, tokens_key
from .reading import FileReader, folder_xattrs
from .stat_index import Known, is_racy

# What a folder has, by name: its entry and its meta record.
Row = tuple[Entry, Meta]


@dataclass
class Built:
    """What is known of every folder after a walk was turned into objects.

    ``changed`` tells whether anything differs from what was known before, ``read`` whether
    any folder had to be looked into. ``unread`` are files that cannot be read: what they are
    like is not known.
    """

    known: dict[bytes, Known] = field(default_factory=dict)
    torn: dict[bytes, None] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    unread: set[bytes] = field(default_factory=set)
    changed: bool = False
    read: bool = False


class Builder:
    """Turns folders into objects, taking over whatever is known not to have changed."""

    def __init__(
        self,
        root: bytes,
        objects: ObjectReader,
        writer: PackWriter,
        reader: FileReader,
        links: Mapping[bytes, tuple[bytes, bytes]] = MappingProxyType({}),
    ) -> None:
        """``links``: by path, what is written in links of a copy and was in the original."""
        self._root = root
        self._links = links
        self._objects = objects
        self._writer = writer
        self._reader = reader

    def build(
        self,
        folders: list[Folder],
        tokens: Tokens,
        known: Mapping[bytes, Known],
        taken: int,
    ) -> Built:
        built = Built()
        rows: dict[bytes, list[Row]] = {}
        links = {path: tokens_key(found) for path, found in tokens.items()}
        none = tokens_key({})
        seen = []
        for folder in folders:
            old = known.get(folder.path)
            if old is None or old.racy or not old.folder.same_entries(folder):
                # What is known of it must stay as it is until all of this is durable.
                folder = folder.copy(folder.own)
                rows[folder.path] = self._read(folder, old, built)
            seen.append(folder)
        for folder in reversed(seen):
            old = known.get(folder.path)
            fresh = rows.get(folder.path)
            key = links.get(folder.path, none)
            if fresh is None and old is not None:
                same = old.links == key and old.folder.own == folder.own
                if same and self._same_children(folder, known, built):
                    same = old.folder is folder
                    built.known[folder.path] = old if same else old._replace(folder=folder)
                    continue
                fresh = self._stored_rows(old)
                if not fresh:
                    folder = folder.copy(folder.own)
                    fresh = self._read(folder, None, built)
            assert fresh is not None
            made = self._make(folder, fresh, tokens.get(folder.path, {}), key, built, taken)
            if old is None or (made.tree, made.meta) != (old.tree, old.meta):
                built.changed = True
            built.known[folder.path] = made
        return built

    def _same_children(self, folder: Folder, known: Mapping[bytes, Known], built: Built) -> bool:
        for name in folder.folders():
            path = folder.child(name)
            old, new = known.get(path), built.known[path]
            if old is None or (old.tree, old.meta) != (new.tree, new.meta):
                return False
            if (old.files, old.size) != (new.files, new.size):
                return False
        return True

    def _read(self, folder: Folder, old: Optional[Known], built: Built) -> list[Row]:
        """The folder's entries, reading only what has changed; those of folders come later."""
        before = self._unchanged(old) if old is not None else {}
        rows: list[Row] = []
        names, signatures = [], []
        signature: tuple[int, ...]
        for shown, signature in zip(folder.names, SIGNATURE.iter_unpack(folder.signatures)):
            if stat.S_ISDIR(signature[0]):
                rows.append((Entry(shown[:-1], FOLDER, b"", 0), Meta(0, 0)))
            else:
                found = before.get(shown)
                if found is not None and found[0] == signature:
                    rows.append(found[1])
                else:
                    taken = self._take(folder.child(shown), shown, signature, built)
                    if taken is None:
                        continue
                    row, signature = taken
                    rows.append(row)
                    # It may have changed since the walk: then it counts as recent.
                    folder.newest = max(folder.newest, signature[2], signature[3])
            names.append(shown)
            signatures.append(SIGNATURE.pack(*signature))
        folder.names = names
        folder.signatures = b"".join(signatures)
        built.read = True
        return rows

    def _take(
        self, path: bytes, name: bytes, signature: tuple[int, ...], built: Built
    ) -> Optional[tuple[Row, tuple[int, ...]]]:
        full = os.path.join(self._root, path)
        try:
            if stat.S_ISLNK(signature[0]):
                target = os.readlink(full)
                copied, written = self._links.get(path, (None, b""))
                target = written if target == copied else target
                return (Entry(name, LINK, target, 0), Meta(0o777, signature[2])), signature
            content = self._reader.read(full)
        except OSError as error:
            if is_full(error):
                raise
            if not isinstance(error, FileNotFoundError):
                built.skipped.append(Skipped(path_text(path), error.strerror or str(error)))
                built.unread.add(path)
            return None
        if content.torn:
            built.torn[path] = None
        found = content.found
        kind = EXECUTABLE if found.st_mode & 0o100 else FILE
        entry = Entry(name, kind, content.digest, content.size)
        meta = Meta(
            found.st_mode & 0o777,
            storable(found.st_mtime_ns),
            xattrs=content.xattrs,
            extents=content.extents,
        )
        return (entry, meta), _signature(found)

    def _unchanged(self, old: Known) -> dict[bytes, tuple[tuple[int, ...], Row]]:
        """What is known of the entries that can be relied on, by name."""
        reliable = {}
        stored = {row[0].name: row for row in self._stored_rows(old)}
        numbers = SIGNATURE.iter_unpack(old.folder.signatures)
        for shown, signature in zip(old.folder.names, numbers):
            row = stored.get(shown)
            newest = max(signature[2], signature[3])
            if row is not None and not is_racy(newest, old.taken):
                reliable[shown] = (signature, row)
        return reliable

    def _stored_rows(self, old: Known) -> list[Row]:
        """The entries of a known folder from the store; none if they are not there any more."""
        try:
            entries = decode_tree(self._objects.get(old.tree))
            metas = decode_meta(self._objects.get(old.meta), len(entries))[1]
        except (Missing, Damaged):
            return []
        return list(zip(entries, metas))

    def _make(
        self,
        folder: Folder,
        rows: list[Row],
        tokens: Mapping[bytes, bytes],
        key: bytes,
        built: Built,
        taken: int,
    ) -> Known:
        entries, metas = [], []
        files = size = 0
        for entry, meta in rows:
            if entry.kind == FOLDER:
                inner = built.known[folder.child(entry.name)]
                entry = entry._replace(content=inner.tree)
                meta = Meta(inner.folder.own[0], inner.folder.own[1], inner.meta)
                files += inner.files
                size += inner.size
            elif entry.kind != LINK:
                files += 1
                size += entry.size
                token = tokens.get(entry.name)
                if token is not meta.token:
                    meta = meta._replace(token=token)
            entries.append(entry)
            metas.append(meta)
        attributes = folder_xattrs(os.path.join(self._root, folder.path))
        own = Meta(folder.own[0], folder.own[1], xattrs=attributes)
        tree = self._writer.put(encode_tree(entries))
        meta_object = self._writer.put(encode_meta(own, metas))
        return Known(folder, taken, tree, meta_object, files, size, key)


def _signature(found: os.stat_result) -> tuple[int, ...]:
    return (
        found.st_mode,
        found.st_size,
        storable(found.st_mtime_ns),
        found.st_ctime_ns,
        found.st_ino,
    )
