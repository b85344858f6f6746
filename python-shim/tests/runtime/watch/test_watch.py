from __future__ import annotations

import sys

import pytest
from kalette.runtime.variables import VariableLoader, save_variables
from kalette.runtime.watch.watch import Watch

from ..worker import cell, of, texts


@pytest.fixture
def handed(worker):
    """Runs a step that makes variables, then one that receives them and watches all."""

    def run(made, *sources, saves=(), groups=None, watch=None, setup="", **more):
        out = worker.folder / "made"
        definition = [{"definition": "d", "cell": cell("d", setup, 0)}] if setup else []
        groups = groups or [[name] for name in made]
        lines = "\n".join(f"{name} = {value}" for name, value in made.items())
        messages = worker.run(
            setup=definition, cells=[cell("m", lines)], saves=groups, out=str(out)
        )
        entries = of(messages, "saved")[0]["variables"]
        loads = {entry["name"]: {**entry, "path": str(out / entry["file"])} for entry in entries}
        return worker.run(
            step="use",
            setup=[*definition, *({"variable": name} for name in loads)],
            cells=[cell(f"c{place}", text, place) for place, text in enumerate(sources, 1)],
            loads=loads,
            saves=[[name] for name in saves],
            watch=list(made) if watch is None else watch,
            **more,
        )

    return run


def test_a_change_fails_the_step_and_names_its_cell(handed):
    messages = handed({"m": "{'a': [1]}", "k": "[2]"}, "print(m)", "x = m['a']; x += [2]", "m")
    (error,) = of(messages, "error")
    assert error["kind"] == "changed-input"
    assert error["code"] == "DF406"
    assert error["message"] == "Step `use` changed `m`, which the plan took as only read."
    assert error["cell"] == "c2"
    assert error["changes"] == [{"cell": "c2", "names": ["m"]}]
    assert error["hint"]
    assert of(messages, "saved") == []


def test_reading_is_no_alarm(handed):
    messages = handed(
        {"m": "np.arange(1000.0)", "f": "pd.DataFrame({'a': [1, 2]})", "s": "{'x', 'y'}"},
        "print(m.sum(), f.describe(), sorted(s))",
        "m = m + 1; f = f.assign(b=3)[['a']]",
        setup="import numpy as np, pandas as pd",
        watch=["s"],
    )
    assert of(messages, "error") == []


def test_a_large_value_is_laid_to_the_last_cell_that_mentions_it(handed):
    messages = handed(
        {"m": "np.zeros(100_000)"},
        "v = m",
        "v[-1] = 1",
        setup="import numpy as np",
    )
    assert of(messages, "error")[0]["changes"] == [{"cell": "c1", "names": ["m"]}]


def test_only_what_the_plan_says_is_watched(handed):
    messages = handed({"m": "[1]", "n": "[1]"}, "m.append(2)", watch=["n"])
    assert of(messages, "error") == []


@pytest.mark.parametrize(
    ("source", "fate"),
    [
        ("print(m.sum())", {"untouched": ["m"], "changed": [], "rebound": []}),
        ("m = m * 2", {"untouched": [], "changed": ["m"], "rebound": ["m"]}),
        ("m[0] = 5", {"untouched": [], "changed": ["m"], "rebound": []}),
        ("m[0] = 5; m = 0", {"untouched": [], "changed": ["m"], "rebound": ["m"]}),
    ],
)
def test_what_became_of_a_large_value_is_told(handed, source, fate):
    setup = "import numpy as np"
    keep = {"bytes": 1 << 20, "seconds": 10}
    messages = handed({"m": "np.arange(50_000)"}, source, watch=[], keep=keep, setup=setup)
    told = of(messages, "keeping")[0]
    assert {name: told[name] for name in fate} == fate


def test_code_of_the_notebook_that_the_step_put_something_into_is_told(handed):
    setup = "def counts(x=[]):\n    x.append(1)\ndef plain(): pass"
    keep = {"bytes": 1 << 20, "seconds": 10}
    messages = handed({"m": "[1]"}, "counts()\nplain()", keep=keep, setup=setup)
    told = of(messages, "keeping")[0]
    assert (told["untouched"], told["changed"]) == (["m"], ["counts"])


@pytest.mark.parametrize(
    ("sources", "untouched"),
    [
        (["print(m, n)"], ["best", "k", "m", "n"]),
        (["n.append(1); n.pop()", "m.append(1)"], ["k", "n"]),
        # Equal parts, and no more in common.
        (["m[0] = [1]"], ["k", "n"]),
        (["n = [3]"], ["best", "k", "m"]),
    ],
)
def test_what_is_not_watched_and_makes_the_same_pickle_was_left_alone(handed, sources, untouched):
    messages = handed(
        {"m": "[[1], [2]]", "best": "m[0]", "n": "[3]", "k": "[4]"},
        *sources,
        groups=[["m", "best"], ["n"], ["k"]],
        watch=["k"],
        keep={"bytes": 1 << 20, "seconds": 10},
    )
    assert of(messages, "keeping")[0]["untouched"] == untouched


@pytest.mark.parametrize(
    ("source", "untouched"),
    [
        ("print(b.v)", ["b", "c"]),
        ("b.v.append(2)", ["c"]),
        ("b = 5", ["c"]),
    ],
)
def test_what_the_plan_takes_for_unchanged_and_shows_no_change_was_left_alone(
    handed, source, untouched
):
    # To make a pickle of them could run what the notebook defines.
    messages = handed(
        {"b": "Box([1])", "c": "Box([2])", "d": "Box([3])"},
        source,
        setup="class Box:\n    def __init__(self, v):\n        self.v = v",
        watch=[],
        unchanged=["b", "c"],
        keep={"bytes": 1 << 20, "seconds": 10},
    )
    assert of(messages, "keeping")[0]["untouched"] == untouched


@pytest.mark.parametrize(
    ("source", "untouched"),
    [
        ("p = m.predict([[1.0], [2.0]]); all = [m]", ["m"]),
        ("m.extra = 1", []),
        ("m._seen = 1", []),
        ("m.estimators_[0].tree_.value[0] = 5", []),
    ],
)
def test_a_model_that_was_only_asked_was_left_alone(handed, source, untouched):
    # The nodes of its trees are records with room between their fields.
    messages = handed(
        {"m": "RandomForestClassifier(3, random_state=0).fit([[1.0], [2.0], [3.0]], [0, 1, 0])"},
        source,
        setup="from sklearn.ensemble import RandomForestClassifier",
        watch=[],
        keep={"bytes": 1 << 20, "seconds": 10},
    )
    assert of(messages, "keeping")[0]["untouched"] == untouched


def test_what_shares_a_file_with_a_saved_value_is_not_watched(handed):
    messages = handed(
        {"m": "[1]", "n": "{'m': m}"},
        "n['m'].append(2)",
        groups=[["m", "n"]],
        saves=["n"],
        watch=["m"],
    )
    assert of(messages, "error") == []


def test_instances_of_classes_that_are_defined_again(handed):
    setup = "class Box:\n    def __init__(self, v):\n        self.v = v"
    assert of(handed({"b": "Box([1])"}, "print(b.v)", setup=setup), "error") == []


def test_a_class_stays_what_the_step_has_made_of_it(tmp_path, monkeypatch):
    made = type("Tally", (), {"__module__": "__main__", "counts": []})
    monkeypatch.setattr(sys.modules["__main__"], "Tally", made, raising=False)
    (entry,) = save_variables([["Tally"]], {"Tally": made}, str(tmp_path), {})
    loads = {"Tally": {**entry, "path": str(tmp_path / entry["file"])}}
    tally = VariableLoader(loads).get("Tally")
    watch = Watch({"loads": loads, "saves": [], "watch": ["Tally"], "step": "use", "cells": []})
    watch.received("Tally", tally)
    tally.counts.append(1)
    watch.check({"Tally": tally}, 0)
    assert tally.counts == [1]


def test_an_instance_that_changes_inside_is_seen(handed):
    setup = "class Box:\n    def __init__(self, v):\n        self.v = v"
    messages = handed({"b": "Box([1])"}, "b.v.append(2)", setup=setup)
    assert of(messages, "error")[0]["changes"] == [{"cell": "c1", "names": ["b"]}]


def test_a_value_that_takes_too_long_is_passed_over_and_told(handed, worker):
    messages = handed({"m": "[bytes(1_000_000) for _ in range(30)]"}, "m.append(1); print(len(m))")
    assert of(messages, "error") == []
    assert texts(messages) == "31\n"
    assert worker.report()["metadata"]["kalette"]["unwatched"] == ["m"]
