from __future__ import annotations

import collections
import copy
import functools
import io
import itertools
import random
import types
from pickle import loads

import cloudpickle
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from kalette.runtime.watch.compare import OutOfTime, differ
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

GRID = np.random.default_rng(1).normal(size=(60, 3))
SIDE = (GRID[:, 0] > 0).astype(int)


class Box:
    def __init__(self, items):
        self.items = items
        self._last = None

    @functools.cached_property
    def total(self):
        return sum(self.items)


Box.__module__ = "__main__"


def frame():
    made = pd.DataFrame({"a": [1.0, np.nan], "b": ["x", None], "c": pd.Categorical(["u", "v"])})
    made.index = pd.date_range("2026-01-01", periods=2)
    return made


def copied(value):
    return copy.deepcopy(value) if isinstance(value, Box) else loads(cloudpickle.dumps(value))


# What was received, and what a step does with it that changes nothing anybody could tell.
QUIET = {
    "nan": (lambda: [float("nan")], lambda v: sum(v)),
    "set order": (lambda: {"b", "a", "c"}, lambda v: (v.add("zz"), v.remove("zz"))),
    "nested": (lambda: {"a": [1, {"b": (2, 3)}]}, lambda v: v["a"][1]["b"]),
    "cycle": (lambda: (lambda x: (x.append(x), x)[1])([1]), len),
    "cached property": (lambda: Box([1, 2]), lambda v: v.total),
    "frame": (frame, lambda v: (v.a.mean(), v.b, v.groupby("a"), v.iloc[0], str(v))),
    "grouping": (lambda: frame().groupby("c", observed=True), lambda v: (v.groups, v.size())),
    "index": (lambda: pd.Index(["a", "b"]), lambda v: (v.get_loc("b"), v.is_unique)),
    "array": (lambda: GRID.copy(), lambda v: v.sum()),
    "objects": (lambda: np.array([[1], None], dtype=object), len),
    "forest": (lambda: RandomForestClassifier(5).fit(GRID, SIDE), lambda v: v.predict(GRID)),
    "means": (lambda: KMeans(2, n_init=1, random_state=0).fit(GRID), lambda v: v.predict(GRID)),
    "neighbours": (lambda: KNeighborsClassifier().fit(GRID, SIDE), lambda v: v.predict(GRID)),
    "vectors": (lambda: SVC().fit(GRID, SIDE), lambda v: v.decision_function(GRID)),
    "sparse": (lambda: scipy.sparse.csr_matrix(np.eye(3)), lambda v: (v.sum(), v.sort_indices())),
    "counter": (lambda: collections.Counter("aab"), lambda v: v["zz"]),
    "text": (lambda: io.StringIO("abc"), lambda v: v.getvalue()),
    "generator": (lambda: np.random.default_rng(3), str),
}  # fmt: skip

# What a step does that a later one would notice.
LOUD = {
    "list": (lambda: [1], lambda v: v.append(2)),
    "deep": (lambda: {"a": [1, {"b": [2]}]}, lambda v: v["a"][1]["b"].append(3)),
    "order": (lambda: {"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a"))),
    "missing key": (lambda: collections.defaultdict(list), lambda v: v["x"]),
    "set": (lambda: {1}, lambda v: v.add(2)),
    "type": (lambda: [1], lambda v: v.__setitem__(0, True)),
    "instance": (lambda: Box([1]), lambda v: v.items.append(2)),
    "own private": (lambda: Box([1]), lambda v: setattr(v, "_last", 3)),
    "array": (lambda: GRID.copy(), lambda v: v.__setitem__((59, 2), 5.0)),
    "objects": (lambda: np.array([[1], None], dtype=object), lambda v: v[0].append(1)),
    "cell": (frame, lambda v: v.__setitem__("a", [1.0, 2.0])),
    "column": (frame, lambda v: v.__setitem__("n", 1)),
    "frame's list": (lambda: pd.DataFrame({"a": [[1]]}), lambda v: v.a[0].append(2)),
    "index": (frame, lambda v: setattr(v, "index", [5, 6])),
    "series": (lambda: pd.Series([1, 2], name="s"), lambda v: setattr(v, "name", "t")),
    "fitted": (LinearRegression, lambda v: v.fit(GRID, SIDE)),
    "fitted again": (lambda: LinearRegression().fit(GRID, SIDE), lambda v: v.fit(GRID, GRID[:, 1])),
    "parameter": (SVC, lambda v: v.set_params(C=9)),
    "sparse": (lambda: scipy.sparse.csr_matrix(np.eye(3)), lambda v: v.data.__setitem__(0, 7)),
    "iterator": (lambda: iter([1, 2, 3]), next),
    "count": (lambda: itertools.count(), next),
    "text": (lambda: io.StringIO("abc"), lambda v: v.read()),
    "generator": (lambda: np.random.default_rng(3), lambda v: v.random()),
    "random": (lambda: random.Random(1), lambda v: v.random()),
    "namespace": (lambda: types.SimpleNamespace(a=1), lambda v: setattr(v, "b", 2)),
    "deque": (lambda: collections.deque([1, 2]), lambda v: v.rotate()),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_reading_is_no_change(name):
    make, use = QUIET[name]
    value = make()
    before = copied(value)
    use(value)
    assert not differ(before, value)
    assert not differ(value, before)


@pytest.mark.parametrize("name", LOUD)
def test_a_change_is_seen(name):
    make, change = LOUD[name]
    value = make()
    before = copied(value)
    assert not differ(before, value)
    change(value)
    assert differ(before, value)


def test_functions_differ_by_what_they_hold():
    def counter():
        n = [0]
        return lambda: n.append(1)

    first, second = counter(), counter()
    assert not differ(first, second)
    second()
    assert differ(first, second)


def test_what_cannot_be_known_is_no_difference():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert not differ(deep, [deep])

    class Broken:
        def __reduce_ex__(self, protocol):
            raise RuntimeError

    assert not differ(Broken(), Broken())
    assert not differ([object()] * 3, [object()] * 3)


def test_the_clock_ends_a_long_comparison():
    value = {place: [place] for place in range(10_000)}
    with pytest.raises(OutOfTime):
        differ(value, {place: [place] for place in range(10_000)}, 0.0)
