"""Publish, look, follow, fetch: the same with every kind of remote."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from kalette.snapshots import (
    CancelToken,
    KnownFile,
    PublishOptions,
    SnapshotError,
    StateSource,
    Store,
)
from kalette.snapshots.remotes import oci_upload, s3
from kalette.snapshots.remotes.folder import FolderCarrier

from .folders import change_folder, make_folder, picture
from .remotes import KINDS

SECRET = b"of another snapshot" * 10


@pytest.fixture
def variable(tmp_path):
    data = os.urandom(300_000)
    (tmp_path / "variable").write_bytes(data)
    (tmp_path / "variable").chmod(0o444)
    digest = hashlib.sha256(data).hexdigest()
    return KnownFile(str(tmp_path / "variable"), digest, len(data))


@pytest.mark.parametrize("kind", KINDS)
def test_a_snapshot_goes_there_and_back(
    kind, make_place, store, other, workspace, tmp_path, variable
):
    place = make_place(kind)
    (workspace / "secret").write_bytes(SECRET)
    store.create(str(workspace))
    (workspace / "secret").unlink()
    make_folder(str(workspace), 3, 60)
    created = store.create(str(workspace), state=StateSource({"x": 1}, {"v": variable}))
    published = store.publish(created.id, place.target)
    assert published.url == f"{published.url[: published.url.index('sha256:')]}{created.id}"
    looked = other.inspect_url(place.url(created.id))
    assert looked.manifest == created.manifest
    assert looked.signature.trust == "own"
    assert (looked.state.files, looked.state.bytes) == (1, 300_000)
    assert looked.roots[0].inspection == store.inspect(created.id)
    assert not looked.local
    assert other.list() == []
    fetched = other.fetch(place.url(created.id) + "?step=train")
    assert fetched.manifest == created.manifest
    other.restore(created.id, str(tmp_path / "out"), foreign=False)
    assert picture(str(tmp_path / "out")) == picture(str(workspace))
    assert other.verify().ok
    other.export_state(created.id, "v", str(tmp_path / "v"))
    assert (tmp_path / "v").read_bytes() == Path(variable.path).read_bytes()
    assert other.fetch(place.url(created.id)).objects == 0
    assert other.inspect_url(place.url(created.id)).local
    assert other.show(place.url(created.id)).id == created.id
    assert SECRET not in everything(place, tmp_path / "remote")
    assert getattr(place.server, "unsigned", 0) == 0


def everything(place, folder):
    if place.kind == "s3":
        return b"".join(place.server.objects.values())
    if place.kind == "oci":
        return b"".join(place.server.blobs.values())
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_missing_travels(kind, make_place, store, other, workspace):
    place = make_place(kind)
    (workspace / "big").write_bytes(os.urandom(3 << 20))
    make_folder(str(workspace), 4, 40)
    first = store.create(str(workspace))
    assert store.publish(first.id, place.target).bytes > 3 << 20
    assert store.publish(first.id, place.target).bytes == 0
    other.fetch(place.url(first.id))
    (workspace / "small").write_bytes(b"new")
    second = store.create(str(workspace))
    again = store.publish(second.id, place.target)
    assert 0 < again.bytes < 20_000
    assert (again.packs, again.counter) == (1, 2)
    fetched = other.fetch(place.url(second.id))
    assert 0 < fetched.bytes < 20_000
    assert fetched.objects == 3
    assert other.read(second.id, "small") == b"new"
    assert other.verify().ok


@pytest.mark.parametrize("kind", KINDS)
def test_a_bucket_is_followed_without_fetching(kind, make_place, store, other, workspace):
    place = make_place(kind)
    make_folder(str(workspace), 5, 20)
    first = store.create(str(workspace))
    options = PublishOptions(bucket="team", name="v1")
    store.publish(first.id, place.target, options)
    followed = other.subscribe(place.source, "team")
    assert [(item.name, item.id, item.local) for item in followed.refs] == [("v1", first.id, False)]
    assert (followed.counter, followed.trust) == (1, "own")
    (polled,) = other.poll()
    assert not polled.changed
    (workspace / "new").write_text("2")
    second = store.create(str(workspace))
    store.publish(second.id, place.target, PublishOptions(bucket="team", name="v2"))
    store.publish(second.id, place.target, options)
    (polled,) = Store.open(other.path).poll(place.source, "team")
    assert (polled.changed, polled.added, polled.removed) == (True, ("v1", "v2"), ())
    assert polled.subscription.counter == 3
    assert other.list() == []
    ref = polled.subscription.refs[0]
    assert other.fetch(ref.url, "team", ref.name).url.startswith("snap:team/v1@")
    assert [item.local for item in other.subscriptions()[0].refs] == [True, True]
    assert other.unsubscribe(place.source, "team")
    assert not other.unsubscribe(place.source, "team")
    assert other.subscriptions() == other.poll() == []
    with pytest.raises(SnapshotError, match="no such bucket"):
        other.subscribe(place.source, "nothing")


@pytest.mark.parametrize("kind", ["s3", "oci"])
def test_a_list_that_did_not_change_is_not_sent_again(kind, make_place, store, other, workspace):
    place = make_place(kind)
    created = store.create(str(workspace))
    store.publish(created.id, place.target, PublishOptions(bucket="team"))
    other.subscribe(place.source, "team")
    place.server.seen.clear()
    sent = place.server.sent
    other.poll()
    assert place.server.sent - sent < 1000


def test_a_store_that_is_merely_served_can_be_fetched_from(
    make_place, store, other, workspace, tmp_path
):
    make_folder(str(workspace), 6, 40)
    created = store.create(str(workspace))
    place = make_place("http")
    place.server.folder = store.path
    other.fetch(place.url(created.id))
    other.restore(created.id, str(tmp_path / "out"), foreign=False)
    assert picture(str(tmp_path / "out")) == picture(str(workspace))
    place.server.lists = False
    third = Store.open(str(tmp_path / "third"))
    with pytest.raises(SnapshotError, match="which packs"):
        third.fetch(place.url(created.id))


def test_a_server_without_parts_is_slow_but_right(make_place, store, other, workspace):
    place = make_place("http", ranges=False)
    change_folder(str(workspace), 7, 40)
    created = store.create(str(workspace))
    store.publish(created.id, place.target)
    other.inspect_url(place.url(created.id))
    other.fetch(place.url(created.id))
    assert other.verify().ok


def test_small_requests_are_joined(make_place, store, other, workspace):
    place = make_place("http")
    for number in range(300):
        (workspace / f"d{number}").mkdir()
        (workspace / f"d{number}" / "f").write_bytes(os.urandom(50))
    created = store.create(str(workspace))
    store.publish(created.id, place.target)
    assert other.fetch(place.url(created.id)).requests <= 4
    assert len(place.server.seen) < 12


def test_what_a_killed_publish_has_left_goes_later(make_place, store, workspace):
    place = make_place("file")
    (workspace / "x").write_text("1")
    store.publish(store.create(str(workspace)).id, place.target)
    packs = os.path.join(place.target, "packs")
    for name in (".part-12-0123456789abcdef", ".part-13-0123456789abcdef", ".part-mine"):
        with open(os.path.join(packs, name), "w") as file:
            file.write("half")
    before = os.listdir(packs)
    for name in (".part-12-0123456789abcdef", ".part-mine"):
        os.utime(os.path.join(packs, name), (1, 1))
    (workspace / "y").write_text("2")
    store.publish(store.create(str(workspace)).id, place.target)
    assert set(before) - set(os.listdir(packs)) == {".part-12-0123456789abcdef"}


def test_a_web_server_is_read_only(make_place, store, workspace):
    place = make_place("http")
    created = store.create(str(workspace))
    with pytest.raises(SnapshotError, match="read from only"):
        store.publish(created.id, place.source)


def test_compressed_packs_are_smaller_and_read_the_same(make_place, store, other, workspace):
    place = make_place("file")
    for number in range(50):
        (workspace / f"f{number}").write_bytes(f"{number} ".encode() * 3000)
    created = store.create(str(workspace))
    sent = store.publish(created.id, place.target, PublishOptions(compress=True))
    assert sent.bytes < created.added_bytes / 4
    other.fetch(place.url(created.id))
    assert other.verify().ok
    assert other.verify(created.id).ok


def test_large_files_are_sent_in_parts_that_are_not_sent_again(
    make_place, store, other, workspace, tmp_path, variable, monkeypatch
):
    monkeypatch.setattr(s3, "PART", 64 << 10)
    monkeypatch.setattr("kalette.snapshots.remotes.client.PAUSES", ())
    place = make_place("s3")
    created = store.create(str(workspace), state=StateSource(None, {"v": variable}))
    place.server.fault = lambda handler: "drop" if "partNumber=4" in handler.path else None
    with pytest.raises(SnapshotError, match="Try again"):
        store.publish(created.id, place.target)
    place.server.fault = None
    place.server.seen.clear()
    store.publish(created.id, place.target)
    parts = [path for method, path, _ in place.server.seen if "partNumber=" in path]
    assert len(parts) == 2
    other.fetch(place.url(created.id))
    assert other.verify().ok


def test_a_session_of_a_registry_goes_on_where_it_broke_off(
    make_place, store, other, workspace, variable, monkeypatch
):
    monkeypatch.setattr(oci_upload, "PART", 64 << 10)
    monkeypatch.setattr("kalette.snapshots.remotes.client.PAUSES", ())
    place = make_place("oci")
    created = store.create(str(workspace), state=StateSource(None, {"v": variable}))
    failed = []

    def once(handler):
        if handler.command == "PATCH" and len(failed) < 2:
            failed.append(handler.path)
            return "drop"
        return None

    place.server.fault = once
    store.publish(created.id, place.target)
    assert len(failed) == 2
    patches = [head for method, _, head in place.server.seen if method == "PATCH"]
    assert len(patches) == 5 + 2
    place.server.fault = None
    other.fetch(place.url(created.id))
    assert other.verify().ok


def test_a_registry_that_sends_the_data_elsewhere_is_refused(make_place, store, workspace):
    place = make_place("oci")
    created = store.create(str(workspace))
    place.server.upload_host = "http://127.0.0.2:9"
    with pytest.raises(SnapshotError, match="another host"):
        store.publish(created.id, place.target)


def test_a_bucket_without_conditions_still_takes_names(make_place, store, other, workspace):
    place = make_place("s3", conditions=False)
    created = store.create(str(workspace))
    assert store.publish(created.id, place.target).counter == 1
    assert other.subscribe(place.target, "snapshots").counter == 1


@pytest.mark.parametrize("kind", ["file", "s3"])
def test_publishing_at_once_loses_no_name(kind, make_place, store, workspace, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    place = make_place(kind)
    created = store.create(str(workspace))
    stores = [store] + [Store.open(store.path) for _ in range(3)]

    def name(number):
        options = PublishOptions(bucket="team", name=f"n{number}")
        return stores[number].publish(created.id, place.target, options)

    with ThreadPoolExecutor(4) as pool:
        counters = [item.counter for item in pool.map(name, range(4))]
    followed = store.subscribe(place.source, "team")
    assert [ref.name for ref in followed.refs] == ["n0", "n1", "n2", "n3"]
    assert followed.counter == max(counters) == 4


def test_a_list_that_comes_up_while_it_is_looked_for_is_not_lost(
    make_place, store, workspace, monkeypatch
):
    place = make_place("file")
    created = store.create(str(workspace))
    second = Store.open(store.path)
    look = FolderCarrier.refs

    def publish(whose, name):
        options = PublishOptions(bucket="team", name=name)
        return whose.publish(created.id, place.target, options)

    def overtaken(carrier, *arguments):
        found = look(carrier, *arguments)
        monkeypatch.setattr(FolderCarrier, "refs", look)
        publish(second, "n1")
        return found

    monkeypatch.setattr(FolderCarrier, "refs", overtaken)
    assert publish(store, "n0").counter == 2
    followed = store.subscribe(place.source, "team")
    assert [ref.name for ref in followed.refs] == ["n0", "n1"]


def test_cancelling_stops_at_once_and_keeps_what_has_arrived(
    make_place, store, other, workspace, monkeypatch
):
    monkeypatch.setattr("kalette.snapshots.progress._SECONDS_BETWEEN", 0)
    place = make_place("http")
    for number in range(40):
        (workspace / f"f{number}").write_bytes(os.urandom(400_000))
    created = store.create(str(workspace))
    store.publish(created.id, place.target)
    token, phases = CancelToken(), []

    def stop(progress):
        phases.append(progress.phase)
        if progress.phase == "download" and progress.bytes > 6 << 20:
            token.cancel()

    with pytest.raises(SnapshotError, match="Cancelled"):
        other.fetch(place.url(created.id), progress=stop, cancel=token)
    assert {"list", "download"} <= set(phases)
    assert other.list() == []
    assert other.fetch(place.url(created.id)).bytes < 12 << 20
    assert other.verify().ok


def test_no_phase_counts_what_another_announced(
    make_place, store, other, workspace, variable, monkeypatch
):
    monkeypatch.setattr("kalette.snapshots.progress._SECONDS_BETWEEN", 0)
    place = make_place("http")
    state = StateSource({"x": 1}, {"v": variable})
    created = store.create(str(workspace), state=state)
    store.publish(created.id, place.target)
    seen = []
    other.fetch(place.url(created.id), progress=seen.append)
    known = [moment for moment in seen if moment.total_bytes is not None]
    assert [moment for moment in known if moment.bytes > moment.total_bytes] == []
    assert (known[-1].phase, known[-1].bytes) == ("download", 300_000)


@pytest.mark.parametrize("kind", ["file", "http"])
def test_a_remote_of_a_newer_format_is_refused(kind, make_place, store, other, small):
    created = store.create(small)
    place = make_place(kind)
    store.publish(created.id, place.target)
    form = Path(place.target, "format.json")
    form.write_text(form.read_text().replace('"version": 1', '"version": 2'))
    looks = [
        lambda: other.fetch(place.url(created.id)),
        lambda: other.inspect_url(place.url(created.id)),
        lambda: other.subscribe(place.source, "snapshots"),
        lambda: store.publish(created.id, place.target),
    ]
    for look in looks:
        with pytest.raises(SnapshotError, match="has format 2, this program knows 1") as told:
            look()
        assert told.value.code == "newer-format"
