"""kalette.load of a run whose branches end apart, and of snapshots that name what others have."""

from __future__ import annotations

import os
import pickle
from hashlib import sha256

import kalette
import pytest
from kalette.kernel.loading import NotLoadedError
from kalette.kernel.workspace import find_workspace
from kalette.snapshots import Description, KnownFile, StateSource, Store


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return find_workspace().open()


def left(store: Store, step, place, variables, missing=(), partial=False, **more):
    """The snapshot behind a step of a run; ``missing`` by name, with the step that has it."""
    entries, files = [], {}
    for name, value in variables.items():
        data = pickle.dumps(value)
        digest = sha256(data).hexdigest()
        path = os.path.abspath(f"../{digest}.pkl")
        with open(path, "wb") as file:
            file.write(data)
        files[f"{digest}.pkl"] = KnownFile(path, f"sha256:{digest}", len(data))
        entries.append(
            {
                "name": name,
                "type": type(value).__name__,
                **{"tier": "safe", "format": "pickle", "file": "x.pkl", "group": None},
                **{"digest": f"sha256:{digest}", "bytes": len(data), "step": step},
            }
        )
    record = {
        "version": 1,
        "variables": entries,
        "missing": [
            {"name": name, "type": "", "reason": f"step {beside} makes it", "step": beside, **more}
            for name, beside in dict(missing).items()
        ],
    }
    store.create(
        os.getcwd(),
        Description(
            bucket="run",
            name=f"1-{step}-after",
            notebook="n.ipynb",
            step=step,
            when="after",
            run="run-1",
            environment={"number": 1, "place": place, **({"partial": True} if partial else {})},
        ),
        state=StateSource(record, files),
    )


def test_a_run_has_what_its_last_step_has_and_what_only_steps_beside_have(store):
    left(store, "last", 3, {"a": 1, "c": 3}, {"b": "other", "d": "gone", "e": "other"})
    # It ended later, and stands above.
    left(store, "other", 2, {"a": 0, "b": 2})
    found = kalette.load("n.ipynb:1")
    assert dict(found) == {"a": 1, "b": 2, "c": 3}
    assert store.show(found.url).manifest.step == "last"
    assert found.missing == {"d": "step gone makes it", "e": "step other makes it"}
    assert "b: int" in repr(found)
    assert dict(kalette.load("n.ipynb:1", names=["b", "c"])) == {"b": 2, "c": 3}


def test_a_step_has_what_steps_beside_have_that_stand_above_it(store):
    left(store, "middle", 3, {"a": 1}, {"b": "above", "c": "below", "d": "failed", "e": "lost"})
    left(store, "above", 2, {"b": 2})
    left(store, "below", 4, {"c": 3})
    left(store, "failed", 1, {"d": 4}, partial=True)
    found = kalette.load("n.ipynb:1", step="middle")
    assert dict(found) == {"a": 1, "b": 2}
    assert dict(kalette.load(found.url)) == {"a": 1, "b": 2}
    with pytest.raises(NotLoadedError, match="`c` is not loaded: step below makes it"):
        found["c"]
    assert list(found.missing) == ["c", "d", "e"]


def test_a_value_is_what_the_last_step_above_has_that_waits_for_its_maker(store):
    beside = {"b": "one", "c": "one", "d": "one", "e": "one"}
    left(store, "last", 5, {}, beside)
    left(store, "one", 1, {"b": 1, "c": 1, "d": 1, "e": 1})
    # It changed what nobody had seen that it does.
    left(store, "two", 2, {"b": 2, "c": 1, "d": 2})
    left(store, "three", 3, {"c": 1, "d": 3}, {"b": "one", "e": "one"})
    found = kalette.load("n.ipynb:1", step="last")
    assert dict(found) == {"b": 2, "c": 1}
    assert list(found.missing) == ["d", "e"]


def test_what_a_step_changes_is_not_as_its_maker_left_it(store):
    left(store, "last", 3, {}, {"a": "other"}, outdated=True)
    left(store, "other", 2, {"a": 1})
    assert list(kalette.load("n.ipynb:1").missing) == ["a"]


def test_nothing_is_taken_from_what_somebody_else_signed(store, tmp_path, monkeypatch):
    left(store, "last", 3, {}, {"a": "other"})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "others"))
    left(find_workspace().open(), "other", 2, {"a": 1})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))
    assert list(kalette.load("n.ipynb:1", step="last").missing) == ["a"]
