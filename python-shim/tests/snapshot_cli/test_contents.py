from __future__ import annotations

import json
import re

from .links import taken


def test_the_files_of_a_snapshot_are_shown_and_what_could_run_code(folder, snapshot):
    (folder / "data").mkdir()
    for name in ("one", "two"):
        (folder / "data" / name).write_bytes(b"1" * 1500)
    (folder / "conftest.py").write_text("")
    (folder / "numpy.py").write_text("")
    (folder / "to").symlink_to("data/one")
    (folder / "\x1b[2Jbad").write_text("")
    url = taken(snapshot("create"))
    shown = snapshot("show", url).stdout
    rows = [re.sub("  +", "  ", line) for line in shown.splitlines()]
    for row in ("data/  2 files  3.0 kB", "data.csv  2 B", "to -> data/one", "\\u001b[2Jbad  0 B"):
        assert row in rows
    assert "data/one" not in rows
    assert "\x1b[2J" not in shown
    code = next(line for line in rows if "runs by itself: " in line)
    assert "conftest.py" in code
    assert "numpy.py (Python would take it for the module `numpy`)" in code

    every = snapshot("show", url, "--files").stdout.splitlines()
    assert {"          data/", "  1.5 kB  data/one", "  1.5 kB  data/two"} <= set(every)
    answer = json.loads(snapshot("show", url, "--json").stdout)
    assert next(item for item in answer["entries"] if item["path"] == "data") == {
        "path": "data",
        "kind": "folder",
        "files": 2,
        "bytes": 3000,
        "target": None,
    }
    assert {item["path"] for item in answer["code"]} == {"conftest.py", "numpy.py"}
    answer = json.loads(snapshot("show", url, "--json", "--files").stdout)
    assert {"path": "data/one", "kind": "file", "size": 1500, "target": None} in answer["entries"]


def test_more_changes_than_are_listed_are_counted(folder, snapshot):
    for place in range(700):
        (folder / f"{place}.txt").write_text("a")
    url = taken(snapshot("create"))
    for place in range(600):
        (folder / f"{place}.txt").write_text("bb")
    answer = json.loads(snapshot("diff", url, "now", "--json").stdout)
    assert (answer["total"], answer["same"]) == (600, 101)
    assert len({item["path"] for item in answer["items"]}) == 600


def test_a_difference_names_what_became_a_folder(folder, snapshot):
    (folder / "p").write_text("1")
    (folder / "q").write_text("2")
    (folder / "gone").mkdir()
    before = taken(snapshot("create"))
    (folder / "p").unlink()
    (folder / "p").mkdir()
    (folder / "p" / "inner").write_text("3")
    (folder / "gone").rmdir()
    after = taken(snapshot("create"))
    there = ["D  gone/", "D  p", "A  p/inner", "2 files the same"]
    back = ["A  gone/", "A  p", "D  p/inner", "2 files the same"]
    assert snapshot("diff", before, after).stdout.splitlines() == there
    assert snapshot("diff", before, "now").stdout.splitlines() == there
    assert snapshot("diff", after, before).stdout.splitlines() == back
    assert snapshot("diff", "now", before).stdout.splitlines() == back
