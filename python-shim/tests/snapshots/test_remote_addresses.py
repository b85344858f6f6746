"""Addresses and credentials of remotes, and links to what lies in them."""

from __future__ import annotations

import datetime
import json
import os

import pytest
from kalette.snapshots import SnapshotError
from kalette.snapshots.errors import Missing
from kalette.snapshots.remotes import aws
from kalette.snapshots.remotes.urls import make_snapshot_url, parse_remote, parse_snapshot_url

from .servers import Bucket

HEX = "ab" * 32
SERVED = ("http", "s3", "oci")


def test_without_credentials_the_remote_says_so(make_place, store, small, monkeypatch, home):
    created = store.create(small)
    place = make_place("s3")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(SnapshotError) as caught:
        store.publish(created.id, place.target)
    assert caught.value.code == "no-access"
    assert "wrong" not in str(caught.value)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    (home / ".aws").mkdir()
    lines = (
        f"[default]\naws_access_key_id = {Bucket.KEY}\naws_secret_access_key = {Bucket.SECRET}\n"
    )
    (home / ".aws" / "credentials").write_text(lines)
    store.publish(created.id, place.target)
    place = make_place("oci")
    (home / ".docker" / "config.json").unlink()
    with pytest.raises(SnapshotError) as caught:
        store.publish(created.id, place.target)
    assert caught.value.code == "no-access"


def test_the_signature_is_that_of_the_documentation():
    """Examples of Amazon's for signing in the header of a request."""
    keys = aws.Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    now = datetime.datetime(2013, 5, 24, tzinfo=datetime.timezone.utc)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for query, signature in (
        ("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ):
        url = f"https://examplebucket.s3.amazonaws.com/?{query}"
        headers = aws.sign(keys, "us-east-1", "GET", url, empty, now)
        assert headers["Authorization"].endswith(f"Signature={signature}")


def test_links_have_one_form():
    link = f"snap+https://host:8443/a%20b/#sha256:{HEX}"
    found = parse_snapshot_url(link)
    assert found == ("https://host:8443/a%20b", f"sha256:{HEX}", None, None, None)
    assert make_snapshot_url(*found[:2]) == link.replace("/#", "#")
    found = parse_snapshot_url(
        f"snap+oci://reg.io/org/repo@sha256:{HEX}?step=a%20b&when=after&nb=x"
    )
    assert found == ("oci://reg.io/org/repo", f"sha256:{HEX}", "a b", "after", "x")
    assert make_snapshot_url(*found[:2]) == f"snap+oci://reg.io/org/repo@sha256:{HEX}"
    assert parse_snapshot_url(f"snap+s3://bucket/p?step=t#sha256:{HEX}").step == "t"
    assert parse_remote("/a b#c@d") == "file:///a%20b%23c%40d"


@pytest.mark.parametrize("link", ["snap+https://host/x", f"snap+https://h/p#sha512:{HEX}"])
def test_a_link_without_a_digest_is_told_so(link, other):
    with pytest.raises(SnapshotError) as caught:
        other.inspect_url(link)
    assert str(caught.value) == (
        "This link has no digest, so its content cannot be checked. "
        "Ask for a link made with Copy URL."
    )


def test_a_digest_that_is_not_whole_is_told_so(other):
    with pytest.raises(SnapshotError, match="The digest in this link is not whole"):
        other.inspect_url("snap+s3://b/p#sha256:12")


@pytest.mark.parametrize(
    "remote",
    [
        "https://me:secret@host/x",
        "https://token@host/x",
        "https://host/x?X-Amz-Signature=secret",
        "ftp://host/x",
        "https:///x",
        "s3://B/x",
        "oci://host/UPPER",
        "https://host/a/../b",
        "https://host:port/",
        "https://ho st/",
        "file://host/x",
        "",
    ],
)
def test_other_addresses_are_refused_without_telling_secrets(remote, other):
    with pytest.raises(SnapshotError) as caught:
        other.fetch(f"snap+{remote}#sha256:{HEX}") if "://" in remote else parse_remote(remote)
    assert "secret" not in str(caught.value)


def test_nothing_there_is_missing(make_place, other):
    for kind in SERVED:
        with pytest.raises(Missing, match="no such snapshot"):
            other.fetch(make_place(kind).url(f"sha256:{HEX}"))


def test_a_folder_that_is_not_there_is_told_from_a_snapshot_that_is_not(tmp_path, other):
    with pytest.raises(Missing, match="folder of the remote does not exist") as caught:
        other.fetch(f"snap+file://{tmp_path}/nope#sha256:{HEX}")
    assert caught.value.where == f"{tmp_path}/nope"
    assert "mounted" in caught.value.hint
    (tmp_path / "nope").mkdir()
    with pytest.raises(Missing, match="no such snapshot") as caught:
        other.fetch(f"snap+file://{tmp_path}/nope#sha256:{HEX}")
    assert "ask for the link again" in caught.value.hint


def test_a_snapshot_that_is_not_in_the_store_has_a_next_step(tmp_path, other):
    with pytest.raises(Missing, match="store has no such snapshot") as caught:
        other.restore(f"sha256:{HEX}", str(tmp_path / "new"))
    assert "the list of snapshots" in caught.value.hint


def test_no_credential_is_written_anywhere(make_place, store, small, other):
    for kind in ("s3", "oci"):
        place = make_place(kind)
        created = store.create(small)
        told = [store.publish(created.id, place.target), other.fetch(place.url(created.id))]
        told.append(other.subscribe(place.source, "snapshots"))
        secret = getattr(place.server, "SECRET", None) or place.server.PASSWORD
        assert secret not in str(told)
        for folder, _, names in os.walk(other.path):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    assert secret.encode() not in file.read()
        if kind == "oci":
            assert secret not in json.dumps([tag.decode() for tag in place.server.tags.values()])


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "https://example.org/x", "ftp://x/y"])
def test_publishing_names_only_what_can_be_written_to(store, workspace, address):
    (workspace / "x").write_text("x")
    made = store.create(str(workspace))
    with pytest.raises(SnapshotError) as caught:
        store.publish(made.id, address)
    assert caught.value.code == "bad-url"
    assert "http" not in caught.value.hint
    assert "a folder, to s3://BUCKET/PREFIX or to oci://REGISTRY/NAME" in caught.value.hint
