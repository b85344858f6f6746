"""Arrays of other classes than NumPy's plain one."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from kalette.runtime.errors import StepFailure
from kalette.runtime.variables import pickles, save_variables


class Quantity(np.ndarray):
    def __new__(cls, items, unit=None):
        made = np.asarray(items).view(cls)
        made.unit = unit
        return made

    def __array_finalize__(self, other):
        self.unit = getattr(other, "unit", None)


class Count(np.int64):
    pass


class Own(np.ndarray):
    def __reduce__(self):
        return Own, (self.shape,)


@pytest.mark.parametrize("has_mask", [True, False])
def test_hard_masks_stay_hard(carried, has_mask):
    mask = [False, has_mask, False]
    table = np.ma.array([1, 2, 3], mask=mask if has_mask else np.ma.nomask, hard_mask=True)
    back = carried(table=table)["table"]
    assert back.hardmask
    assert (back.mask is np.ma.nomask) is not has_mask
    back[1] = 9
    assert back.mask.tolist() == (mask if has_mask else False)


def test_masked_arrays_keep_what_was_put_on_them(carried):
    table = np.ma.array([1.0, 2.0], mask=[0, 1], fill_value=-9)
    table.note = ["x"]
    bare = np.ma.array([1.0, 2.0])
    bare.note = "y"
    back = carried(table=table, bare=bare)
    assert back["table"].fill_value == -9
    assert back["table"].note == ["x"]
    assert back["bare"].note == "y"
    assert back["bare"].mask is np.ma.nomask
    assert back["bare"].sharedmask == bare.sharedmask


def test_masked_arrays_share_memory_and_masks(carried):
    plain = np.arange(4.0)
    masked = np.ma.array(plain, mask=[0, 1, 0, 0], copy=False)
    other = np.ma.array([5, 6, 7, 8])
    other._mask = masked._mask
    back = carried(plain=plain, masked=masked, other=other, tail=masked[1:])
    back["plain"][0] = 7
    assert back["masked"][0] == 7
    back["plain"][2] = 8
    assert back["tail"][1] == 8
    back["masked"].mask[3] = True
    assert back["other"].mask.tolist() == [False, True, False, True]
    assert back["tail"].mask.tolist() == [True, False, True]


@pytest.mark.parametrize("items", [[1.0, 2.0], 3.0, np.array([1, "a"], dtype=object)])
def test_arrays_of_a_derived_class_keep_their_attributes(carried, items):
    back = carried(length=Quantity(items, "m"))["length"]
    assert type(back) is Quantity
    assert back.unit == "m"
    assert np.asarray(back).tolist() == np.asarray(items).tolist()


def test_arrays_of_a_derived_class_share_their_memory(carried):
    length = Quantity([1.0, 2.0, 3.0], "m")
    back = carried(length=length, plain=np.asarray(length), tail=length[1:])
    back["length"][1] = -1
    assert back["plain"][1] == -1
    assert back["tail"][0] == -1
    assert back["tail"].unit == "m"


def test_arrays_of_a_derived_class_stay_read_only(carried):
    length = Quantity(np.arange(6.0), "m")[::2]
    length.flags.writeable = False
    back = carried(length=length)["length"]
    assert not back.flags.writeable


def test_a_class_that_pickles_itself_is_left_alone(carried):
    back = carried(own=np.ones(3).view(Own))["own"]
    assert type(back) is Own
    assert back.shape == (3,)


def test_records_stay_records(carried):
    table = np.rec.fromarrays([[1, 2], [1.5, 2.5]], names="a,b")
    back = carried(table=table, first=table[0])
    assert type(back["table"]) is np.recarray
    assert back["table"].dtype.type is np.record
    assert back["table"][0].a == 1
    assert back["table"].b.tolist() == [1.5, 2.5]
    assert type(back["first"]) is np.record
    assert back["first"].b == 1.5


def test_records_share_memory_with_fields_and_structured_arrays(carried):
    plain = np.array([(1, 2.0), (3, 4.0)], dtype=[("a", "i4"), ("b", "f8")])
    table = plain.view(np.recarray)
    back = carried(plain=plain, table=table, field=table.a)
    back["plain"]["a"][1] = 9
    assert back["table"][1].a == 9
    assert back["field"].tolist() == [1, 9]


def test_records_that_have_memory_of_their_own_share_it(carried):
    table = np.rec.array([(1, 2.0), (3, 4.0)], names="a,b").copy()
    back = carried(table=table, tail=table[1:])
    back["table"].a[1] = 9
    assert back["tail"][0].a == 9


def test_numbers_of_a_derived_class_are_of_it_again(carried):
    number = Count(5)
    number.label = ["x"]
    back = carried(number=number)["number"]
    assert type(back) is Count
    assert (int(back), back.label) == (5, ["x"])


@pytest.mark.parametrize("mode", ["r+", "w+"])
def test_arrays_that_write_to_a_file_are_refused(tmp_path, mode):
    np.ones(3).tofile(tmp_path / "file")
    array = np.memmap(tmp_path / "file", "f8", mode, shape=(3,))
    with pytest.raises(StepFailure, match="`held` is an array in a file that changes with it"):
        save_variables([["held"]], {"held": array}, str(tmp_path / "out"), {})


def test_arrays_that_show_a_file_are_kept(carried, tmp_path):
    np.ones(3).tofile(tmp_path / "file")
    back = carried(held=np.memmap(tmp_path / "file", "f8", "r", shape=(3,)))["held"]
    assert back.tolist() == [1, 1, 1]
    assert not back.flags.writeable


def test_a_class_of_a_module_that_is_not_loaded_yet_is_named(monkeypatch):
    table = np.zeros(2, [("a", "i4")]).view(np.recarray)
    monkeypatch.delitem(sys.modules, np.recarray.__module__, raising=False)
    file = io.BytesIO()
    pickles.dump(table, file)
    assert b"recarray" in file.getvalue()
    assert b"cloudpickle" not in file.getvalue()
