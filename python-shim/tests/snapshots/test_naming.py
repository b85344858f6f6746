"""How people name snapshots."""

from __future__ import annotations

import pytest
from kalette.snapshots.capture.create import Description
from kalette.snapshots.errors import SnapshotError


@pytest.mark.parametrize("wanted", ["foo", "", " ", "http://x/y", "12ab", "a b/c", "../x", "é"])
def test_what_is_no_snapshot_is_told_with_where_to_look(store, small, wanted):
    store.create(small)
    with pytest.raises(SnapshotError) as told:
        store.show(wanted)
    assert told.value.code in ("missing", "bad-url", "bad-name")
    assert "kalette snapshot list" in told.value.hint
    if wanted.strip():
        assert f"“{wanted}”" in told.value.message


def test_six_digits_are_enough(store, small):
    created = store.create(small)
    digits = created.id[len("sha256:") :]
    for wanted in (digits[:6], digits[:40], created.id[:13], created.id):
        assert store.show(wanted).id == created.id
    with pytest.raises(SnapshotError, match="too short"):
        store.show(digits[:5])


def test_what_stands_for_several_lists_them(store, small):
    """The same name in two buckets, as ids that begin alike are rare."""
    for bucket in ("one", "two"):
        store.create(small, Description(bucket=bucket, name="mine", title=f"in {bucket}"))
    with pytest.raises(SnapshotError, match="2 snapshots") as told:
        store.show("mine")
    for found in store.list():
        assert f"{found.id[7:19]} {found.manifest.time} {found.manifest.title}" in told.value.hint
    assert store.show("one/mine").manifest.title == "in one"
