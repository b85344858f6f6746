"""What holds for any folder."""

from __future__ import annotations

import os
import random
import stat

import pytest
from kalette.snapshots import Store
from kalette.snapshots.format.names import path_bytes

from .folders import change_folder, make_folder, picture

SEEDS = range(int(os.environ.get("KALETTE_SNAPSHOT_TREES", "4")))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_folder_that_is_restored_has_the_same_tree(store, tmp_path, seed):
    make_folder(str(tmp_path / "one"), seed)
    first = store.create(str(tmp_path / "one"))
    store.restore(first.id, str(tmp_path / "two"))
    assert picture(str(tmp_path / "two")) == picture(str(tmp_path / "one"))
    other = Store.open(str(tmp_path / "other"))
    again = other.create(str(tmp_path / "two"))
    assert again.manifest.roots == first.manifest.roots


@pytest.mark.parametrize("seed", SEEDS)
def test_later_snapshots_equal_those_of_a_fresh_store(store, tmp_path, seed):
    place = str(tmp_path / "one")
    make_folder(place, seed)
    store.create(place)
    for step in range(3):
        change_folder(place, seed * 10 + step)
        known = store.create(place)
        fresh = Store.open(str(tmp_path / f"fresh{step}")).create(place)
        assert known.manifest.roots == fresh.manifest.roots
    assert store.verify().ok


@pytest.mark.parametrize("seed", SEEDS)
def test_in_place_restores_go_back_and_forth(store, tmp_path, seed):
    place = str(tmp_path / "one")
    make_folder(place, seed)
    before, one = store.create(place), picture(place)
    change_folder(place, seed)
    after, two = store.create(place), picture(place)
    store.restore_in_place(before.id, place)
    assert picture(place) == one
    store.restore_in_place(after.id, place)
    assert picture(place) == two
    assert not store.preview(after.id, place).total


@pytest.mark.parametrize("seed", SEEDS)
def test_a_difference_is_exactly_what_differs(store, tmp_path, seed):
    place = str(tmp_path / "one")
    make_folder(place, seed)
    before, one = store.create(place), picture(place, meta=False)
    change_folder(place, seed)
    after, two = store.create(place), picture(place, meta=False)
    found = store.diff(before.id, after.id)
    by_how = {
        how: {path_bytes(change.path) for change in found.changes if change.how == how}
        for how in ("added", "removed", "changed", "meta")
    }
    assert by_how["added"] == two.keys() - one.keys()
    assert by_how["removed"] == one.keys() - two.keys()
    assert by_how["changed"] == {path for path in one.keys() & two.keys() if one[path] != two[path]}
    assert not by_how["meta"]
    assert found.total == len(found.changes)
    plain = store.diff(before.id, after.id, plain=True)
    shown_one, shown_two = shown(one), shown(two)
    assert {path_bytes(change.path): change.how for change in plain.changes} == {
        **dict.fromkeys(shown_one.keys() - two.keys(), "removed"),
        **dict.fromkeys(shown_two.keys() - one.keys(), "added"),
        **{
            path: "changed"
            if path in shown_one and path in shown_two
            else "removed"
            if path in shown_one
            else "added"
            for path in one.keys() & two.keys()
            if one[path] != two[path]
            and not (is_folder(one[path]) and is_folder(two[path]))
            and (path in shown_one or path in shown_two)
        },
    }
    same = {path for path in files(one) & files(two) if one[path] == two[path]}
    assert len(files(one)) - plain.files_before == len(same)
    assert len(files(two)) - plain.files_after == len(same)


def is_folder(entry):
    return stat.S_ISDIR(entry[0])


def shown(whole):
    """Files, links, and folders with nothing in them."""
    parents = {path.rpartition(b"/")[0] for path in whole}
    return {path: entry for path, entry in whole.items() if path not in parents}


def files(whole):
    return {path for path, entry in whole.items() if stat.S_ISREG(entry[0])}


@pytest.mark.parametrize("seed", SEEDS)
def test_merging_with_what_did_not_change_changes_nothing(store, tmp_path, seed):
    place = str(tmp_path / "one")
    make_folder(place, seed)
    base = store.create(place)
    change_folder(place, seed)
    changed = store.create(place)
    for parents in (
        [("a", changed.id)],
        [("a", changed.id), ("b", base.id)],
        [("a", base.id), ("b", changed.id)],
        [("a", changed.id), ("b", changed.id), ("c", base.id)],
    ):
        joined = store.join(base.id, parents)
        assert joined.snapshot is not None
        assert joined.snapshot.manifest.roots == changed.manifest.roots


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_at_different_paths_merge_in_any_order(store, tmp_path, seed):
    place = str(tmp_path / "one")
    make_folder(place, seed)
    for side in ("left", "right"):
        make_folder(f"{place}/{side}", seed + 1, 10)
    base = store.create(place)
    sides = []
    rng = random.Random(seed)
    for side in ("left", "right"):
        store.restore(base.id, str(tmp_path / side))
        change_folder(f"{tmp_path}/{side}/{side}", rng.randrange(1000))
        sides.append((side, store.create(str(tmp_path / side)).id))
    one, two = store.join(base.id, sides), store.join(base.id, sides[::-1])
    assert one.snapshot is not None
    assert two.snapshot is not None
    assert one.snapshot.manifest.roots[0].tree == two.snapshot.manifest.roots[0].tree
    store.restore(one.snapshot.id, str(tmp_path / "both"))
    for side in ("left", "right"):
        assert picture(f"{tmp_path}/both/{side}", False) == picture(
            f"{tmp_path}/{side}/{side}", False
        )
