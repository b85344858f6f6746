"""Classes of the notebook that come out of a file where the notebook defines them too."""

from __future__ import annotations

import pytest
from cloudpickle import cloudpickle
from kalette.runtime.variables import VariableLoader, save_variables
from kalette.runtime.variables.classes import apart

DEFINED = """
class Model:
    limit = 1
    made = []
    def __init__(self):
        self.made.append(self)
    @classmethod
    def first(cls):
        return cls.made[0]
    @property
    def level(self):
        return self.limit
"""


@pytest.fixture
def saved(tmp_path):
    """Saves groups of values; what it returns reads them into a namespace, each by its name."""

    def through(groups, namespace):
        entries = save_variables(groups, namespace, str(tmp_path), {})
        manifest = {one["name"]: {**one, "path": str(tmp_path / one["file"])} for one in entries}
        return lambda: {name: VariableLoader(manifest).get(name) for name in manifest}

    return through


@pytest.fixture
def again(main):
    """Defines a class in the notebook of whoever reads, which has met none of that kind."""

    def through(source=DEFINED):
        cloudpickle._DYNAMIC_CLASS_TRACKER_BY_ID.clear()
        exec(source, main)
        return main.get("Model")

    return through


def test_it_is_the_receivers_own_with_what_it_was_given(saved, main, again):
    exec(DEFINED, main)
    exec("Model.limit = 5\nModel.more = [1]\ndel Model.made\nModel.made = []\none = Model()", main)
    read = saved([["Model"], ["one"]], main)
    own = again()
    method = own.first
    back = read()
    assert back["Model"] is own
    assert (own.limit, own.more, own().level) == (5, [1], 5)
    assert isinstance(back["one"], own)
    assert own.first == method


GIVEN = """
def shout(self):
    return "!"
def deep(limit):
    return lambda self: limit
Model.first = shout
Model.level = property(shout)
Model.deep = deep(7)
one = Model()
"""


def test_methods_that_it_was_given_are_its_own(saved, main, again):
    exec(DEFINED + GIVEN, main)
    read = saved([["Model"], ["one"]], main)
    own = again()
    one = own()
    back = read()
    assert back["Model"] is own is type(back["one"])
    assert (one.first(), one.level, one.deep()) == ("!", "!", 7)


def test_methods_of_the_definition_replace_those_that_were_given(saved, main, again):
    exec(DEFINED + "Model.limit = 5", main)
    read = saved([["Model"]], main)
    own = again(DEFINED + GIVEN)
    assert read()["Model"] is own
    assert own().level == 5
    assert isinstance(own.first(), own)
    assert not hasattr(own, "deep")


def test_what_it_was_given_no_more_is_gone(saved, main, again):
    exec(DEFINED, main)
    exec("del Model.limit", main)
    read = saved([["Model"]], main)
    own = again()
    read()
    assert not hasattr(own, "limit")


def test_values_in_it_are_shared_with_others(saved, main, again):
    exec(DEFINED, main)
    exec("one = Model()", main)
    read = saved([["Model", "one"]], main)
    own = again()
    assert read()["one"] is own.made[0] is own.first()


def test_what_is_only_looked_at_changes_no_class(saved, main, again):
    exec(DEFINED, main)
    exec("Model.limit = 5\none = Model()", main)
    read = saved([["Model"], ["one"]], main)
    own = again()
    for _ in range(2):
        with apart():
            back = read()
        assert (own.limit, own.made, back["Model"].limit) == (1, [], 5)
        assert type(back["one"]) is back["Model"] is not own


@pytest.mark.parametrize(
    "other",
    [
        DEFINED.replace("made[0]", "made[-1]"),
        DEFINED.replace("Model:", "Model(dict):"),
        "Model = 1",
        "Model = dict",
    ],
    ids=["other code", "other base", "no class", "library's"],
)
def test_another_of_that_name_is_another(saved, main, again, other):
    exec(DEFINED, main)
    exec("Model.limit = 5", main)
    read = saved([["Model"]], main)
    own = again(other)
    made = read()["Model"]
    assert made is not own
    assert made.limit == 5


def test_slots_are_slots_again(saved, main, again):
    exec("class Row:\n    __slots__ = ('a', '__b')\nrow = Row()\nrow.a = [1]", main)
    read = saved([["Row"], ["row"], ["rows"]], {**main, "rows": [main["row"]]})
    again("del Row")
    back = read()
    assert type(back["row"]) is type(back["rows"][0]) is back["Row"]
    assert back["row"].a == [1]
    with pytest.raises(AttributeError):
        back["Row"]().c = 1


def test_what_a_class_replaced_by_its_own_child_was_given_comes_back(saved, main, again):
    derived = DEFINED + "class Model(Model):\n    pass\n"
    exec(derived + "Model.limit = 5\nModel.__base__.made = [5]", main)
    read = saved([["Model"]], main)
    own = again()
    back = read()["Model"]
    assert back.__base__ is own
    assert (back.limit, own.limit, own.made) == (5, 1, [5])
