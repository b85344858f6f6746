from __future__ import annotations

import json

import pytest
from kalette.snapshots import SnapshotError
from kalette.snapshots.errors import Damaged
from kalette.snapshots.format.canonical import canonical, parse_canonical
from kalette.snapshots.format.chunks import decode_chunks, encode_chunks
from kalette.snapshots.format.digests import digest
from kalette.snapshots.format.manifest import decode_manifest
from kalette.snapshots.format.metas import Meta, decode_meta, encode_meta
from kalette.snapshots.format.names import colliding, path_bytes, path_text, why_not_here
from kalette.snapshots.format.refs import check_name, parse_url
from kalette.snapshots.format.trees import FILE, FOLDER, LINK, Entry, decode_tree, encode_tree

# Appendix B of RFC 8785, and its example of section 3.2.2.
NUMBERS = {
    0.0: "0",
    5e-324: "5e-324",
    1.7976931348623157e308: "1.7976931348623157e+308",
    295147905179352830000.0: "295147905179352830000",
    9.999999999999997e22: "9.999999999999997e+22",
    1e23: "1e+23",
    1.0000000000000001e23: "1.0000000000000001e+23",
    999999999999999700000.0: "999999999999999700000",
    1e21: "1e+21",
    9.999999999999997e-7: "9.999999999999997e-7",
    0.000001: "0.000001",
    333333333.33333329: "333333333.3333333",
    -1.5: "-1.5",
    4.50: "4.5",
    2e-3: "0.002",
    1e-27: "1e-27",
}


@pytest.mark.parametrize(("value", "text"), NUMBERS.items())
def test_numbers_are_written_as_ecmascript_writes_them(value, text):
    assert canonical(value) == text.encode()


def test_names_are_sorted_by_utf16_and_text_is_not_escaped():
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "ö": 7}
    order = ["\r", "1", "\u0080", "ö", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(value))) == order
    assert (
        canonical('\u20ac$\u000f\nA\'B"\\\\"/') == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53 + 1, "\ud800", {1: 2}, {1}])
def test_what_json_cannot_say_exactly_is_refused(value):
    with pytest.raises(ValueError, match="."):
        canonical(value)


@pytest.mark.parametrize(
    "text", [b'{"b":1,"a":2}', b'{ "a":1}', b"1.0", b"[", b'{"a":1,"a":1}', b"NaN"]
)
def test_other_texts_of_a_value_are_refused(text):
    with pytest.raises(Damaged):
        parse_canonical(text, "here")


def test_trees_come_back_and_wrong_ones_do_not():
    entries = [
        Entry(b"\xff", FILE, digest(b"x"), 1),
        Entry(b"a", FOLDER, digest(b"y"), 0),
        Entry(b"b", LINK, b"../t", 0),
    ]
    entries.sort()
    data = encode_tree(entries)
    assert decode_tree(data) == entries
    for wrong in (
        data[:-1],
        data + b"f",
        data[5:],
        encode_tree(entries[::-1]),
        encode_tree([entries[0], entries[0]]),
        encode_tree([Entry(b"q", b"q", b"", 0)]),
        encode_tree([Entry(b"l", LINK, b"", 0)]),
        encode_tree([Entry(b"l", LINK, b"a\0", 0)]),
    ):
        with pytest.raises(Damaged):
            decode_tree(wrong)


@pytest.mark.parametrize("name", [b"", b".", b"..", b"a/b", b"/", b"a\0", b"x" * 256])
def test_names_that_lead_elsewhere_are_refused(name):
    with pytest.raises(Damaged):
        decode_tree(encode_tree([Entry(name, FILE, digest(b""), 0)]))


def test_meta_objects_come_back_and_wrong_ones_do_not():
    own = Meta(0o755, 12)
    rest = [
        Meta(0o644, -5, token=b"t" * 16, xattrs=((b"user.a", b"1"),), extents=((0, 1), (5, 2))),
        Meta(0o700, 2**62, meta=digest(b"m")),
    ]
    data = encode_meta(own, rest)
    assert decode_meta(data, 2) == (own, rest)
    wrong = [
        (data, 1),
        (data, 3),
        (data[:-1], 2),
        (encode_meta(Meta(0o4755, 0), []), 0),
        (encode_meta(Meta(0o755, 0, xattrs=((b"security.x", b""),)), []), 0),
        (encode_meta(Meta(0o755, 0, extents=((5, 1), (0, 1))), []), 0),
        (b"kalette-tree 1\n", 0),
    ]
    for item, count in wrong:
        with pytest.raises(Damaged):
            decode_meta(item, count)


def test_chunk_lists_belong_to_one_size():
    pieces = digest(b"1") + digest(b"2")
    data = encode_chunks((1 << 20) + 1, pieces)
    assert b"".join(decode_chunks(data, (1 << 20) + 1)) == pieces
    for item, size in ((data, (1 << 20) + 2), (data[:-1], (1 << 20) + 1), (data, 3 << 20)):
        with pytest.raises(Damaged):
            decode_chunks(item, size)


@pytest.mark.parametrize("path", [b"a/b", b"\xff\\n", "é".encode(), b"\\x41", b"\\\\", b"\xc3"])
def test_paths_in_text_come_back(path):
    text = path_text(path)
    assert path_bytes(text) == path
    text.encode("utf-8")


def test_names_that_other_systems_take_for_one():
    assert colliding([b"A", b"b", b"a"]) == (b"A", b"a")
    assert colliding(["é".encode(), "e\u0301".encode()]) is not None
    assert colliding([b"STRASSE", "straße".encode()]) is not None
    assert colliding([b"a", b"b"]) is None
    for name in (b"con", b"NUL.txt", b"a:b", b"a.", b"a ", b"com1"):
        assert why_not_here(name, windows=True)
    assert why_not_here(b"console", windows=True) is None
    assert why_not_here(b"con", windows=False) is None


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "-x", "a" * 129, ".git", "x.lock", "a b"])
def test_names_of_refs_are_restricted(name):
    with pytest.raises(SnapshotError):
        check_name(name, "ref")


def test_urls_name_a_digest():
    hexed = "sha256:" + "0" * 64
    assert parse_url(f"snap:b/n@{hexed}?step=train") == ("b", "n", hexed)
    assert parse_url("snap:b/n") is None


def test_manifests_are_read_strictly(store, workspace):
    data = store.create(str(workspace)).manifest.encode()
    value = json.loads(data)
    assert decode_manifest(data, "x").encode() == data
    for change in (
        {"version": 2},
        {"hash": "md5"},
        {"chunker": "other"},
        {"roots": []},
        {"roots": [{**value["roots"][0], "tree": "x"}]},
        {"roots": [{**value["roots"][0], "files": -1}]},
        {"time": "yesterday"},
        {"when": "during"},
        {"title": 5},
        {"parent": "nobody"},
        {"more": 1},
        {"torn": [1]},
        {"skipped": [{"path": "a"}]},
    ):
        with pytest.raises(SnapshotError):
            decode_manifest(canonical({**value, **change}), "x")
