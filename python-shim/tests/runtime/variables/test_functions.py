"""Functions of the notebook that come out of a file where the notebook defines them too."""

from __future__ import annotations

import pytest

DEFINED = """
def load(x, scale=2):
    "Reads."
    return x * scale
"""


def test_it_is_the_receivers_own(held, main):
    exec(DEFINED, main)
    assert held({main["load"]: "a"})()[main["load"]] == "a"


def test_one_that_is_not_defined_there_comes_along(held, main):
    exec(DEFINED, main)
    read = held([main["load"]])
    del main["load"]
    made = read()[0]
    assert (made(3), made.__doc__, made.__qualname__) == (6, "Reads.", "load")


@pytest.mark.parametrize(
    "other",
    [DEFINED.replace("x * scale", "x + scale"), DEFINED.replace("=2", "=3"), "load = 1"],
    ids=["other code", "other default", "no function"],
)
def test_another_of_that_name_is_another(held, main, other):
    exec(DEFINED, main)
    read = held([main["load"]])
    exec(other, main)
    assert read()[0] is not main["load"]
    assert read()[0](3) == 6


@pytest.mark.parametrize(
    "change", ["load.calls = 1", "load.__defaults__ = ([],)"], ids=["attribute", "list"]
)
def test_what_holds_something_comes_with_it(held, main, change):
    exec(DEFINED, main)
    exec(change, main)
    made = held([main["load"]])()[0]
    assert made is not main["load"]
    assert (vars(made), made.__defaults__) == (vars(main["load"]), main["load"].__defaults__)


def test_one_that_its_name_no_longer_means_comes_along(held, main):
    exec(DEFINED, main)
    old = main["load"]
    exec(DEFINED, main)
    assert held([old])()[0] is not main["load"]
