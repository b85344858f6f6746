"""Things of every kind with something wrong in them: seeded, so that a find can be repeated."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
from typing import Any, Callable

from kalette.snapshots.format import digests
from kalette.snapshots.format.canonical import canonical
from kalette.snapshots.format.chunks import CHUNKS_MAGIC, encode_chunks
from kalette.snapshots.format.metas import Meta
from kalette.snapshots.format.trees import FILE, Entry
from kalette.snapshots.remotes.bucket_refs import BucketRefs, seal
from kalette.snapshots.trust.keys import KeyRing
from kalette.snapshots.trust.signatures import sign

from .hostile import HostileStore

VALUES: list[Any] = [
    None,
    True,
    -1,
    0,
    2**53,
    2**70,
    1.5,
    1e300,
    "",
    "x" * 100_000,
    "../../outside",
    "/etc/passwd",
    "\ud800",
    "\0",
    "é",
    "sha256:" + "0" * 64,
    "SHA256:" + "0" * 64,
    "sha256:" + "z" * 64,
    [],
    [[]],
    {},
    {"": ""},
    {"../x": {"digest": "sha256:" + "0" * 64, "size": 1}},
]


def changed_value(value: Any, rng: random.Random) -> Any:
    """The value with one part of it replaced, removed, repeated or put deeper."""
    if isinstance(value, dict) and value and rng.random() < 0.85:
        name = rng.choice(list(value))
        kind = rng.random()
        made = dict(value)
        if kind < 0.15:
            del made[name]
        elif kind < 0.3:
            made[rng.choice(["more", "../x", "", "\u202e", name.upper()])] = made[name]
        else:
            made[name] = changed_value(value[name], rng)
        return made
    if isinstance(value, list) and value and rng.random() < 0.85:
        place = rng.randrange(len(value))
        if rng.random() < 0.3:
            return value * rng.choice([0, 2, 3000])
        return [*value[:place], changed_value(value[place], rng), *value[place + 1 :]]
    if rng.random() < 0.1:
        deep: Any = []
        for _ in range(rng.choice([50, 99, 101, 5000])):
            deep = [deep]
        return deep
    return rng.choice(VALUES)


def text_of(value: Any, rng: random.Random) -> bytes:
    """As JSON: mostly in the canonical form, as far as that is possible."""
    kind = rng.random()
    try:
        data = json.dumps(
            value, sort_keys=kind < 0.9, separators=(",", ":"), ensure_ascii=kind < 0.1
        ).encode("utf-8", "surrogatepass")
    except RecursionError:
        data = b"[" * 100_000
    return changed_bytes(data, rng) if kind > 0.95 else data


def changed_bytes(data: bytes, rng: random.Random) -> bytes:
    """Some bytes replaced, removed, inserted or repeated."""
    made = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        place = rng.randrange(len(made) + 1)
        kind = rng.random()
        if kind < 0.4 and place < len(made):
            made[place] = rng.choice([0, 1, 0x2F, 0x2E, 0x7F, 0xFF, rng.randrange(256)])
        elif kind < 0.6:
            del made[place : place + rng.randrange(1, 50)]
        elif kind < 0.8:
            made[place:place] = rng.randbytes(rng.randrange(1, 50))
        elif kind < 0.9:
            made[place:place] = made[place : place + rng.randrange(1, 200)]
        else:
            made[place : place + 8] = b"\xff" * 8
    return bytes(made)


def any_manifest(store: HostileStore) -> str:
    tree, meta = store.tree([store.file(b"f"), store.folder(b"d", [store.file(b"g")])])
    whole = json.loads(store.manifest(tree, meta))
    lists = {
        "torn": ["d/g"],
        "withheld": [".env"],
        "external": ["mnt/"],
        "skipped": [{"path": "s", "why": "a socket"}],
        "omitted": {"torn": 3},
        "environment": {"python": "3.11"},
        "tools": {"kalette": "1"},
        "parent": digests.text(tree),
        "when": "before",
    }
    value: Any = {**whole, **lists}
    for _ in range(store.rng.randrange(1, 3)):
        value = changed_value(value, store.rng)
    return store.finish_with(text_of(value, store.rng))


def any_objects(store: HostileStore) -> str:
    """Trees and meta objects of several folders, of which one is not what it should be."""
    rows = [store.file(b"f%d" % number, b"x" * number) for number in range(4)]
    inner = [store.file(b"g"), store.link(b"m", b"g")]
    rows += [store.link(b"l", b"f0"), store.folder(b"d", inner)]
    parts = ((0, 4096), (8192, 100))
    entry, meta = store.file(b"s", bytes(9000))
    rows.append((entry, meta._replace(extents=parts, xattrs=((b"user.a", b"b"),))))
    tree, meta_object = store.tree(rows)
    victim = store.rng.choice([item for item in store.objects() if item not in (tree, meta_object)])
    place = store.rng.random()
    if place < 0.4:
        tree = store.put(changed_bytes(store.content(tree), store.rng))
    elif place < 0.8:
        meta_object = store.put(changed_bytes(store.content(meta_object), store.rng))
    else:
        store.put(changed_bytes(store.content(victim), store.rng), name=victim)
    return store.finish(tree, meta_object)


def any_chunks(store: HostileStore) -> str:
    """A file of three chunks whose list is another's, wrong, or endless."""
    rng = store.rng
    pieces = [store.put(bytes([number]) * (1 << 20)) for number in range(2)] + [store.put(b"end")]
    size = (2 << 20) + 3
    data = encode_chunks(size, b"".join(pieces))
    kind = rng.random()
    if kind < 0.5:
        data = changed_bytes(data, rng)
    elif kind < 0.7:
        rng.shuffle(pieces)
        data = encode_chunks(size, b"".join(pieces))
    elif kind < 0.85:
        size = rng.choice([1 << 21, 1 << 40, (4 << 30) + 1, (1 << 64) - 1])
    else:
        data = CHUNKS_MAGIC + b"\xff" * 12 + pieces[0] * rng.choice([1, 3, 60_000])
    rows = [(Entry(b"big", FILE, store.put(data), size), Meta(0o644, 5)), store.file(b"f")]
    return store.finish(*store.tree(rows))


def any_state(store: HostileStore) -> str:
    content = {"digest": digests.text(store.put(b"array")), "size": 5}
    value: Any = {
        "files": {"a.npy": content, "b.npy": {**content, "whole": True}},
        "format": "kalette-state",
        "record": {"variables": [{"name": "x"}]},
        "version": 1,
    }
    data = text_of(changed_value(value, store.rng), store.rng)
    state = digests.text(store.put(data))
    return store.finish(*store.tree([store.file(b"f")]), state=state)


def any_pack(store: HostileStore) -> str:
    """The pack, its index or both are not what they were, under their names or others."""
    identifier = store.finish(*store.tree([store.file(b"f", b"x" * 3000), store.file(b"g")]))
    folder = os.path.join(store.path, "packs")
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if store.rng.random() < 0.6:
            with open(path, "rb") as file:
                data = changed_bytes(file.read(), store.rng)
            with open(path, "wb") as file:
                file.write(data)
    return identifier


def _stray_files(store: HostileStore) -> None:
    """What other programs leave behind, and what nobody left."""
    for folder in ("refs", "refs/bucket", "packs", "files", "snapshots", "quarantine", "tmp"):
        os.makedirs(os.path.join(store.path, folder), exist_ok=True)
        for name in (".DS_Store", "._x", ".nfs0001", "desktop.ini", "z" * 129, "a.lock"):
            if store.rng.random() < 0.3:
                with open(os.path.join(store.path, folder, name), "wb") as file:
                    file.write(store.rng.randbytes(6))


def _wrong_refs(store: HostileStore) -> None:
    os.makedirs(os.path.join(store.path, "refs/bucket"))
    for number in range(3):
        with open(os.path.join(store.path, f"refs/bucket/n{number}"), "wb") as file:
            file.write(store.rng.choice([b"", b"sha256:", b"\xff\xfe", b"x" * 5000, b"../../x\n"]))


def _wrong_local_files(store: HostileStore) -> None:
    names = ("generation", "restores/1.json", "restores/2.json", "remotes/x.json", "locks/prune")
    for name in names:
        if store.rng.random() < 0.6:
            with open(os.path.join(store.path, name), "wb") as file:
                file.write(store.rng.choice([b"", b"{}", b"[]", b"\xff" * 100, b'{"kind": "new"}']))


LOCAL: list[Callable[[HostileStore], None]] = [_stray_files, _wrong_refs, _wrong_local_files]


def any_store(store: HostileStore) -> str:
    """A good snapshot in a store whose other files are not as they should be."""
    identifier = store.finish(*store.tree([store.file(b"f")]))
    store.rng.choice(LOCAL)(store)
    return identifier


def any_ref_list(store: HostileStore, ring: KeyRing) -> str:
    """A remote whose list of names is signed, and says something else than it should."""
    identifier = store.finish(*store.tree([store.file(b"f")]))
    names = {"one": identifier, "two": identifier}
    refs = BucketRefs("team", store.rng.choice([1, 7, 2**52]), "2026-01-01T00:00:00.000Z", names)
    value = json.loads(seal(refs, ring))
    kind = store.rng.random()
    if kind < 0.7:
        value["signed"] = changed_value(value["signed"], store.rng)
        with contextlib.suppress(ValueError, RecursionError):
            data = canonical(value["signed"])
            value["signature"] = json.loads(sign(data, ring, b"kalette-refs-signature 1\n"))
    elif kind < 0.95:
        value = changed_value(value, store.rng)
    with open(os.path.join(store.path, "refs", "team.json"), "wb") as file:
        file.write(text_of(value, store.rng))
    return identifier


def any_parts(store: HostileStore, ring: KeyRing) -> str:
    """A remote that says of which packs and files a snapshot consists, and it is not so."""
    content = store.rng.randbytes(100)
    digest = hashlib.sha256(content).hexdigest()
    with open(os.path.join(store.path, "files", digest), "wb") as file:
        file.write(changed_bytes(content, store.rng) if store.rng.random() < 0.5 else content)
    state = {"digest": f"sha256:{digest}", "size": len(content), "whole": True}
    head = {"format": "kalette-state", "version": 1, "record": None}
    kept = store.put(canonical({**head, "files": {"a.npy": state}}))
    identifier = store.finish(*store.tree([store.file(b"f")]), state=digests.text(kept))
    names = [name[:-4] for name in os.listdir(f"{store.path}/packs") if name.endswith(".idx")]
    value: Any = {"format": "kalette-parts", "version": 1, "packs": names, "files": {digest: 100}}
    value = changed_value(value, store.rng) if store.rng.random() < 0.8 else value
    with open(os.path.join(store.path, "snapshots", identifier[7:] + ".parts"), "wb") as file:
        file.write(text_of(value, store.rng))
    return identifier


REMOTE: list[Callable[[HostileStore, KeyRing], str]] = [any_ref_list, any_parts]


def any_ignore_file(rng: random.Random) -> bytes:
    """Patterns of pieces that mean something, in an order that means nothing."""
    pieces = [b"*", b"**", b"/", b"?", b"[", b"]", b"!", b"\\", b"a", b"b.c", b"#", b" ", b"-"]
    pieces += [b"[^a-z]", b"[[:alpha:]]", b"[]-a]", b"**/", b"/**", b"\xff", b"\0", b"\r", b"{a,b}"]
    lines = []
    for _ in range(rng.randrange(1, 40)):
        count = rng.choice([1, 3, 8, 8, 400])
        lines.append(b"".join(rng.choice(pieces) for _ in range(count)))
    if rng.random() < 0.2:
        lines += [(b"*" + rng.choice([b"a", b"b", b"?"])) * rng.randrange(1, 500)]
    return rng.choice([b"\n", b"\n", b"\r\n"]).join(lines)


MUTATIONS: list[Callable[[HostileStore], str]] = [
    any_manifest,
    any_objects,
    any_chunks,
    any_state,
    any_pack,
    any_store,
]
