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
from kalette.snapshots import SnapshotError, Store


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


def test_a_link_is_fetched(workspace, tmp_path, monkeypatch):
    store = Store.open(str(workspace / ".kalette" / "snapshots"))
    link = store.publish(python(TAKE), str(tmp_path / "remote")).url
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert kalette.load(link)["name"] == "six"


def test_what_is_not_there_is_said(workspace):
    with pytest.raises(SnapshotError, match="There is no snapshot of a run nothing"):
        kalette.load("nothing")
    with pytest.raises(TypeError, match="id of a run or the URL"):
        kalette.load(42)
    with pytest.raises(TypeError, match="needs a text"):
        kalette.snapshot(42)
