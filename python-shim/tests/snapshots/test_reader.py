"""A reader that knows nothing but ``docs/snapshot-format.md``."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from pathlib import Path

from .folders import make_folder, picture


class StrangersReader:
    """Written from the document; imports nothing of Kalette."""

    def __init__(self, store: Path) -> None:
        self._store = store
        form = json.loads((store / "format.json").read_text())
        assert (form["version"], form["hash"], form["chunker"]) == (1, "sha256", "fixed-1MiB")
        self._places = {}
        for index in (store / "packs").glob("*.idx"):
            data = index.read_bytes()
            assert hashlib.sha256(data).hexdigest() == index.stem
            digests = [data[at : at + 32] for at in range(0, len(data), 45)]
            assert digests == sorted(digests)
            for at in range(0, len(data), 45):
                offset = int.from_bytes(data[at + 32 : at + 38], "big")
                length = int.from_bytes(data[at + 38 : at + 44], "big")
                place = (index.with_suffix(".pack"), offset, length, data[at + 44])
                self._places[data[at : at + 32]] = place

    def object(self, digest: bytes) -> bytes:
        pack, offset, length, codec = self._places[digest]
        content = pack.read_bytes()
        assert content.startswith(b"kalette-pack 1\n")
        content = content[offset : offset + length]
        content = zlib.decompress(content) if codec == 1 else content
        assert hashlib.sha256(content).digest() == digest
        return content

    def manifest(self, ref: str) -> dict:
        identifier = (self._store / "refs" / ref).read_text().strip()
        data = (self._store / "snapshots" / f"{identifier[7:]}.json").read_bytes()
        assert "sha256:" + hashlib.sha256(data).hexdigest() == identifier
        return json.loads(data)

    def file(self, digest: bytes, size: int) -> bytes:
        chunk = 4 << 20 if size > 4 << 30 else 1 << 20
        if size <= chunk:
            return self.object(digest)
        data = self.object(digest)
        head = b"kalette-chunks 1\n" + struct.pack(">QI", size, chunk)
        assert data.startswith(head)
        rest = data[len(head) :]
        content = b"".join(self.object(rest[at : at + 32]) for at in range(0, len(rest), 32))
        assert len(content) == size
        return content

    def folder(self, tree: bytes, meta: bytes, path: bytes, found: dict) -> tuple:
        """Adds all below to ``found`` as (kind, content, permissions, time, token)."""
        data, at = self.object(tree), len(b"kalette-tree 1\n")
        records = self._records(meta)
        own = next(records)
        while at < len(data):
            kind, length = data[at : at + 1], int.from_bytes(data[at + 1 : at + 3], "big")
            name = data[at + 3 : at + 3 + length]
            at += 3 + length
            below = path + b"/" + name if path else name
            record = next(records)
            if kind == b"l":
                size = int.from_bytes(data[at : at + 2], "big")
                found[below] = (kind, data[at + 2 : at + 2 + size])
                at += 2 + size
            elif kind == b"d":
                inner = self.folder(data[at : at + 32], record[3], below, found)
                found[below] = (kind, None, *inner[:2], None)
                at += 32
            else:
                size = int.from_bytes(data[at : at + 8], "big")
                content = self.file(data[at + 8 : at + 40], size)
                found[below] = (kind, content, *record[:3])
                at += 40
        assert next(records, None) is None
        return own

    def _records(self, digest: bytes):
        """(permissions, time, token, meta object) of the folder and of its entries."""
        data, at = self.object(digest), len(b"kalette-meta 1\n")
        while at < len(data):
            mode, time, flags = struct.unpack_from(">HqB", data, at)
            at += 11
            meta = token = None
            if flags & 1:
                meta, at = data[at : at + 32], at + 32
            if flags & 2:
                token, at = data[at : at + 16], at + 16
            if flags & 4:
                (count,) = struct.unpack_from(">H", data, at)
                at += 2
                for _ in range(count):
                    at += 2 + int.from_bytes(data[at : at + 2], "big")
                    at += 4 + int.from_bytes(data[at : at + 4], "big")
            if flags & 8:
                at += 4 + 16 * int.from_bytes(data[at : at + 4], "big")
            yield mode, time, token, meta


def test_a_stranger_can_read_a_store(store, tmp_path):
    place = str(tmp_path / "workspace")
    make_folder(place, 5, 60)
    if hasattr(os, "setxattr"):
        os.setxattr(place, b"user.note", b"here")
    created = store.create(place)
    reader = StrangersReader(Path(store.path))
    manifest = reader.manifest(f"{created.bucket}/{created.name}")
    (root,) = manifest["roots"]
    found: dict = {}
    own = reader.folder(
        bytes.fromhex(root["tree"][7:]), bytes.fromhex(root["meta"][7:]), b"", found
    )
    seen = picture(place)
    assert own[:2] == seen.pop(b"")[3:5]
    assert found.keys() == seen.keys()
    tokens: dict = {}
    for path, entry in found.items():
        kind = {b"f": 0o100000, b"x": 0o100000, b"d": 0o040000, b"l": 0o120000}[entry[0]]
        assert (kind, entry[0] == b"x", entry[1]) == seen[path][:3]
        if entry[0] != b"l":
            assert entry[2:4] == seen[path][3:5]
        if entry[0] in b"fx" and entry[4] is not None:
            assert tokens.setdefault(entry[4], seen[path][5]) == seen[path][5]
    linked = [path for path, entry in seen.items() if len(entry) > 5 and entry[5] != path]
    assert linked
    assert all(found[path][4] is not None for path in linked)
    assert root["files"] == sum(entry[0] in b"fx" for entry in found.values())
    assert root["bytes"] == sum(len(entry[1]) for entry in found.values() if entry[0] in b"fx")
