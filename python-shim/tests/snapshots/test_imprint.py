"""A folder that was just restored is known: its next snapshot reads and misses nothing."""

from __future__ import annotations

import os

import pytest
from kalette.snapshots import PrunePolicy, Store
from kalette.snapshots.capture import reading
from kalette.snapshots.restore import imprint, new_folder

from .folders import change_folder, make_folder, picture


@pytest.fixture
def reads(monkeypatch):
    """The files that are read, by name."""
    names = []
    read = reading.FileReader.read

    def noted(self, path):
        names.append(os.path.basename(path))
        return read(self, path)

    monkeypatch.setattr(reading.FileReader, "read", noted)
    return names


@pytest.fixture
def no_tick(monkeypatch):
    """As if everything had been written a while before the restore ended."""
    monkeypatch.setattr(imprint, "_TICK", 0)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_read_again(store, tmp_path, reads, no_tick, seed):
    make_folder(str(tmp_path / "one"), seed)
    first = store.create(str(tmp_path / "one"))
    store.restore(first.id, str(tmp_path / "two"), foreign=False)
    reads.clear()
    again = store.create(str(tmp_path / "two"))
    assert reads == []
    assert again.manifest.roots == first.manifest.roots
    assert not again.changed
    assert again.manifest.parent == first.id
    change_folder(str(tmp_path / "two"), seed)
    changed = store.create(str(tmp_path / "two"))
    fresh = Store.open(str(tmp_path / "fresh")).create(str(tmp_path / "two"))
    assert changed.manifest.roots == fresh.manifest.roots


def test_only_what_changed_is_read(store, workspace, tmp_path, reads, no_tick):
    for name in ("a", "b"):
        (workspace / name).write_text(name)
    created = store.create(str(workspace))
    store.restore(created.id, str(tmp_path / "new"))
    (tmp_path / "new/b").write_text("changed")
    (tmp_path / "new/c").write_text("added")
    reads.clear()
    store.create(str(tmp_path / "new"))
    assert sorted(set(reads)) == [b"b", b"c"]


def test_a_change_right_after_the_restore_is_seen(store, workspace, tmp_path):
    (workspace / "x").write_text("one")
    created = store.create(str(workspace))
    for number in range(30):
        target = tmp_path / str(number)
        store.restore(created.id, str(target))
        seen = os.stat(target / "x")
        # Same size, same inode, same time of modification, and the same tick.
        with open(target / "x", "r+") as file:
            file.write("two")
        os.utime(target / "x", ns=(seen.st_mtime_ns, seen.st_mtime_ns))
        changed = store.create(str(target))
        assert changed.changed
        assert store.read(changed.id, "x") == b"two"


def test_files_that_change_places_are_seen(store, workspace, tmp_path, no_tick):
    for name in ("one", "two"):
        (workspace / name).mkdir()
        (workspace / name / "x").write_text(name)
        os.utime(workspace / name / "x", ns=(5, 5))
    created = store.create(str(workspace))
    target = tmp_path / "new"
    store.restore(created.id, str(target))
    os.rename(target / "one", target / "three")
    os.rename(target / "two", target / "one")
    os.rename(target / "three", target / "two")
    changed = store.create(str(target))
    assert store.read(changed.id, "one/x") == b"two"
    assert store.read(changed.id, "two/x") == b"one"


def test_whole_seconds_prove_nothing(store, workspace, tmp_path, reads, monkeypatch):
    (workspace / "x").write_text("one")
    created = store.create(str(workspace))
    last = new_folder.last_moment
    monkeypatch.setattr(new_folder, "last_moment", lambda path: last(path) // 10**9 * 10**9)
    store.restore(created.id, str(tmp_path / "new"))
    reads.clear()
    store.create(str(tmp_path / "new"))
    assert reads == [b"x"]


def test_links_that_were_held_back_are_not_in_the_next_snapshot(
    store, workspace, tmp_path, no_tick
):
    (workspace / "x").write_text("one")
    os.symlink("/etc/passwd", workspace / "out")
    os.symlink("x", workspace / "in")
    created = store.create(str(workspace))
    done = store.restore(created.id, str(tmp_path / "new"), foreign=True)
    assert done.held_back == ("out",)
    again = store.create(str(tmp_path / "new"))
    assert [item.path for item in store.files(again.id)] == ["in", "x"]


def test_what_a_prune_removed_is_read_again(store, workspace, tmp_path, no_tick):
    (workspace / "x").write_text("one")
    created = store.create(str(workspace))
    restored = Store.open(store.path).restore(created.id, str(tmp_path / "new"))
    assert restored.files == 1
    store.prune(PrunePolicy(keep_last=0, grace_seconds=0))
    again = store.create(str(tmp_path / "new"))
    assert store.verify(again.id).ok
    store.restore(again.id, str(tmp_path / "out"))
    assert picture(str(tmp_path / "out")) == picture(str(tmp_path / "new"))


def test_a_snapshot_that_goes_during_the_restore_is_not_relied_on(
    store, workspace, tmp_path, reads, no_tick, monkeypatch
):
    (workspace / "x").write_text("one")
    created = store.create(str(workspace))
    move = new_folder.move_into_place

    def pruned_meanwhile(staging, target):
        Store.open(store.path, recover=False).prune(PrunePolicy(keep_last=0, grace_seconds=0))
        move(staging, target)

    monkeypatch.setattr(new_folder, "move_into_place", pruned_meanwhile)
    store.restore(created.id, str(tmp_path / "new"))
    reads.clear()
    again = store.create(str(tmp_path / "new"))
    assert reads == [b"x"]
    assert store.verify(again.id).ok
