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
    assert dict(right) == {"rows": [1, 2], "also": [1, 2], "l": 2, "r": 3}
    assert right["also"] is right["rows"]
    assert right.missing == {}
    # What stands below is not there yet.
    assert dict(kalette.load("n.ipynb:1", step="left")) == {"rows": [1, 2], "also": [1, 2], "l": 2}
    assert dict(kalette.load(right.url)) == dict(right)
    found = kalette.load("n:1")
    assert dict(found) == {"rows": [1, 2], "also": [1, 2], "l": 2, "r": 3}
    assert found["also"] is found["rows"]
    assert found.missing == {}


def test_a_value_that_cannot_be_read_names_the_cell_that_defines_its_class(run):
    run(
        (["functions"], "class Clip:\n    pass"),
        (["step:make"], "clip = Clip()\nclass Tape:\n    pass\ntape = Tape()\nn = 1"),
        (["step:use"], "m = n + 1\nprint(tape)"),
        (["step:again"], "class Tape:\n    pass\nprint(m, clip)"),
    )
    found = kalette.load("n.ipynb:1", step="use")
    with pytest.raises(KeyError, match="needs `Clip` of the notebook: run cell 1, which"):
        found["clip"]
    with pytest.raises(
        KeyError, match="needs `Tape` of the notebook: run cell 2, which defines it, f"
    ):
        found["tape"]


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
    assert last.missing == {"e": "step catch may have deleted it; needs cells 2, 4"}


def test_what_a_step_changes_that_another_made_beside_it_is_missing(run):
    run(
        (["step:make"], "rows = [1]"),
        (["step:hold", "prev:make"], "held = [rows]"),
        (["step:grow", "prev:make"], "rows.append(2)"),
        (["step:see", "prev:hold"], "seen = [held]"),
        (["step:last", "prev:make"], "z = 1"),
    )
    last = kalette.load("n.ipynb:1", step="last")
    missing = dict(last.missing)
    for name, value in last.items():
        # What is there is as the notebook has it.
        assert (name, value) in [
            *[("rows", [1, 2]), ("held", [[1, 2]]), ("seen", [[[1, 2]]]), ("z", 1)],
        ]
    assert {*last, *missing} == {"rows", "held", "seen", "z"}


def test_what_steps_beside_make_that_stand_between_another_is_not_there(run):
    run(
        (["step:left"], "a = 1"),
        (["step:right"], "b = 2"),
        (["step:left"], "c = 3"),
        (["step:down"], "d = 4"),
    )
    right = kalette.load("n.ipynb:1", step="right")
    assert dict(right) == {"b": 2}
    assert list(right.missing) == ["a"]
    assert dict(kalette.load("n.ipynb:1", step="down")) == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_what_a_value_holds_is_what_it_was_when_that_was_made(run):
    run(
        (["step:make"], "rows = list(range(9000))"),
        (["step:left", "prev:make"], "held = [rows]\nalso = held"),
        (["step:right", "prev:make"], "rows = [9]"),
    )
    right = kalette.load("n.ipynb:1", step="right")
    assert dict(right) == {"rows": [9], "held": [list(range(9000))], "also": right["held"]}
    assert right["also"] is right["held"]
