"""A restore in place that a kill has cut short, and what becomes of changes made since."""

from __future__ import annotations

import os
from functools import partial

import pytest
from kalette.snapshots import SnapshotError

from .folders import picture
from .killing import run_killed
from .points import Scene, copy_of

NAMES = [f"sub{number % 2}/file{number}" for number in range(8)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A workspace whose files say new, and a snapshot from when they said old."""
    scene = Scene(tmp_path_factory.mktemp("scene"))
    for number in range(2):
        os.makedirs(os.path.join(scene.workspace, f"sub{number}"))
    fill(scene, "old")
    old = scene.open().create(scene.workspace).id
    fill(scene, "new")
    write(scene, "sub1/more", "new")
    return scene, old


@pytest.fixture(scope="module")
def half_way(prepared, tmp_path_factory):
    scene, old = prepared
    place = tmp_path_factory.mktemp("killed")
    whole = copy_of(scene, place / "whole")
    _, calls = run_killed(partial(whole.run, "in-place", [old]), None)
    for at in range(calls, 0, -1):
        half = copy_of(scene, place / str(at))
        run_killed(partial(half.run, "in-place", [old]), at)
        if len(set(texts(half).values())) > 1 and len(scratch(half)) > 1:
            return half
    raise AssertionError("No kill came in the middle.")


@pytest.fixture
def killed(half_way, tmp_path):
    """A workspace in which a restore of the old files was killed when it had written some."""
    place = str(tmp_path / "copy")
    copy = copy_of(half_way, place)
    move_notes(half_way.workspace, copy)
    return copy


def move_notes(workspace, copy):
    """The notes of restores name the workspace."""
    folder = os.path.join(copy.store, "restores")
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(os.path.realpath(workspace), os.path.realpath(copy.workspace)))


def fill(scene, text):
    for name in NAMES:
        write(scene, name, text)


def write(scene, path, text):
    with open(os.path.join(scene.workspace, path), "w", encoding="utf-8") as file:
        file.write(text)


def read(scene, path):
    with open(os.path.join(scene.workspace, path), encoding="utf-8") as file:
        return file.read()


def texts(scene):
    return {name: read(scene, name) for name in NAMES}


def scratch(scene):
    """What the restore has left of its own."""
    return [path for path in picture(scene.workspace) if b".kalette-" in path]


def not_yet(scene):
    """A file that the restore has not come to."""
    return next(name for name in NAMES if read(scene, name) == "new")


def test_it_is_finished_when_nothing_was_changed(killed):
    known = len(killed.open(recover=False).list())
    store = killed.open()
    assert [item.how for item in store.recovered] == ["resumed"]
    assert set(texts(killed).values()) == {"old"}
    assert not os.path.exists(os.path.join(killed.workspace, "sub1/more"))
    assert scratch(killed) == []
    assert len(store.list()) == known
    assert killed.open().recovered == ()


def test_nothing_is_touched_when_something_was_changed(killed):
    path = not_yet(killed)
    write(killed, path, "mine")
    write(killed, "new of mine", "mine too")
    there, known = picture(killed.workspace), len(killed.open(recover=False).list())
    for _ in range(2):
        store = killed.open()
        (found,) = store.recovered
        assert found.how == "waiting"
        assert set(found.changed) == {path, "new of mine"}
        assert found.safety in {item.id for item in store.list(bucket="safety")}
        assert picture(killed.workspace) == there
        assert len(store.list()) == known


def test_what_was_removed_since_stays_removed(killed):
    path = not_yet(killed)
    os.unlink(os.path.join(killed.workspace, path))
    (found,) = killed.open().recovered
    assert (found.how, found.changed) == ("waiting", (path,))
    assert not os.path.lexists(os.path.join(killed.workspace, path))


@pytest.mark.parametrize(
    ("choice", "how", "text"), [("finish", "resumed", "old"), ("back", "rolled-back", "new")]
)
def test_the_user_decides(killed, choice, how, text):
    path = not_yet(killed)
    write(killed, path, "mine")
    store = killed.open()
    (found,) = store.recover(choice)
    assert found.how == how
    assert set(texts(killed).values()) == {text}
    assert scratch(killed) == []
    assert killed.open().recovered == ()
    last = store.list(bucket="safety")[0]
    assert store.read(last.id, path) == b"mine"
    assert found.meanwhile == last.id


def test_what_is_there_can_be_left(killed):
    write(killed, not_yet(killed), "mine")
    there = texts(killed)
    (found,) = killed.open().recover("leave")
    assert found.how == "left"
    assert texts(killed) == there
    assert read(killed, "sub1/more") == "new"
    assert scratch(killed) == []
    assert killed.open().recovered == ()


def test_another_restore_settles_it(prepared, killed):
    write(killed, not_yet(killed), "mine")
    killed.open().restore_in_place(prepared[1], killed.workspace)
    assert set(texts(killed).values()) == {"old"}
    assert killed.open().recovered == ()


def test_a_choice_that_is_none_is_refused(killed):
    with pytest.raises(SnapshotError, match="finish, back and leave"):
        killed.open(recover=False).recover("maybe")
