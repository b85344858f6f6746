from __future__ import annotations

import json
import os
import stat
import sys

import pytest
from kalette.snapshots import SnapshotError
from kalette.snapshots.trust import ed25519, signatures
from kalette.snapshots.trust.keys import KeyRing, key_text, parse_key

# Section 7.1 of RFC 8032: secret, public, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), VECTORS)
def test_ed25519_is_that_of_the_rfc(seed, public, message, signature):
    seed, public, message, signature = map(bytes.fromhex, (seed, public, message, signature))
    assert ed25519.public_key(seed) == public
    assert ed25519.sign(seed, message) == signature
    assert ed25519.verify(public, message, signature)
    assert not ed25519.verify(public, message + b"x", signature)
    assert not ed25519.verify(public, message, signature[:-1] + b"\xff")
    assert not ed25519.verify(public, message, bytes(64))
    assert not ed25519.verify(b"\xff" * 32, message, signature)


def test_both_implementations_agree(monkeypatch, tmp_path):
    ring = KeyRing(str(tmp_path))
    native = signatures.sign_manifest(b"manifest", ring)
    for name in ("cryptography.hazmat.primitives.asymmetric.ed25519", "cryptography.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    assert signatures.sign_manifest(b"manifest", ring) == native
    assert signatures.judge(b"manifest", native, ring).trust == "own"
    assert signatures.judge(b"other", native, ring).trust == "bad"


def test_the_key_is_made_once_and_is_the_users_alone(tmp_path):
    folder = tmp_path / "config"
    one, two = KeyRing(str(folder)), KeyRing(str(folder))
    assert one.own() is None
    assert one.text() == two.text()
    assert stat.S_IMODE(os.stat(folder / "snapshot-key").st_mode) == 0o600
    os.chmod(folder / "snapshot-key", 0o644)
    assert KeyRing(str(folder)).text() == one.text()
    assert stat.S_IMODE(os.stat(folder / "snapshot-key").st_mode) == 0o600
    assert os.listdir(folder) == ["snapshot-key"]


def test_a_damaged_key_is_told_and_snapshots_go_on_unsigned(tmp_path, store, workspace):
    folder = os.environ["KALETTE_CONFIG_DIR"]
    with open(os.path.join(folder, "snapshot-key"), "w") as file:
        file.write("nonsense")
    created = store.create(str(workspace))
    assert not created.signed
    with pytest.raises(SnapshotError) as caught:
        store.keys.text()
    assert caught.value.code == "bad-key"


def test_signatures_are_judged(store, workspace):
    created = store.create(str(workspace))
    path = store._store.manifests.signature_path(created.id)
    assert store.signature(created.id).trust == "own"
    with open(path) as file:
        value = json.load(file)
    for wrong in (
        b"",
        b"[]",
        b"{" * 5000,
        json.dumps({**value, "version": 2}).encode(),
        json.dumps({**value, "signature": "AAAA"}).encode(),
        json.dumps({**value, "key": "ed25519:AAAA"}).encode(),
        json.dumps({**value, "key": 5}).encode(),
        json.dumps({**value, "key": key_text(b"\x02" * 32)}).encode(),
    ):
        with open(path, "wb") as file:
            file.write(wrong)
        assert store.signature(created.id).trust == "bad"
        assert not store.signature(created.id).is_trusted
    os.unlink(path)
    assert store.signature(created.id).trust == "unsigned"


def test_keys_of_others_are_listed(tmp_path):
    ring = KeyRing(str(tmp_path))
    key = key_text(b"\x05" * 32)
    assert parse_key(key) == b"\x05" * 32
    ring.trust(key, "Ada\nLovelace")
    ring.trust(key, "Ada")
    assert [(item.key, item.comment) for item in ring.trusted()] == [(key, "Ada")]
    assert ring.distrust(key)
    assert not ring.distrust(key)
    for wrong in ("", "ed25519:", "ed25519:AAAA", "rsa:" + key[8:], key + "x"):
        with pytest.raises(SnapshotError):
            ring.trust(wrong)
