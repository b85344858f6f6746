"""Taking back what was published."""

from __future__ import annotations

import os

import pytest
from kalette.snapshots import PublishOptions, SnapshotError, Store

from .test_remotes import everything


@pytest.fixture
def two(store, workspace):
    """Two snapshots that have one file in common, and one each of their own."""
    (workspace / "shared").write_bytes(os.urandom(50_000))
    (workspace / "own").write_bytes(b"kept" * 20_000)
    kept = store.create(str(workspace))
    (workspace / "own").write_bytes(SECRET)
    return kept, store.create(str(workspace))


SECRET = os.urandom(50_000)


@pytest.mark.parametrize("kind", ["file", "s3"])
def test_no_link_opens_it_and_its_content_goes(kind, make_place, store, other, two, tmp_path):
    place = make_place(kind)
    kept, taken = two
    store.publish(kept.id, place.target)
    before = everything(place, tmp_path / "remote")
    published = store.publish(taken.id, place.target)
    assert SECRET in everything(place, tmp_path / "remote")
    other.subscribe(place.source, published.bucket)
    done = store.withdraw(taken.id, place.target)
    assert (done.id, done.url, done.unknown) == (taken.id, published.url, False)
    assert done.files >= 2
    assert done.kept >= 2
    left = everything(place, tmp_path / "remote")
    assert SECRET not in left
    assert abs(len(left) - len(before)) < 200, "the list of names alone may differ"
    with pytest.raises(SnapshotError, match="The remote has no such snapshot"):
        other.fetch(place.url(taken.id))
    assert [item.removed for item in other.poll()] == [(published.name,)]
    other.fetch(place.url(kept.id))
    with pytest.raises(SnapshotError, match="The remote has no such snapshot"):
        store.withdraw(taken.id, place.target)
    # Published again, it is whole again.
    store.publish(taken.id, place.target)
    assert other.fetch(place.url(taken.id)).id == taken.id
    assert other.verify().ok


def test_it_need_not_be_in_the_store_any_more(make_place, store, two, tmp_path):
    place = make_place("file")
    _, taken = two
    url = store.publish(taken.id, place.target).url
    store.forget(taken.id)
    assert store.withdraw(url, place.target).id == taken.id
    store.publish(two[0].id, place.target)
    assert store.withdraw(two[0].id, place.target).kept == 0
    assert os.listdir(tmp_path / "remote" / "packs") == []
    assert os.listdir(tmp_path / "remote" / "snapshots") == []


@pytest.mark.parametrize("number", range(1, 12))
def test_an_interrupted_withdrawal_goes_on_where_it_was(
    number, make_place, store, other, two, tmp_path, monkeypatch
):
    monkeypatch.setattr("kalette.snapshots.remotes.client.PAUSES", ())
    place = make_place("s3")
    kept, taken = two
    store.publish(kept.id, place.target)
    store.publish(taken.id, place.target)
    place.server.fail_at(number, 500)
    try:
        store.withdraw(taken.id, place.target)
    except SnapshotError:
        place.server.fault = None
        store.withdraw(taken.id, place.target)
    place.server.fault = None
    assert SECRET not in everything(place, tmp_path / "remote")
    other.fetch(place.url(kept.id))
    assert other.verify().ok


def test_what_another_one_may_need_stays(make_place, store, other, two, tmp_path):
    place = make_place("file")
    kept, taken = two
    store.publish(kept.id, place.target)
    store.publish(taken.id, place.target)
    (tmp_path / "remote/snapshots" / f"{kept.id[7:]}.parts").unlink()
    done = store.withdraw(taken.id, place.target)
    assert (done.files, done.unknown) == (0, True)
    other.fetch(place.url(kept.id))


def test_only_what_was_published_is_withdrawn(make_place, store, two, tmp_path):
    kept, taken = two
    with pytest.raises(SnapshotError, match="the store of a workspace"):
        store.withdraw(taken.id, store.path)
    assert len(store.list()) == 2
    with pytest.raises(SnapshotError, match="does not exist"):
        store.withdraw(taken.id, str(tmp_path / "nowhere"))
    place = make_place("file")
    store.publish(kept.id, place.target, PublishOptions(bucket="other"))
    with pytest.raises(SnapshotError, match="The remote has no such snapshot"):
        store.withdraw(taken.id, place.target)


def test_the_list_of_a_stranger_stays(make_place, two, store, tmp_path):
    place = make_place("file")
    store.publish(two[1].id, place.target)
    name = next((tmp_path / "remote/refs").glob("*.json"))
    before = name.read_bytes()
    stranger = Store.open(str(tmp_path / "stranger"), keys=str(tmp_path / "keys"))
    assert stranger.withdraw(two[1].id, place.target).files > 0
    assert name.read_bytes() == before


@pytest.mark.parametrize(
    ("remote", "hint"),
    [
        ("https://example.org/x", "folder or the bucket that the server serves"),
        ("http://example.org/x", "folder or the bucket that the server serves"),
        ("oci://example.org/x", "artifact with the tag s-HEX"),
    ],
)
def test_what_is_not_removed_by_us_is_refused_at_once(remote, hint, store, two):
    with pytest.raises(SnapshotError) as caught:
        store.withdraw(two[0].id, remote)
    assert caught.value.code == "not-withdrawn"
    assert hint in caught.value.hint
