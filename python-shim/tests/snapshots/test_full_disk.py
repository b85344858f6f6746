"""A full disk, by a limit on the size of files: a clear error, and a store that is whole."""

from __future__ import annotations

import errno
import os
import resource
from types import SimpleNamespace

import pytest
from kalette.snapshots import SnapshotError, Store
from kalette.snapshots.capture import capture
from kalette.snapshots.capture.clones import CloneProbe
from kalette.snapshots.restore import limits
from kalette.snapshots.restore.files import FileWriter
from kalette.snapshots.store import manifests

from .folders import picture
from .points import OPERATIONS, fill_disk, prepare

POINTS = int(os.environ.get("KALETTE_SNAPSHOT_CRASHES", "18"))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_disk_that_is_full_from_any_point_on_costs_nothing(tmp_path, operation):
    fill_disk(prepare(str(tmp_path / "scene")), operation, POINTS // 6, 0, str(tmp_path))


@pytest.fixture
def limited():
    """Lets files grow to a number of bytes only; writing beyond fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))

    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 10, 5_000, 2_000_000])
def test_a_snapshot_that_does_not_fit_leaves_the_store_whole(tmp_path, workspace, limited, size):
    store = Store.open(str(tmp_path / "store"))
    (workspace / "a").write_text("1")
    first = store.create(str(workspace))
    (workspace / "big").write_bytes(os.urandom(6_000_000))
    limited(size)
    with pytest.raises(SnapshotError) as caught:
        store.create(str(workspace))
    assert caught.value.code == "disk-full"
    assert "Free some space" in caught.value.hint
    limited(resource.RLIM_INFINITY)
    assert os.listdir(tmp_path / "store/tmp") == []
    again = Store.open(str(tmp_path / "store"))
    assert [item.id for item in again.list()] == [first.id]
    assert again.verify().ok
    assert again.create(str(workspace)).changed
    assert again.verify().ok


@pytest.mark.parametrize("part", ["ref", "reflog"])
def test_a_snapshot_that_gets_no_name_is_none(workspace, store, monkeypatch, part):
    (workspace / "a").write_text("1")
    first = store.create(str(workspace))
    (workspace / "a").write_text("2")

    def full(*_):
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patched:
        if part == "ref":
            write = manifests.write_atomic
            patched.setattr(
                manifests,
                "write_atomic",
                lambda path, *rest, **how: (
                    full() if "/refs/" in path else write(path, *rest, **how)
                ),
            )
        else:
            patched.setattr(manifests.Refs, "_log", full)
        with pytest.raises(SnapshotError) as caught:
            store.create(str(workspace))
    assert caught.value.code == "disk-full"
    assert [item.id for item in store.list()] == [first.id]
    assert store.usage().unreadable == ()
    assert store.create(str(workspace)).changed
    assert store.verify().ok


def test_a_snapshot_whose_name_is_there_is_kept(workspace, store, monkeypatch):
    (workspace / "a").write_text("1")
    write = manifests.write_atomic

    def interrupted(path, *rest, **how):
        write(path, *rest, **how)
        if "/refs/" in path:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(manifests, "write_atomic", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.create(str(workspace))
    (only,) = store.list()
    assert store.read(only.id, "a") == b"1"
    assert store.verify().ok


def test_a_snapshot_is_taken_though_its_walk_cannot_be_remembered(workspace, store, monkeypatch):
    (workspace / "a").write_text("1")

    def full(*_):
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patched:
        patched.setattr(capture, "save_index", full)
        created = store.create(str(workspace))
    assert [item.id for item in store.list()] == [created.id]
    (workspace / "a").write_text("2")
    again = store.create(str(workspace))
    assert store.read(again.id, "a") == b"2"


def test_a_restore_that_does_not_fit_leaves_nothing(tmp_path, workspace, store, limited):
    (workspace / "big").write_bytes(os.urandom(3_000_000))
    created = store.create(str(workspace))
    limited(1_000_000)
    with pytest.raises(SnapshotError) as caught:
        store.restore(created.id, str(tmp_path / "new"))
    assert caught.value.code == "disk-full"
    limited(resource.RLIM_INFINITY)
    assert sorted(os.listdir(tmp_path)) == ["store", "workspace"]


def test_an_in_place_restore_that_does_not_fit_is_undone(workspace, store, limited):
    (workspace / "a").write_text("1")
    (workspace / "z").write_bytes(os.urandom(3_000_000))
    created = store.create(str(workspace))
    (workspace / "a").write_text("2")
    os.unlink(workspace / "z")
    (workspace / "b").write_text("3")
    store.create(str(workspace))
    before = picture(str(workspace))
    limited(1_000_000)
    with pytest.raises(SnapshotError) as caught:
        store.restore_in_place(created.id, str(workspace))
    assert caught.value.code == "disk-full"
    assert picture(str(workspace)) == before
    limited(resource.RLIM_INFINITY)
    store.restore_in_place(created.id, str(workspace))
    assert (workspace / "a").read_text() == "1"


def test_what_a_restore_has_added_makes_room_for_undoing_it(workspace, store, monkeypatch):
    for name in "abcdefgh":
        (workspace / name).write_text("from the snapshot")
    created = store.create(str(workspace))
    for name in "bcdefgh":
        os.unlink(workspace / name)
    (workspace / "a").write_text("mine")
    before = picture(str(workspace))
    write = FileWriter.write

    def full_with_five(self, folder, name, row, path):
        if len(os.listdir(folder)) >= 5:
            raise OSError(errno.ENOSPC, "no space left")
        return write(self, folder, name, row, path)

    monkeypatch.setattr(FileWriter, "write", full_with_five)
    with pytest.raises(SnapshotError) as caught:
        store.restore_in_place(created.id, str(workspace))
    assert caught.value.code == "disk-full"
    assert picture(str(workspace)) == before


def test_room_is_checked_before_anything_is_written(tmp_path, workspace, store, monkeypatch):
    (workspace / "a").write_text("1")
    created = store.create(str(workspace))
    monkeypatch.setattr(limits, "_SPARE", 1 << 60)
    with pytest.raises(SnapshotError, match="are free") as caught:
        store.restore(created.id, str(tmp_path / "new"))
    assert caught.value.code == "disk-full"


@pytest.fixture
def free(monkeypatch):
    """Lets the disk have so many free bytes, besides those that a restore leaves free."""

    def set_free(size):
        found = SimpleNamespace(f_bavail=size + limits._SPARE, f_frsize=1)
        monkeypatch.setattr(os, "statvfs", lambda path: found)

    return set_free


def test_a_restore_in_place_needs_room_for_what_it_writes(workspace, store, free):
    (workspace / "same").write_bytes(os.urandom(3_000_000))
    (workspace / "one").write_bytes(os.urandom(400_000))
    os.link(workspace / "one", workspace / "two")
    with open(workspace / "sparse", "wb") as file:
        file.truncate(50_000_000)
    created = store.create(str(workspace))
    before = picture(str(workspace))
    (workspace / "same").chmod(0o600)
    for name in ("one", "two", "sparse"):
        os.unlink(workspace / name)
    free(300_000)
    with pytest.raises(SnapshotError) as caught:
        store.restore_in_place(created.id, str(workspace))
    assert caught.value.code == "disk-full"
    free(500_000)
    store.restore_in_place(created.id, str(workspace))
    assert picture(str(workspace)) == before


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="nothing can be cloned there")
def test_clones_need_no_room(tmp_path, workspace, free, monkeypatch):
    def clone(self, source, target):
        os.sendfile(target, source, 0, os.fstat(source).st_size)
        return True

    monkeypatch.setattr(CloneProbe, "__call__", clone)
    store = Store.open(str(tmp_path / "own"))
    big = os.urandom(9_000_000)
    (workspace / "big").write_bytes(big)
    created = store.create(str(workspace))
    assert os.listdir(tmp_path / "own/files")
    os.unlink(workspace / "big")
    free(100_000)
    store.restore_in_place(created.id, str(workspace))
    assert (workspace / "big").read_bytes() == big


@pytest.mark.parametrize("size", [0, 10, 1_000])
def test_publishing_where_nothing_fits_leaves_nothing(tmp_path, workspace, store, limited, size):
    (workspace / "big").write_bytes(os.urandom(3_000_000))
    created = store.create(str(workspace))
    limited(size)
    with pytest.raises(SnapshotError) as caught:
        store.publish(created.id, str(tmp_path / "new/pub"))
    assert caught.value.code == "remote-full"
    assert sorted(os.listdir(tmp_path)) == ["store", "workspace"]
    (tmp_path / "mine").mkdir()
    with pytest.raises(SnapshotError):
        store.publish(created.id, str(tmp_path / "mine"))
    assert os.listdir(tmp_path / "mine") == []
    limited(resource.RLIM_INFINITY)
    store.publish(created.id, str(tmp_path / "mine"))
    assert "files" in os.listdir(tmp_path / "mine")
