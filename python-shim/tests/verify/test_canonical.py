from __future__ import annotations

import pickle
import threading

import pytest
from kalette.verify.canonical import LONG, canonical


class Point:
    def __init__(self, x: object) -> None:
        self.x = x


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x: int) -> None:
        self.x = x


def _circle() -> list[object]:
    circle: list[object] = [1]
    circle.append(circle)
    return circle


EQUAL = [
    1,
    "text",
    b"bytes",
    float("nan"),
    2j,
    [1, [2]],
    {"b": 1, "a": (2, None)},
    {3, 1, 2},
    frozenset({"x", "y"}),
    Point([1, Point(2)]),
    Slotted(3),
    _circle(),
    range(3),
    slice(1, 2),
]


@pytest.mark.parametrize("value", EQUAL, ids=lambda value: type(value).__name__)
def test_a_copy_has_the_same_text(value):
    assert canonical(value) == canonical(pickle.loads(pickle.dumps(value)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        ("1", 1),
        ([1], (1,)),
        ({1: 2}, {1: 3}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Point(1), Point(2)),
        (Slotted(1), Slotted(2)),
        ("a" * LONG + "b", "a" * LONG + "c"),
    ],
)
def test_other_values_have_other_texts(one, other):
    assert canonical(one) != canonical(other)


def test_handles_are_all_the_same():
    assert canonical(threading.Thread()) == canonical(threading.Thread())


def test_values_of_libraries_are_compared_by_what_they_hold():
    np = pytest.importorskip("numpy")
    pd = pytest.importorskip("pandas")
    array = np.arange(6).reshape(2, 3)
    assert canonical(array) == canonical(np.array(array, order="F"))
    assert canonical(array) != canonical(array.astype("int32"))
    assert canonical(array) != canonical(array.reshape(3, 2))
    assert canonical(np.array(["a", None], dtype=object)) != canonical(
        np.array(["b"], dtype=object)
    )
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]})
    assert canonical(frame) == canonical(frame.copy())
    assert canonical(frame) != canonical(frame.rename(columns={"a": "c"}))
    assert canonical(frame["b"]) != canonical(frame["b"].fillna("y"))


def test_gaps_in_records_do_not_count():
    np = pytest.importorskip("numpy")
    kind = np.dtype([("a", "i1"), ("b", "i8")], align=True)
    # A copy would have what lay in memory in its gaps, which may be zeros as well.
    one, other = np.zeros(2, kind), np.frombuffer(bytearray(b"\xff" * 2 * kind.itemsize), kind)
    other["a"], other["b"] = 0, 0
    assert one.tobytes() != other.tobytes()
    assert canonical(one) == canonical(other)


def test_endless_values_end():
    deep: list[object] = []
    for _ in range(1000):
        deep = [deep]
    assert canonical(deep).startswith("<list of more than")
    assert canonical(list(range(200_000))).startswith("<list of more than")
