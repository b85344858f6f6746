"""A resident process that has seen a folder as it is still sees all that changes in it."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

import pytest
from kalette.snapshots.capture import stat_index, walk
from kalette.snapshots.capture.listing import Listing, list_folder


@pytest.fixture
def seen(store, workspace, monkeypatch):
    """A workspace that the store has looked at until it remembers every listing."""
    monkeypatch.setattr(stat_index, "CLOCK_SLACK", 0)
    (workspace / "a/inner").mkdir(parents=True)
    (workspace / "a/x").write_text("1")
    (workspace / "a/y\udcff").write_text("2")
    (workspace / "a/.env").write_text("left out")
    os.symlink("x", workspace / "a/link")
    time.sleep(0.02)
    for _ in range(3):
        store.create(str(workspace))
    return workspace


def same_size(folder):
    found = os.stat(folder / "a/x")
    (folder / "a/x").write_text("9")
    os.utime(folder / "a/x", ns=(found.st_atime_ns, found.st_mtime_ns))


def replaced_by_folder(folder):
    (folder / "a/x").unlink()
    (folder / "a/x").mkdir()


def ignored(folder):
    (folder / "a/.snapshotignore").write_text("x\n")


def hard_link(folder):
    os.link(folder / "a/x", folder / "a/z")


CHANGES = {
    "same size and time": same_size,
    "gone": lambda folder: (folder / "a/x").unlink(),
    "new": lambda folder: (folder / "a/inner/new").write_text(""),
    "renamed": lambda folder: (folder / "a/x").rename(folder / "a/x2"),
    "another kind": replaced_by_folder,
    "permission": lambda folder: (folder / "a/x").chmod(0o755),
    "folder's permission": lambda folder: (folder / "a/inner").chmod(0o700),
    "ignore file": ignored,
    "hard link": hard_link,
    "far away in time": lambda folder: os.utime(folder / "a/x", ns=(0, 2**33 * 10**9)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_of_a_folder_seen_before_is_seen(store, seen, change):
    time.sleep(0.02)
    change(seen)
    created = store.create(str(seen))
    assert created.changed
    root = created.manifest.roots[0]
    fresh = type(store).open(str(seen.parent / "other")).create(str(seen)).manifest.roots[0]
    assert (root.tree, root.meta, root.files) == (fresh.tree, fresh.meta, fresh.files)


def test_what_is_left_out_is_named_every_time(store, seen):
    withheld = store.create(str(seen)).manifest.withheld
    assert [os.path.basename(path) for path in withheld] == [".env"]


def test_a_folder_that_is_as_it_was_listed_is_not_sorted_again(store, seen, monkeypatch):
    def no_sorting(_):
        raise AssertionError("a folder was compared name by name")

    monkeypatch.setattr(Listing, "rows", no_sorting)
    assert not store.create(str(seen)).changed


def test_an_ignore_file_is_read_each_time(store, seen, monkeypatch):
    ignored(seen)
    for _ in range(3):
        store.create(str(seen))
    read = []
    look = walk.Walker._rules_in
    monkeypatch.setattr(
        walk.Walker,
        "_rules_in",
        lambda self, place, rows: read.append(place.path) or look(self, place, rows),
    )
    store.create(str(seen))
    assert read == [b"a"]


def test_a_time_out_of_reach_has_no_mark(tmp_path):
    (tmp_path / "x").write_text("")
    listing = list_folder(os.fsencode(tmp_path))
    assert listing.mark() == list_folder(os.fsencode(tmp_path)).mark() is not None
    found = listing.found[0]
    numbers = {name: getattr(found, name) for name in dir(found) if name.startswith("st_")}
    assert Listing(["x"], [SimpleNamespace(**numbers)]).mark() == listing.mark()
    assert Listing(["x"], [SimpleNamespace(**{**numbers, "st_mtime_ns": 2**64})]).mark() is None
