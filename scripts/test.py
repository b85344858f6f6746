"""Runs every check of the project and ends with one line that counts them.

``--only NAME`` (repeatable) runs some of them: lint, unit, python, package, browser.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """How many checks of a stage passed and failed, and the names of those that failed."""

    passed: int
    failed: int
    names: tuple[str, ...] = ()


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
    failed = tuple(" ".join(tool) for tool in tools if run(*tool) != 0)
    return Tally(len(tools) - len(failed), len(failed), failed)


def unit() -> Tally:
    """Jest: the core and the engine in Node, the lab in jsdom."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "jest.json"
        code = run("jest", "--json", f"--outputFile={report}", "--silent", *WORKERS_OF_JEST)
        if not report.exists():
            return Tally(0, 1)
        counts = json.loads(report.read_text("utf-8"))
    failed = counts["numFailedTests"] + counts["numRuntimeErrorTestSuites"]
    names = tuple(
        test["fullName"]
        for suite in counts["testResults"]
        for test in suite["assertionResults"]
        if test["status"] == "failed"
    )
    return Tally(counts["numPassedTests"], failed or int(code != 0), names)


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
    names = tuple(
        f"{test.attrib['classname']}.{test.attrib['name']}"
        for test in suite.iter("testcase")
        if test.find("failure") is not None or test.find("error") is not None
    )
    return Tally(total - failed - skipped, failed or int(code != 0), names)


def package() -> Tally:
    """The wheel, in an environment of its own; what it builds is tested in the browser after."""
    answer = subprocess.run(
        [sys.executable, ROOT / "scripts/package.py"], stdout=subprocess.PIPE, text=True
    )
    print(answer.stdout)
    passed = answer.stdout.count("ok: ")
    names = tuple(
        line.removeprefix("FAILED: ")
        for line in answer.stdout.splitlines()
        if line.startswith("FAILED: ")
    )
    return Tally(passed, len(names) or int(answer.returncode != 0), names)


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
    names: list[str] = []
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
            answer = json.loads(report.read_text("utf-8")) if report.exists() else {}
        stats = answer.get("stats", {})
        passed += stats.get("expected", 0)
        failed += stats.get("unexpected", 0) + stats.get("flaky", 0) or int(code != 0)
        names.extend(failed_pages(answer))
    return Tally(passed, failed, tuple(names))


def failed_pages(suite: dict[str, Any]) -> Iterator[str]:
    """Title of each test of Playwright's report that failed, with the first line of its error."""
    for inner in suite.get("suites", ()):
        yield from failed_pages(inner)
    for spec in suite.get("specs", ()):
        for test in spec["tests"]:
            errors = [error for result in test["results"] for error in result["errors"]]
            if test["status"] != "expected":
                message = plain(errors[0]["message"]) if errors else test["status"]
                yield f"{spec['file']}: {spec['title']}: {message}"


def plain(message: str) -> str:
    """The lines of an error that tell most, without their colours, in one."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", message).splitlines()
    return " | ".join(line.strip() for line in lines if line.strip())[:400]


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
    for name, tally in tallies.items():
        for test in tally.names:
            print(f"failed in {name}: {test}")
    passed = sum(tally.passed for tally in tallies.values())
    failed = sum(tally.failed for tally in tallies.values())
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
