"""Exceptions that a step keeps for another one."""

from __future__ import annotations

import sys

import pytest


class Prefixed(Exception):
    def __init__(self, text):
        super().__init__(f"Error: {text}")


class Paired(ValueError):
    def __init__(self, a, b):
        super().__init__(f"{a} {b}")
        self.pair = [a, b]


class Slotted(Exception):
    __slots__ = ("code",)


class Own(Exception):
    def __reduce__(self):
        return Own, ("again",)


def caught(code):
    try:
        exec(code, {})
    except Exception as error:
        return error


def test_what_a_class_made_of_its_arguments_is_not_made_again(carried):
    back = carried(one=Prefixed("x"), other=Paired(1, 2))
    assert back["one"].args == ("Error: x",)
    assert (type(back["other"]), str(back["other"])) == (Paired, "1 2")
    assert back["other"].pair == [1, 2]


def test_causes_come_along(carried):
    error = caught("try: 1 / 0\nexcept Exception as e: raise ValueError('v') from e")
    other = caught("try: 1 / 0\nexcept Exception: raise ValueError('v')")
    back = carried(error=error, cause=error.__cause__, other=other)
    assert back["error"].__cause__ is back["cause"]
    assert back["error"].__suppress_context__
    assert type(back["other"].__context__) is ZeroDivisionError
    assert back["other"].__cause__ is None
    assert not back["other"].__suppress_context__


@pytest.mark.parametrize(
    ("error", "names"),
    [
        (FileNotFoundError(2, "no", "file"), ("errno", "filename")),
        (StopIteration(5), ("value",)),
        (SystemExit(3), ("code",)),
        (ImportError("x", name="n", path="p"), ("name", "path")),
        (caught("b'\\xff'.decode()"), ("start", "object")),
        (caught("a b"), ("lineno", "text")),
        pytest.param(
            caught("missing"),
            ("name",),
            marks=pytest.mark.skipif(sys.version_info < (3, 10), reason="not told of before"),
        ),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, BaseException) else "",
)
def test_errors_of_python_keep_what_they_tell(carried, error, names):
    error.note = ["x"]
    back = carried(error=error)["error"]
    assert (type(back), str(back), back.args) == (type(error), str(error), error.args)
    assert [getattr(back, name) for name in names] == [getattr(error, name) for name in names]
    assert back.note == ["x"]


def test_slots_come_along(carried):
    error = Slotted("x")
    error.code = 3
    assert carried(error=error)["error"].code == 3


def test_a_class_that_pickles_itself_is_left_alone(carried):
    assert carried(error=Own("first"))["error"].args == ("again",)
