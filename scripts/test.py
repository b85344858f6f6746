"""Runs every check of the project and ends with one line that counts them.

``--only NAME`` (repeatable) runs some of them: lint, unit, python, package, browser.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser import find_chromium

ROOT = Path(__file__).parent.parent

# Seconds after which a program counts as hanging; several times what the slowest needs.
LIMIT = 40 * 60

# Much of what tests do is to wait for processes: as many at once as there are processors, and two
# where there is one. Tests of one file stay together, as they share what they set up.
WORKERS = max(2, min(4, os.cpu_count() or 1))
WORKERS_OF_JEST = (f"--maxWorkers={WORKERS}",)
WORKERS_OF_PYTEST = ("-n", str(WORKERS), "--dist", "loadfile")


@dataclass(frozen=True)
class Tally:
    """How many checks of a stage passed and failed."""

    passed: int
    failed: int


def run(*command: str, folder: Path = ROOT, **variables: str) -> int:
    """Runs a program to its end, its output shown; returns the exit code.

    One that hangs is killed with all it started, so that the other stages still have their turn.
    """
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **variables}, start_new_session=True
    )
    try:
        return process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        print(f"{' '.join(command)} had not ended after {LIMIT} s", file=sys.stderr)
        return 1
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def lint() -> Tally:
    """Style and types; each tool counts as one check."""
    tools = (
        ("jlpm", "generate"),
        ("jlpm", "lint:check"),
        ("jlpm", "check:types"),
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    )
    codes = [run(*tool) for tool in tools]
    return Tally(codes.count(0), len(codes) - codes.count(0))


def unit() -> Tally:
    """Jest: the core and the engine in Node, the lab in jsdom."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "jest.json"
        code = run("jest", "--json", f"--outputFile={report}", "--silent", *WORKERS_OF_JEST)
        if not report.exists():
            return Tally(0, 1)
        counts = json.loads(report.read_text("utf-8"))
    failed = counts["numFailedTests"] + counts["numRuntimeErrorTestSuites"]
    return Tally(counts["numPassedTests"], failed or int(code != 0))


def python() -> Tally:
    """pytest: the runtime, the server extension, the command line, the documents of targets."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "pytest.xml"
        code = run(sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *WORKERS_OF_PYTEST)
        if not report.exists():
            return Tally(0, 1)
        suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    total, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    return Tally(total - failed - skipped, failed or int(code != 0))


def package() -> Tally:
    """The wheel, in an environment of its own; what it builds is tested in the browser after."""
    answer = subprocess.run(
        [sys.executable, ROOT / "scripts/package.py"], stdout=subprocess.PIPE, text=True
    )
    print(answer.stdout)
    passed = answer.stdout.count("ok: ")
    return Tally(passed, answer.stdout.count("FAILED: ") or int(answer.returncode != 0))


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port


def browser() -> Tally:
    """Galata in a real Chromium: JupyterLab, Notebook 7, and behind a path prefix."""
    folder = ROOT / "ui-tests"
    if run("jlpm", "install", "--immutable", folder=folder) != 0:
        return Tally(0, 1)
    chromium = find_chromium(folder)
    passed = failed = 0
    for config in sorted(folder.glob("playwright*.config.js")):
        with tempfile.TemporaryDirectory() as results:
            report = Path(results) / "playwright.json"
            code = run(
                "jlpm",
                "playwright",
                "test",
                "-c",
                config.name,
                folder=folder,
                CI="1",
                CHROMIUM_PATH=chromium,
                UI_TEST_PORT=str(free_port()),
                PLAYWRIGHT_JSON_OUTPUT_NAME=str(report),
            )
            stats = json.loads(report.read_text("utf-8"))["stats"] if report.exists() else {}
        passed += stats.get("expected", 0)
        failed += stats.get("unexpected", 0) + stats.get("flaky", 0) or int(code != 0)
    return Tally(passed, failed)


STAGES: dict[str, Callable[[], Tally]] = {
    "lint": lint,
    "unit": unit,
    "python": python,
    "package": package,
    "browser": browser,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=tuple(STAGES))
    chosen = parser.parse_args().only or list(STAGES)
    tallies = {}
    for name in chosen:
        print(f"\n== {name}", flush=True)
        begin = time.monotonic()
        tallies[name] = STAGES[name]()
        print(f"== {name}: {time.monotonic() - begin:.0f} s", flush=True)
    print()
    for name, tally in tallies.items():
        print(f"{name}: {tally.passed} passed, {tally.failed} failed")
    passed = sum(tally.passed for tally in tallies.values())
    failed = sum(tally.failed for tally in tallies.values())
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
