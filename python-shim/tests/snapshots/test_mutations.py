"""Things with something wrong in them: each is used, or refused with a clear error, and nothing
but the target is written."""

from __future__ import annotations

import json
import os
import random
import shutil
import time

import pytest
from kalette.snapshots import PrunePolicy, SnapshotError, Store
from kalette.snapshots.trust.keys import KeyRing

from .folders import picture
from .hostile import HostileStore
from .mutations import MUTATIONS, REMOTE, any_ignore_file
from .test_hostile import CASES, check_inside

SHARE = max(1, CASES // (len(MUTATIONS) + len(REMOTE) + 1))
SECONDS = 10


def name_of(mutation):
    return mutation.__name__


@pytest.mark.parametrize("mutation", MUTATIONS, ids=name_of)
def test_a_store_with_something_wrong_does_no_harm(tmp_path, mutation):
    outside = tmp_path / "around"
    codes = set()
    for seed in range(SHARE):
        (outside / "live").mkdir(parents=True)
        (outside / "live/x").write_text("mine")
        (outside / "precious").write_text("mine")
        before = picture(str(outside))
        store = Store.open(str(tmp_path / "store"))
        identifier = mutation(HostileStore(store.path, seed))
        began = time.process_time()
        for operation in reading(store, identifier, outside):
            codes.add(code_of(operation))
        assert time.process_time() - began < SECONDS, seed
        check_around(outside, before, seed)
        for operation in writing(store, identifier, outside):
            codes.add(code_of(operation))
        assert (outside / "precious").read_text() == "mine"
        assert sorted(os.listdir(tmp_path)) == ["around", "store"], seed
        store.close()
        shutil.rmtree(outside)
        shutil.rmtree(store.path)
    assert "done" in codes


def check_around(outside, before, seed):
    target = outside / "target"
    if target.exists():
        check_inside(target)
        shutil.rmtree(target)
    after = picture(str(outside))
    del before[b""], after[b""]
    assert after == before, seed


def reading(store, identifier, outside):
    yield lambda: Store.open(store.path).close()
    yield lambda: store.restore(identifier, str(outside / "target"))
    yield lambda: list(store.files(identifier, recursive=True))
    yield lambda: store.inspect(identifier)
    yield lambda: store.read(identifier, "big", limit=1 << 22)
    yield lambda: store.state(identifier)
    yield lambda: store.show(identifier)
    yield lambda: store.list()
    yield lambda: store.diff(identifier, identifier)
    yield lambda: store.usage()
    yield lambda: store.verify()
    yield lambda: store.subscriptions()
    yield lambda: store.prune(PrunePolicy(dry_run=True, grace_seconds=0))
    yield lambda: store.restore_in_place(identifier, str(outside / "live"))


def writing(store, identifier, outside):
    """What may change the store, or the folder with somebody's consent."""
    yield lambda: store.restore_in_place(identifier, str(outside / "live"), consent=True)
    yield lambda: store.verify(quarantine=True)
    yield lambda: store.create(str(outside / "live"))
    yield lambda: store.publish(identifier, f"{store.path}/remote")
    yield lambda: store.prune(PrunePolicy(grace_seconds=0))
    yield lambda: store.verify()


def code_of(operation):
    """What came of it; anything but an error of the family is a failure of the test."""
    try:
        operation()
    except SnapshotError as error:
        return error.code
    return "done"


@pytest.mark.parametrize("mutation", REMOTE, ids=name_of)
def test_a_remote_with_something_wrong_does_no_harm(tmp_path, mutation):
    ring = KeyRing(str(tmp_path / "stranger"))
    codes = set()
    for seed in range(SHARE):
        remote = Store.open(str(tmp_path / "remote"))
        identifier = mutation(HostileStore(remote.path, seed), ring)
        store = Store.open(str(tmp_path / "store"))
        began = time.process_time()
        for operation in following(store, f"file://{remote.path}", identifier, tmp_path):
            codes.add(code_of(operation))
        assert time.process_time() - began < SECONDS, seed
        assert store.verify().ok, seed
        shutil.rmtree(tmp_path / "target", ignore_errors=True)
        assert set(os.listdir(tmp_path)) <= {"remote", "store", "stranger"}, seed
        store.close()
        shutil.rmtree(store.path)
        shutil.rmtree(remote.path)
    assert "done" in codes
    assert len(codes) > 1


def following(store, address, identifier, around):
    yield lambda: store.subscribe(address, "team")
    yield lambda: store.poll()
    yield lambda: store.inspect_url(f"snap+{address}#{identifier}")
    yield lambda: store.fetch(f"snap+{address}#{identifier}")
    yield lambda: store.state(identifier)
    yield lambda: store.restore(identifier, str(around / "target"))
    yield lambda: store.publish(identifier, address)


def test_ignore_files_of_patterns_without_sense_end(store, workspace):
    for path in ("a/b.c", "a" * 200, "b/a/a/a/b", "x.y"):
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_text(path)
    for seed in range(SHARE):
        (workspace / ".snapshotignore").write_bytes(any_ignore_file(random.Random(seed)))
        began = time.process_time()
        store.create(str(workspace))
        assert time.process_time() - began < SECONDS, seed


def test_a_marker_from_elsewhere_changes_nothing(store, workspace, tmp_path):
    """An interrupted restore that nobody here has begun, in a store that somebody sent."""
    (workspace / "x").write_text("theirs")
    created = store.create(str(workspace))
    (workspace / "x").write_text("mine")
    staging = tmp_path / "y.restoring-z"
    staging.mkdir()
    (staging / "x").write_text("mine")
    before = picture(str(staging)), picture(str(workspace))
    astray = f"{tmp_path}/y.restoring-/../../{tmp_path.name}/y.restoring-z"
    markers = [
        {"kind": "in-place", "target": str(workspace), "staging": None},
        {"kind": "new", "target": str(tmp_path / "y"), "staging": str(staging)},
        {"kind": "new", "target": str(tmp_path / "y"), "staging": astray},
        {"kind": "else", "target": str(workspace), "staging": str(workspace)},
    ]
    rest = {"snapshot": created.id, "root": "workspace", "started": "", "safety": None}
    lists = dict.fromkeys(("rules", "external", "only", "keep"), ())
    os.makedirs(f"{store.path}/restores", exist_ok=True)
    for number, marker in enumerate(markers):
        with open(f"{store.path}/restores/{number}-0123456789abcdef.json", "w") as file:
            json.dump({**rest, **lists, **marker}, file)
    again = Store.open(store.path)
    assert again.recovered == ()
    assert os.listdir(f"{store.path}/restores") == []
    assert (picture(str(staging)), picture(str(workspace))) == before


@pytest.mark.parametrize("folder", ["packs", "files", "tmp", "refs", "restores", "quarantine"])
def test_a_store_that_leads_elsewhere_is_not_opened(store, tmp_path, folder):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "x").write_text("mine")
    shutil.rmtree(os.path.join(store.path, folder))
    os.symlink(precious, os.path.join(store.path, folder))
    with pytest.raises(SnapshotError, match="is a link"):
        Store.open(store.path)
    assert (precious / "x").read_text() == "mine"


def test_refs_that_lead_elsewhere_are_no_refs(store, workspace, tmp_path):
    created = store.create(str(workspace))
    precious = tmp_path / "precious"
    precious.mkdir()
    os.symlink(precious, os.path.join(store.path, "refs", "team"))
    with pytest.raises(SnapshotError, match="is a link"):
        store.tag(created.id, "x", "team")
    assert os.listdir(precious) == []


def test_what_other_programs_leave_in_a_store_is_no_ref(store, workspace):
    created = store.create(str(workspace))
    for place in (".DS_Store", f"{created.bucket}/.DS_Store", f"{created.bucket}/empty"):
        with open(os.path.join(store.path, "refs", place), "wb"):
            pass
    with open(os.path.join(store.path, "files", ".DS_Store"), "wb"):
        pass
    assert [item.id for item in store.list()] == [created.id]
    assert store.show(created.name).manifest == created.manifest
    assert store.verify().ok
    # What an unreadable name has kept must not be removed for it.
    with pytest.raises(SnapshotError, match="names no snapshot"):
        store.prune(PrunePolicy(grace_seconds=0))
    os.unlink(os.path.join(store.path, "refs", created.bucket, "empty"))
    assert store.prune(PrunePolicy(grace_seconds=0)).kept_snapshots == 1


def test_one_bad_manifest_does_not_hide_the_others(store, workspace):
    first = store.create(str(workspace))
    second = store.create(str(workspace))
    with open(os.path.join(store.path, "snapshots", f"{first.id[7:]}.json"), "ab") as file:
        file.write(b"x")
    again = Store.open(store.path)
    assert [item.id for item in again.list()] == [second.id]
    assert [item.id for item in again.verify().affected] == [first.id]
    with pytest.raises(SnapshotError, match="has changed"):
        again.show(first.id)
    # Whatever it needs cannot be known any more.
    with pytest.raises(SnapshotError, match="has changed"):
        again.prune(PrunePolicy(grace_seconds=0))
