from __future__ import annotations

import collections
import datetime
import fractions
import io
import pathlib
import pickle
import random
import sys
import types
import uuid
import zoneinfo

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from kalette.runtime.variables import pickles
from kalette.runtime.variables.buffers import dump_with_buffers, read_buffers
from kalette.runtime.variables.hashing import HashingFile
from kalette.runtime.variables.plain import CONSTRUCTORS, arrays, draws, sparse, tables
from kalette.runtime.variables.safe import SAFE_GLOBALS, SafeUnpickler


@pytest.fixture(params=["beside", "within"])
def carry(request, tmp_path):
    """Through a file whose buffers stand beside the pickle, and through one without."""

    def through(value):
        path = tmp_path / "x"
        with HashingFile(str(path)) as file:
            write = dump_with_buffers if request.param == "beside" else pickles.dump
            tier = write(value, file)
        if request.param == "beside":
            return read_buffers(str(path), tier), tier
        with path.open("rb") as file:
            return pickles.load(file, tier), tier

    return through


ARRAYS = {
    "numbers": np.arange(5000.0).reshape(50, 100),
    "columns first": np.asfortranarray(np.arange(6000, dtype="i2").reshape(60, 100)),
    "other end first": np.arange(3, dtype=">f8"),
    "strided": np.arange(20)[::2],
    "no elements": np.zeros((0, 3)),
    "no dimension": np.array(1.5),
    "times": np.array(["2026-01-01", "NaT"], dtype="M8[us]"),
    "spans": np.array([1, 2], dtype="m8[D]"),
    "texts": np.array(["a", "bcd"]),
    "bytes": np.array([b"a", b"bcd"]),
    "flags": np.array([True, False]),
    "fields": np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "i4"), ("b", "f8")]),
    "parts": np.zeros(2, dtype=[("a", "f4", (2, 3))]),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays(carry, name):
    value = ARRAYS[name]
    back, tier = carry([value])
    assert tier == "safe"
    assert back[0].dtype == value.dtype
    assert back[0].shape == value.shape
    assert back[0].flags.writeable
    assert back[0].tobytes() == value.tobytes()


def test_arrays_that_cannot_be_written_to_stay_so(carry):
    value = np.arange(3)
    value.flags.writeable = False
    back, _ = carry([value])
    assert not back[0].flags.writeable


def test_arrays_of_objects_hold_what_they_held(carry):
    grid = np.empty((2, 2), dtype=object, order="F")
    cell = {"grid": grid, "at": (1, 0)}
    grid[1, 0] = cell
    back, tier = carry(grid)
    assert tier == "safe"
    assert back[1, 0]["grid"] is back
    assert back[1, 0]["at"] == (1, 0)
    assert back[0, 1] is None
    assert back.flags.f_contiguous


def test_an_array_in_two_places_is_one(carry):
    shared = np.zeros(3)
    (first, second), _ = carry([shared, {"x": shared}])
    first[0] = 7
    assert second["x"] is first


@pytest.mark.parametrize(
    "value",
    [
        np.float32(0.5),
        np.int64(-3),
        np.bool_(True),
        np.str_("text"),
        np.str_(""),
        np.bytes_(b"x"),
        np.datetime64("2026-01-01T10", "h"),
        np.complex64(1 + 2j),
        np.dtype("f4"),
        np.dtype([("a", "i4")]),
        np.dtype(object),
    ],
    ids=repr,
)
def test_scalars_and_types(carry, value):
    back, tier = carry([value])
    assert (back, tier) == ([value], "safe")
    assert type(back[0]) is type(value)


NOON = datetime.datetime(2026, 1, 1, 12)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
TABLES = {
    "texts": pd.DataFrame({"n": [1, 2], "s": ["x", None]}),
    "of objects": pd.DataFrame({"o": np.array(["x", None], dtype=object)}),
    "one type": pd.DataFrame(np.arange(6.0).reshape(3, 2), columns=["a", "b"]),
    "names twice": pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"]),
    "times": pd.DataFrame({"t": pd.to_datetime(["2026-01-01", None]), "n": [1, 2]}),
    "zones": pd.DataFrame({"t": pd.to_datetime([NOON]).tz_localize(BERLIN), "s": ["x"]}),
    "spans": pd.DataFrame({"d": pd.to_timedelta([1, 2], unit="s"), "s": ["x", "y"]}),
    "categories": pd.DataFrame({"c": pd.Categorical(["x", None], ["y", "x"], ordered=True)}),
    "missing numbers": pd.DataFrame(
        {
            "i": pd.array([1, None], dtype="Int64"),
            "f": pd.array([0.5, None], dtype="Float32"),
            "b": pd.array([True, None], dtype="boolean"),
        }
    ),
    "own texts": pd.DataFrame({"s": pd.array(["x", None], dtype="string[python]")}),
    "no columns": pd.DataFrame(index=["a", "b"]),
    "no rows": pd.DataFrame({"a": pd.Series(dtype="f8"), "s": pd.Series(dtype=object)}),
    "nothing": pd.DataFrame(),
    "days": pd.DataFrame({"a": [1, 2]}, index=pd.date_range("2026-01-01", periods=2, freq="D")),
    "months": pd.DataFrame({"a": [1]}, index=pd.date_range("2026-01-31", periods=1, freq="ME")),
    "levels": pd.DataFrame(
        {"a": [1, 2]},
        index=pd.MultiIndex.from_product([["x"], [1, 2]], names=["k", None]),
    ),
    "levels above": pd.DataFrame(
        [[1, "a"]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])
    ),
    "groups": pd.DataFrame({"a": [1, 2]}, index=pd.CategoricalIndex(["x", "y"], name="g")),
    "steps": pd.DataFrame({"a": [1, 2]}, index=pd.RangeIndex(4, 8, 2, name="r")),
    "column": pd.Series(["x", "y"], index=["a", "b"], name=("s", 1)),
    "column of objects": pd.Series([{"a": 1}, [2]], dtype=object),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(carry, name):
    value = TABLES[name]
    back, tier = carry([value])
    assert tier == "safe"
    is_column = isinstance(value, pd.Series)
    compare = pd.testing.assert_series_equal if is_column else pd.testing.assert_frame_equal
    compare(back[0], value, check_exact=True, check_index_type="exact", check_freq=True)
    assert list(back[0].index.names) == list(value.index.names)
    if not is_column:
        assert list(back[0].dtypes) == list(value.dtypes)


@pytest.mark.parametrize("name", TABLES)
def test_tables_can_be_changed(carry, name):
    back, _ = carry([TABLES[name].copy()])
    table = back[0]
    if table.size:
        table.iloc[[0, 1][: len(table)]] = table.iloc[[1, 0][-len(table) :]].to_numpy()


def test_marks_of_tables(carry):
    value = pd.DataFrame({"a": ["x"]}).set_flags(allows_duplicate_labels=False)
    value.attrs = {"source": [1]}
    back, _ = carry([value])
    assert back[0].attrs == {"source": [1]}
    assert not back[0].flags.allows_duplicate_labels


def test_what_is_not_a_number_is_not_what_is_missing(carry):
    numbers = pd.array([0.0, 1.0, None], dtype="Float64")
    value = pd.Series(numbers / pd.array([0.0, 1.0, 1.0], dtype="Float64"))
    back, _ = carry([value])
    assert list(back[0].array._mask) == list(value.array._mask)


def test_what_is_missing_is_the_one_there_is(carry):
    back, tier = carry([pd.NA, pd.NaT])
    assert tier == "safe"
    assert back[0] is pd.NA
    assert back[1] is pd.NaT


def test_many_columns_of_one_type_are_one_block(carry):
    value = pd.DataFrame({f"c{place}": np.arange(3.0) for place in range(200)})
    value["s"] = "x"
    back, _ = carry([value])
    assert len(back[0]._mgr.blocks) == 2


@pytest.mark.parametrize("kind", sorted(draws.KINDS))
def test_generators_go_on_where_they_were(carry, kind):
    rng = np.random.Generator(getattr(np.random, kind)(7))
    rng.random(3)
    (back, bits), tier = carry([rng, rng.bit_generator])
    assert tier == "safe"
    assert back.bit_generator is bits
    assert back.random(4).tolist() == rng.random(4).tolist()
    assert back.spawn(1)[0].random() == rng.spawn(1)[0].random()


def test_older_generators(carry):
    numpys, pythons = np.random.RandomState(3), random.Random(3)
    numpys.normal()
    pythons.gauss(0, 1)
    (first, second), tier = carry([numpys, pythons])
    assert tier == "safe"
    assert first.normal() == numpys.normal()
    assert second.gauss(0, 1) == pythons.gauss(0, 1)


@pytest.mark.parametrize("kind", [*sparse._BY_ROWS, *sparse._BY_PLACES])
def test_sparse_matrices(carry, kind):
    value = getattr(scipy.sparse, kind)(np.eye(4))
    back, tier = carry([value])
    assert tier == "safe"
    assert type(back[0]) is type(value)
    assert np.array_equal(back[0].toarray(), np.eye(4))


def test_standard_values(carry):
    values = [
        collections.defaultdict(list, a=[1]),
        collections.Counter("aab"),
        collections.OrderedDict(b=1, a=2),
        collections.deque([1, 2], maxlen=2),
        types.SimpleNamespace(x=1),
        pathlib.Path("a/b"),
        pathlib.PureWindowsPath("c:/x"),
        uuid.UUID(int=5),
        fractions.Fraction(1, 3),
        datetime.datetime(2026, 7, 1, tzinfo=BERLIN),
        pd.Timestamp("2026-07-01", tz=BERLIN),
    ]
    back, tier = carry(values)
    assert (back, tier) == (values, "safe")
    assert [type(one) for one in back] == [type(one) for one in values]
    assert back[0]["new"] == []
    assert back[3].maxlen == 2
    assert back[-2].tzinfo is BERLIN


def test_what_makes_values_by_code_of_its_own_is_not_safe(carry):
    assert carry(collections.defaultdict(lambda: 1))[1] == "trusted"


def crafted(function, *arguments):
    """A file of the safe tier as somebody else might write it."""

    class Call:
        def __reduce__(self):
            return function, arguments

    return SafeUnpickler(io.BytesIO(pickle.dumps(Call(), protocol=5)))


def column(*codes):
    return np.array(codes, dtype="i8")


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (arrays.array, (b"\0" * 8, "O", (1,), "C")),
        (arrays.array, (b"\0" * 8, [("a", "O")], (1,), "C")),
        (arrays.array, (b"\0" * 8, "f8", (10**9,), "C")),
        (arrays.array, (b"", "U0", (10**12,), "C")),
        (arrays.objects, ((10**6, 10**6), "C")),
        (arrays.scalar, (b"\0", "f8")),
        (draws.bits, ("__class__", None, {})),
        (draws.generator, (1,)),
        (sparse.matrix, ("__doc__", [], ([], []), (1, 1))),
        (sparse.matrix, ("csr_matrix", [1.0], ([99], [0, 1]), (1, 1))),
        (sparse.matrix, ("coo_matrix", [1.0], ([0], [99]), (1, 1))),
        (tables.moments, ("DataFrame", [], None, None)),
        (tables.masked, ("__doc__", [], [])),
    ],
)
def test_files_of_strangers_are_refused(function, arguments):
    with pytest.raises((ValueError, TypeError, IndexError)):
        crafted(function, *arguments).load()


def test_places_beyond_a_list_are_refused():
    with pytest.raises(ValueError, match="codes"):
        tables.categories(column(0, 5), pd.Index(["x"]), False)
    with pytest.raises(ValueError, match="code"):
        tables.levels([pd.Index(["x"])], [column(0, 5)], [None], None)
    with pytest.raises(ValueError, match="Length"):
        tables.table([column(1, 2)], pd.RangeIndex(3), pd.Index(["a"]), {}, True)


def test_no_class_that_can_be_changed_is_at_hand():
    for module, name in SAFE_GLOBALS:
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type):
            with pytest.raises(TypeError):
                found.added = 1


def test_every_constructor_is_found_by_its_name():
    for module, name in CONSTRUCTORS:
        assert callable(getattr(__import__(module, fromlist=[name]), name))
