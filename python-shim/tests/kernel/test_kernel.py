"""kalette.load and kalette.snapshot as notebook code calls them, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import kalette
import numpy as np
import pytest
from kalette.kernel.loading import NotLoadedError
from kalette.kernel.workspace import Workspace, find_workspace
from kalette.snapshots import Description, SnapshotError, StateSource, Store


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    folder = tmp_path / "work"
    (folder / "deep").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    (folder / "data.txt").write_text("1")
    monkeypatch.chdir(folder / "deep")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))
    return folder


def python(code, **environment):
    """Runs code as ``__main__``; what it prints last is JSON."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


TAKE = """
    import json, kalette, numpy
    big = numpy.arange(100_000.0)
    rows = [1, 2]
    also = {"rows": rows}
    name = "six"
    def twice(x):
        return 2 * x
    lines = (line for line in "ab")
    print(json.dumps(kalette.snapshot("before the trip")))
"""


def test_a_snapshot_has_the_files_and_the_variables(workspace):
    (workspace / ".venv").mkdir()
    (workspace / ".venv" / "pyvenv.cfg").write_text("")
    url = python(TAKE, JPY_SESSION_NAME=str(workspace / "deep" / "trip.ipynb"))
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    found = store.show(url)
    assert found.manifest.message == "before the trip"
    kept = sum(file.size for file in store.state(found.id).files.values())
    assert found.manifest.environment["stateBytes"] == kept > 0
    assert found.manifest.notebook == "deep/trip.ipynb"
    assert [item.path for item in store.files(url, recursive=True)] == [
        "data.txt",
        "deep",
        "pyproject.toml",
    ]
    assert (workspace / ".kalette" / ".gitignore").read_text() == "*\n"
    assert sorted(os.listdir(workspace / ".kalette")) == [".gitignore", "snapshots"]
    got = kalette.load(url)
    assert set(got) == {"big", "rows", "also", "name", "twice"}
    assert isinstance(got["big"], np.ndarray)
    assert got["big"].sum() == np.arange(100_000.0).sum()
    got["big"][0] = 7.0
    assert got["also"]["rows"] is got["rows"]
    assert got["twice"](4) == 8
    assert "lines" in got.missing
    with pytest.raises(NotLoadedError, match="`lines` is not loaded"):
        got["lines"]
    assert kalette.load(url)["big"][0] == 0.0, "what is changed in a kernel stays there"


def test_names_choose_and_must_be_there(workspace):
    url = python(TAKE)
    assert dict(kalette.load(url, names=["name"])) == {"name": "six"}
    with pytest.raises(NotLoadedError, match="no variable `nothing`. It has: "):
        kalette.load(url, names=["name", "nothing"])


def test_a_stranger_gets_plain_data_alone(workspace, tmp_path, monkeypatch):
    url = python("""
        import json, os, kalette
        class Payload:
            def __reduce__(self):
                return (os.mkdir, ("ran",))
        trap = Payload()
        number = 6
        print(json.dumps(kalette.snapshot()))
    """)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "others"))
    got = kalette.load(url)
    assert got["number"] == 6
    with pytest.raises(NotLoadedError, match="its maker is not trusted"):
        got["trap"]
    assert not os.path.exists("ran")


def test_what_needs_a_class_of_the_notebook_says_so(workspace):
    url = python("""
        import json, kalette
        from kalette.kernel import taking
        class Thing:
            pass
        rows = [1, 2]
        plain, thing = {"rows": rows}, Thing()
        thing.rows = rows
        # As in a step, where a cell of definitions brings the class.
        Keeping = taking.Keeping
        taking.Keeping = lambda names, _, *more: Keeping(names, {"Thing": Thing}, *more)
        print(json.dumps(kalette.snapshot()))
    """)
    with pytest.raises(NotLoadedError, match="`Thing` of the notebook: run the cell") as found:
        kalette.load(url)["plain"]
    assert found.value.__suppress_context__
    assert found.value.__cause__ is None


def test_a_link_is_fetched(workspace, tmp_path, monkeypatch):
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    link = store.publish(python(TAKE), str(tmp_path / "remote")).url
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert kalette.load(link)["name"] == "six"


def test_a_snapshot_knows_what_was_imported(workspace):
    url = python("""
        import json, random, types, kalette
        import os.path, xml.dom
        import numpy as np, xml.etree.ElementTree as tree
        from collections import OrderedDict as Ordered
        from math import sqrt
        draw = random.random
        made = types.ModuleType("made")
        class get_ipython:
            class kernel:
                get_parent = staticmethod(lambda: {"metadata": {"cellId": "c7"}})
        print(json.dumps(kalette.snapshot()))
    """)
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    record = store.state(url).record
    assert record["cell"] == "c7"
    assert {item["name"]: item["reason"] for item in record["missing"]} == {
        "draw": "no import finds it again",
        "made": "no import finds it again",
    }
    got = {}
    for source in record["sources"]:
        exec(source, got)
    assert {"json", "random", "kalette", "os", "xml", "np", "tree", "Ordered", "sqrt"} < set(got)
    assert got["xml"].dom.Node
    assert got["np"] is np
    assert got["sqrt"](9) == 3


def run_of(store, root, number, notebook, run, steps=("load", "train")):
    """The snapshots of a run as the engine takes them."""
    for step in steps:
        for when in ("before", "after"):
            store.create(
                str(root),
                Description(
                    bucket="run",
                    name=f"{notebook.replace('/', '-')}-{number}-{step}-{when}",
                    notebook=notebook,
                    step=step,
                    when=when,
                    run=run,
                    environment={"number": number},
                ),
            )


def test_a_run_is_named_as_on_the_command_line(workspace):
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    run_of(store, workspace, 1, "deep/trip.ipynb", "01a-11111111-aaaa")
    run_of(store, workspace, 2, "deep/trip.ipynb", "01a-22222222-bbbb")
    run_of(store, workspace, 1, "trip.ipynb", "01a-33333333-cccc", steps=("one",))

    def step_of(name, step=None):
        return store.show(kalette.load(name, step=step).url).manifest.step

    second = store.list(run="01a-22222222-bbbb")
    for name in ("trip.ipynb:2", "./trip.ipynb:#2", "deep/trip.ipynb:2", "2", "01a-2", "-bbbb"):
        assert kalette.load(name).url == second[0].url
    assert kalette.load(str(workspace / "deep" / "trip.ipynb") + ":2").url == second[0].url
    assert step_of("trip.ipynb:2", "load") == "load"
    assert step_of("trip.ipynb:1") == "train", "as this folder sees it first"
    assert step_of("../trip.ipynb:1") == "one"
    with pytest.raises(SnapshotError, match="1 names 2 runs: trip.ipynb:1, deep/trip.ipynb:1"):
        kalette.load("1")
    with pytest.raises(SnapshotError, match="no snapshot of a run trip.ipynb:3 in"):
        kalette.load("trip.ipynb:3")
    with pytest.raises(SnapshotError, match="has no step test that ended. It has: load, train"):
        kalette.load("trip.ipynb:2", step="test")


def test_a_run_is_found_after_its_notebook_was_renamed(workspace):
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    run_of(store, workspace, 1, "deep/old.ipynb", "01a-11111111-aaaa")
    run_of(store, workspace, 1, "deep/new.ipynb", "01a-22222222-bbbb")
    run_of(store, workspace, 2, "plain.ipynb", "../../work", steps=("one",))
    (workspace / "run.json").write_text('{"notebook": "outside.ipynb", "number": 9}')
    # As the engine writes it when the notebook is renamed onto the name of an earlier one.
    listed = workspace / ".kalette" / "runs" / "01a-11111111-aaaa" / "run.json"
    listed.parent.mkdir(parents=True)
    listed.write_text('{"notebook": "deep/new.ipynb", "number": 2}')
    first = store.list(run="01a-11111111-aaaa")[0].url
    assert kalette.load("new.ipynb:2").url == first
    assert kalette.load("old.ipynb:1").url == first
    assert kalette.load("new.ipynb:1").url == store.list(run="01a-22222222-bbbb")[0].url
    with pytest.raises(SnapshotError) as error:
        kalette.load("mine.ipynb:1")
    assert "It has those of plain.ipynb (2), deep/new.ipynb (1, 2)." in str(error.value)
    listed.write_text("{")
    assert kalette.load("old.ipynb:1").url == first


def test_the_parameters_of_a_run_come_along(workspace):
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    parameters = [
        {"name": "n", "type": "int", "value": "5"},
        {"name": "rate", "type": "float", "value": "1", "source": "0.5"},
        {"name": "print", "type": "int", "value": "1"},
        {"name": "broken", "type": "int", "value": "{"},
        {"name": 7, "type": "int", "value": "1"},
    ]
    record = {"version": 1, "variables": [], "missing": [], "parameters": parameters}
    made = store.create(str(workspace), state=StateSource(record))
    got = kalette.load(made.url)
    assert dict(got) == {"n": 5, "rate": 1.0}
    assert isinstance(got["rate"], float)
    assert len(got) == 2
    assert "n: int" in repr(got)
    assert dict(kalette.load(made.url, names=["n"])) == {"n": 5}
    with pytest.raises(NotLoadedError, match="It has: n, rate"):
        kalette.load(made.url, names=["more"])


def test_a_folder_that_is_only_asked_stays_as_it_is(workspace):
    before = sorted(os.listdir(workspace))
    for source in ("trip.ipynb:1", "snap:trip/1@" + "a" * 64):
        with pytest.raises(SnapshotError, match="There are no snapshots in this workspace yet"):
            kalette.load(source)
    assert sorted(os.listdir(workspace)) == before


def test_what_is_not_there_is_said(workspace):
    find_workspace().open()
    with pytest.raises(SnapshotError, match="There is no snapshot of a run nothing"):
        kalette.load("nothing")
    with pytest.raises(TypeError, match="name of a run or the URL"):
        kalette.load(42)
    with pytest.raises(TypeError, match="needs a text"):
        kalette.snapshot(42)


def test_the_whole_file_system_is_no_workspace_and_gets_no_store(tmp_path, monkeypatch):
    there = os.path.exists
    monkeypatch.setattr(os.path, "exists", lambda path: path == "/.kalette" or there(path))
    monkeypatch.chdir(tmp_path)
    assert find_workspace().root == str(tmp_path)
    with pytest.raises(SnapshotError, match="whole file system"):
        Workspace("/", str(tmp_path / ".kalette" / "snapshots")).open()
    assert not (tmp_path / ".kalette").exists()
