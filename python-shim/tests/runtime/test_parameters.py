"""Parameter values out of JSON are what the notebook wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kalette.runtime.errors import StepFailure
from kalette.runtime.parameters import parameter_values


def value_of(kind: str, source: str, default: Any, *given: Any) -> Any:
    parameter = {"name": "p", "type": kind, "default": default, "source": source}
    values = {"p": given[0]} if given else {}
    return parameter_values([parameter], values)["p"]


@pytest.mark.parametrize(
    ("kind", "source", "default"),
    [
        ("list", "[1.0, 2, -0.0]", [1, 2, 0]),
        ("list", "\n  [1.0,  # one\n 2.5]", [1, 2.5]),
        ("dict", '{"a": [1.0, {"b": 2.0}], "c": None}', {"a": [1, {"b": 2}], "c": None}),
        ("dict", '{"b": 1, "1": True}', {"1": True, "b": 1}),
        ("float", "-0.0", 0),
        ("float", "1", 1),
    ],
)
def test_a_default_is_as_the_notebook_wrote_it(kind: str, source: str, default: Any) -> None:
    wrote = eval(source.strip())
    assert repr(value_of(kind, source, default)) == repr(wrote)
    # The engine sends all values, those that nobody gave as well.
    assert repr(value_of(kind, source, default, default)) == repr(wrote)
    assert repr(value_of(kind, source, json.loads(json.dumps(default)))) == repr(wrote)


@pytest.mark.parametrize(
    ("source", "default", "given", "expected"),
    [
        ("[1.0, 2.0]", [1, 2], [3, 4, 5], [3.0, 4.0, 5.0]),
        ("[1.0, 2]", [1, 2], [3, 4, 5], [3.0, 4, 5]),
        ("[1.0]", [1], [True, "a", None], [True, "a", None]),
        ('{"a": 1.0, "n": 2}', {"a": 1, "n": 2}, {"n": 3, "a": 4}, {"a": 4.0, "n": 3}),
        ('{"a": 1.0}', {"a": 1}, {"b": 2, "a": [1]}, {"b": 2.0, "a": [1]}),
    ],
)
def test_a_given_value_has_the_kinds_of_numbers_of_the_default(
    source: str, default: Any, given: Any, expected: Any
) -> None:
    kind = "list" if isinstance(default, list) else "dict"
    assert repr(value_of(kind, source, default, given)) == repr(expected)


def test_another_value_of_an_annotated_float_is_one() -> None:
    assert repr(value_of("float", "1", 1, 2)) == "2.0"


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(StepFailure, match="`p` is of type float"):
        value_of("float", "1.5", 1.5, "many")
