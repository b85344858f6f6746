from __future__ import annotations

import math
import random
import sys
import threading
import time
import types

import numpy as np
from kalette.runtime.variables import Budget


def test_all_that_is_alive_comes_back(keep):
    array = np.arange(4.0)
    back, left, _ = keep({"a": 1, "b": [2], "array": array})
    assert (back["a"], back["b"], left) == (1, [2], {})
    assert np.array_equal(back["array"], array)


def test_sharing_is_kept_also_with_what_later_steps_receive(keep):
    rows = [1]
    back, _, _ = keep({"rows": rows, "again": rows, "own": [1]}, groups=[["rows"]])
    assert back["again"] is back["rows"]
    assert back["own"] is not back["rows"]


def test_a_method_of_a_container_comes_back_with_that(keep):
    rows = [1]
    back, left, _ = keep(
        {
            "add": rows.append,
            "rows": rows,
            "own": {}.get,
            "form": "{:.2f}".format,
            "random": random.random,
        }
    )
    assert left == {}
    assert sorted(back) == ["add", "form", "own", "rows"]
    assert back["form"](2) == "2.00"
    back["add"](2)
    assert back["rows"] == [1, 2]


def test_what_was_received_and_left_alone_costs_nothing(keep):
    table = np.arange(10_000.0)
    back, left, kept = keep({"table": table}, received=["table"], budget=Budget(0, 0.0))
    assert np.array_equal(back["table"], table)
    assert (left, kept.variables, kept.received) == ({}, [], ["table"])


def test_what_holds_a_received_value_only_names_it(keep):
    table = np.arange(10_000.0)
    rows = [[1], [2]]
    namespace = {"table": table, "rows": rows, "best": ("t", table), "both": {"r": rows}}
    back, _, kept = keep(namespace, received=["table", "rows"])
    assert back["best"][1] is back["table"]
    assert back["both"]["r"] is back["rows"]
    assert sum(entry["bytes"] for entry in kept.variables) < 2000
    assert sorted(entry["refers"][0] for entry in kept.variables) == ["rows", "table"]


def test_another_name_for_a_received_value_is_the_same_object(keep):
    rows = [[1], [2]]
    back, _, _ = keep({"rows": rows, "best": rows}, received=["rows"])
    assert back["best"] is back["rows"]


def test_a_part_of_a_received_value_only_names_it(keep):
    rows = [[1], [2]]
    back, _, kept = keep({"rows": rows, "first": rows[0]}, received=["rows"])
    assert back["first"] is back["rows"][0]
    assert kept.received == ["rows"]


def test_parts_of_received_arrays_and_models_only_name_them(keep):
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import make_pipeline

    data = {"x": np.arange(10_000.0), "y": np.zeros(3)}
    model = make_pipeline(LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]))
    namespace = {
        **{"data": data, "x": data["x"], "tail": data["x"][5:]},
        **{"model": model, "last": model.steps[-1][1], "weights": model.steps[-1][1].coef_},
    }
    back, _, kept = keep(namespace, received=["data", "model"])
    assert back["x"] is back["data"]["x"]
    back["tail"][0] = -1
    assert back["x"][5] == -1
    assert back["last"] is back["model"].steps[-1][1]
    assert back["weights"] is back["last"].coef_
    assert kept.received == ["data", "model"]
    assert sum(entry["bytes"] for entry in kept.variables) < 2000


def test_what_holds_what_no_way_leads_to_is_kept_with_it(keep):
    class Key:
        pass

    key = Key()
    back, _, kept = keep({"rows": {key: 1}, "key": key}, received=["rows"])
    assert list(back["rows"]) == [back["key"]]
    assert kept.received == []


def test_received_values_that_came_to_share_are_so_again(keep):
    rows = [1]
    back, _, kept = keep({"rows": rows, "all": [rows]}, received=["rows", "all"])
    assert back["all"][0] is back["rows"]
    assert kept.received == ["rows"]


def test_what_is_saved_already_costs_nothing(keep):
    back, left, kept = keep({"rows": [1, 2]}, groups=[["rows"]], budget=Budget(0, 0.0))
    assert (back, left) == ({"rows": [1, 2]}, {})
    assert kept.variables[0]["file"].startswith("0000")


def test_names_that_are_nobodys_business_stay_out(keep):
    def helper():
        return 1

    helper.__module__ = "__main__"
    namespace = {
        "_": 1,
        "__name__": "__main__",
        "In": [],
        "math": math,
        "types": types,
        "Thread": threading.Thread,
        "helper": helper,
        "kept": 1,
    }
    back, left, _ = keep(namespace, defined={"helper": helper})
    assert (back, left) == ({"kept": 1}, {})


def test_what_cannot_be_saved_is_listed_with_its_cell(keep, tmp_path):
    with open(tmp_path / "x", "w") as file:
        namespace = {"file": file, "lock": threading.Lock(), "fine": 1}
        makers = {"lock": {"id": "c5", "index": 4}}
        back, left, kept = keep(namespace, makers=makers)
    assert back == {"fine": 1}
    assert left == {"file": "an open file", "lock": "a lock"}
    assert {e["name"]: (e["cell"], e["index"]) for e in kept.left}["lock"] == ("c5", 4)


def test_one_that_fails_does_not_take_its_group_along(keep):
    rows = [1]
    back, left, _ = keep({"rows": rows, "bad": (rows, threading.Lock())})
    assert back == {"rows": [1]}
    assert list(left) == ["bad"]


def test_the_budget_leaves_out_the_largest_and_says_so(keep, tmp_path):
    namespace = {"big": np.zeros(100_000), "small": np.zeros(10), "tiny": 1}
    back, left, _ = keep(namespace, budget=Budget(10_000, 60.0))
    assert sorted(back) == ["small", "tiny"]
    assert left == {"big": "more than fits into the budget of bytes"}
    assert not [path for path in (tmp_path / "out").iterdir() if path.stat().st_size > 10_000]


def test_no_time_leaves_out_what_takes_any(keep):
    back, left, _ = keep({"a": [1]}, budget=Budget(1000, -1.0))
    assert back == {}
    assert left == {"a": "more than can be saved in the budget of seconds"}


def test_a_list_shows_what_a_value_is(keep):
    class Odd:
        @property
        def shape(self):
            raise RuntimeError("no")

    sys.modules["__main__"].Odd = Odd
    Odd.__module__, Odd.__qualname__ = "__main__", "Odd"
    try:
        _, _, kept = keep({"x": np.zeros((3, 4)), "n": 5, "s": "a" * 50, "d": {1: 2}, "o": Odd()})
    finally:
        del sys.modules["__main__"].Odd
    details = {entry["name"]: entry["detail"] for entry in kept.variables}
    assert details == {
        "x": "float64 3 × 4",
        "n": "5",
        "s": f"'{'a' * 40}…'",
        "d": "1 item",
        "o": "",
    }


def test_a_list_shows_no_secrets(keep):
    secrets = {
        **{"password": "hunter2", "DB_PASSWORD": "hunter2", "apiKey": "hunter2", "pwd": 7531},
        **{"secret_key": "hunter2", "access_token": "hunter2", "token": ["hunter2", "hunter2"]},
    }
    shown = {"token_count": 5, "tokens": "a b", "key": "k", "keyboard_key": "x", "secretary": "ann"}
    back, _, kept = keep({**secrets, **shown})
    assert back["password"] == "hunter2"
    details = {entry["name"]: entry["detail"] for entry in kept.variables}
    assert {name: details[name] for name in shown} == {
        **{"token_count": "5", "tokens": "'a b'", "key": "'k'", "keyboard_key": "'x'"},
        "secretary": "'ann'",
    }
    assert {name for name in secrets if "looks like a secret" in details[name]} == (
        secrets.keys() - {"token"}
    )
    assert "hunter2" not in repr(kept)
    assert "7531" not in repr(kept)


def test_many_small_values_are_one_file(keep, tmp_path):
    back, left, _ = keep({f"x{n}": n for n in range(3000)} | {"rows": [1]})
    assert (back["x2999"], back["rows"], left) == (2999, [1], {})
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_more_values_than_anybody_looks_at_are_left_out(keep, tmp_path):
    back, left, _ = keep({f"rows{n}": [n] for n in range(600)})
    assert len(back) == 500
    assert set(left.values()) == {"one of more than 500 values"}
    assert len(list((tmp_path / "out").iterdir())) == 500


def test_what_takes_too_long_leaves_time_for_the_rest(keep):
    class Slow:
        def __getstate__(self):
            time.sleep(60)

    values = {"slow": Slow(), "rows": [1], "table": np.arange(9)}
    back, left, _ = keep(values, budget=Budget(1 << 20, 2.0))
    assert left == {"slow": "more than can be saved in the budget of seconds"}
    assert sorted(back) == ["rows", "table"]


def test_the_reason_is_what_the_value_says(keep):
    class Bad:
        def __reduce__(self):
            raise RuntimeError("not me")

    _, left, _ = keep({"bad": Bad()})
    assert left["bad"].endswith("Bad, which cannot be saved (RuntimeError: not me)")
