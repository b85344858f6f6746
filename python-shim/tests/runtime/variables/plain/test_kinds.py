"""Types of elements, and arrays whose place in memory says something."""

from __future__ import annotations

import numpy as np
import pytest
from kalette.runtime.variables.plain import arrays, tables, views
from kalette.runtime.variables.plain.kinds import element_type, kind_of

FIELDS = [("a", "i1"), ("b", "f8")]
KINDS = {
    "number": np.dtype("f8"),
    "fields": np.dtype(FIELDS),
    "titles": np.dtype([(("T", "a"), "i4")]),
    "aligned": np.dtype(FIELDS, align=True),
    "aligned inside": np.dtype([("x", np.dtype(FIELDS, align=True)), ("y", "i4")]),
    "record": np.dtype((np.record, FIELDS)),
    "record inside": np.dtype([("x", np.dtype((np.record, FIELDS)), (2,))]),
    "aligned record": np.dtype((np.record, np.dtype(FIELDS, align=True))),
    "gaps": np.dtype({"names": ["a"], "formats": ["i4"], "offsets": [4], "itemsize": 16}),
    "overlapping": np.dtype({"names": ["a", "b"], "formats": ["i4", "i2"], "offsets": [0, 2]}),
}


def same(a, b):
    assert (a, a.type, a.isalignedstruct, a.itemsize) == (b, b.type, b.isalignedstruct, b.itemsize)
    for name in a.names or ():
        assert a.fields[name][1:] == b.fields[name][1:]
        same(a.fields[name][0].base, b.fields[name][0].base)


@pytest.mark.parametrize("name", KINDS)
def test_types_of_elements(carried, name):
    kind = KINDS[name]
    same(element_type(kind_of(kind)), kind)
    values = {"alone": np.zeros(2, kind), "kind": kind, "held": [np.zeros(2, kind)]}
    back = carried(**values)
    same(back["alone"].dtype, kind)
    same(back["kind"], kind)
    same(back["held"][0].dtype, kind)


@pytest.mark.parametrize(
    "kind",
    [
        np.dtype("f8", metadata={"unit": "m"}),
        np.dtype([("a", np.dtype("f8", metadata={"unit": "m"}))]),
    ],
    ids=["number", "field"],
)
def test_what_is_said_about_elements(carried, kind):
    assert kind_of(kind) is None
    back = carried(table=np.zeros(2, kind))["table"].dtype
    assert dict((back["a"] if back.names else back).metadata) == {"unit": "m"}


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6)[::2],
        np.ones((2, 3, 4)).transpose(1, 0, 2),
        np.array([1, "a"], dtype=object),
        np.empty((0, 3)),
        np.array(3),
        np.lib.stride_tricks.sliding_window_view(np.arange(5), 2),
    ],
    ids=["strided", "turned", "objects", "empty", "number", "windows"],
)
def test_read_only_arrays_of_any_kind_stay_so(carried, value):
    value.flags.writeable = False
    back = carried(alone=value, held=[value])
    for one in (back["alone"], back["held"][0]):
        assert not one.flags.writeable
        assert one.tolist() == value.tolist()


def test_repeated_elements_stay_in_one_place(carried):
    base = np.arange(3)
    spread = np.broadcast_to(base, (2, 3))
    back = carried(base=base, spread=spread, words=np.broadcast_to(np.array(["a"], object), (4,)))
    assert back["spread"].tolist() == spread.tolist()
    assert back["spread"].strides == spread.strides
    assert not back["spread"].flags.writeable
    assert back["words"].tolist() == ["a"] * 4
    back["base"][0] = 7
    assert back["spread"][:, 0].tolist() == [7, 7]


def test_repeated_elements_that_can_be_written_to(carried):
    value = np.lib.stride_tricks.as_strided(np.arange(3), (2, 3), (0, 8))
    back = carried(value=value)["value"]
    back[0, 1] = 9
    assert back[:, 1].tolist() == [9, 9]


def test_views_of_objects_share_their_memory(carried):
    base = np.array([{"a": 1}, 2, None, 4], dtype=object)
    back = carried(base=base, tail=base[1:], odd=base[::-2], table=base.reshape(2, 2))
    back["base"][1] = "new"
    assert back["tail"].tolist() == ["new", None, 4]
    assert back["odd"].tolist() == [4, "new"]
    assert back["table"][0, 0] is back["base"][0]
    back["table"][1, 1] = 0
    assert back["base"][3] == 0


@pytest.mark.parametrize(
    "place",
    [(8, (4,), (8,)), (-8, (1,), (8,)), (4, (1,), (8,)), (0, (2,), (4,)), (0, (4,), (-8,))],
)
def test_views_of_objects_show_whole_objects_that_are_there(place):
    base = np.array([1, 2, 3, 4], dtype=object)
    with pytest.raises(ValueError, match="view|object"):
        views.view(base, place[0], "O", place[1], place[2], True)
    with pytest.raises(ValueError, match="objects are no numbers"):
        views.view(base, 0, "i8", (1,), (8,), True)
    with pytest.raises(ValueError, match="objects are no numbers"):
        views.view(np.arange(4), 0, "O", (1,), (8,), True)


def test_a_few_bytes_do_not_seem_to_be_many_elements():
    with pytest.raises(ValueError, match="more elements"):
        arrays.spread(np.zeros((1,)), (2**40,), False)
    with pytest.raises(ValueError, match="broadcast"):
        arrays.spread(np.zeros((3,)), (2,), False)


@pytest.mark.parametrize("name", ["_mgr", "to_csv", 3])
def test_attributes_of_tables_stand_for_nothing_of_pandas(name):
    import pandas as pd

    with pytest.raises(ValueError, match="no attribute"):
        tables.note(pd.DataFrame({"a": [1]}), {name: 1})
    with pytest.raises(ValueError, match="has no attributes"):
        tables.note([], {"a": 1})
