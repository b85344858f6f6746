"""Stores made to do harm: nothing outside of the target is written, and each error is clear."""

from __future__ import annotations

import os
import random
import shutil
import time

import pytest
from kalette.snapshots import PrunePolicy, SnapshotError, Store
from kalette.snapshots.restore.limits import Survey
from kalette.snapshots.restore.links import leaves_root
from kalette.snapshots.store.trees import TreeReader, place_of

from .folders import picture
from .hostile import ATTACKS, HostileStore

CASES = int(os.environ.get("KALETTE_SNAPSHOT_ATTACKS", "136"))
# What may come of it without an error: the harm is then held back.
HARMLESS = {"link_out", "same_token", "random_tree", "wrong_digest"}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_nothing_outside_of_the_target_is_written(tmp_path, attack):
    outside = tmp_path / "around"
    for number in range(CASES // len(ATTACKS)):
        outside.mkdir()
        (outside / "precious").write_text("mine")
        (outside / "live").mkdir()
        (outside / "live/x").write_text("mine")
        before = picture(str(outside))
        store = Store.open(str(tmp_path / f"store{number}"))
        identifier = attack(HostileStore(store.path, number * 1000 + len(attack.__name__)))
        began = time.process_time()
        use_everything(store, identifier, outside, attack.__name__)
        assert time.process_time() - began < 10
        target = outside / "target"
        if target.exists():
            assert attack.__name__ in HARMLESS, f"{attack.__name__} {number} was restored"
            check_inside(target)
            shutil.rmtree(target)
        after = picture(str(outside))
        # Making and removing the new folder changes the time of the one above.
        del before[b""], after[b""]
        assert after == before, f"{attack.__name__} {number}"
        store.close()
        shutil.rmtree(outside)
        shutil.rmtree(store.path)


def use_everything(store, identifier, outside, name):
    """Every operation either works or raises one of the family, with a text."""
    operations = [
        lambda: store.restore(identifier, str(outside / "target")),
        lambda: list(store.files(identifier)),
        lambda: store.read(identifier, "f"),
        lambda: store.signature(identifier),
        lambda: store.list(),
        lambda: store.verify(identifier),
        lambda: store.verify(),
        lambda: store.prune(PrunePolicy(dry_run=True)),
        lambda: store.restore_in_place(identifier, str(outside / "live")),
    ]
    if name not in ("bomb_of_folders",):
        operations.append(lambda: store.inspect(identifier))
    for operation in operations:
        failure = error_of(operation)
        assert failure is None or failure.message


def error_of(operation):
    try:
        operation()
    except SnapshotError as error:
        return error
    return None


def check_inside(target):
    """No link leads out, no file is anything but a plain one."""
    for folder, folders, files in os.walk(target):
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            seen = os.lstat(path)
            assert not seen.st_mode & 0o7000
            if os.path.islink(path):
                inside = os.path.relpath(folder, target)
                inside = b"" if inside == "." else os.fsencode(inside)
                assert not leaves_root(inside, os.fsencode(os.readlink(path)))


def test_names_that_collide_are_refused_where_case_does_not_count(store, tmp_path):
    hostile = HostileStore(store.path, 1)
    rows = [hostile.file(b"Readme"), hostile.file(b"README")]
    identifier = hostile.finish(*hostile.tree(rows))
    trees = TreeReader(store._store.objects)
    place = place_of(store.show(identifier).manifest.root())
    from kalette.snapshots.progress import Task
    from kalette.snapshots.restore.limits import Limits

    assert Survey(trees, folds_case=False).measure(place, Limits(), Task()).entries == 2
    with pytest.raises(SnapshotError, match="same name"):
        Survey(trees, folds_case=True).measure(place, Limits(), Task())
    other = hostile.finish(*hostile.tree([hostile.file(b"aux.txt")]))
    place = place_of(store.show(other).manifest.root())
    with pytest.raises(SnapshotError, match="device"):
        Survey(trees, windows=True).measure(place, Limits(), Task())


def test_ignore_files_of_any_kind_do_no_harm(store, workspace):
    rng = random.Random(3)
    for number in range(max(10, CASES // 10)):
        data = rng.choice(
            [
                rng.randbytes(rng.randrange(3000)),
                b"*a" * rng.randrange(2000) + b"\n",
                b"**/" * rng.randrange(1500) + b"x\n",
                b"[" * rng.randrange(4000) + b"\n!" * 100,
                b"\xef\xbb\xbf!\\ \\\n\0",
                b"[[:alpha:" * 50 + b"\n[z-a]\n[!]\n",
            ]
        )
        (workspace / ".snapshotignore").write_bytes(data)
        (workspace / ("a" * 200)).write_text("1")
        began = time.process_time()
        store.create(str(workspace))
        assert time.process_time() - began < 5, number
    os.unlink(workspace / ".snapshotignore")
    os.symlink("/dev/zero", workspace / ".snapshotignore")
    assert store.create(str(workspace)).id


def test_a_link_put_into_the_way_is_not_followed(store, workspace, tmp_path):
    (workspace / "d").mkdir()
    (workspace / "d/x").write_text("from the snapshot")
    created = store.create(str(workspace))
    shutil.rmtree(workspace / "d")
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/x").write_text("precious")
    os.symlink(tmp_path / "victim", workspace / "d")
    store.restore_in_place(created.id, str(workspace))
    assert (tmp_path / "victim/x").read_text() == "precious"
    assert (workspace / "d/x").read_text() == "from the snapshot"
    assert not (workspace / "d").is_symlink()
