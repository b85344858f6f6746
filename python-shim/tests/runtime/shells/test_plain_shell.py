from __future__ import annotations

import sys

import pytest
from kalette.runtime.shells import fresh_main
from kalette.runtime.shells.plain_shell import PlainShell


@pytest.fixture
def run(monkeypatch):
    """Runs cells, one after the other; returns what the last one has bound to `x`."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    shell = PlainShell(fresh_main())

    def through(*sources):
        for count, source in enumerate(sources):
            result = shell.run(source, f"<{count}>", count, True)
            assert result.error is None, result.error
        return shell.namespace["x"]

    return through


ANNOTATED = "def f(a: int): pass\nx = f.__annotations__['a']"
LAZY = "from __future__ import annotations"


def test_annotations_are_evaluated_as_in_any_program(run):
    assert run(ANNOTATED) is int


def test_a_future_import_counts_for_the_cells_that_follow(run):
    assert run(LAZY, "1 + 1", ANNOTATED) == "int"
    assert run(ANNOTATED.replace("int", "Nowhere")) == "Nowhere"
