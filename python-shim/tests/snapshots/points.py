"""One operation that is killed at its n-th change of the disk, and what has to hold then."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass
from functools import partial
from typing import Any

from kalette.snapshots import PrunePolicy, SnapshotError, Store

from .folders import change_folder, make_folder, picture
from .killing import Filler, run_killed

OPERATIONS = ("create", "restore", "in-place", "prune", "publish", "fetch")


class Scene:
    """A workspace and a store with two snapshots of it, copied for each kill."""

    def __init__(self, path):
        self.path = str(path)
        self.workspace = os.path.join(self.path, "workspace")
        self.store = os.path.join(self.path, "store")
        self.out = os.path.join(self.path, "out")
        self.remote = os.path.join(self.path, "remote")
        self.elsewhere = os.path.join(self.path, "elsewhere")

    def open(self, **options):
        return Store.open(self.store, keys=os.path.join(self.path, "keys"), **options)

    def run(self, operation, ids):
        store = self.open()
        if operation == "create":
            return store.create(self.workspace).id
        if operation == "restore":
            return store.restore(ids[0], self.out).target
        if operation == "in-place":
            return store.restore_in_place(ids[0], self.workspace).safety
        if operation == "publish":
            return store.publish(ids[1], self.remote).url
        if operation == "fetch":
            return Store.open(self.elsewhere).fetch(self.link(ids[0])).id
        return str(store.prune(PrunePolicy(keep_last=1, grace_seconds=0)).kept_snapshots)

    def link(self, snapshot):
        return f"snap+file://{self.remote}#{snapshot}"


@dataclass(frozen=True)
class Prepared:
    """The scene, the ids of its snapshots, and what the workspace was like in each."""

    scene: Scene
    ids: list[str]
    pictures: list[Any]


def prepare(path: str) -> Prepared:
    scene = Scene(path)
    make_folder(scene.workspace, 1, 30)
    # Most of the first pack is not needed any more once this is gone: a prune has to copy the rest.
    gone = os.path.join(scene.workspace, "gone")
    with open(gone, "wb") as file:
        file.write(random.Random(0).randbytes(12 << 20))
    store = scene.open()
    ids, pictures = [store.create(scene.workspace).id], [picture(scene.workspace)]
    os.unlink(gone)
    for seed in (2, 3):
        change_folder(scene.workspace, seed)
        if seed == 2:
            ids.append(store.create(scene.workspace).id)
        pictures.append(picture(scene.workspace))
    store.publish(ids[0], scene.remote)
    return Prepared(scene, ids, pictures)


def copy_of(scene, path):
    copy_folder(scene.path, str(path))
    return Scene(path)


def copy_folder(source, target):
    """As cp -a: times count, and the further names of files stay further names."""
    seen = {}

    def copy(one, two):
        found = os.lstat(one)
        if found.st_nlink > 1 and found.st_ino in seen:
            os.link(seen[found.st_ino], two, follow_symlinks=False)
            return two
        seen[found.st_ino] = two
        return shutil.copy2(one, two, follow_symlinks=False)

    shutil.copytree(source, target, symlinks=True, copy_function=copy)


def kill_at_points(prepared: Prepared, operation: str, count: int, seed: int, place: str) -> int:
    """Kills an operation ``count`` times, each time in a copy of the scene, and looks at what is
    left. Returns how many changes of the disk it makes. Raises AssertionError."""
    scene, ids = prepared.scene, prepared.ids
    whole = copy_of(scene, os.path.join(place, "whole"))
    acknowledged, calls = run_killed(partial(whole.run, operation, ids), None)
    assert acknowledged
    assert calls > 12
    rng = random.Random(f"{operation} {seed}")
    for number in range(count):
        at = rng.randrange(1, calls + 1)
        killed = copy_of(scene, os.path.join(place, str(number)))
        answer, _ = run_killed(partial(killed.run, operation, ids), at)
        assert not answer
        check(killed, operation, ids, prepared.pictures, f"{operation} killed at {at} of {calls}")
        shutil.rmtree(killed.path)
    shutil.rmtree(whole.path)
    return calls


def fill_disk(prepared: Prepared, operation: str, count: int, seed: int, place: str) -> int:
    """As ``kill_at_points``, but from some point on the disk is full, and stays so until the
    operation has ended. Returns how often it did not matter any more."""
    calls = kill_at_points(prepared, operation, 0, seed, place)
    rng = random.Random(f"{operation} {seed} full")
    done = 0
    for number in range(count):
        at = rng.randrange(1, calls + 1)
        scene = copy_of(prepared.scene, os.path.join(place, str(number)))
        answer, _ = run_killed(partial(run_full, scene, operation, prepared.ids), at, Filler)
        what = f"{operation}, the disk is full from {at} of {calls}: {answer}"
        assert answer in ("done", "disk-full", "remote-full", "half-restored"), what
        assert answer != "half-restored" or operation == "in-place", what
        done += answer == "done"
        check(scene, operation, prepared.ids, prepared.pictures, what)
        shutil.rmtree(scene.path)
    return done


def run_full(scene: Scene, operation: str, ids: list[str]) -> str:
    try:
        scene.run(operation, ids)
    except SnapshotError as error:
        return error.code
    return "done"


def check(scene, operation, ids, pictures, what):
    store = scene.open()
    verified = store.verify()
    assert verified.ok, (what, verified)
    there = {item.id for item in store.list()}
    assert (set(ids[1:]) if operation == "prune" else set(ids)) <= there, what
    if operation == "restore":
        if os.path.exists(scene.out):
            assert picture(scene.out) == pictures[0], what
        assert not [name for name in os.listdir(scene.path) if ".restoring-" in name], what
    if operation == "in-place":
        check_in_place(scene, store, pictures, what)
    if operation == "publish":
        check_published(scene, store, ids, what)
    if operation == "fetch":
        check_fetched(scene, ids, what)
    again = store.create(scene.workspace)
    assert store.verify(again.id).ok, what
    store.prune(PrunePolicy(keep_last=None, grace_seconds=0))
    assert store.verify().ok, what
    store.close()


def check_in_place(scene, store, pictures, what):
    found = picture(scene.workspace)
    if store.recovered:
        assert found == pictures[0], (what, store.recovered)
        return
    # Once the proof of the restore is taken out of the folder, all that is left to be done is to
    # give the folder the time that it had before that.
    own = found[b""]
    done = {**pictures[0], b"": (*pictures[0][b""][:4], own[4], *pictures[0][b""][5:])}
    assert found in (pictures[2], done), what


def check_published(scene, store, ids, what):
    """What was there before is whole, and the same again completes what was not."""
    elsewhere = Store.open(scene.elsewhere)
    elsewhere.fetch(scene.link(ids[0]))
    seen = elsewhere.subscribe(scene.remote, "snapshots")
    for ref in seen.refs:
        elsewhere.fetch(ref.url)
    assert store.publish(ids[1], scene.remote).counter == 2, what
    elsewhere.fetch(scene.link(ids[1]))
    assert elsewhere.verify().ok, what


def check_fetched(scene, ids, what):
    elsewhere = Store.open(scene.elsewhere)
    assert elsewhere.verify().ok, what
    elsewhere.fetch(scene.link(ids[0]))
    assert elsewhere.verify(ids[0]).ok, what
