"""Kills snapshots at random points and looks at what is left: everything acknowledged must be
there and whole, and an interrupted restore resumed or rolled back.

Half of the kills hit one operation in front of its n-th change of the disk, the other half two
processes that work at one store, at any moment. Then the disk is full from some point of an
operation on, half as often. Stops at the first thing that does not hold, says
what it was, and leaves its folder as it is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "python-shim"))

from tests.snapshots import points, sessions  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many kills")
    parser.add_argument("--seed", type=int, default=0, help="equal seeds begin equally")
    parser.add_argument("--below", help="where to make the folder to work in")
    chosen = parser.parse_args()
    place = tempfile.mkdtemp(prefix="kalette-crash-", dir=chosen.below)
    os.environ["KALETTE_CONFIG_DIR"] = os.path.join(place, "config")
    begin = time.monotonic()
    try:
        kill_points(chosen.count // 2, chosen.seed, place)
        kill_sessions(chosen.count - chosen.count // 2, chosen.seed, place)
        fill_disks(chosen.count // 4, chosen.seed, place)
    except AssertionError as error:
        print(f"does not hold: {error}\n(left in {place})")
        raise
    shutil.rmtree(place)
    print(f"{chosen.count} kills, everything held, {time.monotonic() - begin:.0f} s")
    return 0


def kill_points(count: int, seed: int, place: str) -> None:
    prepared = points.prepare(os.path.join(place, "scene"))
    for number, operation in enumerate(points.OPERATIONS):
        share = (count + number) // len(points.OPERATIONS)
        folder = os.path.join(place, operation)
        os.mkdir(folder)
        calls = points.kill_at_points(prepared, operation, share, seed, folder)
        print(f"{operation}: {share} kills at {calls} points", flush=True)


def fill_disks(count: int, seed: int, place: str) -> None:
    prepared = points.prepare(os.path.join(place, "full"))
    for number, operation in enumerate(points.OPERATIONS):
        share = (count + number) // len(points.OPERATIONS)
        folder = os.path.join(place, f"{operation}-full")
        os.mkdir(folder)
        done = points.fill_disk(prepared, operation, share, seed, folder)
        print(f"{operation}: the disk full {share} times, {done} too late", flush=True)


def kill_sessions(count: int, seed: int, place: str) -> None:
    folder = os.path.join(place, "sessions")
    os.mkdir(folder)
    tally = sessions.run(count, seed, folder)
    shown = ", ".join(f"{name} {number}" for name, number in tally.most_common())
    print(f"sessions: {count} kills of {sessions.WORKERS} processes, in {shown}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
