"""Remotes that break off, lie, lead astray or never end."""

from __future__ import annotations

import os
import random
import shutil

import pytest
from kalette.snapshots import PublishOptions, SnapshotError, Store
from kalette.snapshots.errors import Damaged
from kalette.snapshots.remotes import bucket_refs, client
from kalette.snapshots.remotes.connections import next_place

from .hostile import ATTACKS, HostileStore
from .servers import Bucket, WebServer

HEX = "ab" * 32
SERVED = ("http", "s3", "oci")


@pytest.mark.parametrize("how", ["drop", 503, "cut"])
@pytest.mark.parametrize("kind", SERVED)
def test_one_failure_anywhere_is_not_noticed(kind, how, make_place, store, small, tmp_path):
    place = make_place(kind)
    created = store.create(small)
    place.server.fault = count = _Counter()
    store.publish(created.id, place.target)
    Store.open(str(tmp_path / "first")).fetch(place.url(created.id))
    calls = count.calls
    assert calls > 4
    for number in _some(calls):
        for name in ("objects", "blobs", "tags"):
            getattr(place.server, name, {}).clear()
        place.server.fail_at(number, how)
        again = Store.open(f"{store.path}-{number}", keys=None)
        shutil.rmtree(again.path)
        shutil.copytree(store.path, again.path)
        shutil.rmtree(os.path.join(again.path, "remotes"), ignore_errors=True)
        if kind == "http":
            shutil.rmtree(tmp_path / "remote", ignore_errors=True)
        again.publish(created.id, place.target)
        fresh = Store.open(str(tmp_path / f"fresh{number}"))
        fresh.fetch(place.url(created.id))
        assert fresh.verify().ok


@pytest.mark.parametrize("kind", SERVED)
def test_what_breaks_off_for_good_goes_on_later(
    kind, make_place, store, small, tmp_path, monkeypatch
):
    monkeypatch.setattr(client, "PAUSES", ())
    place = make_place(kind)
    created = store.create(small)
    codes = []
    for number in range(1, 200):
        _after(place.server, number)
        try:
            store.publish(created.id, place.target)
            break
        except SnapshotError as error:
            codes.append(error.code)
    place.server.fault = None
    store.publish(created.id, place.target)
    assert len(codes) > 3 or kind == "http"
    other = Store.open(str(tmp_path / "other"))
    for number in range(1, 200):
        _after(place.server, number)
        try:
            other.fetch(place.url(created.id))
            break
        except SnapshotError as error:
            codes.append(error.code)
            assert other.list() == []
            assert other.verify().ok
    assert len(codes) > 3
    assert set(codes) == {"network"}
    assert other.verify().ok
    assert other.list()[0].id == created.id


class _Counter:
    def __init__(self):
        self.calls = 0

    def __call__(self, handler):
        self.calls += 1


def _some(calls):
    return sorted({1, 2, 3, calls, *random.Random(calls).sample(range(1, calls + 1), 4)})


def _after(server, number):
    """Nothing works from that request on."""
    count = _Counter()

    def fault(handler):
        count(handler)
        return "drop" if count.calls >= number else None

    server.fault = fault


@pytest.mark.parametrize("kind", SERVED)
def test_a_changed_byte_is_found_wherever_it_is(kind, make_place, store, small, tmp_path):
    place = make_place(kind)
    created = store.create(small)
    store.publish(created.id, place.target)
    place.server.fault = count = _Counter()
    Store.open(str(tmp_path / "first")).fetch(place.url(created.id))
    codes = []
    for number in range(1, count.calls + 1):
        place.server.fail_at(number, "spoil")
        other = Store.open(str(tmp_path / str(number)))
        try:
            other.fetch(place.url(created.id))
            # Only a signature may be changed: nobody's word is taken for it yet.
            assert other.signature(created.id).trust in ("own", "bad")
        except SnapshotError as error:
            codes.append(error.code)
            assert other.list() == []
        assert other.verify().ok
    assert len(codes) >= 4
    assert set(codes) <= {"damaged", "missing", "refused", "no-access"}


def test_an_interrupted_answer_is_asked_for_from_there(make_place, store, small, other):
    place = make_place("http")
    created = store.create(small)
    sent = store.publish(created.id, place.target)
    place.server.fault = lambda handler: "cut" if handler.path.endswith(".pack") else None
    # Every answer is cut in half: it takes ever more of them, but nothing comes twice.
    other.fetch(place.url(created.id))
    asked = [head["Range"] for _, path, head in place.server.seen if path.endswith(".pack")]
    assert len(asked) == len(set(asked)) > 10
    assert place.server.sent < sent.bytes * 1.2
    assert other.verify().ok


def test_a_file_that_is_shorter_than_announced_is_an_error(make_place, store, small, other):
    place = make_place("http")
    created = store.create(small)
    store.publish(created.id, place.target)
    packs = os.path.join(place.target, "packs")
    for name in os.listdir(packs):
        if name.endswith(".pack"):
            path = os.path.join(packs, name)
            os.chmod(path, 0o644)
            os.truncate(path, os.path.getsize(path) - 1000)
    with pytest.raises(SnapshotError):
        other.fetch(place.url(created.id))
    assert other.list() == []
    assert other.verify().ok


def test_a_password_is_for_one_host_only(make_place, store, small, other, home):
    place = make_place("http")
    created = store.create(small)
    store.publish(created.id, place.target)
    (home / ".netrc").write_text("machine 127.0.0.1 login me password hush\n")
    (home / ".netrc").chmod(0o600)
    place.server.login = "Basic bWU6aHVzaA=="
    elsewhere = WebServer(place.target)
    place.server.fault = lambda handler: (
        f"http://localhost:{elsewhere.port}{handler.path}" if "pack" in handler.path else None
    )
    try:
        other.fetch(place.url(created.id))
        assert elsewhere.seen
        assert all("Authorization" not in head for _, _, head in elsewhere.seen)
        assert all("Authorization" in head for _, _, head in place.server.seen)
    finally:
        elsewhere.close()


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://host/a", "http://host/a"),
        ("https://host/a", "file:///etc/passwd"),
        ("https://host/a", "https://me:secret@host/a"),
        ("https://8.8.8.8/a", "https://127.0.0.1/a"),
        ("https://8.8.8.8/a", "https://169.254.169.254/latest/meta-data"),
        ("https://8.8.8.8/a", "https://[::1]/"),
        ("https://8.8.8.8/a", "https://10.0.0.1/"),
        ("https://host/a", "gopher://host/"),
    ],
)
def test_where_a_remote_must_not_lead(url, location):
    with pytest.raises(SnapshotError, match="leads"):
        next_place(url, location)


def test_a_circle_of_redirections_ends(make_place, other):
    place = make_place("http")
    place.server.fault = lambda handler: f"{place.server.url}/x"
    with pytest.raises(SnapshotError, match="from one place to the next"):
        other.fetch(place.url(f"sha256:{HEX}"))
    assert len(place.server.seen) < 20


class _Endless(Bucket):
    """Lists new names on every page, for ever."""

    def _list(self, handler, path):
        start = int(handler.query.get("continuation-token") or 0)
        names = "".join(
            f"<Key>{handler.query['prefix']}{start + n:064x}.idx</Key>" for n in range(20_000)
        )
        more = f"<NextContinuationToken>{start + 20_000}</NextContinuationToken>"
        handler.answer(200, f"<X>{names}{more}</X>".encode())


def test_lists_that_never_end_are_left(make_place, store, small, monkeypatch):
    make_place("s3")
    endless = _Endless()
    monkeypatch.setenv("AWS_ENDPOINT_URL", endless.url)
    monkeypatch.setattr("kalette.snapshots.remotes.parts._MOST", 50_000)
    created = store.create(small)
    try:
        with pytest.raises(SnapshotError, match="more packs"):
            store.publish(created.id, "s3://bucket/x")
    finally:
        endless.close()
    assert sum(path != "/bucket/x/format.json" for _, path, _ in endless.seen) == 3


def test_an_answer_that_never_ends_is_left(make_place, store, small, other):
    place = make_place("http")
    created = store.create(small)
    store.publish(created.id, place.target)
    name = os.path.join(place.target, "snapshots", created.id[7:])
    with open(f"{name}.sig", "wb") as file:
        file.write(bytes(100_000))
    with pytest.raises(SnapshotError, match="more than the 65,536 bytes"):
        other.inspect_url(place.url(created.id))
    os.unlink(f"{name}.sig")
    for wrong in (
        b"{",
        b"[]",
        b'{"format":"kalette-parts","version":1,"packs":["../x"],"files":{}}',
    ):
        with open(f"{name}.parts", "wb") as file:
            file.write(wrong)
        with pytest.raises(Damaged):
            other.fetch(place.url(created.id))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_remote_leaves_the_store_as_it_was(attack, make_place, store, other, tmp_path):
    place = make_place("http")
    place.server.folder = store.path
    for seed in range(3):
        hostile = Store.open(str(tmp_path / f"hostile{seed}"))
        place.server.folder = hostile.path
        identifier = attack(HostileStore(hostile.path, seed))
        before, code = sorted(os.listdir(tmp_path)), ""
        try:
            other.inspect_url(place.url(identifier))
            other.fetch(place.url(identifier))
            other.restore(identifier, str(tmp_path / f"out{seed}"))
        except SnapshotError as error:
            code = error.code
        else:
            before.append(f"out{seed}")
        assert code in ("", "damaged", "missing", "refused", "newer-format")
        after = sorted(os.listdir(tmp_path))
        assert after == sorted(before)
        assert not other.verify().bad


def test_an_old_list_of_names_is_refused(make_place, store, other, small):
    place = make_place("file")
    created = store.create(small)
    path = os.path.join(place.target, "refs", "team.json")

    def publish(name):
        store.publish(created.id, place.target, PublishOptions(bucket="team", name=name))
        with open(path, "rb") as file:
            return file.read()

    def serve(data):
        with open(path, "wb") as file:
            file.write(data)

    old, new = publish("one"), publish("two")
    other.subscribe(place.source, "team")
    serve(old)
    (polled,) = other.poll()
    assert "older list" in polled.problem
    assert [ref.name for ref in polled.subscription.refs] == ["one", "two"]
    with pytest.raises(SnapshotError, match="older list"):
        publish("three")
    os.unlink(path)
    assert "lost" in other.poll()[0].problem
    with pytest.raises(SnapshotError, match="lost"):
        publish("three")
    serve(new.replace(b'"one"', b'"eno"'))
    assert "not signed" in other.poll()[0].problem
    serve(new)
    assert other.poll()[0].problem is None


def test_a_remote_that_was_emptied_begins_anew(make_place, store, other, small):
    place = make_place("file")
    created = store.create(small)
    first = store.publish(created.id, place.target)
    other.subscribe(place.source, first.bucket)
    shutil.rmtree(os.path.join(place.target, "refs"))
    before = sorted(os.listdir(place.target))
    with pytest.raises(SnapshotError, match="lost") as refused:
        store.publish(created.id, place.target)
    assert "empty it" in refused.value.hint
    assert sorted(os.listdir(place.target)) == before
    shutil.rmtree(place.target)
    again = store.publish(created.id, place.target)
    assert again.counter > first.counter
    assert other.poll()[0].problem is None
    assert [ref.id for ref in other.subscriptions()[0].refs] == [created.id]
    shutil.rmtree(os.path.join(place.target, "refs"))
    with pytest.raises(SnapshotError, match="lost"):
        store.publish(created.id, place.target)


def test_a_list_of_another_bucket_or_key_is_refused(
    make_place, store, other, small, tmp_path, monkeypatch
):
    place = make_place("file")
    created = store.create(small)
    store.publish(created.id, place.target, PublishOptions(bucket="team"))
    other.subscribe(place.source, "team")
    refs = os.path.join(place.target, "refs")
    shutil.copy(os.path.join(refs, "team.json"), os.path.join(refs, "prod.json"))
    with pytest.raises(SnapshotError, match="another bucket"):
        other.subscribe(place.source, "prod")
    stranger = Store.open(store.path, keys=str(tmp_path / "stranger"))
    with pytest.raises(SnapshotError, match="you do not trust"):
        stranger.publish(created.id, place.target, PublishOptions(bucket="team", name="x"))
    forged = bucket_refs.BucketRefs("team", 9, "", {"x": created.id})
    with open(os.path.join(refs, "team.json"), "wb") as file:
        file.write(bucket_refs.seal(forged, stranger.keys))
    assert "another key" in other.poll()[0].problem
    other.keys.trust(stranger.keys.text(), "a colleague")
    assert other.poll()[0].subscription.trust == "trusted"


@pytest.mark.parametrize("kind", ["file", "http"])
@pytest.mark.parametrize("ending", [".pack", ".idx", ".parts", ".json"])
def test_what_is_damaged_of_a_remote_is_named_and_can_be_published_again(
    kind, ending, make_place, store, small, tmp_path
):
    place = make_place(kind)
    created = store.create(small)
    store.publish(created.id, place.target)
    folder = tmp_path / "remote" / ("packs" if ending in (".pack", ".idx") else "snapshots")
    cut = [path for path in folder.iterdir() if path.suffix == ending]
    for path in cut:
        path.chmod(0o644)
        os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(Damaged) as caught:
        Store.open(str(tmp_path / "other")).fetch(place.url(created.id))
    assert "verify" not in caught.value.hint
    if ending != ".json":
        assert "publish" in caught.value.hint
        assert any(caught.value.where.endswith(f"{path.parent.name}/{path.name}") for path in cut)
    third = Store.open(str(tmp_path / "third"))
    store.publish(created.id, place.target)
    third.fetch(place.url(created.id))
    assert third.verify().ok
