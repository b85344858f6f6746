"""Files of a state: linked into the store, linked out of it, and still verified."""

from __future__ import annotations

import hashlib
import os

import pytest
from kalette.snapshots import (
    Description,
    KnownFile,
    KnownTree,
    PrunePolicy,
    SnapshotError,
    StateSource,
    Store,
)
from kalette.snapshots.capture import state as keeping

BIG = 3 << 20


@pytest.fixture
def variable(tmp_path):
    """An immutable file as the engine keeps them, and how a state names it."""
    data = os.urandom(BIG)
    path = tmp_path / "objects" / "ab"
    path.mkdir(parents=True)
    (path / "cdef").write_bytes(data)
    (path / "cdef").chmod(0o444)
    return KnownFile(str(path / "cdef"), f"sha256:{hashlib.sha256(data).hexdigest()}", BIG)


def inode(path):
    return os.stat(path).st_ino


def test_an_immutable_file_is_linked_and_not_read(store, workspace, variable, monkeypatch):
    monkeypatch.setattr(keeping.FileReader, "read", None)
    created = store.create(str(workspace), state=StateSource({"n": 1}, {"x": variable}))
    kept = store.state(created.id)
    assert kept.record == {"n": 1}
    found = kept.files["x"]
    assert (found.digest, found.size, found.whole) == (variable.digest, BIG, True)
    assert inode(found.path) == inode(variable.path)
    assert created.added_bytes < 10_000


def test_a_linked_file_outlives_its_first_name_and_leaves_linked(
    store, workspace, variable, tmp_path
):
    with open(variable.path, "rb") as file:
        data = file.read()
    created = store.create(str(workspace), state=StateSource(None, {"x": variable}))
    os.unlink(variable.path)
    out = tmp_path / "out"
    assert store.export_state(created.id, "x", str(out)) == BIG
    assert inode(out) == inode(store.state(created.id).files["x"].path)
    assert out.read_bytes() == data
    with pytest.raises(SnapshotError, match="target"):
        store.export_state(created.id, "x", str(out))
    assert store.verify().ok
    assert store.verify(created.id).ok


def test_verify_and_prune_know_linked_files(store, workspace, variable):
    first = store.create(str(workspace), state=StateSource(None, {"x": variable}))
    path = store.state(first.id).files["x"].path
    kept = store.prune(PrunePolicy(grace_seconds=0))
    assert os.path.exists(path)
    assert kept.kept_bytes > BIG
    os.chmod(variable.path, 0o644)
    with open(variable.path, "r+b") as file:
        file.write(b"other")
    found = store.verify()
    assert [item.digest for item in found.bad] == [variable.digest]
    assert found.affected[0].problems[0][0] == "(state) x"
    assert not store.verify(first.id).ok
    store.verify(quarantine=True)
    assert not os.path.exists(path)
    assert store.verify().affected
    store.untag(first.name, first.bucket)
    store.prune(PrunePolicy(grace_seconds=0))
    assert os.listdir(os.path.join(store.path, "files")) == []
    assert store.verify().ok


def test_what_cannot_be_linked_is_copied(store, workspace, variable, monkeypatch, tmp_path):
    def refuse(*_, **__):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    created = store.create(str(workspace), state=StateSource(None, {"x": variable}))
    found = store.state(created.id).files["x"]
    assert not found.whole
    assert created.added_bytes > BIG
    store.export_state(created.id, "x", str(tmp_path / "out"))
    with open(variable.path, "rb") as file:
        assert (tmp_path / "out").read_bytes() == file.read()


def test_a_file_that_may_change_is_never_linked(store, workspace, variable):
    os.chmod(variable.path, 0o644)
    created = store.create(str(workspace), state=StateSource(None, {"x": variable}))
    found = store.state(created.id).files["x"]
    assert found.path is None or inode(found.path) != inode(variable.path)


def test_small_files_go_into_packs_and_are_not_read_twice(store, workspace, tmp_path, monkeypatch):
    (tmp_path / "v").write_bytes(b"12")
    small = KnownFile(str(tmp_path / "v"), hashlib.sha256(b"12").hexdigest(), 2)
    created = store.create(str(workspace), state=StateSource(None, {"x": small}))
    assert os.listdir(os.path.join(store.path, "files")) == []
    monkeypatch.setattr(keeping.FileReader, "read", None)
    again = store.create(str(workspace), state=StateSource(None, {"x": small}))
    assert again.manifest.state == created.manifest.state


def test_a_wrong_digest_or_size_is_told(store, workspace, variable, tmp_path):
    (tmp_path / "v").write_bytes(b"12")
    for wrong in (
        KnownFile(variable.path, variable.digest, BIG + 1),
        KnownFile(str(tmp_path / "v"), hashlib.sha256(b"13").hexdigest(), 2),
        KnownFile(str(tmp_path / "v"), "sha256:12", 2),
        KnownFile(str(tmp_path / "gone"), variable.digest, BIG),
    ):
        with pytest.raises(SnapshotError):
            store.create(str(workspace), state=StateSource(None, {"x": wrong}))
    assert store.list() == []


def test_a_record_names_what_is_there_anew(store, workspace, variable, monkeypatch):
    (workspace / "a").write_text("1")
    (workspace / "key.pem").write_text("secret")
    first = store.create(str(workspace))
    (workspace / "a").write_text("2")
    monkeypatch.setattr("kalette.snapshots.capture.walk.Walker.walk", None)
    about = Description(bucket="runs", title="after", step="train", when="after")
    state = StateSource({"k": 1}, {"x": variable})
    second = store.record(first.id, description=about, state=state)
    (root,) = first.manifest.roots
    assert second.manifest.roots == (root,)
    assert second.manifest.withheld == first.manifest.withheld == ("key.pem",)
    assert (second.manifest.parent, second.manifest.step) == (first.id, "train")
    assert not second.changed
    by_tree = store.record(roots={"w": KnownTree(root.tree, root.meta)}, durable=False)
    assert by_tree.manifest.roots[0].tree == root.tree
    assert by_tree.manifest.roots[0].name == "w"
    assert store.read(by_tree.id, "a") == b"1"
    assert store.verify().ok
    assert Store.open(store.path).show(second.id).manifest == second.manifest


def test_a_record_of_unknown_trees_is_refused(store, workspace):
    created = store.create(str(workspace))
    (root,) = created.manifest.roots
    for arguments in (
        {},
        {"snapshot": "sha256:" + "0" * 64},
        {"roots": {"w": KnownTree(root.tree, root.tree)}},
        {"snapshot": created.id, "roots": {"w": KnownTree(root.tree, root.meta)}},
    ):
        with pytest.raises(SnapshotError):
            store.record(**arguments)
    assert len(store.list()) == 1
