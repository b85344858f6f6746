from __future__ import annotations

import os
import shutil

import pytest


@pytest.fixture
def join(store, workspace, tmp_path):
    """Runs steps on copies of one folder and joins what they leave."""
    for path, text in {"a": "a", "b": "b", "d/x": "x", "d/y": "y", "log": "0"}.items():
        (workspace / path).parent.mkdir(exist_ok=True)
        (workspace / path).write_text(text)
    base = store.create(str(workspace))

    def do(*steps, keep_last=()):
        parents = []
        for step in steps:
            place = tmp_path / f"copy-{step.__name__}"
            store.restore(base.id, str(place))
            step(place)
            parents.append((step.__name__, store.create(str(place)).id))
        return store.join(base.id, parents, keep_last)

    return do


def content(store, joined):
    found = store.files(joined.snapshot.id, recursive=True)
    return {
        item.path: store.read(joined.snapshot.id, item.path)
        for item in found
        if item.entry.kind == "file"
    }


def test_what_each_step_did_is_taken(store, join):
    def left(place):
        (place / "a").write_text("left")
        shutil.rmtree(place / "d")

    def right(place):
        (place / "new").mkdir()
        (place / "new/z").write_text("right")
        os.unlink(place / "b")
        os.unlink(place / "d/x")

    joined = join(left, right)
    assert content(store, joined) == {"a": b"left", "log": b"0", "new/z": b"right"}
    assert "d" not in {item.path for item in store.files(joined.snapshot.id)}


def test_the_same_on_both_sides_is_no_conflict(store, join):
    def left(place):
        (place / "a").write_text("same")
        os.unlink(place / "b")

    def right(place):
        left(place)
        (place / "a").chmod(0o600)

    joined = join(left, right)
    assert content(store, joined)["a"] == b"same"
    mode = {item.path: item.mode for item in store.files(joined.snapshot.id)}["a"]
    assert mode == 0o600


def test_conflicts_name_both_steps_and_the_file(join):
    def left(place):
        (place / "a").write_text("left")
        os.unlink(place / "d/x")
        os.unlink(place / "b")
        (place / "b").mkdir()

    def middle(place):
        (place / "a").write_text("left")

    def right(place):
        (place / "a").write_text("right!")
        (place / "d/x").write_text("changed")
        (place / "b").write_text("changed")

    joined = join(left, middle, right)
    assert joined.snapshot is None
    found = {item.path: item for item in joined.conflicts}
    assert found.keys() == {"a", "b", "d/x"}
    assert found["a"].steps == ("left", "right")
    assert [side.size for side in found["a"].sides] == [4, 6]
    assert found["d/x"].sides[0] is None
    assert found["b"].sides[0].kind == "folder"


def test_globs_let_the_last_step_win(store, join):
    def left(place):
        (place / "log").write_text("left")
        (place / "__pycache__").mkdir()
        (place / "__pycache__/a.pyc").write_text("left")

    def right(place):
        (place / "log").write_text("right")
        (place / "__pycache__").mkdir()
        (place / "__pycache__/a.pyc").write_text("right")

    assert [item.path for item in join(left, right).conflicts] == ["log"]


def test_noted_paths_and_caches(store, join):
    def left(place):
        (place / "log").write_text("left")
        (place / "d/__pycache__").mkdir()
        (place / "d/__pycache__/a.pyc").write_text("left")

    def right(place):
        (place / "log").write_text("right")
        (place / "d/__pycache__").mkdir()
        (place / "d/__pycache__/a.pyc").write_text("right")

    joined = join(left, right, keep_last=["log"])
    assert joined.noted == ("log",)
    assert content(store, joined)["log"] == b"right"
    assert content(store, joined)["d/__pycache__/a.pyc"] == b"right"


def test_a_folder_that_nobody_filled_is_kept(store, join):
    def left(place):
        (place / "empty").mkdir()

    def right(place):
        (place / "empty").mkdir()
        (place / "empty").chmod(0o700)

    assert "empty" in {item.path for item in store.files(join(left, right).snapshot.id)}
