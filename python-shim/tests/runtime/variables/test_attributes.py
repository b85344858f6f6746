"""An instance and the dict of its attributes, saved side by side."""

from __future__ import annotations

import io

import pytest
from kalette.runtime.variables import pickles


class Point:
    def __init__(self, x):
        self.x = x


class Named(dict):
    pass


class Own:
    def __init__(self):
        self.x = 1

    def __setstate__(self, state):
        self.__dict__.update(state, restored=True)


def again(value):
    file = io.BytesIO()
    tier = pickles.dump(value, file)
    file.seek(0)
    return pickles.load(file, tier)


@pytest.mark.parametrize("order", [("point", "own"), ("own", "point")])
def test_the_dict_of_an_instance_stays_its_own(order):
    point = Point(1)
    values = {"point": point, "own": vars(point)}
    made = again({name: values[name] for name in order})
    made["own"]["y"] = 2
    assert vars(made["point"]) is made["own"]
    assert (made["point"].x, made["point"].y) == (1, 2)


def test_an_instance_that_its_own_dict_leads_back_to():
    point = Point(1)
    point.me = [point]
    made = again({"own": vars(point), "point": point})
    assert made["own"]["me"][0] is made["point"]
    assert vars(made["point"]) is made["own"]


def test_entries_of_a_derived_dict_come_along():
    named = Named(a=1)
    named.label = "x"
    made = again({"named": named, "own": vars(named)})
    assert made["named"] == {"a": 1}
    assert vars(made["named"]) is made["own"]
    assert made["own"] == {"label": "x"}


def test_a_class_with_a_way_of_its_own_keeps_it():
    own = Own()
    made = again({"value": own, "dict": vars(own)})
    assert made["value"].restored
    assert made["dict"] == {"x": 1}
