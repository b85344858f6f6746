from __future__ import annotations

import numpy as np
import pytest
from kalette.runtime.variables import VariableLoader, save_variables


def test_arrays_over_the_same_memory_are_so_again(keep):
    big = np.arange(10_000.0)
    table = np.asfortranarray(np.arange(12).reshape(3, 4))
    values = {
        "big": big,
        "tail": big[10:],
        "odd": big[1::2],
        "back": big[::-1],
        "pairs": big.reshape(-1, 2),
        "bytes": big.view("u1"),
        "held": {"part": big[:3]},
        "table": table,
        "column": table[:, 1],
        "alone": np.arange(5)[1:],
    }
    values["frozen"] = big[5:]
    values["frozen"].flags.writeable = False
    back, left, kept = keep(values)
    assert not left
    assert {entry["tier"] for entry in kept.variables} == {"safe"}
    for name in values:
        if name != "held":
            np.testing.assert_array_equal(back[name], values[name])
    for name in ("tail", "odd", "back", "pairs", "bytes", "frozen"):
        assert np.shares_memory(back["big"], back[name]), name
    back["tail"][0] = -1
    assert back["big"][10] == -1
    back["held"]["part"][2] = 7
    assert back["big"][2] == 7
    back["column"][0] = 9
    assert back["table"][0, 1] == 9
    assert not back["frozen"].flags.writeable


@pytest.mark.parametrize("shape", [(10_000,), (100, 100)])
@pytest.mark.parametrize("place", ["received", "groups"])
def test_views_of_an_array_that_is_in_a_file_only_name_it(keep, shape, place):
    table = np.arange(10_000.0).reshape(shape)
    namespace = {"table": table, "head": table[:3], "held": [table[::-2], table.view("u1")]}
    files = {"received": ["table"]} if place == "received" else {"groups": [["table"]]}
    back, left, kept = keep(namespace, **files)
    own = [entry for entry in kept.variables if entry["name"] != "table"]
    assert (left, {entry["tier"] for entry in own}) == ({}, {"safe"})
    assert [entry["refers"] for entry in own] == [["table"]] * 2
    assert sum(entry["bytes"] for entry in own) < 3000
    np.testing.assert_array_equal(back["head"], table[:3])
    np.testing.assert_array_equal(back["held"][0], table[::-2])
    back["table"][0] = -1
    assert back["head"].flat[0] == -1
    assert back["held"][1][..., :8].tobytes().startswith(np.float64(-1).tobytes())


def test_views_of_an_array_that_was_read_only_name_it(keep, tmp_path):
    table = np.arange(10_000.0).reshape(100, 100)
    folder = str(tmp_path / "first")
    (entry,) = save_variables([["table"]], {"table": table}, folder, {})
    loader = VariableLoader({"table": {**entry, "path": f"{folder}/{entry['file']}"}})
    read = loader.get("table")
    back, _, kept = keep({"table": read, "row": read[7]}, received=["table"])
    assert kept.received == ["table"]
    assert np.shares_memory(back["row"], back["table"])
    np.testing.assert_array_equal(back["row"], table[7])


@pytest.mark.parametrize("place", ["saved", "received"])
@pytest.mark.parametrize(
    "shown",
    [
        lambda a: a.reshape(4, 4),
        lambda a: a.view("i8"),
        lambda a: a[:, None],
        lambda a: a.reshape(4, 4).T,
        lambda a: a.view("u1").reshape(2, -1),
    ],
    ids=["other shape", "other type", "more dimensions", "turned", "bytes"],
)
def test_an_array_whose_memory_another_one_shows_is_what_it_was(keep, shown, place):
    base = np.sin(np.arange(16.0))
    view = shown(base)
    where = {"groups": [["view"]]} if place == "saved" else {"received": ["view"]}
    back, _, kept = keep({"base": base, "view": view, "part": base[2:]}, **where)
    assert (back["base"].shape, back["base"].dtype) == (base.shape, base.dtype)
    assert np.array_equal(back["base"], base)
    assert np.array_equal(back["view"], view)
    back["base"][3] = 9
    assert back["part"][1] == 9
    assert np.shares_memory(back["view"], back["base"])
    assert back["view"] is not back["base"]
    assert [entry["name"] for entry in kept.variables if entry.get("refers")] == ["base", "part"]


def test_views_of_a_received_array_that_are_in_tables_are_kept_with_it(keep):
    pd = pytest.importorskip("pandas")
    table = np.arange(10_000.0).reshape(-1, 2)
    frame = pd.DataFrame(table, copy=False)
    back, _, kept = keep({"table": table, "frame": frame}, received=["table"])
    assert np.shares_memory(frame.to_numpy(), table)
    assert kept.received == []
    np.testing.assert_array_equal(back["frame"].to_numpy(), table)


def test_what_shows_more_than_a_received_array_is_kept_with_it(keep):
    whole = np.arange(10_000.0)
    namespace = {"part": whole[10:], "whole": whole}
    back, _, kept = keep(namespace, received=["part"])
    assert kept.received == []
    assert np.shares_memory(back["part"], back["whole"])
