from __future__ import annotations

import json
import platform
import re
import sys
from pathlib import Path

import numpy as np
import pytest
import sklearn
from kalette.runtime.resume import resume
from kalette.runtime.variables import Budget, Keeping, formats, save_variables
from kalette.runtime.variables.formats import loaded_versions
from kalette.runtime.variables.safe import UnsafePickle
from sklearn.linear_model import LinearRegression

from .kept import keep_all

RAN = []


def note(text):
    RAN.append(text)


class Payload:
    """Runs code when it is read."""

    def __reduce__(self):
        return (note, ("ran",))


@pytest.fixture
def request_for(tmp_path):
    """Keeps a namespace, and writes the request that brings it back."""

    def make(namespace, groups=(), **changes):
        out = str(tmp_path / "out")
        saved = save_variables(groups, namespace, out, {})
        kept = keep_all(Keeping(namespace, {}, saved, {}), out, Budget(1 << 30, 60.0))
        request = {
            "variables": [{**e, "path": f"{out}/{e['file']}"} for e in kept.variables],
            "parameters": [],
            "trusted": True,
            "sources": [],
            "python": platform.python_version(),
            "versions": loaded_versions(),
            **changes,
        }
        path = tmp_path / "request.json"
        path.write_text(json.dumps(request))
        return str(path)

    return make


def test_variables_come_back_and_the_outcome_is_one_line(request_for, capsys):
    rows = [1]
    namespace: dict[str, object] = {}
    resume(request_for({"a": np.arange(3), "rows": rows, "again": rows}), namespace)
    assert namespace["again"] is namespace["rows"]
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "restored": ["a", "rows", "again"],
        "failed": [],
        "undefined": [],
    }


def test_parameters_are_what_they_were_in_the_run_unless_a_step_changed_them(request_for):
    parameters = [
        {"name": "rate", "type": "float", "value": "2"},
        {"name": "sizes", "type": "list", "value": "[1,2.5]", "source": "[1.0, 2.5]"},
        {"name": "rows", "type": "int", "value": "3"},
    ]
    namespace: dict[str, object] = {}
    outcome = resume(request_for({"rows": [1]}, parameters=parameters), namespace)
    assert repr(namespace) == "{'rate': 2.0, 'sizes': [1.0, 2.5], 'rows': [1]}"
    assert outcome["restored"] == ["rows"]


@pytest.mark.parametrize(
    "parameter",
    [
        {"name": "print", "type": "str", "value": '"x"'},
        {"name": "a", "type": "int", "value": "{"},
        {"name": "a", "type": "int", "value": '"x"'},
        {"name": "a", "type": "list", "value": "1", "source": "__import__('os').getcwd()"},
        {"name": "a", "type": "list", "value": "1", "source": "(("},
    ],
)
def test_a_parameter_that_is_none_is_left_out(request_for, parameter):
    namespace: dict[str, object] = {}
    resume(request_for({"n": 1}, parameters=[parameter]), namespace)
    assert namespace == {"n": 1}


def test_annotations_are_evaluated_but_below_a_future_import(request_for):
    sources = [
        "def first(x: int): pass",
        "from __future__ import annotations",
        "def second(x: Nowhere): pass",
    ]
    namespace: dict[str, object] = {}
    assert resume(request_for({"n": 1}, sources=sources), namespace)["undefined"] == []
    assert namespace["first"].__annotations__ == {"x": int}
    assert namespace["second"].__annotations__ == {"x": "Nowhere"}


def test_what_cannot_be_defined_is_told_and_keeps_nothing_else_back(request_for):
    namespace: dict[str, object] = {}
    sources = [
        "import nowhere.to_be_found",
        "def twice(x):\n    return 2 * x",
        "class C(gone): ...",
    ]
    outcome = resume(request_for({"n": 1}, sources=sources), namespace)
    assert outcome["undefined"] == [
        "`import nowhere.to_be_found`: needs nowhere, which the kernel lacks",
        "`class C(gone): ...`: NameError: name 'gone' is not defined",
    ]
    assert outcome["restored"] == ["n"]
    assert namespace["twice"](4) == 8


def test_what_another_file_names_is_trusted_no_more_than_by_itself(request_for):
    bad = [Payload()]
    path = request_for({"bad": bad, "holds": [bad]}, groups=[["bad"]], trusted=False)
    namespace: dict[str, object] = {}
    outcome = resume(path, namespace)
    assert namespace == {}
    assert [entry["name"] for entry in outcome["failed"]] == ["bad", "holds"]
    assert RAN == []


def test_a_model_predicts_again(request_for):
    x = np.arange(6.0).reshape(-1, 1)
    namespace: dict[str, object] = {}
    resume(request_for({"model": LinearRegression().fit(x, 2 * x[:, 0])}), namespace)
    assert namespace["model"].predict([[10.0]])[0] == pytest.approx(20)


def test_code_of_others_does_not_run(request_for):
    RAN.clear()
    namespace: dict[str, object] = {}
    path = request_for({"bad": [Payload()], "n": 1}, trusted=False)
    outcome = resume(path, namespace)
    assert (RAN, namespace) == ([], {"n": 1})
    assert [item["name"] for item in outcome["failed"]] == ["bad"]
    assert "could run code" in outcome["failed"][0]["reason"]


def test_code_that_claims_to_be_plain_data_does_not_run(request_for):
    RAN.clear()
    path = request_for({"bad": [Payload()]}, trusted=False)
    with open(path) as file:
        request = json.load(file)
    for entry in request["variables"]:
        entry["tier"] = "safe"
    with open(path, "w") as file:
        json.dump(request, file)
    outcome = resume(path, {})
    assert RAN == []
    assert "is not plain data" in outcome["failed"][0]["reason"]


class _Estimator(LinearRegression):
    """Runs code when joblib reads it."""

    def __reduce__(self):
        return (note, ("ran",))


_Estimator.__module__ = "sklearn.linear_model"


def forged(path, **changes):
    """Writes what a stranger could have written into every entry of a request."""
    with open(path) as file:
        request = json.load(file)
    for entry in request["variables"]:
        entry.update(changes)
    with open(path, "w") as file:
        json.dump(request, file)
    return path


def test_a_format_that_can_run_code_is_no_plain_data_whatever_is_said_of_it(request_for):
    RAN.clear()
    path = forged(request_for({"bad": _Estimator()}, trusted=False), tier="safe")
    with open(path) as file:
        (entry,) = json.load(file)["variables"]
    assert entry["format"] == "joblib"
    outcome = resume(path, {})
    assert RAN == []
    assert "could run code" in outcome["failed"][0]["reason"]
    with pytest.raises(UnsafePickle):
        formats.by_name("joblib").read(entry["path"], "safe")


@pytest.mark.parametrize("name", ["__builtins__", "print", "_i1", "get_ipython", "a b", "if"])
def test_a_stranger_gives_no_name_that_others_rely_on(request_for, name):
    namespace: dict[str, object] = {}
    outcome = resume(forged(request_for({"a": [1]}, trusted=False), name=name), namespace)
    assert namespace == {}
    assert "would hide" in outcome["failed"][0]["reason"]


def test_a_stranger_names_no_module_that_is_imported(request_for):
    path = forged(request_for({"a": [1]}, trusted=False), library="antigravity", version="1")
    assert resume(path, {})["restored"] == ["a"]
    assert "antigravity" not in sys.modules


def test_formats_that_are_shown_as_plain_data_are_those_that_can_be():
    source = (Path(__file__).parents[3] / "src/engine/snapshots/variables/state.ts").read_text(
        "utf-8"
    )
    listed = re.search(r"PLAIN_FORMATS = \[(.*?)\]", source, re.DOTALL)
    shown = set(re.findall(r"'(\w+)'", listed.group(1)))
    assert shown == {kind.name for kind in formats.FORMATS if kind.can_be_safe}


def test_with_consent_it_runs(request_for):
    RAN.clear()
    resume(request_for({"bad": [Payload()]}, trusted=True), {})
    assert RAN == ["ran"]


@pytest.mark.parametrize("grouped", [False, True], ids=["alone", "in a group"])
def test_another_version_of_a_library_is_named_before_anything_is_read(request_for, grouped):
    model = LinearRegression()
    namespace = {"model": model, **({"also": [model]} if grouped else {})}
    path = request_for(namespace, versions={"sklearn": "0.9.1"})
    with open(path) as file:
        request = json.load(file)
    for entry in request["variables"]:
        entry["version"] = entry["version"] and "0.9.1"
    with open(path, "w") as file:
        json.dump(request, file)
    outcome = resume(path, {})
    assert len(outcome["failed"]) == len(namespace)
    for item in outcome["failed"]:
        assert item["reason"] == f"needs sklearn 0.9.1, the kernel has {sklearn.__version__}"


def test_functions_need_the_python_that_made_them(request_for):
    import sys

    main = sys.modules["__main__"].__dict__
    exec("def helper():\n    return 1", main)
    try:
        path = request_for({"helper": main["helper"], "n": 2}, python="2.7.18")
        namespace: dict[str, object] = {}
        outcome = resume(path, namespace)
    finally:
        del main["helper"]
    assert namespace == {"n": 2}
    assert outcome["failed"][0]["reason"].startswith("needs Python 2.7.18")


def test_a_file_that_is_gone_costs_one_variable(request_for, tmp_path):
    path = request_for({"a": [1], "b": "x"})
    with open(path) as file:
        request = json.load(file)
    request["variables"][0]["path"] = str(tmp_path / "nothing")
    with open(path, "w") as file:
        json.dump(request, file)
    outcome = resume(path, {})
    assert len(outcome["restored"]) == 1
    assert outcome["failed"][0]["reason"] == "its file is gone"
