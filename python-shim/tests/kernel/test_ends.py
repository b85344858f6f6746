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


def left(store: Store, step, place, variables, missing=(), number=1):
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
            {"name": name, "type": "", "reason": f"step {beside} makes it", "step": beside}
            for name, beside in dict(missing).items()
        ],
    }
    store.create(
        os.getcwd(),
        Description(
            bucket="run",
            name=f"{number}-{step}-after",
            notebook="n.ipynb",
            step=step,
            when="after",
            run=f"run-{number}",
            environment={"number": number, "place": place},
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


def test_a_step_has_only_its_own(store):
    left(store, "last", 3, {"a": 1}, {"b": "other"})
    left(store, "other", 2, {"b": 2})
    found = kalette.load("n.ipynb:1", step="last")
    assert dict(found) == {"a": 1}
    with pytest.raises(NotLoadedError, match="`b` is not loaded: step other makes it"):
        found["b"]
