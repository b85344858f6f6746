from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque, namedtuple

import numpy as np
import pytest
from kalette.runtime.variables import references
from kalette.runtime.variables.references import Known, apart_from, follow


class Box:
    def __init__(self, **attributes):
        vars(self).update(attributes)


class Changed(Box):
    def __getstate__(self):
        return {}


def kind_of(whole):
    """Its type: what ``repr`` says of some differs from process to process."""
    return type(whole).__name__


Pair = namedtuple("Pair", "left right")
PART = [1]


@pytest.mark.parametrize(
    "whole",
    [
        [0, PART],
        (0, PART),
        {"p": PART},
        {1: PART},
        {("a", 2): PART},
        OrderedDict(p=PART),
        defaultdict(list, p=PART),
        deque([0, PART]),
        Pair(0, PART),
        np.array([[None, 0], [PART, 1]], dtype=object),
        Box(p=PART),
        Box(inner={"p": [Pair(PART, 0)]}),
    ],
    ids=kind_of,
)
def test_a_way_leads_to_the_part(whole):
    known = Known({"whole": whole})
    reference = known.get(id(PART))
    assert follow(reference, {"whole": whole}.__getitem__) is PART
    assert known.met == {"whole"}


@pytest.mark.parametrize(
    "whole",
    [{float("nan"): PART}, {frozenset(): PART}, Changed(p=PART), {"c": type("C", (), {"p": PART})}],
    ids=kind_of,
)
def test_no_way_leads_where_it_may_not_lead_back(whole):
    assert Known({"whole": whole}).get(id(PART)) is None


def test_the_shortest_way_is_taken():
    whole = {"long": [[PART]], "short": PART}
    assert Known({"whole": whole}).get(id(PART)) == ("whole", ("item", "short"))


def test_a_variable_is_named_by_itself():
    values = {"whole": {"p": PART}, "part": PART}
    assert Known(values).get(id(PART)) == "part"


def test_numbers_texts_and_code_are_no_parts():
    whole = {"n": 10**6, "t": "text", "f": len, "c": Counter}
    known = Known({"whole": whole})
    assert [known.get(id(one)) for one in whole.values()] == [None] * 4


def test_an_array_stands_for_the_memory_that_it_shows_and_not_for_others_that_do():
    base = np.zeros(4)
    whole = {"shown": base.reshape(2, 2)}
    known = Known({"whole": whole})
    assert known.get(id(base)) is None
    assert known.memories[id(base)] is whole["shown"]


def test_circles_end():
    ring: list[object] = []
    ring.append(ring)
    assert Known({"ring": ring}).get(id(ring)) == "ring"


def test_what_lies_beyond_the_limit_is_not_known(monkeypatch):
    monkeypatch.setattr(references, "LIMIT", 5)
    whole = [[number] for number in range(20)]
    assert Known({"whole": whole}).get(id(whole[-1])) is None


@pytest.mark.parametrize(
    "reference",
    [
        ("whole", ("item", "other")),
        ("whole", ("item", 0)),
        ("whole", ("item", [])),
        ("whole", ("attribute", "p")),
        ("whole", ("element", 0)),
        ("whole", ("item", "p"), ("item", 7)),
        ("whole", ("item", "p"), ("attribute", "append")),
        ("whole", ("call", "p")),
        ("whole", "item"),
    ],
)
def test_a_way_that_leads_nowhere_is_an_error(reference):
    with pytest.raises(ValueError, match="`whole` has no such part"):
        follow(reference, {"whole": {"p": PART}}.__getitem__)


def test_code_of_a_class_is_not_run_on_the_way():
    class Loud(dict):
        def __getitem__(self, key):
            raise AssertionError

    assert follow(("whole", ("item", "p")), {"whole": Loud(p=PART)}.__getitem__) is PART


def test_of_files_that_hold_the_same_one_stays():
    values = {"all": [PART], "part": PART, "own": [PART, 2]}
    files = {"all": "A", "part": "B"}
    group = ["all", "part", "own"]
    assert apart_from(group, values, files).variables == {"all"}
    assert apart_from(group, values, files, frozenset({"part"})).variables == {"part"}


def test_nothing_stays_where_a_part_cannot_be_named():
    class Key:
        pass

    key = Key()
    values = {"whole": {key: 1}, "key": key}
    assert not apart_from(["whole", "key"], values, {"whole": "A"}).variables
