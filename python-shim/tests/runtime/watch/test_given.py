from __future__ import annotations

import pytest
from kalette.runtime.watch import Given


def untouched(setup, source, received=()):
    namespace = {"__name__": "__main__"}
    exec(setup, namespace)
    given = Given(namespace, received)
    exec(source, namespace)
    sure, unsure = given.untouched(namespace, [source])
    return sorted(set(sure) - {"__name__"}), unsure


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ("x = 1", ["f", "items"]),
        ("f = 't'", ["items"]),
        ("f = 4", ["items"]),
        ("def p(f): return f", ["f", "items"]),
        ("items.append(2)", ["f"]),
        ("items['a' == 'b'] = [3]", ["f"]),
        ("del f", ["items"]),
        ("for f in [4]: pass", ["items"]),
    ],
)
def test_what_is_the_same_and_was_not_bound_again_was_left_alone(source, sure):
    assert untouched("f = 4\nitems = [1]", source) == (sure, [])


def test_what_a_function_may_have_bound_again_is_not_certain():
    source = "def reset():\n    global f\n    f = 4"
    assert untouched("f = 4\nitems = [1]", source) == (["items"], ["f"])
    assert untouched("f = 4\nitems = [1]", f"{source}\nf = 4") == (["items"], [])


def test_nothing_is_said_of_what_was_received_or_runs_code_of_its_own():
    large = "big = list(range(20_000))\ntext = ['x' * 200 for _ in range(1000)]\n"
    setup = f"class Box: pass\nbox = Box()\n{large}f = 4\nm = 1"
    assert untouched(setup, "x = 1", received=["m"]) == (["f"], [])


DEFINES = """
def plain(): pass
def marked(): pass
def counts(x=[]): x.append(1)
class Box: items = []
class Bare: pass
"""


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ("plain()", None),
        ("marked.seen = 1", "marked"),
        ("counts()", "counts"),
        ("Box()", None),
        ("Box.items.append(1)", "Box"),
        ("Bare.more = 2", "Bare"),
    ],
)
def test_code_that_something_was_put_into_is_not_as_it_was_defined(source, other):
    namespace = {"__name__": "__main__"}
    exec(DEFINES, namespace)
    given = Given(namespace, [])
    assert set(given.definitions()) == {"plain", "marked", "counts", "Box", "Bare"}
    exec(source, namespace)
    names = {"plain", "marked", "counts", "Box", "Bare"}
    assert set(given.definitions()) == names - {other}
    assert given.changed() == [name for name in [other] if name]


def test_changed_code_is_told_whatever_its_name_means_by_now():
    namespace = {"__name__": "__main__"}
    exec(DEFINES, namespace)
    given = Given(namespace, [])
    exec("counts()\ncounts = 4\nmarked = 5", namespace)
    assert given.changed() == ["counts"]


def test_what_was_put_into_code_of_a_library_is_not_told():
    namespace = {"__name__": "__main__"}
    exec("import functools\ndef plain(): pass", namespace)
    library = {"__name__": "library"}
    exec("def counts(x=[]): x.append(1)\nclass Box: items = []", library)
    given = Given({**namespace, "counts": library["counts"], "Box": library["Box"]}, [])
    exec("counts()\nBox.items.append(1)", library)
    assert given.changed() == []


@pytest.mark.parametrize(
    ("source", "gone"),
    [
        ("x = 1", []),
        ("del f", ["f"]),
        ("globals().pop('f')", ["f"]),
        ("f = 1\nimport json", ["json"]),
        ("for i in range(2):\n    import json as f", ["f"]),
        ("if not f:\n    import json as g", []),
        ("import math", ["math"]),
        ("from os.path import join", ["join"]),
        ("help = len", ["help"]),
        ("def help(): pass", []),
        ("class f: pass", []),
        ("def inner():\n    import json", []),
        ("_x = 1\ndel _x", []),
    ],
)
def test_names_that_no_variable_stands_under_any_more_are_told(source, gone):
    namespace = {"__name__": "__main__"}
    exec("import math\ndef help(): pass\nf = 4", namespace)
    given = Given(namespace, ["f"])
    exec(source, namespace)
    assert given.gone(namespace, [source]) == gone
