"""Stores that somebody else made, to do harm: seeded, so that a find can be repeated."""

from __future__ import annotations

import json
import os
import random
import struct
import zlib
from typing import Callable

from kalette.snapshots.format import digests
from kalette.snapshots.format.canonical import canonical
from kalette.snapshots.format.manifest import Manifest, Root, snapshot_id
from kalette.snapshots.format.metas import META_MAGIC, Meta, encode_meta
from kalette.snapshots.format.trees import (
    EXECUTABLE,
    FILE,
    FOLDER,
    LINK,
    TREE_MAGIC,
    Entry,
    encode_tree,
)
from kalette.snapshots.store.pack_index import PACK_MAGIC, encode_index, pack_name

EVIL_NAMES = [b"", b".", b"..", b"../x", b"/etc/x", b"a/b", b"a\0b", b"x" * 256, b"x" * 65535]
EVIL_TARGETS = [b"/etc/passwd", b"..", b"../..", b"a/../../..", b"/", b"../outside", b"\0", b""]


class HostileStore:
    """Writes one snapshot with something wrong into an existing, empty store."""

    def __init__(self, path: str, seed: int) -> None:
        self._path = path
        self.rng = random.Random(seed)
        self._objects: dict[bytes, tuple[bytes, int]] = {}

    def put(self, data: bytes, codec: int = 0, name: bytes = b"") -> bytes:
        digest = name or digests.digest(data)
        self._objects[digest] = (data, codec)
        return digest

    def file(self, name: bytes, data: bytes = b"data") -> tuple[Entry, Meta]:
        kind = self.rng.choice([FILE, EXECUTABLE])
        return Entry(name, kind, self.put(data), len(data)), Meta(0o644, 5)

    def link(self, name: bytes, target: bytes) -> tuple[Entry, Meta]:
        return Entry(name, LINK, target, 0), Meta(0o777, 5)

    def folder(self, name: bytes, rows: list[tuple[Entry, Meta]]) -> tuple[Entry, Meta]:
        tree, meta = self.tree(rows)
        return Entry(name, FOLDER, tree, 0), Meta(0o755, 5, meta=meta)

    def tree(self, rows: list[tuple[Entry, Meta]], ordered: bool = True) -> tuple[bytes, bytes]:
        rows = sorted(rows, key=lambda row: row[0].name) if ordered else rows
        tree = self.put(encode_tree([row[0] for row in rows]))
        return tree, self.put(encode_meta(Meta(0o755, 5), [row[1] for row in rows]))

    @property
    def path(self) -> str:
        return self._path

    def objects(self) -> list[bytes]:
        return list(self._objects)

    def content(self, digest: bytes) -> bytes:
        return self._objects[digest][0]

    def manifest(self, tree: bytes, meta: bytes) -> bytes:
        root = Root("workspace", digests.text(tree), digests.text(meta), 1, 1)
        return Manifest(roots=(root,), time="2026-01-01T00:00:00.000Z").encode()

    def finish(self, tree: bytes, meta: bytes, **changes: object) -> str:
        manifest = self.manifest(tree, meta)
        if changes:
            manifest = canonical({**json.loads(manifest), **changes})
        return self.finish_with(manifest)

    def finish_with(self, manifest: bytes) -> str:
        """The store with everything that was put, and this manifest."""
        self._write_pack()
        identifier = snapshot_id(manifest)
        with open(os.path.join(self._path, "snapshots", identifier[7:] + ".json"), "wb") as file:
            file.write(manifest)
        return identifier

    def _write_pack(self) -> None:
        data, records = bytearray(PACK_MAGIC), []
        for digest, (content, codec) in self._objects.items():
            records.append((digest, len(data), len(content), codec))
            data += content
        index = encode_index(records)
        base = os.path.join(self._path, "packs", pack_name(index))
        for suffix, content in ((".pack", bytes(data)), (".idx", index)):
            with open(base + suffix, "wb") as file:
                file.write(content)


def evil_name(store: HostileStore) -> str:
    name = store.rng.choice(EVIL_NAMES)
    rows = [store.file(b"good"), store.file(name)]
    if store.rng.random() < 0.5:
        rows = [store.folder(b"inner", rows)]
    return store.finish(*store.tree(rows))


def through_a_link(store: HostileStore) -> str:
    """A link and, under the same name, something that would be written through it."""
    name = store.rng.choice([b"evil", b"a"])
    inner = store.folder(name, [store.file(b"passwd")])
    rows = [store.link(name, store.rng.choice(EVIL_TARGETS[:6])), inner]
    return store.finish(*store.tree(rows))


def link_out(store: HostileStore) -> str:
    rows = [store.link(b"l%d" % number, target) for number, target in enumerate(EVIL_TARGETS[:6])]
    inner = [store.folder(b"d", rows), store.link(b"e", b"d/l0/x")]
    return store.finish(*store.tree(inner if store.rng.random() < 0.5 else rows))


def same_token(store: HostileStore) -> str:
    """Names that claim to be one file: of different content, or of a link that leads out."""
    token = bytes(16)
    rows = [store.link(b"a", b"/etc/passwd"), store.file(b"b", b"one"), store.file(b"c", b"two")]
    return store.finish(*store.tree([(entry, meta._replace(token=token)) for entry, meta in rows]))


def bomb_of_folders(store: HostileStore) -> str:
    rows = [store.file(b"f")]
    for _ in range(store.rng.randrange(40, 200)):
        row = store.folder(b"x", rows)
        rows = [row, (row[0]._replace(name=b"y"), row[1])]
    return store.finish(*store.tree(rows))


def deep(store: HostileStore) -> str:
    rows = [store.file(b"f")]
    for _ in range(store.rng.randrange(300, 2000)):
        rows = [store.folder(b"x", rows)]
    return store.finish(*store.tree(rows))


def packed_bomb(store: HostileStore) -> str:
    content = bytes(store.rng.randrange(1 << 20, 32 << 20))
    digest = store.put(zlib.compress(content, 9), codec=1, name=digests.digest(content))
    size = store.rng.choice([10, 1 << 20])
    rows = [(Entry(b"f", FILE, digest, size), Meta(0o644, 5))]
    return store.finish(*store.tree(rows))


def huge_size(store: HostileStore) -> str:
    size = store.rng.choice([1 << 21, 1 << 40, 1 << 62, (1 << 64) - 1])
    rows = [
        (Entry(b"f", FILE, store.put(b"x"), size), Meta(0o644, 5, extents=((0, size // 2 + 1),)))
    ]
    return store.finish(*store.tree(rows))


def wrong_digest(store: HostileStore) -> str:
    tree, meta = store.tree([store.file(b"f")])
    victim = store.rng.choice(list(store._objects))
    store._objects[victim] = (store.rng.randbytes(20), store.rng.choice([0, 0, 1, 9]))
    return store.finish(tree, meta)


def missing_object(store: HostileStore) -> str:
    tree, meta = store.tree([store.file(b"f")])
    del store._objects[store.rng.choice(list(store._objects))]
    return store.finish(tree, meta)


def random_tree(store: HostileStore) -> str:
    data = bytearray(encode_tree([store.file(b"a")[0], store.file(b"b")[0]]))
    for _ in range(store.rng.randrange(1, 6)):
        data[store.rng.randrange(len(TREE_MAGIC) - 2, len(data))] = store.rng.randrange(256)
    meta = bytearray(encode_meta(Meta(0o755, 5), [Meta(0o644, 5)] * 2))
    for _ in range(store.rng.randrange(0, 4)):
        meta[store.rng.randrange(len(META_MAGIC), len(meta))] = store.rng.randrange(256)
    return store.finish(store.put(bytes(data)), store.put(bytes(meta)))


def unsorted_tree(store: HostileStore) -> str:
    rows = [store.file(b"b"), store.file(b"a"), store.file(b"b")]
    return store.finish(*store.tree(rows, ordered=False))


def huge_counts(store: HostileStore) -> str:
    """A meta object that announces four thousand million parts, or as many attributes."""
    record = struct.pack(">HqB", 0o644, 5, store.rng.choice([4, 8, 12]))
    meta = META_MAGIC + struct.pack(">HqB", 0o755, 5, 0) + record + b"\xff" * 12
    tree = store.put(encode_tree([store.file(b"f")[0]]))
    return store.finish(tree, store.put(meta))


def evil_attributes(store: HostileStore) -> str:
    entry, meta = store.file(b"f")
    name = store.rng.choice([b"security.capability", b"trusted.x", b"system.posix_acl_access"])
    return store.finish(*store.tree([(entry, meta._replace(xattrs=((name, b"x"),)))]))


def wrong_manifest(store: HostileStore) -> str:
    tree, meta = store.tree([store.file(b"f")])
    changes: dict[str, object] = store.rng.choice(
        [
            {"roots": [{"name": "../../x", "tree": "sha256:", "meta": "", "files": 1, "bytes": 1}]},
            {"roots": []},
            {"version": 99},
            {"time": "x" * 100000},
            {"bucket": 7},
            {"more": {"deep": 1}},
            {"omitted": {"x": "y"}},
            {"parent": "../../../etc/passwd"},
        ]
    )
    return store.finish(tree, meta, **changes)


def truncated_pack(store: HostileStore) -> str:
    identifier = store.finish(*store.tree([store.file(b"f", store.rng.randbytes(5000))]))
    folder = os.path.join(store._path, "packs")
    suffix = store.rng.choice([".pack", ".pack", ".idx"])
    path = next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(suffix))
    os.truncate(path, store.rng.randrange(os.path.getsize(path)))
    return identifier


def wild_index(store: HostileStore) -> str:
    """An index, with the right name, that points anywhere."""
    identifier = store.finish(*store.tree([store.file(b"f")]))
    folder = os.path.join(store._path, "packs")
    name = next(name for name in os.listdir(folder) if name.endswith(".idx"))
    path = os.path.join(folder, name)
    with open(path, "rb") as file:
        data = bytearray(file.read())
    for start in range(0, len(data), 45):
        data[start + 32 : start + 44] = store.rng.choice(
            [b"\xff" * 12, bytes(12), bytes(6) + b"\xff" * 6, store.rng.randbytes(12)]
        )
    os.unlink(path)
    new = os.path.join(folder, pack_name(bytes(data)))
    os.rename(path[:-4] + ".pack", new + ".pack")
    with open(new + ".idx", "wb") as file:
        file.write(data)
    return identifier


ATTACKS: list[Callable[[HostileStore], str]] = [
    evil_name,
    through_a_link,
    link_out,
    same_token,
    bomb_of_folders,
    deep,
    packed_bomb,
    huge_size,
    wrong_digest,
    missing_object,
    random_tree,
    unsorted_tree,
    huge_counts,
    evil_attributes,
    wrong_manifest,
    truncated_pack,
    wild_index,
]
