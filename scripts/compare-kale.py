"""Reads notebooks with Kale and with Kalette, and tells where steps, edges or values differ.

Kale's versions need interpreters of their own: make an environment with the one to compare with
(`pip install kubeflow-kale==2.3.0`; 0.7.0 needs Python 3.8, markupsafe<2.1 and jinja2<3.1), and
give its interpreter::

    python scripts/compare-kale.py --kale ENVIRONMENT/bin/python NOTEBOOK...

Tags that the version does not know are left out or put as it knows them. The exit code is 1 if
steps or the order of steps differ in any notebook, or if Kalette refuses one that Kale compiles.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# Runs in Kale's interpreter. What it prints before the last line is Kale's own.
READ = """
import json, re, sys, warnings
warnings.simplefilter("ignore")
from kale.processors import nbprocessor
# What other versions write about the whole notebook stops this one.
notebook = json.load(open(sys.argv[1]))
notebook["metadata"]["kubeflow_notebook"] = {"pipeline_name": "p", "experiment_name": "e"}
# So do the tags of other versions. How the steps are called and follow each other stays.
is_new = not hasattr(nbprocessor, "BLOCK_TAG")
foreign = () if is_new else ("cache:", "report:", "image:", "secret:")
for cell in notebook["cells"]:
    tags = [tag for tag in cell["metadata"].get("tags", []) if not tag.startswith(foreign)]
    tags = ["pipeline-parameters" if tag == "parameters" else tag for tag in tags]
    cell["metadata"]["tags"] = [re.sub("^block:", "step:", t) if is_new else t for t in tags]
json.dump(notebook, open(sys.argv[2], "w"))
try:
    found = nbprocessor.NotebookProcessor(sys.argv[2]).run()
    steps = {s.name: [sorted(s.ins), sorted(s.outs)] for s in found.steps}
    answer = {"steps": steps, "edges": sorted(list(edge) for edge in found.edges)}
except BaseException as error:
    answer = {"error": f"{type(error).__name__}: {error}"}
print()
print(json.dumps(answer))
"""


def read_with_kale(python: str, notebook: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, "-W", "ignore", "-c", READ, notebook, Path(folder) / notebook.name],
            cwd=notebook.parent,
            capture_output=True,
            text=True,
        )
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {"error": done.stderr.strip()[-500:]}


def read_here(notebook: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "kalette", "check", notebook.name, "--json"],
        cwd=notebook.parent,
        capture_output=True,
        text=True,
    )
    document = json.loads(done.stdout)
    told = [
        f"{item['severity']} {item['code']}: {item['message']}" for item in document["diagnostics"]
    ]
    steps = (document.get("pipeline") or {}).get("steps", [])
    return {"steps": {step["name"]: step for step in steps}, "told": told}


def received(step: dict[str, Any]) -> set[str]:
    """What a step has of others: Kale hands on functions as values, Kalette by their source."""
    kinds = ("function ", "class ")
    definitions = {name.split()[1] for name in step["definitions"] if name.startswith(kinds)}
    return definitions | {item["variable"] for item in step["reads"]}


def edges_of(steps: dict[str, Any]) -> set[tuple[str, str]]:
    return {(after, name) for name, step in steps.items() for after in step["after"]}


def below(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """All pairs of steps of which one waits for the other, at last."""
    reach = set(edges)
    while True:
        more = {(a, d) for a, b in reach for c, d in edges if b == c} - reach
        if not more:
            return reach
        reach |= more


def compare(python: str, notebook: Path) -> bool:
    kale, here = read_with_kale(python, notebook), read_here(notebook)
    print(f"{notebook.name}:")
    if "error" in kale:
        print(f"  Kale: {kale['error']}")
        print(f"  Kalette: {len(here['steps'])} steps, {len(here['told'])} problems")
        return True
    edges = edges_of(here["steps"])
    theirs = {(a, b) for a, b in kale["edges"]}
    differences = [
        *(f"step {name}: only Kale" for name in kale["steps"].keys() - here["steps"].keys()),
        *(f"step {name}: only Kalette" for name in here["steps"].keys() - kale["steps"].keys()),
        *(f"{a} -> {b}: waits only with Kale" for a, b in sorted(below(theirs) - below(edges))),
        *(f"{a} -> {b}: waits only with Kalette" for a, b in sorted(below(edges) - below(theirs))),
        *(line for line in here["told"] if line.startswith("error")),
    ]
    for line in differences or ["same steps, same order"]:
        print(f"  {line}")
    for a, b in sorted(theirs - edges):
        print(f"  {a} -> {b}: drawn only with Kale")
    for name in kale["steps"].keys() & here["steps"].keys():
        ins = set(kale["steps"][name][0])
        reads = received(here["steps"][name])
        if ins != reads:
            print(f"  {name} receives, only Kale: {sorted(ins - reads)}", end="")
            print(f", only Kalette: {sorted(reads - ins)}")
    for line in here["told"]:
        if line not in differences:
            print(f"  {line}")
    return not differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kale", required=True, help="the interpreter of Kale's environment")
    parser.add_argument("notebooks", nargs="+", type=Path)
    arguments = parser.parse_args()
    same = [compare(arguments.kale, path.resolve()) for path in arguments.notebooks]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
