from __future__ import annotations

import os
import shutil
import socket
import threading
import time

import pytest
from kalette.snapshots import Cancelled, CancelToken, CaptureOptions, StateSource, Store
from kalette.snapshots.capture import clones, reading, stat_index, walk
from kalette.snapshots.capture.capture import CopiedLink
from kalette.snapshots.errors import SnapshotError


def paths(store, snapshot):
    return [item.path for item in store.files(snapshot, recursive=True)]


def test_an_unchanged_folder_adds_nothing(store, workspace, monkeypatch):
    (workspace / "a").mkdir()
    (workspace / "a/x").write_text("1")
    first = store.create(str(workspace))
    monkeypatch.setattr(stat_index, "CLOCK_SLACK", 0)
    time.sleep(0.02)
    store.create(str(workspace))

    def no_reading(*_):
        raise AssertionError("a file was read")

    monkeypatch.setattr(reading.FileReader, "read", no_reading)
    third = store.create(str(workspace))
    assert not third.changed
    assert third.added_objects == 0
    assert third.manifest.roots == first.manifest.roots
    assert third.id != first.id


def test_a_snapshot_says_what_its_files_added(store, workspace):
    (workspace / "a").write_bytes(os.urandom(50_000))
    state = StateSource({"note": "x" * 10_000}, {})
    first = store.create(str(workspace), state=state)
    assert 50_000 <= first.manifest.environment["added"] < 52_000
    assert store.create(str(workspace), state=state).manifest.environment["added"] == 0
    assert "added" not in store.record(first.id).manifest.environment


def test_a_change_within_one_tick_of_the_clock_is_seen(store, workspace):
    file = workspace / "x"
    file.write_text("one")
    seen = os.stat(file)
    first = store.create(str(workspace))
    # Same size, same inode, same time of modification: only the rule for recent files helps.
    with open(file, "r+") as opened:
        opened.write("two")
    os.utime(file, ns=(seen.st_mtime_ns, seen.st_mtime_ns))
    second = store.create(str(workspace))
    assert second.changed
    assert store.read(second.id, "x") == b"two"
    assert store.read(first.id, "x") == b"one"


def test_a_touch_changes_the_snapshot_but_not_the_tree(store, workspace):
    (workspace / "x").write_text("1")
    first = store.create(str(workspace))
    os.utime(workspace / "x", ns=(1, 1))
    (workspace / "x").chmod(0o600)
    second = store.create(str(workspace))
    one, two = first.manifest.roots[0], second.manifest.roots[0]
    assert one.tree == two.tree
    assert one.meta != two.meta
    (workspace / "x").chmod(0o700)
    assert store.create(str(workspace)).manifest.roots[0].tree != one.tree


def test_what_is_no_file_is_listed(store, workspace):
    os.mkfifo(workspace / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(workspace / "socket"))
        created = store.create(str(workspace))
    found = {item.path: item.why for item in created.manifest.skipped}
    assert found == {"pipe": "a pipe", "socket": "a socket"}
    assert paths(store, created.id) == []


def test_external_folders_and_the_store_itself_stay_out(workspace):
    (workspace / "data").mkdir()
    (workspace / "data/x").write_text("1")
    store = Store.open(str(workspace / "snapshots"))
    created = store.create(str(workspace), options=CaptureOptions(external=("data",)))
    assert created.manifest.external == ("data",)
    assert paths(store, created.id) == []


def test_very_deep_folders_are_cut_and_listed(store, workspace):
    deep = str(workspace)
    for _ in range(300):
        deep += "/d"
        os.mkdir(deep)
    created = store.create(str(workspace))
    assert [item.why for item in created.manifest.skipped] == ["nested too deeply"]
    store.restore(created.id, str(workspace.parent / "out"))


def test_a_file_that_is_written_all_the_time_is_torn(store, workspace, monkeypatch):
    file = workspace / "log"
    file.write_bytes(b"x" * 3_000_000)
    (workspace / "still").write_text("1")
    read = os.read
    done = threading.local()

    def reading_while_written(descriptor, count):
        data = read(descriptor, count)
        if os.fstat(descriptor).st_size >= 3_000_000 and not getattr(done, "busy", False):
            with open(file, "ab") as opened:
                opened.write(b"y")
        return data

    monkeypatch.setattr(os, "read", reading_while_written)
    created = store.create(str(workspace))
    monkeypatch.undo()
    assert created.manifest.torn == ("log",)
    assert created.manifest.consistency == "torn"
    assert store.verify(created.id).ok
    assert store.read(created.id, "still") == b"1"


def test_a_file_that_changes_after_it_was_read_is_read_again(store, workspace, monkeypatch):
    (workspace / "a").write_text("old")
    (workspace / "z").write_text("1")
    read = reading.FileReader.read
    changed = []

    def change_the_first(self, path):
        content = read(self, path)
        if path.endswith(b"z") and not changed:
            changed.append(path)
            (workspace / "a").write_text("newer")
            (workspace / "b").write_text("added")
        return content

    monkeypatch.setattr(reading.FileReader, "read", change_the_first)
    created = store.create(str(workspace))
    assert created.manifest.consistency == "stable"
    assert store.read(created.id, "a") == b"newer"
    assert store.read(created.id, "b") == b"added"


def test_a_file_that_changes_before_it_is_read_counts_as_recent(store, workspace, monkeypatch):
    (workspace / "a").write_text("old")
    os.utime(workspace / "a", ns=(1, 1))
    read = reading.FileReader.read
    later = time.time_ns() + 5 * 10**9

    def change_first(self, path):
        if os.stat(path).st_mtime_ns != later:
            (workspace / "a").write_text("new")
            os.utime(workspace / "a", ns=(later, later))
        return read(self, path)

    monkeypatch.setattr(reading.FileReader, "read", change_first)
    store.create(str(workspace))
    folder = os.path.join(store.path, "index")
    name = next(name for name in os.listdir(folder) if not name.endswith(".parent"))
    known = stat_index.load_index(os.path.join(folder, name)).known[b""]
    assert known.folder.newest == later
    assert known.racy


def test_unreadable_files_are_listed_not_fatal(store, workspace, monkeypatch):
    (workspace / "x").write_text("1")
    (workspace / "y").write_text("2")
    opened = os.open

    def refuse(path, *rest, **named):
        if os.fsencode(path).endswith(b"/x"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    created = store.create(str(workspace))
    assert [item.path for item in created.manifest.skipped] == ["x"]
    assert paths(store, created.id) == ["y"]
    # It cannot be read, but nothing moved.
    assert created.manifest.consistency == "stable"
    assert created.manifest.torn == ()
    again = store.create(str(workspace))
    assert (again.manifest.consistency, again.changed) == ("stable", False)


def test_cancelling_leaves_no_snapshot(store, workspace):
    for number in range(50):
        (workspace / f"f{number}").write_bytes(os.urandom(50_000))
    token = CancelToken()

    def stop(progress):
        if progress.phase == "read":
            token.cancel()

    with pytest.raises(Cancelled):
        store.create(str(workspace), progress=stop, cancel=token)
    assert list(store.list()) == []
    assert os.listdir(os.path.join(store.path, "tmp")) == []
    assert store.create(str(workspace)).changed


def test_several_roots_and_a_state_are_one_snapshot(store, tmp_path):
    for name in ("code", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(name)
    (tmp_path / "model.npy").write_bytes(b"m" * 2_000_000)
    state = StateSource(
        {"variables": ["model"], "n": 0.1}, {"model.npy": str(tmp_path / "model.npy")}
    )
    roots = {"code": str(tmp_path / "code"), "data": str(tmp_path / "data")}
    created = store.create(roots, state=state)
    assert store.read(created.id, "x", root="data") == b"data"
    found = store.state(created.id)
    assert found.record == {"variables": ["model"], "n": 0.1}
    assert store.export_state(created.id, "model.npy", str(tmp_path / "again")) == 2_000_000
    assert (tmp_path / "again").read_bytes() == b"m" * 2_000_000
    with pytest.raises(SnapshotError, match="no root"):
        store.read(created.id, "x")


def test_large_files_are_cloned_whole_where_that_is_possible(tmp_path, workspace, monkeypatch):
    def copy(source, target):
        os.lseek(source, 0, os.SEEK_SET)
        while data := os.read(source, 1 << 20):
            os.write(target, data)
        return True

    (workspace / "big").write_bytes(os.urandom(2_500_000))
    (workspace / "small").write_bytes(b"s")
    plain = Store.open(str(tmp_path / "plain")).create(str(workspace))
    monkeypatch.setattr(clones.CloneProbe, "__init__", _probe_with(copy))
    store = Store.open(str(tmp_path / "store"))
    created = store.create(str(workspace))
    assert created.manifest.roots == plain.manifest.roots
    assert len(os.listdir(tmp_path / "store" / "files")) == 1
    assert created.added_bytes < 1_000_000
    store.restore(created.id, str(tmp_path / "out"))
    assert (tmp_path / "out/big").read_bytes() == (workspace / "big").read_bytes()
    assert store.read(created.id, "big") == (workspace / "big").read_bytes()
    assert store.verify().ok
    whole = tmp_path / "store" / "files" / os.listdir(tmp_path / "store" / "files")[0]
    whole.chmod(0o600)
    with open(whole, "r+b") as file:
        file.write(b"damage")
    assert not store.verify().ok
    with pytest.raises(SnapshotError, match="changed"):
        store.restore(created.id, str(tmp_path / "bad"))
    assert not (tmp_path / "bad").exists()


def _probe_with(cloner):
    made = clones.CloneProbe.__init__
    return lambda self: made(self, cloner)


def test_a_clone_is_refused_where_the_system_cannot(tmp_path):
    with open(tmp_path / "a", "wb+") as one, open(tmp_path / "b", "wb+") as two:
        one.write(b"x")
        probe = clones.CloneProbe(lambda *_: False)
        assert probe.possible(os.fstat(one.fileno()).st_dev, os.fstat(two.fileno()).st_dev)
        assert not probe(one.fileno(), two.fileno())
        assert not probe.possible(os.fstat(one.fileno()).st_dev, os.fstat(two.fileno()).st_dev)


def test_folders_that_go_while_they_are_read_are_no_error(store, workspace, monkeypatch):
    for name in ("stays", "goes", "returns"):
        (workspace / name).mkdir()
        (workspace / name / "x").write_text("1")
    listing = walk.list_folder
    looked = []

    def remove_first(path):
        name = os.path.basename(path)
        if name in (b"goes", b"returns") and name not in looked:
            looked.append(name)
            shutil.rmtree(path)
        found = listing(path) if os.path.exists(path) else None
        if name == b"stays":
            (workspace / "returns").mkdir(exist_ok=True)
        if found is None:
            raise FileNotFoundError(path)
        return found

    monkeypatch.setattr(walk, "list_folder", remove_first)
    first = store.create(str(workspace))
    assert {"stays/x", "returns"} <= set(paths(store, first.id))
    assert "goes" not in paths(store, first.id)
    monkeypatch.undo()
    again = store.create(str(workspace))
    assert paths(store, again.id) == ["returns", "stays", "stays/x"]


def test_folders_that_never_stop_coming_and_going_are_named(store, workspace, monkeypatch):
    (workspace / "inner").mkdir()
    listing = walk.list_folder

    def vanish(path):
        if path.endswith(b"inner"):
            (workspace / "inner" / str(time.monotonic_ns())).mkdir()
        if os.path.dirname(path).endswith(b"inner"):
            raise FileNotFoundError(path)
        return listing(path)

    monkeypatch.setattr(walk, "list_folder", vanish)
    created = store.create(str(workspace))
    manifest = store.show(created.id).manifest
    assert manifest.consistency == "torn"
    assert manifest.torn


def test_the_whole_file_system_is_no_workspace(store):
    with pytest.raises(SnapshotError, match="whole file system"):
        store.create("/")


def test_links_of_a_copy_are_those_of_the_original(store, workspace, tmp_path):
    (workspace / "out").symlink_to("../other")
    (workspace / "new").symlink_to("../other")
    original = store.create(str(workspace))
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy, symlinks=True)
    other = str(tmp_path / "other")
    for name in ("out", "new"):
        (copy / name).unlink()
        (copy / name).symlink_to(other)
    links = (CopiedLink("out", other, "../other"), CopiedLink("new", "/elsewhere", "../other"))
    changed = store.create(str(copy), options=CaptureOptions(links=links))
    (copy / "new").unlink()
    (copy / "new").symlink_to("../other")
    same = store.create(str(copy), options=CaptureOptions(links=links))
    trees = [one.manifest.roots[0].tree for one in (original, changed, same)]
    assert trees[0] == trees[2] != trees[1]
