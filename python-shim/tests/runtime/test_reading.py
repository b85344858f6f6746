from __future__ import annotations

import sys

import pytest
from kalette.runtime.reading import read_all
from kalette.runtime.shells import fresh_main
from kalette.runtime.shells.plain_shell import PlainShell


@pytest.fixture
def read(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    shell = PlainShell(fresh_main())
    return lambda source: read_all(shell, [source])[0]


def test_names_of_a_cell_and_its_functions(read):
    reading = read(
        "import os.path as p\n"
        "def f(a, *, k=start):\n    global seen\n    seen = [a for a in more]\n    return p.sep\n"
        "class C(Base):\n    size = width\n    def m(self):\n        return self.size + scale\n"
        "del old\n"
    )
    assert reading["error"] is None
    assert reading["least"] == {
        "bound": ["C", "f", "old", "p", "seen"],
        "read": ["Base", "more", "p", "scale", "start"],
    }
    # A class body may find its names in itself.
    assert "width" in reading["most"]["read"]
    for kind in ("bound", "read"):
        assert set(reading["least"][kind]) <= set(reading["most"][kind])


def test_code_that_never_runs_is_only_in_the_most(read):
    reading = read("def f():\n    return 1\n    print(lost)")
    assert "lost" not in reading["least"]["read"]
    assert "lost" in reading["most"]["read"]


def test_top_level_await_is_no_error(read):
    reading = read("x = await y")
    assert reading["error"] is None
    assert reading["least"] == {"bound": ["x"], "read": ["y"]}


def test_an_error_has_its_line_in_the_cell(read):
    reading = read("\n\nx = 1\ny = = 2")
    assert reading["error"]["line"] == 4
    assert reading["error"]["message"]
    assert read("def f():\n    yield\nreturn 3")["error"] is not None


@pytest.mark.parametrize("source", ["x = 1\0", "(" * 500 + ")" * 500, "x = '\ud800'", ""])
def test_hostile_sources_are_no_bother(read, source):
    assert set(read(source)) == {"error", "least", "most"}


def test_the_host_reads_in_a_child(worker):
    worker.tell(type="compile", id="7", sources=["x = y", "%time z = 1", "x ="])
    answer = worker.read()
    assert (answer["type"], answer["id"]) == ("compiled", "7")
    first, magic, broken = answer["readings"]
    assert first["least"] == {"bound": ["x"], "read": ["y"]}
    assert (magic["error"], magic["least"]) == (None, None)
    assert broken["error"]["line"] == 1
