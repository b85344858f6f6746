from __future__ import annotations

import sys

import pytest
from kalette.runtime.variables import Budget, Keeping, VariableLoader, save_variables
from kalette.runtime.variables.sharing import groups_of

from ..kept import keep_all

PLENTY = Budget(1 << 30, 60.0)


@pytest.fixture
def keep(tmp_path):
    """Keeps a namespace; returns what comes back, and what was left out with the reasons."""

    def through(namespace, defined=None, groups=(), budget=PLENTY, makers=None, received=()):
        out = str(tmp_path / "out")
        before = str(tmp_path / "before")
        loaded = save_variables([[name] for name in received], namespace, before, {})
        saved = save_variables(groups, namespace, out, {})
        keeping = Keeping(namespace, defined or {}, saved, makers or {}, loaded)
        kept = keep_all(keeping, out, budget)
        manifest = {
            entry["name"]: {**entry, "path": f"{out}/{entry['file']}"} for entry in kept.variables
        }
        for entry in loaded:
            if entry["name"] in kept.received:
                manifest[entry["name"]] = {**entry, "path": f"{before}/{entry['file']}"}
        loader = VariableLoader(manifest)
        back = {name: loader.get(name) for name in manifest}
        return back, {entry["name"]: entry["reason"] for entry in kept.left}, kept

    return through


@pytest.fixture
def main(monkeypatch):
    """The notebook's namespace, as far as these tests bind names in it."""
    space = sys.modules["__main__"].__dict__
    before = dict(space)
    yield space
    space.clear()
    space.update(before)


@pytest.fixture
def held(tmp_path):
    """Saves one value; what it returns reads it."""

    def through(value):
        [entry] = save_variables([["held"]], {"held": value}, str(tmp_path), {})
        manifest = {"held": {**entry, "path": str(tmp_path / entry["file"])}}
        return lambda: VariableLoader(manifest).get("held")

    return through


@pytest.fixture(params=["to a step", "in a snapshot"])
def carried(request, keep, tmp_path):
    """Values by their names, as a later step or who opens a snapshot has them."""

    def through(**values):
        if request.param == "in a snapshot":
            back, left, _ = keep(values)
            assert not left
            return back
        entries = save_variables(groups_of(values), values, str(tmp_path / "handed"), {})
        manifest = {
            entry["name"]: {**entry, "path": str(tmp_path / "handed" / entry["file"])}
            for entry in entries
        }
        loader = VariableLoader(manifest)
        return {name: loader.get(name) for name in values}

    return through
