"""Verifies notebooks in a process of its own, which may fork."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from kalette.verify.compare import names_in, text_of

NO_STATE = {"restore": [], "capture": []}


def request(tmp_path, cells, steps) -> dict[str, Any]:
    """`cells`: owner and source; `steps`: name, what it receives from whom, what it follows."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "in.txt").write_text("4")
    placed = [
        {"id": f"c{place}", "index": place, "line": 1, "source": source, "owner": owner}
        for place, (owner, source) in enumerate(cells)
    ]
    received = {name for _, sources, _ in steps for name in sources}
    return {
        "cells": placed,
        "workspace": str(workspace),
        "folder": ".",
        "steps": [
            {
                "name": name,
                "after": after,
                "sources": sources,
                "plan": {
                    "version": 1,
                    "pipeline": "p",
                    "notebook": "n.ipynb",
                    "step": name,
                    "parameters": [],
                    "setup": [{"variable": variable} for variable in sources],
                    "cells": [cell for cell in placed if cell["owner"] == name],
                    "saves": [
                        [variable]
                        for variable in sorted(received)
                        if any(more.get(variable) == name for _, more, _ in steps)
                    ],
                    "metrics": [],
                    "state": NO_STATE,
                },
            }
            for name, sources, after in steps
        ],
    }


def verdict(message: dict[str, Any]) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "kalette.verify"],
        input=json.dumps(message),
        capture_output=True,
        text=True,
        timeout=120,
    )
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert lines[-1]["type"] == "verdict", answer.stderr
    return lines[-1]


def kinds(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(one["what"], one["schedule"], one["name"]) for one in found]


def test_steps_that_do_what_the_notebook_does(tmp_path):
    cells = [
        ("one", "x = [int(open('in.txt').read())]\nprint(x, id(x) and object())"),
        ("two", "x.append(5)\nopen('out.txt', 'w').write(str(x))\nx"),
    ]
    steps = [("one", {}, []), ("two", {"x": "one"}, ["one"])]
    found = verdict(request(tmp_path, cells, steps))
    assert found["differences"] == found["varying"] == []
    assert found["compared"]["files"] == 1
    assert found["error"] is None
    assert (tmp_path / "workspace" / "in.txt").read_text() == "4"
    assert not (tmp_path / "workspace" / "out.txt").exists()


def test_a_stale_value_shows_in_output_and_value(tmp_path):
    cells = [("one", "x = 1"), ("two", "x = 2"), ("three", "y = x\nprint(y)")]
    steps = [("one", {}, []), ("two", {}, []), ("three", {"x": "one"}, ["one", "two"])]
    found = verdict(request(tmp_path, cells, steps))
    assert ("output", "earliest", None) in kinds(found["differences"])
    assert ("value", "earliest", "y") in kinds(found["differences"])
    first = found["differences"][0]
    assert (first["step"], first["cell"]) == ("three", 2)
    assert (first["notebook"], first["pipeline"]) == ("2\n", "1\n")


def test_a_file_that_is_written_too_late(tmp_path):
    cells = [
        ("one", "open('a.txt', 'w').write('1')"),
        ("two", "import os\nseen = os.path.exists('a.txt')\nopen('b.txt', 'w').write(str(seen))"),
    ]
    steps = [("one", {}, []), ("two", {}, [])]
    found = kinds(verdict(request(tmp_path, cells, steps))["differences"])
    # In notebook order all is well; nothing makes the second step wait.
    assert ("file", "latest", "b.txt") in found
    assert ("value", "latest", "seen") in found
    assert not any(schedule == "earliest" for _, schedule, _ in found)


def test_what_varies_by_itself_is_told_apart(tmp_path):
    cells = [("one", "import time\nt = time.perf_counter_ns()\nprint(t)"), ("two", "print('same')")]
    steps = [("one", {}, []), ("two", {}, [])]
    found = verdict(request(tmp_path, cells, steps))
    assert found["differences"] == []
    assert ("output", "again", None) in kinds(found["varying"])


def test_a_notebook_that_fails_is_compared_up_to_there(tmp_path):
    cells = [("one", "print(1)\n1 / 0"), ("two", "print(2)")]
    steps = [("one", {}, []), ("two", {}, ["one"])]
    found = verdict(request(tmp_path, cells, steps))
    assert found["error"] == "ZeroDivisionError: division by zero"
    assert found["differences"] == []


def test_a_step_that_fails_alone(tmp_path):
    cells = [("one", "x = 1"), ("two", "print(x)")]
    found = verdict(request(tmp_path, cells, [("one", {}, []), ("two", {}, ["one"])]))
    error = next(one for one in found["differences"] if one["what"] == "error")
    assert (error["step"], error["notebook"]) == ("two", None)
    assert "NameError" in error["pipeline"]


def test_names_that_a_step_may_bind():
    source = "def f(x=a):\n    global b\n    b = c\nimport d.e\nclass G:\n    h = 1\ni = lambda: j"
    assert names_in([{"source": source}]) == {"f", "a", "b", "d", "G", "h", "i"}
    assert "k" in names_in([{"source": "%time k = 1"}])


def shown(html: str) -> str:
    """What is compared of an output of two forms."""
    data = {"text/plain": "Ridge()", "text/html": html}
    return text_of([{"output_type": "display_data", "data": data}])


def test_how_many_estimators_were_shown_before_does_not_count():
    first = '<style>#sk-container-id-1 {}</style><div for="sk-estimator-id-1">'
    assert shown(first) == shown(first.replace("-1", "-23"))
    assert shown(first) != shown(first.replace("div", "p"))
