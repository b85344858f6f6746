from __future__ import annotations

import io
import pickle

import numpy as np
import pandas as pd
import pytest
from kalette.runtime.variables.buffers import dump_with_buffers, load_with_buffers, read_buffers
from kalette.runtime.variables.hashing import HashingFile
from kalette.runtime.variables.safe import UnsafePickle


def saved(value, path):
    with HashingFile(str(path)) as file:
        return dump_with_buffers(value, file)


@pytest.mark.parametrize(
    "value",
    [
        np.arange(5000.0),
        np.asfortranarray(np.ones((100, 90), dtype="int16")),
        np.arange(3),
        np.zeros((0, 4)),
        np.array(["2026-01-01"], dtype="M8[ns]"),
        np.array(["a", "bcd"]),
        {"a": [1, 2], "b": b"x" * 9000},
    ],
    ids=["large", "fortran", "small", "empty", "times", "text", "plain"],
)
def test_plain_data_comes_back_equal_and_is_safe(value, tmp_path):
    tier = saved(value, tmp_path / "x")
    back = read_buffers(str(tmp_path / "x"), tier)
    if isinstance(value, np.ndarray):
        assert back.dtype == value.dtype
        assert np.array_equal(back, value)
        assert tier == "safe"
    else:
        assert (back, tier) == (value, "safe")


def test_what_is_shared_stays_shared(tmp_path):
    array = np.arange(10_000)
    tier = saved({"a": array, "rows": [array]}, tmp_path / "x")
    back = read_buffers(str(tmp_path / "x"), tier)
    back["a"][0] = 7
    assert back["rows"][0] is back["a"]
    assert back["rows"][0][0] == 7


def test_writing_to_what_was_read_leaves_the_file(tmp_path):
    tier = saved(np.zeros(10_000), tmp_path / "x")
    before = (tmp_path / "x").read_bytes()
    read_buffers(str(tmp_path / "x"), tier)[:] = 1
    assert (tmp_path / "x").read_bytes() == before


def test_an_array_that_cannot_be_written_to_stays_so(tmp_path):
    array = np.zeros(10_000)
    array.flags.writeable = False
    tier = saved(array, tmp_path / "x")
    assert not read_buffers(str(tmp_path / "x"), tier).flags.writeable


def test_tables_are_whole(tmp_path):
    table = pd.DataFrame({"n": np.arange(5000), "s": ["x"] * 5000})
    tier = saved(table, tmp_path / "x")
    assert tier == "safe"
    pd.testing.assert_frame_equal(read_buffers(str(tmp_path / "x"), tier), table)


def test_two_files_of_one_value_are_equal(tmp_path):
    value = {"a": np.arange(9000), "b": [1, 2.5, "x"]}
    saved(value, tmp_path / "x")
    saved(value, tmp_path / "y")
    assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 20, 100, 40_000, -1, -17])
def test_a_file_that_is_cut_off_is_refused(cut, tmp_path):
    saved({"a": np.arange(9000), "b": 1}, tmp_path / "x")
    whole = (tmp_path / "x").read_bytes()
    (tmp_path / "x").write_bytes(whole[:cut])
    with pytest.raises((ValueError, OverflowError, EOFError, pickle.UnpicklingError)):
        read_buffers(str(tmp_path / "x"), "safe")


def test_a_safe_file_runs_nothing(tmp_path):
    class Payload:
        def __reduce__(self):
            return (exec, ("raise SystemExit('ran')",))

    with HashingFile(str(tmp_path / "x")) as file:
        assert dump_with_buffers([Payload()], file) == "trusted"
    with pytest.raises(UnsafePickle):
        read_buffers(str(tmp_path / "x"), "safe")


def test_another_unpickler_reads_it_as_well(tmp_path):
    seen = []

    class Watching(pickle.Unpickler):
        def find_class(self, module, name):
            seen.append(name)
            return super().find_class(module, name)

    saved({"a": np.arange(9000), "c": io.BytesIO(b"x")}, tmp_path / "x")
    back = load_with_buffers(str(tmp_path / "x"), Watching)
    assert back["c"].read() == b"x"
    assert "BytesIO" in seen
