"""Attributes of instances whose library's pickling knows nothing of them."""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import io
import ipaddress
import logging
import pathlib
import random

import numpy as np
import pandas as pd
import pytest
from kalette.runtime.errors import StepFailure
from kalette.runtime.variables import pickles, save_variables

MADE = {
    "list": (list, ([1],)),
    "dict": (dict, ({"a": 1},)),
    "set": (set, ([1],)),
    "str": (str, ("s",)),
    "float": (float, (1.5,)),
    "tuple": (tuple, ([1, 2],)),
    "bytes": (bytes, (b"x",)),
    "deque": (collections.deque, ([1],)),
    "OrderedDict": (collections.OrderedDict, ({"a": 1},)),
    "Counter": (collections.Counter, ("aab",)),
    "defaultdict": (collections.defaultdict, (list, {"a": [1]})),
    "date": (datetime.date, (2020, 1, 1)),
    "datetime": (datetime.datetime, (2020, 1, 1)),
    "time": (datetime.time, (1, 2)),
    "timedelta": (datetime.timedelta, (1,)),
    "Decimal": (decimal.Decimal, ("1.5",)),
    "Fraction": (fractions.Fraction, (1, 3)),
    "IPv4Address": (ipaddress.IPv4Address, ("1.2.3.4",)),
    "PurePosixPath": (pathlib.PurePosixPath, ("/a",)),
    "Random": (random.Random, (3,)),
    "Interval": (pd.Interval, (1, 2)),
}
for _name, (_base, _) in MADE.items():
    globals()[f"My{_name}"] = type(f"My{_name}", (_base,), {"__module__": __name__})


class Slotted(datetime.date):
    __slots__ = ("__hidden", "shown")

    def hide(self, value):
        self.__hidden = value

    def hidden(self):
        return self.__hidden


class Forgetful:
    def __init__(self):
        self.rows, self.cache = [1], "much"

    def __getstate__(self):
        return {"rows": self.rows}


class Deliberate(datetime.date):
    def __reduce__(self):
        return Deliberate, (self.year, 1, 1)


class Draws(np.random.RandomState):
    pass


class Table(pd.DataFrame):
    @property
    def _constructor(self):
        return Table


class Told(pd.DataFrame):
    _metadata = ["title"]

    @property
    def _constructor(self):
        return Told


class Color(enum.Enum):
    RED = 1

    def __init__(self, _):
        self.seen = []


@pytest.mark.parametrize("name", MADE)
def test_instances_of_derived_classes_keep_their_attributes(carried, name):
    _, arguments = MADE[name]
    value = globals()[f"My{name}"](*arguments)
    value.extra = ["x"]
    value.me = [value] if name not in ("tuple", "date") else None
    back = carried(value=value, extra=value.extra)
    assert type(back["value"]) is type(value)
    if name != "Random":
        assert back["value"] == value
    assert back["value"].extra is back["extra"]
    assert value.me is None or back["value"].me[0] is back["value"]


def test_slots_of_derived_classes_come_along(carried):
    value = Slotted(2020, 1, 1)
    value.shown = [1]
    value.hide(2)
    back = carried(value=value)["value"]
    assert (back, back.shown, back.hidden()) == (value, [1], 2)


@pytest.mark.parametrize("value", [collections.Counter("ab"), random.Random(1)])
def test_attributes_of_plain_instances(carried, value):
    value.extra = ["x"]
    assert carried(value=value)["value"].extra == ["x"]


@pytest.mark.parametrize(
    "value",
    [
        pd.Series([1, 2]),
        pd.DataFrame({"a": [1]}),
        pd.DataFrame({"a": ["x"]}),
        pd.Index([1, 2]),
        pd.RangeIndex(3),
        pd.MultiIndex.from_product([["a"], [1]]),
        Table({"a": [1]}),
        Told({"a": [1]}),
    ],
    ids=["series", "numbers", "texts", "index", "range", "levels", "derived", "told"],
)
def test_attributes_of_tables(carried, value):
    object.__setattr__(value, "title", ["T"])
    back = carried(value=value)["value"]
    assert type(back) is type(value)
    assert back.title == ["T"]
    assert value.equals(back)


def test_tables_with_attributes_are_plain_data():
    frame = pd.DataFrame({"a": [1]})
    object.__setattr__(frame, "title", "T")
    assert pickles.dump(frame, io.BytesIO()) == "safe"
    object.__setattr__(frame, "title", collections.UserDict())
    assert pickles.dump(frame, io.BytesIO()) == "trusted"


class Design:
    """As patsy's."""

    def __getstate__(self):
        raise NotImplementedError("no pickling")


def test_what_libraries_put_on_tables_and_do_not_let_be_pickled_stays_away(carried):
    frame = pd.DataFrame({"a": [1]})
    object.__setattr__(frame, "design_info", Design())
    object.__setattr__(frame, "title", "T")
    back = carried(frame=frame)["frame"]
    assert back.equals(frame)
    assert back.title == "T"
    assert not hasattr(back, "design_info")


def test_classes_that_leave_something_out_on_purpose_do(carried):
    day = Deliberate(2020, 5, 5)
    day.extra = 1
    back = carried(value=Forgetful(), day=day)
    assert vars(back["value"]) == {"rows": [1]}
    assert vars(back["day"]) == {}


def test_what_is_looked_up_by_name_is_as_it_is(carried):
    Color.RED.seen.append(1)
    logger = logging.getLogger("kalette.test")
    logger.label = "x"
    back = carried(color=Color.RED, logger=logger)
    assert back["color"] is Color.RED
    assert back["logger"] is logger


def test_an_instance_whose_class_would_be_lost_is_refused(tmp_path):
    with pytest.raises(StepFailure, match="leaves pickling to RandomState"):
        save_variables([["draws"]], {"draws": Draws(1)}, str(tmp_path / "out"), {})


def test_models_that_hold_such_values_keep_them(carried):
    base = pytest.importorskip("sklearn.linear_model")
    model = base.LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0])
    model.trained_on = pd.Series([1, 2])
    model.trained_on.note = "x"
    model.at = globals()["Mydate"](2020, 1, 1)
    model.at.extra = [1]
    back = carried(model=model)["model"]
    assert back.at.extra == [1]
    assert back.trained_on.note == "x"
    assert back.predict([[3.0]]) == pytest.approx([3.0])
