"""A store that has lost or changed some of its files: what is told, and what heals it."""

from __future__ import annotations

import os

import pytest
from kalette.snapshots import PrunePolicy, SnapshotError, Store
from kalette.snapshots.store.trees import TreeReader, place_of

NO_GRACE = PrunePolicy(keep_last=None, grace_seconds=0)


@pytest.fixture
def store(tmp_path):
    return Store.open(str(tmp_path / "store"))


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    (folder / "inner").mkdir(parents=True)
    for number in range(20):
        (folder / "inner" / str(number)).write_text(f"{number} " * 500)
    return folder


def again(store):
    return Store.open(store.path)


def packs(store):
    folder = os.path.join(store.path, "packs")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if ".pack" in name)


def lose(path):
    os.unlink(path)


def shorten(path):
    os.truncate(path, os.path.getsize(path) // 2)


@pytest.mark.parametrize("damage", [lose, shorten])
def test_the_next_snapshot_stores_again_what_was_lost(store, workspace, tmp_path, damage):
    store.create(str(workspace))
    (pack,) = packs(store)
    damage(pack)
    healed = again(store)
    (workspace / "inner" / "more").write_text("more")
    made = healed.create(str(workspace))
    assert healed.verify(made.id).ok
    healed.restore(made.id, str(tmp_path / "out"))
    assert (tmp_path / "out/inner/7").read_text() == "7 " * 500


@pytest.mark.parametrize("damage", [lose, shorten])
def test_a_check_names_the_snapshots_and_sets_apart_what_is_bad(store, workspace, damage):
    first = store.create(str(workspace))
    damage(packs(store)[0])
    looked = again(store)
    found = looked.verify()
    assert not found.ok
    assert [(item.id, item.names) for item in found.affected] == [
        (first.id, (f"{first.bucket}/{first.name}",))
    ]
    looked.verify(quarantine=True)
    second = looked.create(str(workspace))
    assert looked.verify(second.id).ok
    # The same folder is the same tree: what was lost is there again for the first one too.
    assert looked.verify(first.id).ok
    assert looked.prune(NO_GRACE).kept_snapshots == 2
    assert looked.verify().ok


def test_a_prune_keeps_the_good_copy_of_what_another_pack_has_lost(store, workspace):
    store.create(str(workspace))
    damaged = packs(store)[0]
    shorten(damaged)
    healed = again(store)
    made = healed.create(str(workspace))
    assert healed.verify(made.id).ok
    healed.prune(NO_GRACE)
    assert healed.verify(made.id).ok


def test_a_manifest_that_is_gone_is_noticed(store, workspace):
    first = store.create(str(workspace))
    os.unlink(os.path.join(store.path, "snapshots", f"{first.id[7:]}.json"))
    looked = again(store)
    assert looked.usage().unreadable == (first.id,)
    (found,) = looked.verify().affected
    assert found.id == first.id
    assert found.problems == (("(manifest)", "The store has no such snapshot."),)
    assert looked.forget(first.id) == first.id
    assert looked.verify().ok
    assert looked.usage().unreadable == ()


def test_a_manifest_that_has_changed_can_be_forgotten(store, workspace):
    first, second = store.create(str(workspace)), store.create(str(workspace))
    with open(os.path.join(store.path, "snapshots", f"{first.id[7:]}.json"), "ab") as file:
        file.write(b"x")
    looked = again(store)
    assert looked.usage().unreadable == (first.id,)
    with pytest.raises(SnapshotError, match="has changed"):
        looked.prune(NO_GRACE)
    looked.forget(f"{first.bucket}/{first.name}")
    assert looked.prune(NO_GRACE).kept_snapshots == 1
    assert [item.id for item in looked.list()] == [second.id]
    assert looked.verify().ok


def test_a_nameless_snapshot_that_is_not_whole_stops_no_prune(store, workspace):
    first = store.create(str(workspace))
    (workspace / "inner" / "0").write_text("other")
    second = store.create(str(workspace))
    lose(min(packs(store), key=os.path.getmtime))
    looked = again(store)
    looked.untag(first.name, first.bucket)
    looked.untag(second.name, second.bucket)
    made = looked.create(str(workspace))
    found = looked.prune(PrunePolicy(keep_last=None))
    assert (found.young, found.snapshots) == (2, ())
    assert looked.verify(made.id).ok


def test_a_dry_run_counts_what_a_prune_gives_back(store, workspace):
    for number in range(3):
        (workspace / "inner" / "0").write_text(f"{number}" * 5000)
        store.create(str(workspace))
    policy = {"keep_last": 1, "grace_seconds": 0}
    planned = store.prune(PrunePolicy(dry_run=True, **policy))
    done = store.prune(PrunePolicy(**policy))
    assert planned.freed_bytes == pytest.approx(done.freed_bytes, abs=200)
    assert (planned.snapshots, planned.kept_snapshots) == (done.snapshots, done.kept_snapshots)


def test_a_changed_object_that_is_stored_again_counts_again(store, workspace):
    """Alone in its pack, it comes into a pack of the same name."""
    store.create(str(workspace))
    (workspace / "inner" / "0").write_text("alone" * 200)
    store.create(str(workspace))
    newest = max(packs(store), key=os.path.getmtime)
    os.chmod(newest, 0o600)
    with open(newest, "r+b") as file:
        data = file.read()
        place = data.index(b"alone")
        file.seek(place)
        file.write(b"ALONE")
    looked = again(store)
    assert [item.pack for item in looked.verify(quarantine=True).bad] == [
        os.path.basename(newest)[:-5]
    ]
    made = looked.create(str(workspace))
    assert looked.verify(made.id).ok
    assert looked.read(made.id, "inner/0") == b"alone" * 200
    assert looked.verify().ok


def spoil(store, digest):
    """Changes the last byte of an object where its pack has it."""
    raw = bytes.fromhex(digest[7:])
    store._store.objects.refresh()
    location = store._store.objects.index.find(raw)
    with open(os.path.join(store.path, "packs", f"{location.pack}.pack"), "r+b") as file:
        file.seek(location.offset + location.length - 1)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes((byte[0] ^ 1,)))


def snapshots_that_share(store, workspace):
    """Two of the same files, and one that has something else beside them."""
    first = store.create(str(workspace))
    second = store.record(first.id)
    (workspace / "beside").write_text("beside")
    third = store.create(str(workspace))
    return first, second, third


def digest_of(store, made, path):
    """The object of a file or folder in a snapshot."""
    (root,) = made.manifest.roots
    row = TreeReader(store._store.objects).find(place_of(root), os.fsencode(path))
    return "sha256:" + row.entry.content.hex()


@pytest.mark.parametrize("quarantine", [False, True])
def test_a_check_names_the_file_in_each_snapshot_that_has_it(store, workspace, quarantine):
    made = snapshots_that_share(store, workspace)
    spoil(store, digest_of(store, made[0], "inner/7"))
    found = again(store).verify(quarantine=quarantine)
    problems = {item.id: [path for path, _ in item.problems] for item in found.affected}
    assert problems == {item.id: ["inner/7"] for item in made}


def test_a_check_names_the_root_and_a_folder(store, workspace):
    made = snapshots_that_share(store, workspace)
    spoil(store, made[0].manifest.roots[0].tree)
    found = again(store).verify(quarantine=True)
    problems = {item.id: [path for path, _ in item.problems] for item in found.affected}
    assert problems == {item.id: ["."] for item in made[:2]}


@pytest.mark.parametrize("path", ["inner/7", "inner"])
def test_a_restore_names_what_is_damaged(store, workspace, tmp_path, path):
    made = store.create(str(workspace))
    spoil(store, digest_of(store, made, path))
    looked = again(store)
    with pytest.raises(SnapshotError) as caught:
        looked.restore(made.id, str(tmp_path / "out"))
    assert caught.value.code == "damaged"
    assert caught.value.where.startswith(f"{path}, ")
    (workspace / "inner" / "7").write_text("changed")
    with pytest.raises(SnapshotError) as caught:
        looked.restore_in_place(made.id, str(workspace))
    assert caught.value.where.startswith(f"{path}, ")
