"""Small notebooks, run step by step in processes of their own, print what the notebook prints.

A notebook for which the analysis gives an error or a warning is not judged: there the promise is
that somebody was told.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .runtime.worker import Worker, of, texts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cases() -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "no Node on the PATH"
    answer = subprocess.run(
        [node, "scripts/corpus-plans.mjs"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {case["id"]: case for case in json.loads(answer.stdout)}


# A warning that costs time, not truth: a seed of the prelude makes steps wait for each other.
HARMLESS = {"DF502"}

CORPUS = [
    case
    for name in ("dataflow", "own", "by-rule")
    for case in json.loads((ROOT / f"src/core/flow/corpus/{name}.json").read_text("utf-8"))["cases"]
]


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    made = Worker(tmp_path_factory.mktemp("corpus"))
    yield made
    made.close()


@pytest.mark.parametrize("name", [case["id"] for case in CORPUS])
def test_steps_print_what_the_notebook_prints(name, cases, host):
    case = cases[name]
    if set(case["urgent"]) - HARMLESS:
        return
    if case["stdout"] is None:
        pytest.skip("prints times or addresses")
    least = tuple(int(part) for part in case["python"].lstrip(">=").split("."))
    if sys.version_info < least:
        pytest.skip(f"needs Python {case['python']}")
    missing = [need for need in case["needs"] if importlib.util.find_spec(need) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    printed = run_steps(host, case)
    # A metrics cell that only shows values is no step.
    assert printed == {
        step: case["stdout"][step] for step in case["stdout"] if step in case["names"]
    }


def run_steps(host: Worker, case: dict[str, Any]) -> dict[str, str]:
    """What each step prints; steps run in notebook order in one folder."""
    folder = host.folder / case["id"]
    folder.mkdir()
    saved: dict[str, dict[str, Any]] = {}
    printed = {}
    for step in case["steps"]:
        name, out = step["name"], folder / f"out-{step['name']}"
        loads = {variable: saved[maker][variable] for variable, maker in step["from"].items()}
        messages = host.run(
            **{
                **step["plan"],
                "loads": loads,
                "out": str(out),
                "cwd": str(folder),
                "workspace": str(folder),
            },
        )
        assert of(messages, "error") == []
        saved[name] = {
            entry["name"]: {**entry, "path": str(out / entry.get("file", ""))}
            for entry in of(messages, "saved")[0]["variables"]
        }
        text = texts(messages)
        if text:
            printed[name] = text
    return printed
