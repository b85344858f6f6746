"""Several processes and threads at one store."""

from __future__ import annotations

import multiprocessing
import os
import threading

import pytest
from kalette.snapshots import PrunePolicy, SnapshotError, Store
from kalette.snapshots.progress import CancelToken
from kalette.snapshots.store import prune

from .folders import change_folder, make_folder

# How many snapshots each of three processes takes while a fourth prunes.
ROUNDS = int(os.environ.get("KALETTE_SNAPSHOT_ROUNDS", "4"))


def take_snapshots(store_path, place, seed, count, told):
    store = Store.open(store_path)
    for number in range(count):
        change_folder(place, seed * 100 + number, 4)
        told.put(store.create(place).id)


def prune_often(store_path, stop):
    store = Store.open(store_path)
    while not stop.is_set():
        store.prune(PrunePolicy(keep_last=None, grace_seconds=0))


def test_concurrent_snapshots_and_prunes_lose_nothing(tmp_path):
    store = Store.open(str(tmp_path / "store"))
    context = multiprocessing.get_context("fork")
    told, stop = context.Queue(), context.Event()
    places = []
    for number in range(3):
        places.append(str(tmp_path / f"workspace{number}"))
        make_folder(places[-1], number, 15)
    makers = [
        context.Process(target=take_snapshots, args=(store.path, place, number, ROUNDS, told))
        for number, place in enumerate(places)
    ]
    pruner = context.Process(target=prune_often, args=(store.path, stop))
    for process in [*makers, pruner]:
        process.start()
    ids = [told.get(timeout=60) for _ in range(3 * ROUNDS)]
    for process in makers:
        process.join()
    stop.set()
    pruner.join()
    assert [process.exitcode for process in [*makers, pruner]] == [0] * 4
    assert {item.id for item in store.list()} == set(ids)
    assert store.verify().ok
    for number, identifier in enumerate(ids[-3:]):
        store.restore(identifier, str(tmp_path / f"out{number}"))


def test_threads_share_one_store(tmp_path, store):
    errors = []

    def work(number):
        try:
            place = str(tmp_path / f"workspace{number}")
            make_folder(place, number, 10)
            created = store.create(place)
            store.restore(created.id, str(tmp_path / f"out{number}"))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert store.verify().ok


def test_a_reader_goes_on_while_its_packs_are_replaced(tmp_path, workspace, store):
    make_folder(str(workspace), 1)
    (workspace / "large").write_bytes(os.urandom(20_000_000))
    first = store.create(str(workspace))
    reader = Store.open(store.path)
    entries = [item.path for item in reader.files(first.id, recursive=True)]
    (workspace / "large").unlink()
    second = store.create(str(workspace))
    pruned = store.prune(PrunePolicy(keep_last=1, grace_seconds=0))
    assert pruned.snapshots == (first.id,)
    assert pruned.freed_bytes > 1_000
    kept = [item for item in reader.files(second.id, recursive=True) if item.entry.kind == "file"]
    assert kept
    for item in kept:
        assert item.path in entries
        reader.read(second.id, item.path)
    with pytest.raises(SnapshotError) as caught:
        reader.show(first.id)
    assert caught.value.code == "missing"


def test_policies_keep_what_they_say(workspace, store):
    ids = []
    for number in range(5):
        (workspace / "f").write_text(str(number) * 1000)
        ids.append(store.create(str(workspace)).id)
    store.tag(ids[0], "v1")
    young = store.prune(PrunePolicy(keep_last=1))
    assert young.snapshots == ()
    store2 = Store.open(store.path)
    for number in range(5):
        (workspace / "f").write_text("x" + str(number) * 1000)
        ids.append(store2.create(str(workspace)).id)
    dry = store2.prune(PrunePolicy(keep_last=2, grace_seconds=0, keep=(ids[1],), dry_run=True))
    assert set(dry.snapshots) == set(ids[2:8])
    assert len(store2.list()) == 10
    done = store2.prune(PrunePolicy(keep_last=2, grace_seconds=0, keep=(ids[1],)))
    assert done.snapshots == dry.snapshots
    assert {item.id for item in store.list()} == {ids[0], ids[1], *ids[8:]}
    assert store.verify().ok
    # By size: the newest first, tagged ones in any case.
    store2.prune(PrunePolicy(keep_last=None, max_bytes=1, grace_seconds=0))
    assert ids[0] in {item.id for item in store.list()}
    assert ids[8] not in {item.id for item in store.list()}
    store.untag("v1")
    store2.prune(PrunePolicy(keep_last=0, grace_seconds=0))
    assert store.list() == []
    assert store.create(str(workspace)).manifest.roots[0].files == 1


def test_many_small_packs_become_few(workspace, store):
    for number in range(55):
        (workspace / "f").write_text(str(number))
        store.create(str(workspace))
    assert store.usage().packs == 55
    store.prune(PrunePolicy(keep_last=None))
    assert store.usage().packs == 1
    assert store.verify().ok


def test_a_prune_waits_and_can_be_cancelled_meanwhile(workspace, store):
    token = CancelToken()
    with store._store.no_prune():
        threading.Timer(0.2, token.cancel).start()
        with pytest.raises(SnapshotError) as caught:
            store.prune(cancel=token)
    assert caught.value.code == "cancelled"


def test_packs_that_another_process_has_merged_are_published(
    tmp_path, workspace, store, monkeypatch
):
    monkeypatch.setattr(prune, "_SMALL_PACKS", 1)
    for number in range(3):
        (workspace / f"{number}").write_text(str(number))
        last = store.create(str(workspace)).id
    store.restore(last, str(tmp_path / "out"))
    before = os.listdir(store.path + "/packs")
    pruner = Store.open(store.path)
    pruner.prune(PrunePolicy(keep_last=None, grace_seconds=0))
    assert not set(before) & set(os.listdir(store.path + "/packs"))
    published = store.publish(last, str(tmp_path / "remote"))
    other = Store.open(str(tmp_path / "other"))
    assert other.fetch(published.url).id == last
    assert other.verify().ok
