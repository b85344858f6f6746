"""What variables of a run have in common, as its snapshots bring it back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kalette
import pytest

from ..notebooks import notebook, write

IMPORTS = (["imports"], "import numpy as np\nimport pandas as pd")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a notebook, and gives what was alive behind its steps."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))

    def steps(*cells):
        write(tmp_path / "n.ipynb", notebook(IMPORTS, *cells))
        program = Path(sys.executable).with_name("kalette")
        done = subprocess.run([program, "run", "n.ipynb"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        names = [tags[0].partition(":")[2] for tags, _ in cells]
        return [kalette.load("n.ipynb:1", step=name) for name in names if name]

    return steps


def test_what_several_variables_hold_is_one_behind_every_step(run):
    makes = "X = pd.DataFrame({'a': [1.0, 2.0]})\nshared = {'a': X, 'b': X}"
    found = run(
        (["step:make"], makes),
        (["step:read", "prev:make"], "m = X.sum()"),
        (["step:again", "prev:read"], "print(m, X.shape)"),
        (["step:last", "prev:again"], "print(shared['a'].shape)"),
    )
    assert len(found) == 4
    for left in found:
        shared = left["shared"]
        assert shared["a"] is left["X"]
        assert shared["b"] is left["X"]


def test_what_a_variable_holds_stays_what_it_was_when_the_name_is_given_away(run):
    made, changed, last = run(
        (["step:make"], "X = np.arange(50_000.0)\nshared = {'a': X, 'b': X}"),
        (["step:change", "prev:make"], "X = X * 2 + 1"),
        (["step:last", "prev:change"], "print(X.sum())"),
    )
    assert made["shared"]["a"] is made["X"]
    for left in (changed, last):
        assert left["X"][1] == 3.0
        # Nobody can tell whether the old one was changed before its name was given away.
        assert "which step change may have changed" in left.missing["shared"]


def test_what_was_only_read_before_its_name_was_given_away_is_there(run):
    made, changed, last = run(
        (["step:make"], "X = np.arange(50_000.0)\nshared = {'a': X, 'b': X}"),
        (["step:other", "prev:make"], "X = np.zeros(3)"),
        (["step:last", "prev:other"], "print(X.sum())"),
    )
    assert made["shared"]["a"] is made["X"]
    for left in (changed, last):
        shared = left["shared"]
        assert (len(left["X"]), shared["a"][1]) == (3, 1.0)
        assert shared["a"] is shared["b"]


def test_a_last_reader_leaves_what_it_changed_as_it_is_now(run):
    made, last = run(
        (["step:make"], "rows = [[1], [2]]\nheld = {'rows': rows}"),
        (["step:last", "prev:make"], "rows.append([3])\nprint(len(rows), held)"),
    )
    assert (made["rows"], last["rows"]) == ([[1], [2]], [[1], [2], [3]])
    assert last["held"]["rows"] is last["rows"]


def test_what_a_step_changes_without_its_holders_is_not_brought_back_as_it_was(run):
    _, changed, last = run(
        (["step:make"], "grid = np.arange(6.0)\nseq = [[grid], 1]\nplain = 'x'"),
        (["step:change", "prev:make"], "grid[0] = -1"),
        (["step:last", "prev:change"], "print(grid.sum())"),
    )
    for left in (changed, last):
        assert left["grid"][0] == -1.0
        assert left["plain"] == "x"
        assert "which step change may have changed" in left.missing["seq"]


def test_what_a_step_gave_a_name_of_the_first_cells_stays_behind_others(run):
    cells = [
        (["functions"], "limit = 4\nrows = []\ndef add(x):\n    rows.append(x)"),
        (["step:one"], "limit = 'none'\nadd(1)\nk = 1"),
        (["step:two"], "c = k + 1"),
        (["step:three"], "def reset():\n    global limit\n    limit = 4\nd = c + 1"),
    ]
    one, two, three = run(*cells)
    for left in (one, two):
        assert left["limit"] == "none"
        assert left["rows"] == [1]
    assert three["rows"] == [1]
    assert "may have given it the value again" in three.missing["limit"]


def test_a_class_that_a_step_changed_is_that_of_values_made_above(run, monkeypatch):
    defined = "class Model:\n    def run(self):\n        return 1"
    namespace = {"__name__": "__main__"}
    exec(defined, namespace)
    monkeypatch.setattr(sys.modules["__main__"], "Model", namespace["Model"], raising=False)
    changes = "Model.run = lambda self: 22\nModel.limit = 7\nprint(m)"
    made, changed, last = run(
        (["step:make"], defined + "\nm = Model()"),
        (["step:change"], changes),
        (["step:last"], "print(m.run())"),
    )
    for left in (changed, last):
        assert type(left["m"]) is left["Model"]
        assert (left["m"].run(), left["m"].limit) == (22, 7)
    assert made["m"].run() == 1 == namespace["Model"]().run()


def test_names_with_an_underscore_are_variables(run):
    made, last = run(
        (["step:make"], "_hidden = [1]\n__own = 3\nfor _ in range(2): pass"),
        (["step:last"], "_hidden.append(__own)"),
    )
    assert dict(made) == {"_hidden": [1], "__own": 3}
    assert dict(last) == {"_hidden": [1, 3], "__own": 3}


def test_functions_that_are_handed_on_are_there_with_what_they_hold(run):
    makes = "def make(rows):\n    return lambda: rows\nrows = [1]\nf = make(rows)"
    made, used, last = run(
        (["step:make"], makes),
        (["step:use", "prev:make"], "rows.append(len(f()))"),
        (["step:last", "prev:use"], "print(f())"),
    )
    assert made["f"]() is made["rows"]
    assert used["f"]() is used["rows"]
    assert used["rows"] == [1, 1]
    assert last["f"]() == [1, 1]


def test_equal_values_in_files_of_their_own_are_told_from_one_in_two_names(run):
    made, last = run(
        (["step:make"], "e = []\nf = e"),
        (["step:last", "prev:make"], "e.append(1)\nprint(f)"),
    )
    assert made["e"] is made["f"]
    assert last["e"] is last["f"]
    assert last["f"] == [1]


def test_what_holds_received_values_goes_on_holding_them(run):
    made, cleared, last = run(
        (["step:make"], 'first = [11]\nm = [[12], first]\nnames = ["n"]'),
        (["step:clear", "prev:make"], "names.clear()\nout = [first, m]"),
        (["step:last", "prev:clear"], "print(out, names, m, first)"),
    )
    assert made["m"][1] is made["first"]
    for left in (cleared, last):
        assert left["out"] == [[11], [[12], [11]]]
        assert left["out"][0] is left["first"]
        assert left["out"][1] is left["m"]
        assert left["m"][1] is left["first"]
