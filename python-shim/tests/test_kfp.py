"""Values that KFP carries from pod to pod are what the notebook has."""

from __future__ import annotations

import json
import random

from .notebooks import notebook, write
from .test_examples import kalette

# Two names of one list, a function with a state of its own, an instance, an array, and a name
# that is not bound any more.
CELLS = (
    (["imports"], "import numpy as np"),
    (["pipeline-parameters"], "scale = 2"),
    (
        ["step:make"],
        "class Box:\n"
        "    def __init__(self, items):\n"
        "        self.items = items\n"
        "rows = [1, 2]\n"
        "box = Box(rows)\n"
        "def counter():\n"
        "    n = 0\n"
        "    def up():\n"
        "        nonlocal n\n"
        "        n += 1\n"
        "        return n\n"
        "    return up\n"
        "up = counter()\n"
        "grid = np.arange(4.0)\n"
        "spare = 1",
    ),
    (["step:change"], "box.items.append(3 * scale)\nup()\nif scale == 2:\n    del spare"),
    (
        ["step:use"],
        "total = float(sum(rows) + sum(box.items) + up() + grid.sum())\n"
        "same = int(rows is box.items)\n"
        "try:\n"
        "    spare\n"
        "except NameError:\n"
        "    total += 0.5",
    ),
    (["pipeline-metrics"], "print(total)\nprint(same)"),
)


# Random numbers that go on, and settings of an earlier step.
STATEFUL = (
    (["imports"], "import random, os, decimal"),
    (
        ["step:first"],
        "random.seed(11)\nrandom.random()\nos.environ['SCALE'] = '3'\n"
        "decimal.getcontext().prec = 4",
    ),
    (
        ["step:second"],
        "total = random.random() + int(os.environ['SCALE'])\nsame = float(decimal.Decimal(1) / 3)",
    ),
    (["pipeline-metrics"], "print(total)\nprint(same)"),
)


def test_process_state_arrives_as_it_was(tmp_path, monkeypatch):
    metrics = metrics_in_pods(STATEFUL, tmp_path, monkeypatch)
    numbers = random.Random(11)
    numbers.random()
    assert metrics == {"total": numbers.random() + 3, "same": 0.3333}


def metrics_in_pods(cells, tmp_path, monkeypatch):
    """What KFP keeps of the metrics ``total`` and ``same`` when it runs the cells."""
    from kfp import local
    from kfp.components import load_component_from_file

    path = write(tmp_path / "shared.ipynb", notebook(*cells))
    kalette("compile", path.name, "--target", "kfp", "-o", "s.yaml", folder=tmp_path)
    monkeypatch.chdir(tmp_path)
    local.init(local.SubprocessRunner(use_venv=False), pipeline_root=str(tmp_path / "artifacts"))
    task = load_component_from_file(str(tmp_path / "s.yaml"))()
    return {
        name: value
        for artifact in task.outputs.values()
        for name, value in artifact.metadata.items()
        if name in {"total", "same"}
    }


def test_objects_arrive_as_they_were(tmp_path, monkeypatch):
    metrics = metrics_in_pods(CELLS, tmp_path, monkeypatch)
    assert metrics == {"total": 9 + 9 + 2 + 6 + 0.5, "same": 1}
    document = json.loads(kalette("run", "shared.ipynb", "--json", folder=tmp_path))
    assert document["run"]["metrics"] == metrics
