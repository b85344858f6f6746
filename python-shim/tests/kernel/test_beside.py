"""What steps beside one another make and change, as snapshots of a run bring it back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kalette
import pytest

from ..notebooks import notebook, write


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a notebook of these cells."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))

    def cells(*cells):
        write(tmp_path / "n.ipynb", notebook(*cells))
        program = Path(sys.executable).with_name("kalette")
        done = subprocess.run([program, "run", "n.ipynb"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return cells


def test_a_run_whose_branches_end_apart_has_what_the_notebook_has(run):
    run(
        (["step:make"], "rows = [1]\nalso = rows"),
        (["step:left", "prev:make"], "also.append(2)\nl = len(rows)"),
        (["step:right", "prev:make"], "r = 3"),
    )
    right = kalette.load("n.ipynb:1", step="right")
    assert dict(right) == {"r": 3}
    beside = "and this one does not wait for it"
    assert right.missing == {
        "also": f"step left changes it, or makes something else of its name, {beside}",
        "rows": f"step left changes it, or makes something else of its name, {beside}",
        "l": f"step left makes it, {beside}",
    }
    found = kalette.load("n.ipynb:1")
    assert dict(found) == {"rows": [1, 2], "also": [1, 2], "l": 2, "r": 3}
    assert found["also"] is found["rows"]
    assert found.missing == {}


def test_what_a_step_deletes_is_gone_behind_it(run):
    run(
        (["pipeline-parameters"], "n = 1\nm = 2"),
        (["step:make"], "e = [m]\nc = 5"),
        (["step:drop", "prev:make"], "del n\nfor i in range(2):\n    import math as c"),
        (["step:catch", "prev:drop"], "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    pass"),
    )
    assert dict(kalette.load("n.ipynb:1", step="drop")) == {"e": [2], "i": 1, "m": 2}
    last = kalette.load("n.ipynb:1")
    assert dict(last) == {"i": 1, "m": 2}
    assert last.missing == {"e": "step catch may have deleted it"}
