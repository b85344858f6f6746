from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .notebooks import notebook, write

CHAIN = notebook(
    (["pipeline-parameters"], "rate = 0.5\ncount = 3\nname = 'a'"),
    (["step:make"], "values = [rate] * count"),
    (["step:sum"], "total = sum(values)\nprint(name, total)"),
    (["pipeline-metrics"], "print(total)"),
)


def kalette(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kalette", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )


@pytest.fixture
def chain(tmp_path):
    (tmp_path / ".git").mkdir()
    return write(tmp_path / "chain.ipynb", CHAIN)


def test_check_prints_the_pipeline_document(chain):
    answer = kalette("check", "chain.ipynb", "--json", folder=chain.parent)
    document = json.loads(answer.stdout)
    assert document["version"] == 1
    assert [step["name"] for step in document["pipeline"]["steps"]] == ["make", "sum"]
    assert document["diagnostics"] == []


def test_a_run_prints_one_document_and_nothing_else(chain):
    answer = kalette("run", "chain.ipynb", "--json", folder=chain.parent)
    run = json.loads(answer.stdout)["run"]
    assert (answer.returncode, run["state"], run["metrics"]) == (0, "succeeded", {"total": 1.5})
    assert [step["state"] for step in run["steps"]] == ["succeeded", "succeeded"]
    assert run["startedAt"].endswith("Z")


def test_parameters_change_the_result(chain):
    answer = kalette(
        "run", "chain.ipynb", "--json", "-p", "rate=2", "-p", "count=4", folder=chain.parent
    )
    run = json.loads(answer.stdout)["run"]
    assert run["metrics"] == {"total": 8}
    assert run["parameters"]["count"] == 4


@pytest.mark.parametrize(
    ("parameter", "said"),
    [("count=abc", ["count", "int", "cell 1"]), ("nope=1", ["nope"]), ("count", ["count"])],
)
def test_a_wrong_parameter_is_a_usage_error(chain, parameter, said):
    answer = kalette("run", "chain.ipynb", "-p", parameter, folder=chain.parent)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert all(word in answer.stderr for word in said)


def test_a_missing_program_is_told_as_every_error_is(tmp_path):
    answer = kalette("doctor", folder=tmp_path, KALETTE_NODE=str(tmp_path / "node"))
    assert answer.returncode == 3
    assert answer.stderr.startswith("error: The configured Node, ")


def test_until_runs_only_what_is_needed(chain):
    answer = kalette("run", "chain.ipynb", "--json", "--until", "make", folder=chain.parent)
    steps = json.loads(answer.stdout)["run"]["steps"]
    assert {step["name"]: step["state"] for step in steps} == {
        "make": "succeeded",
        "sum": "skipped",
    }


def test_a_failing_step_is_told_with_cell_and_line(tmp_path):
    write(tmp_path / "bad.ipynb", notebook((["step:a"], "x = 1\n1 / 0"), (["step:b"], "x")))
    answer = kalette("run", "bad.ipynb", folder=tmp_path)
    assert answer.returncode == 1
    assert "ZeroDivisionError" in answer.stderr + answer.stdout
    assert "cell 1" in answer.stderr + answer.stdout
    assert "line 2" in answer.stderr + answer.stdout


def test_runs_are_listed_shown_and_removed(chain):
    run = json.loads(kalette("run", "chain.ipynb", "--json", folder=chain.parent).stdout)["run"]
    listed = kalette("runs", "list", "--json", folder=chain.parent)
    assert run["id"] in listed.stdout
    assert run["id"] in kalette("runs", "show", run["id"], "--json", folder=chain.parent).stdout
    assert "a 1.5" in kalette("runs", "logs", run["id"], "sum", folder=chain.parent).stdout
    assert kalette("runs", "remove", run["id"], folder=chain.parent).returncode == 0
    assert run["id"] not in kalette("runs", "list", "--json", folder=chain.parent).stdout


def test_compile_writes_the_document_to_standard_output(chain):
    answer = kalette("compile", "chain.ipynb", "--target", "kfp", folder=chain.parent)
    assert answer.returncode == 0
    assert "schemaVersion: 2.1.0" in answer.stdout


def test_a_slow_reader_gets_all_of_a_long_document(tmp_path):
    cells = [([f"step:s{n}"], f"x{n} = {'a' * 1000!r}") for n in range(300)]
    write(tmp_path / "long.ipynb", notebook(*cells))
    process = subprocess.Popen(
        [sys.executable, "-m", "kalette", "check", "long.ipynb", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    # Long enough for the program to end, had it not to wait.
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2)
    text, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(json.loads(text)["pipeline"]["steps"]) == 300


def test_doctor_names_what_is_there(tmp_path):
    answer = kalette("doctor", folder=tmp_path)
    assert answer.returncode == 0
    assert "Node" in answer.stdout


NONSENSE = {
    "empty": "",
    "not json": "{",
    "a list": "[]",
    "nbformat 3": json.dumps(
        {"worksheets": [], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}
    ),
    "binary": "\x00\x01\x02",
    "no cells": notebook(),
    "R": notebook((["step:a"], "x <- 1"), kernelspec={"name": "ir", "language": "R"}),
    "syntax": notebook((["step:a"], "x = = 1")),
    "two steps on a cell": notebook((["step:a", "step:b"], "x = 1")),
    "cycle": notebook((["step:a", "prev:b"], "x = 1"), (["step:b"], "y = x")),
    "unknown prev": notebook((["step:a"], "x = 1"), (["step:b", "prev:c"], "y = 1")),
    "parameter": notebook((["pipeline-parameters"], "x = open('f')"), (["step:a"], "x")),
    "strange metadata": notebook((["step:a"], "nope"), kalette=7, kubeflow_notebook=[1]),
}


@pytest.mark.parametrize("name", NONSENSE)
@pytest.mark.parametrize("command", [["run"], ["compile", "--target", "kfp"]], ids=["run", "kfp"])
def test_nonsense_gives_a_clear_message(tmp_path, name, command):
    path = write(tmp_path / "n.ipynb", NONSENSE[name])
    answer = kalette(command[0], path.name, *command[1:], folder=tmp_path)
    assert answer.returncode in (1, 2)
    assert answer.stdout == ""
    assert "n.ipynb" in answer.stderr
    assert "    at " not in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("target", ["missing.ipynb", "."])
def test_what_is_no_file_is_named(tmp_path, target):
    answer = kalette("run", target, folder=tmp_path)
    assert answer.returncode in (1, 2)
    assert "    at " not in answer.stderr


ODD = {
    "windows": notebook((["step:a"], "x = 1\r\ny = 2"), (["step:b"], "print(x)\r\n")),
    "emoji": notebook((["step:a"], "x = '🎲'"), (["step:b"], "print(x, 'é')")),
    "long": notebook((["step:a"], "\n".join(f"x{n} = {n}" for n in range(20000)))),
    "large output": {
        **(large := notebook((["step:a"], "x = 1"))),
        "cells": [
            {
                **large["cells"][0],
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "a" * 5_000_000}],
            }
        ],
    },
    "no ids": {
        **(old := notebook((["step:a"], "x = 1"), (["step:b"], "print(x)"))),
        "nbformat_minor": 4,
        "cells": [{k: v for k, v in item.items() if k != "id"} for item in old["cells"]],
    },
}


@pytest.mark.parametrize("name", ODD)
def test_odd_notebooks_run(tmp_path, name):
    write(tmp_path / "näme 🎲.ipynb", ODD[name])
    answer = kalette("run", "näme 🎲.ipynb", "--json", folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["run"]["state"] == "succeeded"


def test_an_interrupt_cancels_the_run_and_keeps_it(tmp_path):
    source = "import time\nprint('up', flush=True)\ntime.sleep(60)"
    write(tmp_path / "slow.ipynb", notebook((["step:a"], source)))
    process = subprocess.Popen(
        [sys.executable, "-m", "kalette", "run", "slow.ipynb"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        logs = list(tmp_path.glob(".kalette/runs/*/steps/a/*/plan.json"))
        if logs:
            break
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode == 130
    listed = kalette("runs", "list", "--json", folder=tmp_path)
    assert "cancelled" in listed.stdout


def test_verify_runs_both_ways_and_agrees(chain):
    answer = kalette("check", "--verify", "chain.ipynb", folder=chain.parent)
    assert (answer.returncode, answer.stdout.split(".")[0]) == (
        0,
        "The steps do what the notebook does",
    )
    assert sorted(path.name for path in chain.parent.iterdir()) == [".git", "chain.ipynb"]


def test_verify_names_the_cell_that_differs(tmp_path):
    hidden = notebook(
        (["step:one"], "import json\nvars(json).update(mark=1)"),
        (["step:two"], "import json\nprint(hasattr(json, 'mark'))"),
    )
    write(tmp_path / "hidden.ipynb", hidden)
    answer = kalette("check", "--verify", "--json", "hidden.ipynb", folder=tmp_path)
    first = json.loads(answer.stdout)["verification"]["differences"][0]
    assert answer.returncode == 1
    assert (first["step"], first["cell"], first["notebook"], first["pipeline"]) == (
        "two",
        1,
        "True\n",
        "False\n",
    )


def test_a_change_that_nobody_saw_fails_once_and_is_known_then(tmp_path):
    cells = (
        (["imports"], "from collections import defaultdict"),
        (["step:make"], "rows = defaultdict(list)\nrows['a'] = [1]"),
        (["step:look", "prev:make"], "print(getattr(rows, '__getitem__')('b'))"),
        (["step:count", "prev:look"], "n = len(rows)"),
        (["pipeline-metrics"], "print(n)"),
    )
    path = write(tmp_path / "shop.ipynb", notebook(*cells))
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1) + "\n")
    answer = kalette("run", path.name, "--json", folder=tmp_path)
    steps = {step["name"]: step for step in json.loads(answer.stdout)["run"]["steps"]}
    assert answer.returncode == 1
    assert {name: step["state"] for name, step in steps.items()} == {
        "make": "succeeded",
        "look": "failed",
        "count": "skipped",
    }
    assert steps["look"]["error"]["code"] == "DF406"
    assert "error DF406" in answer.stderr
    assert "Noted in shop.ipynb that cell 3 changes rows" in answer.stderr
    answer = kalette("run", path.name, "--json", folder=tmp_path)
    assert json.loads(answer.stdout)["run"]["metrics"] == {"n": 2}


def test_verify_ends_with_all_it_started(tmp_path):
    mark = tmp_path / "pid"
    sleeping = notebook(
        (["step:one"], f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))"),
        (["step:two"], "time.sleep(60)"),
    )
    write(tmp_path / "sleeping.ipynb", sleeping)
    process = subprocess.Popen(
        [sys.executable, "-m", "kalette", "check", "--verify", "sleeping.ipynb"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: mark.exists() and mark.read_text())
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) == 130
    pid = int(mark.read_text())
    wait_for(lambda: not is_alive(pid))


def wait_for(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # What has ended and waits for its parent is still in the table.
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or ") Z " not in state.read_text()


def test_what_the_budget_of_snapshots_left_out_is_told_by_step(tmp_path):
    large = "big = bytearray(2**31 + 1)"
    write(
        tmp_path / "n.ipynb",
        notebook(
            (["step:one"], f"{large}; x = 1"),
            (["step:two"], "y = x"),
            (["step:bad"], f"{large}; 1 / y / 0"),
        ),
    )
    answer = kalette("run", "n.ipynb", folder=tmp_path)
    told = "1 variable not saved: over the budget of its snapshot (big)"
    assert [line for line in answer.stdout.splitlines() if "not saved" in line] == [
        f"one: {told}",
        f"bad: {told}",
    ]
    run = json.loads(kalette("runs", "show", "1", "--json", folder=tmp_path).stdout)["run"]
    assert [step["snapshot"].get("unsaved") for step in run["steps"]] == [["big"], None, ["big"]]
