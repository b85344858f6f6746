from __future__ import annotations

import os
import shutil

import pytest
from kalette.snapshots import Cancelled, CancelToken, InPlaceOptions, Store
from kalette.snapshots.capture.capture import RootCapture
from kalette.snapshots.errors import SnapshotError
from kalette.snapshots.restore import limits
from kalette.snapshots.restore.in_place import InPlaceRestore
from kalette.snapshots.store.locks import FileLock

from .folders import picture


@pytest.fixture
def filled(workspace):
    (workspace / "src").mkdir()
    (workspace / "src/a.py").write_text("a")
    (workspace / "src/b.py").write_text("b")
    (workspace / "data.csv").write_text("1,2\n")
    (workspace / "empty").mkdir()
    os.symlink("src/a.py", workspace / "link")
    return workspace


def test_a_new_folder_is_whole_or_not_there(store, filled, tmp_path):
    created = store.create(str(filled))
    (tmp_path / "there").mkdir()
    (tmp_path / "there/x").write_text("mine")
    with pytest.raises(SnapshotError) as caught:
        store.restore(created.id, str(tmp_path / "there"))
    assert caught.value.code == "target-exists"
    (tmp_path / "empty").mkdir()
    store.restore(created.id, str(tmp_path / "empty"))
    assert picture(str(tmp_path / "empty")) == picture(str(filled))
    token = CancelToken()
    with pytest.raises(Cancelled):
        store.restore(
            created.id, str(tmp_path / "new"), progress=lambda _: token.cancel(), cancel=token
        )
    assert not [name for name in os.listdir(tmp_path) if name.startswith("new")]
    assert os.listdir(os.path.join(store.path, "restores")) == []


def test_a_store_that_may_only_be_read_can_be_restored_from(store, filled, tmp_path, monkeypatch):
    created = store.create(str(filled))
    before = picture(store.path)
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not path.startswith(store.path) and access(path, mode)
    )
    monkeypatch.setattr(RootCapture, "expect", lambda *_: None)
    store.restore(created.id, str(tmp_path / "new"))
    assert picture(str(tmp_path / "new")) == picture(str(filled))
    assert picture(store.path) == before


def test_no_access_to_the_store_is_an_error_of_the_family(store, filled, monkeypatch):
    created = store.create(str(filled))

    def refuse(self):
        raise PermissionError(13, "Permission denied", self._path)

    monkeypatch.setattr(FileLock, "__enter__", refuse)
    for operation in (
        lambda: store.tag(created.id, "x"),
        lambda: store.untag("x"),
        lambda: store.create(str(filled)),
        lambda: store.record(created.id),
        lambda: store.prune(),
        lambda: store.preview(created.id, str(filled)),
        lambda: store.restore_in_place(created.id, str(filled)),
        lambda: store.join(created.id, [("a", created.id)]),
        lambda: store.publish(created.id, f"{filled}/remote"),
        lambda: store.fetch(f"snap+file://{store.path}#{created.id}"),
    ):
        with pytest.raises(SnapshotError) as caught:
            operation()
        assert caught.value.code == "no-access"


def test_in_place_leaves_what_no_snapshot_has(store, filled):
    (filled / ".snapshotignore").write_text("*.tmp\n")
    created = store.create(str(filled))
    (filled / "src/x.tmp").write_text("mine")
    (filled / "new").mkdir()
    (filled / "new/x.tmp").write_text("mine too")
    (filled / "new/y").write_text("goes")
    (filled / ".env").write_text("SECRET=1")
    done = store.restore_in_place(created.id, str(filled))
    assert (filled / "src/x.tmp").read_text() == "mine"
    assert (filled / "new/x.tmp").read_text() == "mine too"
    assert (filled / ".env").exists()
    assert not (filled / "new/y").exists()
    assert done.kept == ("new",)
    store.restore_in_place(done.safety, str(filled))
    assert (filled / "new/y").read_text() == "goes"


def test_in_place_never_writes_over_what_is_not_saved(store, filled):
    (filled / "x.tmp").write_text("from the snapshot")
    created = store.create(str(filled))
    (filled / ".snapshotignore").write_text("*.tmp\n")
    (filled / "x.tmp").write_text("mine")
    before = picture(str(filled))
    with pytest.raises(SnapshotError) as caught:
        store.restore_in_place(created.id, str(filled))
    assert caught.value.code == "would-overwrite"
    assert picture(str(filled)) == before
    # The same for a folder that would have to become a file.
    other = store.create(str(filled))
    os.unlink(filled / "data.csv")
    (filled / "data.csv").mkdir()
    (filled / "data.csv/y.tmp").write_text("mine")
    with pytest.raises(SnapshotError) as caught:
        store.restore_in_place(other.id, str(filled))
    assert caught.value.code == "would-overwrite"
    assert (filled / "data.csv/y.tmp").read_text() == "mine"


@pytest.mark.parametrize("why", ["would-overwrite", "disk-full", "cancelled"])
def test_a_restore_that_writes_nothing_leaves_no_snapshot(store, filled, monkeypatch, why):
    (filled / "x.tmp").write_text("from the snapshot")
    created = store.create(str(filled))
    (filled / "x.tmp").unlink()
    token = CancelToken()
    if why == "would-overwrite":
        (filled / ".snapshotignore").write_text("*.tmp\n")
        (filled / "x.tmp").write_text("mine")
    elif why == "disk-full":
        monkeypatch.setattr(limits, "_SPARE", 1 << 62)
    else:
        check = InPlaceRestore.check
        monkeypatch.setattr(InPlaceRestore, "check", lambda self: (token.cancel(), check(self)))
    before = picture(str(filled))
    with pytest.raises(SnapshotError) as caught:
        store.restore_in_place(created.id, str(filled), cancel=token)
    assert caught.value.code == why
    assert [item.id for item in store.list()] == [created.id]
    assert picture(str(filled)) == before


def test_paths_can_be_chosen_and_kept(store, filled):
    created = store.create(str(filled))
    (filled / "src/a.py").write_text("changed a")
    (filled / "src/b.py").write_text("changed b")
    (filled / "data.csv").write_text("changed")
    store.restore_in_place(
        created.id, str(filled), InPlaceOptions(only=("src",), keep=("src/b.py",))
    )
    assert (filled / "src/a.py").read_text() == "a"
    assert (filled / "src/b.py").read_text() == "changed b"
    assert (filled / "data.csv").read_text() == "changed"


def test_a_folder_that_a_chosen_path_needs_is_as_in_the_snapshot(store, filled):
    os.chmod(filled / "src", 0o755)
    os.utime(filled / "src", ns=(10**18, 10**18))
    created = store.create(str(filled))
    shutil.rmtree(filled / "src")
    store.restore_in_place(created.id, str(filled), InPlaceOptions(only=("src/a.py",)))
    found = os.stat(filled / "src")
    assert (found.st_mode & 0o777, found.st_mtime_ns) == (0o755, 10**18)
    assert os.listdir(filled / "src") == ["a.py"]


def test_what_a_run_wrote_is_taken_over_unless_the_file_changed(store, filled, tmp_path):
    base = store.create(str(filled))
    store.restore(base.id, str(tmp_path / "run"))
    (tmp_path / "run/src/a.py").write_text("by the run")
    (tmp_path / "run/data.csv").write_text("by the run")
    (tmp_path / "run/new").write_text("by the run")
    result = store.create(str(tmp_path / "run"))
    (filled / "data.csv").write_text("by the user meanwhile")
    done = store.restore_in_place(result.id, str(filled), InPlaceOptions(base=base.id))
    assert done.conflicts == ("data.csv",)
    assert (filled / "src/a.py").read_text() == "by the run"
    assert (filled / "new").read_text() == "by the run"
    assert (filled / "data.csv").read_text() == "by the user meanwhile"


def test_read_only_folders_are_no_obstacle(store, filled):
    (filled / "src").chmod(0o555)
    created, before = store.create(str(filled)), picture(str(filled))
    (filled / "src").chmod(0o755)
    (filled / "src/a.py").write_text("changed")
    (filled / "src").chmod(0o555)
    store.restore_in_place(created.id, str(filled))
    assert picture(str(filled)) == before
    (filled / "src").chmod(0o755)


def test_a_cancelled_restore_in_place_puts_everything_back(store, filled):
    created = store.create(str(filled))
    for number in range(20):
        (filled / f"f{number}").write_text(str(number))
    other = store.create(str(filled))
    store.restore_in_place(created.id, str(filled))
    (filled / "src/a.py").write_text("mine")
    before = picture(str(filled))
    kept = [item.id for item in store.list()]
    token = CancelToken()

    def stop(progress):
        if progress.phase == "write":
            token.cancel()

    with pytest.raises(Cancelled):
        store.restore_in_place(other.id, str(filled), progress=stop, cancel=token)
    after = picture(str(filled))
    assert {path: entry[:3] for path, entry in after.items()} == {
        path: entry[:3] for path, entry in before.items()
    }
    assert os.listdir(os.path.join(store.path, "restores")) == []
    # All is as it was: there is nothing to go back to.
    assert [item.id for item in store.list()] == kept
    assert store.create(str(filled)).manifest.parent == kept[0]


def test_what_a_name_was_given_to_stays_when_a_restore_is_cancelled(store, filled):
    created = store.create(str(filled))
    (filled / "src/a.py").write_text("mine")
    token = CancelToken()

    def stop(progress):
        if progress.phase == "write" and not token.cancelled:
            store.tag(store.list(bucket="safety")[0].id, "mine")
            token.cancel()

    with pytest.raises(Cancelled):
        store.restore_in_place(created.id, str(filled), progress=stop, cancel=token)
    assert store.read(store.list(bucket="safety")[0].id, "src/a.py") == b"mine"


def test_a_failure_half_way_is_undone(store, filled, monkeypatch):
    first = store.create(str(filled))
    (filled / "src/a.py").write_text("2")
    (filled / "zz").write_text("2")
    os.unlink(filled / "link")
    second, before = store.create(str(filled)), picture(str(filled))
    store.restore_in_place(first.id, str(filled))
    store.restore_in_place(second.id, str(filled))
    rename = os.rename
    calls = []

    def fail_once(*arguments, **named):
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        return rename(*arguments, **named)

    monkeypatch.setattr(os, "rename", fail_once)
    with pytest.raises(SnapshotError):
        store.restore_in_place(first.id, str(filled))
    assert picture(str(filled)) == before


def test_every_restored_byte_is_verified(store, filled, tmp_path):
    created = store.create(str(filled))
    folder = os.path.join(store.path, "packs")
    pack = next(name for name in os.listdir(folder) if name.endswith(".pack"))
    path = os.path.join(folder, pack)
    os.chmod(path, 0o600)
    with open(path, "rb") as file:
        data = bytearray(file.read())
    data[data.index(b"1,2\n")] ^= 1
    with open(path, "wb") as file:
        file.write(data)
    with pytest.raises(SnapshotError) as caught:
        store.restore(created.id, str(tmp_path / "out"))
    assert caught.value.code == "damaged"
    assert not (tmp_path / "out").exists()
    found = store.verify()
    assert [item.pack for item in found.bad] == [pack[:-5]]
    assert [item.problems[0][0] for item in found.affected] == ["data.csv"]
    # Put aside, it is stored again from the file that is still there.
    assert not store.verify(quarantine=True).ok
    again = store.create(str(filled))
    assert again.manifest.roots == created.manifest.roots
    store.restore(created.id, str(tmp_path / "out"))
    assert picture(str(tmp_path / "out")) == picture(str(filled))


def test_foreign_snapshots_follow_stricter_rules(store, filled, tmp_path, monkeypatch):
    os.symlink("/etc/passwd", filled / "abs")
    os.symlink("../../up", filled / "src/up")
    os.symlink("../data.csv", filled / "src/inside")
    os.symlink("src/../../..", filled / "sly")
    (filled / "sitecustomize.py").write_text("print('hello')")
    created = store.create(str(filled))
    assert store.signature(created.id).trust == "own"
    monkeypatch.setenv("KALETTE_CONFIG_DIR", str(tmp_path / "other-user"))
    other = Store.open(store.path)
    assert other.signature(created.id).trust == "unknown"
    with pytest.raises(SnapshotError) as caught:
        other.restore_in_place(created.id, str(filled))
    assert caught.value.code == "refused"
    done = other.restore(created.id, str(tmp_path / "out"))
    assert sorted(done.held_back) == ["abs", "sly", "src/up"]
    assert os.readlink(tmp_path / "out/src/inside") == "../data.csv"
    live = tmp_path / "live"
    live.mkdir()
    asked = other.restore_in_place(created.id, str(live), consent=True)
    assert sorted(asked.held_back) == ["abs", "sly", "src/up"]
    assert not os.path.lexists(live / "abs")
    assert os.readlink(live / "src/inside") == "../data.csv"
    found = other.inspect(created.id)
    assert [hazard.path for hazard in found.hazards] == ["sitecustomize.py"]
    assert sorted(found.links_out) == ["abs", "sly", "src/up"]
    other.keys.trust(store.signature(created.id).key, "a colleague")
    assert other.signature(created.id).comment == "a colleague"
    assert other.restore(created.id, str(tmp_path / "out2")).held_back == ()


def test_where_nothing_differs_nothing_is_saved_first(store, filled):
    created = store.create(str(filled))
    before = picture(str(filled))
    done = store.restore_in_place(created.id, str(filled))
    assert (done.files, done.removed, done.safety) == (0, 0, None)
    assert picture(str(filled)) == before
    os.chmod(filled, 0o700)
    os.utime(filled, ns=(0, 0))
    assert store.restore_in_place(created.id, str(filled)).safety is None
    assert picture(str(filled)) == before
    assert store.list(bucket="safety") == []
    (filled / "new").write_text("n")
    assert store.restore_in_place(created.id, str(filled)).safety is not None
    assert [item.manifest.title for item in store.list(bucket="safety")] == [
        f"Before restoring {created.id[7:15]}"
    ]
    (filled / "new").write_text("n")
    store.restore_in_place(created.id, str(filled), InPlaceOptions(title="Before x"))
    assert store.list(bucket="safety")[0].manifest.title == "Before x"
    (filled / "data.csv").write_text("mine")
    options = InPlaceOptions(keep=("data.csv",))
    done = store.restore_in_place(created.id, str(filled), options=options)
    assert done.safety is None, "what differs is to be kept"
    assert (filled / "data.csv").read_text() == "mine"


def test_each_name_of_a_file_with_several_is_counted(store, filled, tmp_path):
    os.link(filled / "data.csv", filled / "same.csv")
    created = store.create(str(filled))
    (root,) = created.manifest.roots
    assert store.restore(created.id, str(tmp_path / "new")).files == root.files == 4
    for path in (filled / "data.csv", filled / "same.csv"):
        path.unlink()
    assert store.restore_in_place(created.id, str(filled)).files == 2
