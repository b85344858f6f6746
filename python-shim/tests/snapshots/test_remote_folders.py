"""Folders as remotes: where they may lie, and what happens around them."""

from __future__ import annotations

import os

import pytest
from kalette.snapshots import (
    CaptureOptions,
    InPlaceOptions,
    PublishOptions,
    SnapshotError,
    Store,
)
from kalette.snapshots.progress import Task
from kalette.snapshots.remotes.carrier import Source
from kalette.snapshots.remotes.folder import FolderCarrier


@pytest.mark.parametrize(
    "place",
    [
        "",
        ".kalette",
        ".kalette/snapshots",
        ".kalette/snapshots/pub",
        "../link",
        "../link/.kalette/pub",
        "../other/.kalette/pub",
        "~/work",
    ],
)
def test_the_own_folder_and_stores_are_no_remotes(tmp_path, small, place, monkeypatch):
    store = Store.open(str(tmp_path / "work/.kalette/snapshots"))
    created = store.create(small)
    (tmp_path / "link").symlink_to("work")
    monkeypatch.setenv("HOME", str(tmp_path))
    target = place if place.startswith("~") else str(tmp_path / "work" / place)
    before = sorted(os.walk(tmp_path))
    with pytest.raises(SnapshotError, match="the workspace itself, or in a store") as told:
        store.publish(created.id, target)
    assert told.value.code == "bad-folder"
    assert sorted(os.walk(tmp_path)) == before
    store.publish(created.id, str(tmp_path / "work/pub"))


def test_a_remote_is_made_again_when_who_was_stopped_removes_what_it_had_made(tmp_path):
    remote = f"file:{tmp_path / 'remote'}"
    stopped, other = FolderCarrier(remote, Task()), FolderCarrier(remote, Task())
    stopped._prepare()
    other._prepare()
    stopped.close()
    assert not (tmp_path / "remote").exists()
    assert other.put("packs/one", Source(b"1"))
    other.close()
    assert (tmp_path / "remote/packs/one").read_bytes() == b"1"
    assert (tmp_path / "remote/format.json").exists()
    third = FolderCarrier(f"file:{tmp_path / 'third'}", Task())
    third._prepare()
    FolderCarrier.close(third)
    assert third.put_refs("runs", b"{}", "")
    assert (tmp_path / "third/refs/runs.json").read_bytes() == b"{}"


def test_a_remote_in_the_workspace_is_no_part_of_it(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / "a").write_text("1")
    store = Store.open(str(work / ".kalette/snapshots"))
    options = CaptureOptions(rules=("**/.kalette",))
    first = store.create(str(work), options=options)
    url = store.publish(first.id, str(work / "pub/team")).url
    second = store.create(str(work), options=options)
    assert [item.path for item in store.files(second.id, recursive=True)] == [
        "a",
        "pub",
        "pub/team",
    ]
    store.restore_in_place(first.id, str(work), InPlaceOptions(options))
    assert Store.open(str(tmp_path / "other")).fetch(url).id == first.id
    # Elsewhere nothing is put beside what is published.
    store.publish(first.id, str(tmp_path / "far"))
    assert not (tmp_path / "far/.snapshotignore").exists()


def test_files_of_the_user_are_not_taken_for_those_of_a_remote(tmp_path):
    work = tmp_path / "work"
    (work / "data").mkdir(parents=True)
    (work / "data/customers.csv").write_text("1")
    store = Store.open(str(work / ".kalette/snapshots"))
    options = CaptureOptions(rules=("**/.kalette",))
    first = store.create(str(work), options=options)
    with pytest.raises(SnapshotError, match="other files, such as customers.csv") as caught:
        store.publish(first.id, str(work / "data"))
    assert (caught.value.code, os.listdir(work / "data")) == ("bad-folder", ["customers.csv"])
    # What is put beside a remote later is the user's.
    store.publish(first.id, str(work / "pub"))
    (work / "pub/notes.txt").write_text("1")
    store.publish(first.id, str(work / "pub"), PublishOptions(name="again"))
    second = store.create(str(work), options=options)
    found = [item.path for item in store.files(second.id, recursive=True)]
    assert sorted(found) == ["data", "data/customers.csv", "pub", "pub/notes.txt"]
