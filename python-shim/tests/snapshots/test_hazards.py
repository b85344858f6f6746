from __future__ import annotations

import os

import pytest
from kalette.snapshots import SnapshotError
from kalette.snapshots.restore import hazards
from kalette.snapshots.restore.options import InPlaceOptions

KINDS = ("startup", "environment", "hook")


def write(folder, *paths):
    for path in paths:
        os.makedirs(os.path.dirname(folder / path), exist_ok=True)
        (folder / path).write_text("x")


def kinds(store, folder):
    found = store.inspect(store.create(str(folder)).id)
    assert found.more_hazards == 0
    return {hazard.path: (hazard.kind, hazard.hides) for hazard in found.hazards}


def test_what_runs_by_itself_has_a_kind(store, workspace):
    write(workspace, "a/conftest.py", ".git/hooks/pre-commit", ".git/hooks/x.sample", "venv/a.pth")
    write(workspace, "b/.VSCODE/tasks.json", "c/.git", "src/train.py", "bare/HEAD")
    os.mkdir(workspace / "bare/objects")
    os.mkdir(workspace / "bare/refs")
    assert kinds(store, workspace) == {
        "a/conftest.py": ("startup", None),
        ".git/hooks/pre-commit": ("hook", None),
        "venv/a.pth": ("environment", None),
        "b/.VSCODE/tasks.json": ("hook", None),
        "c/.git": ("hook", None),
        "bare/HEAD": ("hook", None),
    }


def test_modules_beside_a_notebook_must_not_hide_what_a_kernel_imports(store, workspace):
    write(workspace, "numpy.py", "pandas/__init__.py", "pandas/core.py", "helper.py", "code/a.py")
    write(workspace, "src/random.py", "nb/a.ipynb", "nb/ipykernel_launcher.cpython-311-x.so")
    write(workspace, "nb/json.pyc", "nb/json.txt", "real/__init__.py")
    os.symlink("real", workspace / "scipy")
    found = kinds(store, workspace)
    assert {path: hides for path, (_, hides) in found.items()} == {
        "numpy.py": "numpy",
        "pandas/__init__.py": "pandas",
        "nb/ipykernel_launcher.cpython-311-x.so": "ipykernel_launcher",
        "nb/json.pyc": "json",
        "scipy": "scipy",
    }
    assert {kind for kind, _ in found.values()} == {"startup"}


def test_modules_that_are_imported_only_where_they_are_there_are_named_too(store, workspace):
    # Completion tries these, and finds none in most environments; the last one is installed here.
    names = ("colorama", "astroid", "orjson", "pytest")
    write(workspace, *(f"{name}.py" for name in names), "helpers.py")
    found = kinds(store, workspace)
    assert found == {f"{name}.py": ("startup", name) for name in names}


def test_what_is_withheld_is_never_there(store, workspace, tmp_path):
    write(workspace, "numpy.py", "a.pth", b"\xff/conftest.py".decode("utf-8", "surrogateescape"))
    write(workspace, "train.py", ".git/config")
    created = store.create(str(workspace))
    done = store.restore(created.id, str(tmp_path / "all"), withhold=KINDS)
    assert (done.files, done.withheld) == (1, 4)
    left = [name for _, _, names in os.walk(tmp_path / "all") for name in names]
    assert left == ["train.py"]
    done = store.restore(created.id, str(tmp_path / "some"), withhold=("hook",))
    assert (done.files, done.withheld) == (4, 1)
    # The first snapshot of it finds that files are missing.
    again = store.create(str(tmp_path / "some"))
    changes = store.diff(created.id, again.id).changes
    assert {(change.path, change.how) for change in changes} == {(".git/config", "removed")}


def test_a_live_folder_keeps_its_own(store, workspace):
    write(workspace, "conftest.py", "data.csv")
    created = store.create(str(workspace))
    (workspace / "conftest.py").write_text("mine")
    (workspace / "data.csv").write_text("mine")
    options = InPlaceOptions(withhold=KINDS)
    done = store.restore_in_place(created.id, str(workspace), options)
    assert (done.files, done.withheld) == (1, 1)
    assert (workspace / "conftest.py").read_text() == "mine"
    assert (workspace / "data.csv").read_text() == "x"


def test_more_than_can_be_listed_are_withheld_all_the_same(store, workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(hazards, "MOST_HAZARDS", 3)
    monkeypatch.setattr("kalette.snapshots.reading.reader.MOST_HAZARDS", 3)
    write(workspace, *(f".vscode/{n}.json" for n in range(5)))
    created = store.create(str(workspace))
    found = store.inspect(created.id)
    assert (len(found.hazards), found.more_hazards) == (3, 2)
    done = store.restore(created.id, str(tmp_path / "out"), withhold=KINDS)
    assert (done.files, done.withheld) == (0, 5)
    with pytest.raises(SnapshotError, match="run by themselves"):
        store.restore_in_place(created.id, str(workspace), InPlaceOptions(withhold=KINDS))
