"""Workspaces to measure snapshots with: the same for the same size, like a data scientist's."""

from __future__ import annotations

import os
import random
import zlib
from pathlib import Path

MIB = 1 << 20


def make_tree(root: Path, files: int) -> None:
    """Sources and their compiled forms, libraries, notebooks, tables: about 30 KB a file."""
    rng = random.Random(1)
    folders = max(1, files // 9)
    places = [root]
    for number in range(folders):
        place = places[rng.randrange(max(1, len(places) // 6))] / f"package{number}"
        place.mkdir(parents=True)
        places.append(place)
    libraries = max(1, files // 125)
    for number in range(files - libraries):
        place = places[number % len(places)]
        kind = number % 20
        if kind < 9:
            (place / f"module{number}.py").write_bytes(_text(rng, rng.randrange(200, 20_000)))
        elif kind < 18:
            (place / f"module{number}.pyc").write_bytes(rng.randbytes(rng.randrange(200, 12_000)))
        elif kind == 18:
            (place / f"table{number}.csv").write_bytes(_text(rng, rng.randrange(1000, 120_000)))
        else:
            (place / f"notes{number}.ipynb").write_bytes(_text(rng, rng.randrange(5000, 150_000)))
    block = _library(rng)
    for number in range(libraries):
        size = rng.randrange(100_000, 4_400_000)
        data = number.to_bytes(8, "big") + block[: size - 8]
        (places[number % len(places)] / f"library{number}.so").write_bytes(data)
    for number in range(0, folders, 50):
        os.symlink("..", places[number] / "above")


def _text(rng: random.Random, size: int) -> bytes:
    return zlib.compress(rng.randbytes(size // 2), 0).hex().encode()[:size]


def _library(rng: random.Random) -> bytes:
    """Half of it compresses away."""
    return b"".join(rng.randbytes(4096) + bytes(4096) for _ in range(550))


def change_tree(root: Path, share: float, seed: int) -> int:
    """Appends to some files; returns how many."""
    rng = random.Random(seed)
    found = sorted(
        path for path in root.rglob("*") if path.suffix in (".py", ".pyc", ".csv", ".ipynb")
    )
    chosen = rng.sample(found, max(1, int(len(found) * share)))
    for path in chosen:
        with path.open("ab") as file:
            file.write(b"# changed %d\n" % seed)
    return len(chosen)


def make_large(root: Path, megabytes: int) -> None:
    """Six files of equal size."""
    root.mkdir()
    rng = random.Random(2)
    for number in range(6):
        with (root / f"data{number}.bin").open("wb") as file:
            for _ in range(max(1, megabytes // 6)):
                file.write(rng.randbytes(MIB) if number < 5 else bytes(MIB // 2) * 2)


def change_large(root: Path, seed: int) -> None:
    """Overwrites about 1 % of five files, and inserts as much into the sixth."""
    rng = random.Random(seed)
    for number in range(6):
        path = root / f"data{number}.bin"
        count = max(1, path.stat().st_size // MIB // 100)
        with path.open("r+b") as file:
            if number < 5:
                for _ in range(count):
                    file.seek(rng.randrange(path.stat().st_size // MIB) * MIB)
                    file.write(rng.randbytes(MIB))
                continue
            file.seek(path.stat().st_size // 5)
            rest = file.read()
            file.seek(path.stat().st_size // 5)
            file.write(rng.randbytes(count * MIB))
            file.write(rest)
