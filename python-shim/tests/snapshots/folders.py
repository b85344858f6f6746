"""Random folders, and what a folder is like as seen by nothing but the system."""

from __future__ import annotations

import os
import random
import stat
from typing import Any

NAMES = [
    b"a",
    b"b.txt",
    b"c c",
    b"\xff\xfe",
    "é".encode(),
    "e\u0301".encode(),
    b"-",
    b"\\x41",
    b"\n",
]


def make_folder(path: str, seed: int, entries: int = 40) -> None:
    """A folder of files, folders, links, further names and holes; equal for equal seeds."""
    rng = random.Random(seed)
    root = os.fsencode(path)
    os.makedirs(root, exist_ok=True)
    folders, files = [root], []
    for number in range(entries):
        folder = rng.choice(folders)
        name = rng.choice(NAMES) + b"%d" % number
        full = os.path.join(folder, name)
        kind = rng.random()
        if kind < 0.25:
            os.mkdir(full)
            folders.append(full)
        elif kind < 0.35:
            os.symlink(rng.choice([b"a", b"../x", b"/etc/passwd", b"nowhere/\xff"]), full)
        elif kind < 0.42 and files:
            os.link(rng.choice(files), full)
        else:
            write_file(full, rng)
            files.append(full)
    for item in [*files, *folders[1:]]:
        os.chmod(item, rng.choice([0o755, 0o644, 0o700, 0o600]) | 0o100 * os.path.isdir(item))
    for item in [*files, *reversed(folders)]:
        moment = rng.randrange(1_000_000_000, 1_700_000_000) * 10**9 + rng.randrange(10**9)
        os.utime(item, ns=(moment, moment))


def write_file(path: bytes, rng: random.Random) -> None:
    kind = rng.random()
    with open(path, "wb") as file:
        if kind < 0.1:
            return
        if kind < 0.2:
            file.seek(rng.randrange(1, 3) << 20)
            file.write(rng.randbytes(10))
            file.truncate(file.tell() + (rng.randrange(2) << 20))
        elif kind < 0.3:
            file.write(rng.randbytes(1000) * rng.randrange(1040, 2100))
        else:
            file.write(rng.randbytes(rng.randrange(2000)))


def change_folder(path: str, seed: int, changes: int = 12) -> None:
    """Adds, changes and removes some of what is in a folder."""
    rng = random.Random(seed)
    root = os.fsencode(path)
    for number in range(changes):
        found = sorted(_walk(root))
        folders = [root] + [
            item for item in found if os.path.isdir(item) and not os.path.islink(item)
        ]
        kind = rng.random()
        if kind < 0.4 or not found:
            write_file(os.path.join(rng.choice(folders), b"new%d-%d" % (seed, number)), rng)
            continue
        item = rng.choice(found)
        if os.path.isdir(item) and not os.path.islink(item):
            if kind < 0.7:
                os.chmod(item, 0o711)
            else:
                _remove(item)
                if kind > 0.85:
                    write_file(item, rng)
        elif kind < 0.7 and not os.path.islink(item):
            os.unlink(item)
            write_file(item, rng)
        else:
            os.unlink(item)
            if kind > 0.9:
                os.mkdir(item)
                write_file(os.path.join(item, b"inside"), rng)


def _remove(path: bytes) -> None:
    import shutil

    shutil.rmtree(path)


def _walk(root: bytes) -> list[bytes]:
    return [
        os.path.join(folder, name)
        for folder, folders, files in os.walk(root)
        for name in [*folders, *files]
    ]


def picture(path: str, meta: bool = True) -> dict[bytes, Any]:
    """Everything about a folder that a snapshot keeps, by path; the root is the empty path."""
    root = os.fsencode(path)
    found: dict[bytes, Any] = {}
    inodes: dict[int, bytes] = {}
    for item in [root, *sorted(_walk(root))]:
        name = item[len(root) + 1 :]
        seen = os.lstat(item)
        kind = stat.S_IFMT(seen.st_mode)
        content: Any = None
        if stat.S_ISREG(seen.st_mode):
            with open(item, "rb") as file:
                content = file.read()
        elif stat.S_ISLNK(seen.st_mode):
            content = os.readlink(item)
        entry = [kind, bool(seen.st_mode & 0o100) and stat.S_ISREG(seen.st_mode), content]
        if meta and not stat.S_ISLNK(seen.st_mode):
            entry += [seen.st_mode & 0o777, seen.st_mtime_ns]
        if meta and stat.S_ISREG(seen.st_mode):
            entry.append(inodes.setdefault(seen.st_ino, name))
        found[name] = tuple(entry)
    return found
