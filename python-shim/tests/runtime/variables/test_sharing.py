from __future__ import annotations

import types

import numpy as np
import pandas as pd
from kalette.runtime.variables.sharing import groups_of, shared_memory


class Box:
    def __init__(self, inside):
        self.inside = inside


def test_names_of_one_object_stand_together():
    part = [1]
    values = {"a": [part], "b": 5, "c": part, "d": "text", "e": {"k": part}}
    assert groups_of(values) == [["a", "c", "e"], ["b"], ["d"]]


def test_what_cannot_change_binds_nothing():
    shared = (1, "x", frozenset({2}))
    assert groups_of({"a": shared, "b": [shared], "c": shared}) == [["a"], ["b"], ["c"]]


def test_a_tuple_binds_by_what_is_in_it():
    inner = [0]
    assert groups_of({"a": (inner,), "b": (inner,)}) == [["a", "b"]]


def test_views_and_tables_are_bound_to_their_arrays():
    array = np.zeros(10)
    table = pd.DataFrame({"x": np.zeros(3)})
    values = {
        "array": array,
        "view": array[2:],
        "table": table,
        "box": Box(table),
        "own": np.zeros(2),
    }
    assert groups_of(values) == [["array", "view"], ["table", "box"], ["own"]]


def test_what_pandas_keeps_beside_its_data_binds_nothing():
    moments = pd.date_range("2024-01-01", periods=3, tz="Europe/Ljubljana")
    table = pd.DataFrame({"a": [1.0, 2.0, 3.0], "g": list("xyz"), "d": moments})
    table["c"] = table["g"].astype("category")
    values = {
        "table": table,
        "copy": table.copy(),
        "sums": table.groupby("c", observed=True)["a"].sum(),
        "none": pd.NA,
        "nothing": [pd.NA],
        "moment": moments[0],
        "moments": [moments[0]],
        "months": pd.period_range("2024-01", periods=2, freq="M"),
        "kind": table.dtypes["a"],
        "kinds": {"a": table.dtypes["a"]},
    }
    assert groups_of(values) == [[name] for name in values]


def test_tables_that_are_copied_before_a_change_are_bound_by_arrays_alone():
    is_copied = pd.__version__.split(".")[0] >= "3"
    table = pd.DataFrame({"a": [1.0, 2.0], "o": [[1], 2], "d": pd.to_datetime(["2024", "2025"])})
    column, days = table["a"], table["d"]
    bound = [["table"], ["column"], ["days"]] if is_copied else [["table", "column", "days"]]
    assert groups_of({"table": table, "column": column, "days": days}) == bound
    array = table["a"].to_numpy()
    found = groups_of({"table": table, "days": days, "array": array, "column": column})
    assert ["table", "array", "column"] in [[n for n in one if n != "days"] for one in found]
    assert groups_of({"table": table, "item": table["o"].iloc[0]}) == [["table", "item"]]


def test_instances_of_one_class_have_nothing_in_common():
    assert groups_of({"a": Box(1), "b": Box(2), "t": Box, "m": types}) == [
        ["a"],
        ["b"],
        ["t"],
        ["m"],
    ]


def test_a_class_of_the_notebook_shares_what_its_attributes_hold():
    shared = [1]
    own = type("Own", (), {"shared": shared, "__module__": "__main__"})
    library = type("Library", (), {"shared": shared})
    first, second = own(), own()
    values = {"a": shared, "own": own, "library": library, "x": first, "y": second}
    assert groups_of(values) == [["a", "own"], ["library"], ["x"], ["y"]]
    derived = type("Derived", (own,), {"__module__": "__main__"})
    assert groups_of({"a": shared, "derived": derived}) == [["a", "derived"]]
    shared.append(own)
    assert groups_of({"own": own, "a": shared}) == [["own", "a"]]


def test_circles_end():
    ring: list[object] = []
    ring.append(ring)
    assert groups_of({"ring": ring, "box": Box(ring)}) == [["ring", "box"]]


def test_three_are_joined_by_the_last():
    a, b = [1], [2]
    assert groups_of({"a": a, "b": b, "both": (a, b)}) == [["a", "b", "both"]]


def test_arrays_of_one_memory_are_told():
    whole = np.zeros(4)
    assert shared_memory({"first": whole[:2], "rest": [whole[2:]]}) == {id(whole): whole}
    assert shared_memory([whole, whole, np.zeros(2)]) == {}


def test_tables_of_one_memory_are_left_to_pandas():
    table = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    assert shared_memory({"table": table, "head": table[:1]}) == {}


FUNCTIONS = """
rows = []
def plain(): return rows
def keeps(x=rows): return x
def marked(): pass
marked.seen = rows
def make():
    count = 0
    def add():
        nonlocal count
        count += 1
    def get():
        return count, rows
    return add, get
add, get = make()
held = {"f": keeps}
"""


def test_a_function_of_the_notebook_shares_what_it_holds_and_not_its_globals():
    space = {"__name__": "__main__"}
    exec(FUNCTIONS, space)
    names = ["rows", "plain", "keeps", "marked", "add", "get", "held"]
    assert groups_of({name: space[name] for name in names}) == [
        ["rows", "keeps", "marked", "held"],
        ["plain"],
        ["add", "get"],
    ]


def test_functions_of_libraries_share_nothing():
    import functools

    assert groups_of({"a": functools.reduce, "b": [functools.wraps], "c": [functools.wraps]}) == [
        ["a"],
        ["b"],
        ["c"],
    ]
