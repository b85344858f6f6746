"""Each example, run as a pipeline here and by KFP, gives the notebook's own metrics."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/*.ipynb"))

# Runs the code cells of a notebook in one namespace, and prints what the metrics are called.
STRAIGHT = """
import json, sys
cells = json.load(open(sys.argv[1], encoding="utf-8"))["cells"]
names = {}
for cell in cells:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
print("\\n" + json.dumps({name: names[name] for name in json.loads(sys.argv[2])}, default=float))
"""


@pytest.fixture(params=NAMES)
def example(request, tmp_path):
    """A copy of the example, as the path of its notebook."""
    target = tmp_path / request.param
    shutil.copytree(EXAMPLES / request.param, target, ignore=shutil.ignore_patterns(".kalette"))
    return target / f"{request.param}.ipynb"


def kalette(*arguments: str, folder: Path, expect: int = 0) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "kalette", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert answer.returncode == expect, answer.stderr
    return answer.stdout


def straight(notebook: Path, names: list[str]) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-c", STRAIGHT, notebook.name, json.dumps(names)],
        cwd=notebook.parent,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout.splitlines()[-1])


def test_a_run_gives_the_notebooks_own_metrics(example):
    document = json.loads(kalette("run", example.name, "--json", folder=example.parent))
    run = document["run"]
    assert run["state"] == "succeeded"
    assert all(Path(example.parent, step["report"]).exists() for step in run["steps"])
    assert run["metrics"] == straight(example, list(run["metrics"]))


def test_the_live_folder_is_not_touched(example):
    before = {path: path.read_bytes() for path in example.parent.rglob("*") if path.is_file()}
    kalette("run", example.name, "--json", folder=example.parent)
    after = {
        path: path.read_bytes()
        for path in example.parent.rglob("*")
        if path.is_file() and ".kalette" not in path.parts
    }
    assert after == before


def test_kfp_reads_the_output_strictly(example):
    from google.protobuf import json_format
    from kfp.components import load_component_from_file
    from kfp.kubernetes import kubernetes_executor_config_pb2 as kubernetes
    from kfp.pipeline_spec import pipeline_spec_pb2 as spec

    output = example.with_suffix(".kfp.yaml")
    kalette("compile", example.name, "--target", "kfp", "-o", output.name, folder=example.parent)
    documents = list(yaml.safe_load_all(output.read_text("utf-8")))
    message = json_format.ParseDict(documents[0], spec.PipelineSpec())
    json_format.ParseDict(documents[0]["deploymentSpec"], spec.PipelineDeploymentConfig())
    assert message.schema_version == "2.1.0"
    for platform in documents[1:]:
        json_format.ParseDict(platform, spec.PlatformSpec())
        executors = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
        for executor in executors.values():
            json_format.ParseDict(executor, kubernetes.KubernetesExecutorConfig())
    component = load_component_from_file(str(output))
    assert component.name == message.pipeline_info.name


def test_kfp_runs_the_output_and_gives_the_same_metrics(example, monkeypatch):
    from kfp import local
    from kfp.components import load_component_from_file

    output = example.with_suffix(".kfp.yaml")
    kalette("compile", example.name, "--target", "kfp", "-o", output.name, folder=example.parent)
    monkeypatch.chdir(example.parent)
    local.init(
        local.SubprocessRunner(use_venv=False), pipeline_root=str(example.parent / "artifacts")
    )
    task = load_component_from_file(str(output))()
    metrics = {
        name: value
        for artifact in task.outputs.values()
        for name, value in artifact.metadata.items()
        if name != "display_name"
    }
    assert metrics
    assert metrics == straight(example, list(metrics))
