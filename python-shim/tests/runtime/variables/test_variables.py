from __future__ import annotations

import datetime
import decimal
import functools
import math
import pathlib
import random
import sys
import threading

import numpy as np
import pandas as pd
import pytest
from kalette.runtime.errors import StepFailure
from kalette.runtime.variables import UNBOUND, VariableLoader, save_variables
from kalette.runtime.variables.describing import detail
from kalette.runtime.variables.pickles import load
from kalette.runtime.variables.safe import UnsafePickle
from sklearn.linear_model import LinearRegression


@pytest.fixture
def carry(tmp_path):
    """Saves variables in groups, and loads them again."""

    def through(groups, namespace):
        entries = save_variables(groups, namespace, str(tmp_path / "out"), {})
        manifest = {
            entry["name"]: {**entry, "path": str(tmp_path / "out" / entry.get("file", ""))}
            for entry in entries
        }
        loader = VariableLoader(manifest)
        return {name: loader.get(name) for name in manifest}, manifest

    return through


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        2**80,
        1.5,
        1j,
        "text",
        b"bytes",
        [1, [2]],
        (1, "a"),
        {"a": {1, 2}},
        frozenset({1}),
        datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc),
        decimal.Decimal("1.10"),
        pathlib.PurePosixPath("a/b"),
        range(3),
        np.float64(0.5),
        pd.Timestamp("2026-01-02"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_plain_values_are_safe_and_come_back_equal(carry, value):
    values, manifest = carry([["v"]], {"v": value})
    assert values["v"] == value
    assert type(values["v"]) is type(value)
    assert manifest["v"]["tier"] == "safe"


def test_arrays_are_mapped_privately(carry):
    array = np.arange(12.0).reshape(3, 4)
    values, manifest = carry([["a"]], {"a": array})
    assert manifest["a"]["format"] == "npy"
    assert type(values["a"]) is np.ndarray
    values["a"][0, 0] = 99
    assert np.load(manifest["a"]["path"])[0, 0] == 0


@pytest.mark.parametrize("shape", [(0,), (0, 3), ()])
def test_arrays_without_elements_or_dimensions(carry, shape):
    values, _ = carry([["a"]], {"a": np.zeros(shape)})
    assert values["a"].shape == shape


def test_arrays_of_objects_are_as_safe_as_these(carry):
    values, manifest = carry([["a"], ["b"]], {"a": np.array([{1}, None]), "b": np.array([len])})
    assert [manifest[name]["tier"] for name in "ab"] == ["safe", "trusted"]
    assert values["a"][0] == {1}


FRAMES = {
    "numbers": pd.DataFrame({"a": [1, 2], "b": [0.5, math.nan], "c": [True, False]}),
    "texts": pd.DataFrame({"a": ["x", None], "b": pd.to_datetime(["2026-01-01", None])}),
    "index": pd.DataFrame({"a": [1, 2]}, index=pd.date_range("2026-01-01", periods=2, freq="D")),
    "category": pd.DataFrame({"a": pd.Categorical(["x", "y"])}),
    "empty": pd.DataFrame(),
    "mixed names": pd.DataFrame([[1, 2]], columns=[0, "b"]),
    "series": pd.Series([1, 2], name="s"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames_come_back_exactly(carry, name):
    value = FRAMES[name]
    values, manifest = carry([["f"]], {"f": value})
    compare = (
        pd.testing.assert_series_equal
        if isinstance(value, pd.Series)
        else pd.testing.assert_frame_equal
    )
    compare(values["f"], value, check_freq=True)
    assert manifest["f"]["format"] == ("arrow" if name == "numbers" else "pickle")
    assert manifest["f"]["tier"] == "safe"


@pytest.mark.parametrize("names", [["a", "b"], ["a", "c"], ["a", "b", "c"]])
def test_arrays_of_a_grown_frame_can_be_written_to_as_before(carry, names):
    value = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0], "n": [1, 2]})
    value["c"] = value.a * 2
    value["t"] = ["x", "y"]
    values, _ = carry([["f"], ["g", "h"]], {"f": value, "g": {"f": value}, "h": 1})
    for found in (values["f"], values["g"]["f"]):
        pd.testing.assert_frame_equal(found, value)
        expected = value[names].values.flags.writeable
        assert found[names].values.flags.writeable == expected or not expected


def test_a_frame_of_one_block_comes_back_as_one(carry):
    value = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    values, _ = carry([["f"]], {"f": value})
    assert len(values["f"]._mgr.blocks) == 1


def test_estimators_say_with_what_they_were_saved(carry):
    model = LinearRegression().fit([[0], [1]], [0, 2])
    values, manifest = carry([["m"]], {"m": model})
    assert manifest["m"]["format"] == "joblib"
    assert manifest["m"]["version"] == sys.modules["sklearn"].__version__
    assert values["m"].predict([[3]])[0] == pytest.approx(6)


@pytest.mark.parametrize("size", [3, 10_000, 4_000_000])
def test_an_array_that_nobody_may_write_to_stays_so(carry, size):
    array = np.arange(float(size))
    array.flags.writeable = False
    loaded, manifest = carry([["array"]], {"array": array})
    assert not loaded["array"].flags.writeable
    assert np.array_equal(loaded["array"], array)
    assert manifest["array"]["tier"] == "safe"


def test_a_group_keeps_sharing(carry):
    shared = [1]
    values, manifest = carry([["a", "b"]], {"a": shared, "b": {"x": shared}})
    assert values["b"]["x"] is values["a"]
    assert manifest["a"]["digest"] == manifest["b"]["digest"]


def test_functions_travel_as_code(carry):
    values, _ = carry([["f"]], {"f": lambda x: x + 1})
    assert values["f"](1) == 2


def test_numbers_of_a_group_have_a_file_without_its_objects(carry):
    class Local:
        pass

    items = [Local()]
    values = {"items": items, "total": 2.5, "again": items, "name": "x"}
    back, manifest = carry([[*values, "gone"]], values)
    assert back["again"] is back["items"]
    assert (back["total"], back["name"]) == (2.5, "x")
    assert back["gone"] is UNBOUND
    assert manifest["total"]["file"] == manifest["name"]["file"] != manifest["items"]["file"]
    assert manifest["total"]["tier"] == "safe"


def test_functions_of_the_shared_generators_stay_theirs(carry):
    loaded, _ = carry([["draws"]], {"draws": [random.random, np.random.rand]})
    drawn = loaded["draws"]
    assert drawn == [random.random, np.random.rand]
    assert drawn[0].__self__ is random.random.__self__


def test_a_single_dispatch_function_goes_by_its_name(carry, monkeypatch):
    @functools.singledispatch
    def shown(value):
        return "any"

    shown.__module__, shown.__qualname__ = "__main__", "shown"
    monkeypatch.setattr(sys.modules["__main__"], "shown", shown, raising=False)
    loaded, _ = carry([["table"]], {"table": {"show": shown}})
    assert loaded["table"]["show"] is shown


def test_a_cached_property_travels_with_its_class(carry):
    class Lazy:
        @functools.cached_property
        def value(self):
            return [1]

    loaded, _ = carry([["Lazy", "one"]], {"Lazy": Lazy, "one": Lazy()})
    made = loaded["one"]
    assert made.value is made.value == [1]


def test_a_class_with_slots_keeps_them_out_of_each_file_that_has_it(carry):
    class Row:
        __slots__ = ("a", "b")

    row = Row()
    row.a = [1]
    loaded, _ = carry([["Row"], ["row"], ["rows"]], {"Row": Row, "row": row, "rows": [row]})
    made = loaded["Row"]()
    made.b = 2
    assert (made.b, loaded["row"].a, type(loaded["rows"][0])) == (2, [1], loaded["Row"])


def test_an_unbound_name_stays_unbound(carry):
    values, _ = carry([["gone"]], {})
    assert values["gone"] is UNBOUND


class Settings(dict):
    __getattr__ = dict.__getitem__


def test_a_dict_whose_entries_are_attributes(carry):
    settings = Settings(raw="a.txt", inner=Settings(n=1))
    values, _ = carry([["v"]], {"v": settings})
    assert values["v"].inner.n == 1
    assert detail("settings", settings) == "2 items"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ((n for n in range(3)), "generator"),
        (open(__file__), "open file"),  # noqa: SIM115
        (threading.Lock(), "lock"),
        (memoryview(b"a"), "view of memory"),
        ({"deep": [threading.Lock()]}, "['deep'][0]"),
    ],
)
def test_what_cannot_be_saved_is_named_with_its_cell_and_a_remedy(tmp_path, value, reason):
    makers = {"v": {"id": "c", "index": 4}}
    with pytest.raises(StepFailure) as failure:
        save_variables([["v"]], {"v": value}, str(tmp_path / "out"), makers)
    described = failure.value.describe()
    assert "`v" in described["message"]
    assert reason in described["message"]
    assert "cell 5" in described["message"]
    assert described["hint"]


def test_a_damaged_file_is_named(tmp_path):
    entries = save_variables([["v"]], {"v": [1]}, str(tmp_path), {})
    path = tmp_path / entries[0]["file"]
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(StepFailure, match="`v`"):
        VariableLoader({"v": {**entries[0], "path": str(path)}}).get("v")


def test_the_safe_tier_runs_no_code(tmp_path):
    path = tmp_path / "evil"
    path.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with path.open("rb") as file, pytest.raises(UnsafePickle, match="os.system"):
        load(file, "safe")
