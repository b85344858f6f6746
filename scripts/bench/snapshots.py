"""Times snapshots beside restic and cp -a on the same fresh tree, interleaved, medians.

FILES, BIG_MB and ROUNDS choose the sizes, FULL=1 means 40,000 files and 3 GB; SHARE is the part
of the full size that variables have. Everything is made in a folder of its own below TMPDIR and
removed at the very end: on ext4, making files right after others were removed measures the file
system and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from workspaces import change_large, change_tree, make_large, make_tree

FULL = os.environ.get("FULL") == "1"
FILES = int(os.environ.get("FILES") or (40_000 if FULL else 4000))
BIG_MB = int(os.environ.get("BIG_MB") or (3000 if FULL else 300))
ROUNDS = int(os.environ.get("ROUNDS") or 3)
WORKER = Path(__file__).with_name("snapshots_worker.py")
RESTIC = shutil.which("restic")
# What is written has to leave the caches sometime: not in the middle of the next measurement.
PAUSE = 1.2


class Bench:
    """One run: a folder for everything, and the seconds of each kind of thing."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.seconds: dict[str, list[float]] = {}
        self.rss: dict[str, float] = {}
        self.environment = {
            **os.environ,
            "KALETTE_CONFIG_DIR": str(home / "keys"),
            "RESTIC_PASSWORD": "bench",
            "RESTIC_CACHE_DIR": str(home / "restic-cache"),
            # Compiled once, as what is installed is.
            "PYTHONPYCACHEPREFIX": str(home / "compiled"),
        }
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def time(self, what: str, *command: object) -> str:
        """Runs a program, notes its wall time and peak memory; returns what it said."""
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=None if command[0] == sys.executable else subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command))} failed: {process.returncode}")
        self.seconds.setdefault(what, []).append(time.perf_counter() - begin)
        self.rss[what] = max(self.rss.get(what, 0), used.ru_maxrss / 1024)
        return said

    def ours(self, what: str, *arguments: object) -> dict[str, object]:
        """One operation in a fresh process, as from the command line."""
        answer = self.time(what, sys.executable, WORKER, *arguments)
        return dict(json.loads(answer.splitlines()[-1]))

    def restic(self, what: str, repository: Path, *arguments: object) -> None:
        if RESTIC is not None:
            self.time(what, RESTIC, "-q", "-r", repository, *arguments)

    def init(self, repository: Path) -> None:
        self.restic("init", repository, "init")

    def copy(self, what: str, source: Path, target: Path) -> None:
        self.time(what, "sh", "-c", 'cp -a "$0" "$1" && sync -f "$1"', source, target)

    def median(self, what: str) -> float | None:
        taken = self.seconds.get(what)
        return statistics.median(taken) if taken else None


OFF = ("backup", "--compression", "off", "--pack-size", "64")


def small_tree(bench: Bench) -> dict[str, float]:
    """First, unchanged, changed; restores; growth."""
    tree = bench.home / "tree"
    tree.mkdir()
    make_tree(tree, FILES)
    bench.ours("compile", "nothing", bench.home / "empty")
    time.sleep(PAUSE)
    for number in range(ROUNDS):
        store, repository = bench.home / f"store{number}", bench.home / f"repository{number}"
        bench.copy("cp", tree, bench.home / f"copy{number}")
        first = bench.ours("first", "create", store, tree)
        bench.init(repository)
        bench.restic("restic first", repository, *OFF, tree)
        out = bench.home / f"out{number}"
        bench.ours("restore", "restore", store, first["id"], out)
        bench.ours("restored", "restored", store, out)
        target = bench.home / f"restic-out{number}"
        bench.restic("restic restore", repository, "restore", "latest", "--target", target)
    store, repository = bench.home / "store0", bench.home / "repository0"
    for _ in range(ROUNDS):
        bench.ours("same", "create", store, tree)
        bench.restic("restic same", repository, *OFF, tree)
    sizes = {"ours": _size(store), "restic": _size(repository)}
    for number in range(ROUNDS):
        change_tree(tree, 0.01, number)
        time.sleep(PAUSE)
        bench.ours("changed", "create", store, tree)
        bench.restic("restic changed", repository, *OFF, tree)
    sizes = {name: (_size(path) - sizes[name]) / ROUNDS for name, path in _both(store, repository)}
    _roll_back(bench, store, tree, repository)
    return sizes


def _both(store: Path, repository: Path) -> list[tuple[str, Path]]:
    return [("ours", store), ("restic", repository)]


def _roll_back(bench: Bench, store: Path, tree: Path, repository: Path) -> None:
    """Back and forth between two pictures of the folder that differ in 1 %."""
    before = bench.ours("same", "create", store, tree)["id"]
    change_tree(tree, 0.01, 99)
    time.sleep(PAUSE)
    after = bench.ours("changed", "create", store, tree)["id"]
    bench.restic("restic changed", repository, *OFF, tree)
    for _ in range(ROUNDS):
        for goal in (before, after):
            bench.ours("in place", "in-place", store, goal, tree)
    if RESTIC is not None and _restic_version() >= (0, 17):
        for number in range(ROUNDS):
            change_tree(tree, 0.01, 200 + number)
            flags = ("--target", "/", "--include", tree, "--overwrite", "if-changed", "--delete")
            bench.restic("restic in place", repository, "restore", "latest", *flags)


def run_of_steps(bench: Bench) -> None:
    """Twelve snapshots of a run of six steps, by the one process that an engine keeps."""
    tree, store = bench.home / "tree", bench.home / f"store{ROUNDS - 1}"
    answer = bench.ours("run", "steps", store, tree, Path(__file__).parent)
    bench.seconds["steps"] = [float(str(answer["seconds"]))]
    answer = bench.ours("resident", "resident", store, tree)
    bench.seconds["again"] = [float(str(answer["create"]))]
    bench.seconds["walk"] = [float(str(answer["walk"]))]


def clear(bench: Bench) -> None:
    """Makes room for the large files, of which there are too few for a file system to mind."""
    for path in bench.home.iterdir():
        if path.name not in (f"store{ROUNDS - 1}", "keys", "compiled"):
            shutil.rmtree(path, ignore_errors=True)


def large_files(bench: Bench) -> None:
    clear(bench)
    tree = bench.home / "large"
    make_large(tree, BIG_MB)
    time.sleep(PAUSE)
    for number in range(max(1, ROUNDS - 1)):
        store, repository = bench.home / f"big{number}", bench.home / f"big-repository{number}"
        bench.copy("big cp", tree, bench.home / f"big-copy{number}")
        bench.ours("big first", "create", store, tree)
        bench.init(repository)
        bench.restic("big restic first", repository, *OFF, tree)
        change_large(tree, number)
        time.sleep(PAUSE)
        bench.ours("big changed", "create", store, tree)
        bench.restic("big restic changed", repository, *OFF, tree)
        for path in (store, repository, bench.home / f"big-copy{number}"):
            shutil.rmtree(path, ignore_errors=True)


def _restic_version() -> tuple[int, ...]:
    said = subprocess.run([str(RESTIC), "version"], capture_output=True, text=True).stdout
    return tuple(int(part) for part in said.split()[1].split(".")[:2])


def _size(path: Path) -> int:
    return sum(item.stat().st_size for item in path.rglob("*") if item.is_file())


def row(number: str, what: str, ours: float | None, theirs: float | None, goal: float) -> None:
    """One line of the table; without a rival the row says so."""
    name = f"{number:>4}  {what}"
    if ours is None or theirs is None:
        shown = f"{ours:.2f} s" if ours is not None else "-"
        print(f"{name:<58} {shown:>9}   {missing(what)}")
        return
    ratio = ours / theirs
    verdict = "reached" if ratio <= goal else "NOT reached"
    print(f"{name:<58} {ours:9.3f} / {theirs:8.3f} = {ratio:5.2f}   <= {goal:<5} {verdict}")


def missing(what: str) -> str:
    """Why there is nothing to compare with."""
    if "dill" in what:
        return "dill is missing"
    if RESTIC is None:
        return "restic is missing"
    return f"restic {'.'.join(map(str, _restic_version()))} cannot do this"


def table(bench: Bench, growth: dict[str, float], variables: dict[str, dict[str, float]]) -> None:
    """The rows of the specification, by their numbers."""
    at = bench.median
    copy, restore = at("cp"), at("restore")
    row("1", "unchanged, beside restic backup", at("same"), at("restic same"), 0.25)
    row("2", "1 % changed, beside restic backup", at("changed"), at("restic changed"), 0.30)
    row("3", "1 % changed, beside cp -a", at("changed"), copy, 0.20)
    row("4", "first, beside restic backup (compression off)", at("first"), at("restic first"), 0.60)
    row("5", "first, beside cp -a and sync", at("first"), copy, 1.25)
    row("6", "whole verified restore, beside restic's", restore, at("restic restore"), 0.65)
    row("7", "1 % back in place, beside restic's", at("in place"), at("restic in place"), 0.25)
    row(
        "7a", "  the same beside restic's whole restore", at("in place"), at("restic restore"), 0.25
    )
    row("8", "1 % back in place, beside the whole restore", at("in place"), restore, 0.20)
    row("9", "six large files: first, beside restic", at("big first"), at("big restic first"), 0.60)
    row("9a", "  1 % changed", at("big changed"), at("big restic changed"), 0.75)
    row("9b", "  first, beside cp -a and sync", at("big first"), at("big cp"), 1.25)
    grown = growth["restic"] / 1e6 if RESTIC else None
    row("10", "MB by which the store grows for 1 %", growth["ours"] / 1e6, grown, 1.2)
    twelve = 12 * copy if copy is not None else None
    row("11", "12 snapshots of 6 steps, beside 12 cp -a", at("steps"), twelve, 0.20)
    for number, what, goal in (
        ("13", "saving 500,000 entries of a dict, beside dill", 0.15),
        ("13a", "  a data frame, beside dill", 0.15),
        ("13b", "  the dict, beside plain pickle", 1.5),
        ("14", "opening 200 MB of a state, beside unpickling", 0.05),
    ):
        found = variables.get(number, {})
        row(number, what, found.get("ours"), found.get("theirs"), goal)
    row("15", f"peak MB of memory, {FILES:,} files", bench.rss["first"], 120.0, 1.0)
    row("16", "unchanged in a running engine, beside a bare walk", at("again"), at("walk"), 1.5)
    row("17", "first of a folder just restored, beside the first", at("restored"), at("first"), 0.4)
    row("18", "first variable of 1 GB in a new kernel, beside 3 s", at("variable"), 3.0, 1.0)


def main() -> None:
    print(f"snapshots: {FILES:,} files, six files of {BIG_MB // 6} MB, medians of {ROUNDS}")
    if RESTIC is None:
        print("  restic is not on the PATH: rows beside it show our seconds only")
    home = Path(tempfile.mkdtemp(prefix="kalette-bench-"))
    bench = Bench(home)
    steps: list[Callable[[], object]] = [lambda: run_of_steps(bench), lambda: large_files(bench)]
    try:
        growth = small_tree(bench)
        for step in steps:
            step()
        last = home / f"store{ROUNDS - 1}"
        variables = bench.ours("variables", "variables", last, home / "values")
        answer = bench.ours("kernel", "first-variable", last, home / "arrays")
        bench.seconds["variable"] = [float(str(answer["seconds"]))]
        kernel = float(str(answer["kernel"]))
        table(bench, growth, variables)  # type: ignore[arg-type]
        same = statistics.median(bench.seconds["same"])
        print(
            f"  our seconds are those of a fresh process, {_started(bench):.2f} of them for its "
            f"start; unchanged takes {same:.2f}; of the first variable's, {kernel:.2f} are the "
            "start of the kernel"
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _started(bench: Bench) -> float:
    bench.ours("start", "nothing", bench.home / f"store{ROUNDS - 1}")
    return bench.seconds["start"][-1]


if __name__ == "__main__":
    main()
