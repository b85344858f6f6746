"""Runs a step as a container of Kubeflow Pipelines.

KFP's launcher hands over an ``ExecutorInput`` (JSON) and the paths of artifacts, and reads back an
``ExecutorOutput`` file. A variable is one artifact: its file in the format of its type, and what a
reader must know in the artifact's metadata, as text.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import os
import shutil
import sys
import tempfile
from typing import Any, Mapping

from .channel import SilentChannel
from .child import run_step
from .outputs import fold
from .shells import make_shell
from .step import StepResult

# Keys of the metadata that a saved variable's artifact carries.
MANIFEST_KEYS = ("type", "tier", "format", "digest", "group", "library", "version")
PREFIX = "kalette_"


class PodChannel(SilentChannel):
    """Puts what cells print and how they end into the pod's log."""

    def __init__(self) -> None:
        self._out = os.dup(1)
        self._err = os.dup(2)

    def send(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "output" and "output" in message:
            self._show(message["output"])
        elif kind == "error" and message.get("index") is not None:
            self.say(f"failed in cell {message['index'] + 1}")

    def say(self, text: str) -> None:
        self._write(self._err, f"{text}\n")

    def _show(self, output: Mapping[str, Any]) -> None:
        if output["output_type"] == "stream":
            target = self._err if output["name"] == "stderr" else self._out
            self._write(target, fold(output["text"]))
        elif output["output_type"] == "error":
            self._write(self._err, "\n".join(output["traceback"]) + "\n")
        else:
            text = output["data"].get("text/plain")
            self._write(self._out, f"{text}\n" if text else "")

    def _write(self, descriptor: int, text: str) -> None:
        data = text.encode("utf-8", "backslashreplace")
        while data:
            data = data[os.write(descriptor, data) :]


def main(arguments: list[str]) -> int:
    """``PLAN --executor-input JSON [--input NAME PATH]... [--output NAME KEY PATH]...``

    Returns the exit code: 0 when the step ended well.
    """
    options = _parser().parse_args(arguments)
    executor_input = json.loads(options.executor_input)
    folder = tempfile.mkdtemp(prefix="kalette-step-")
    workspace = _writable_folder()
    plan = {
        **json.loads(gzip.decompress(base64.b64decode(options.plan))),
        "values": executor_input.get("inputs", {}).get("parameterValues", {}),
        "loads": _loads(options.input, executor_input),
        "cwd": workspace,
        "workspace": workspace,
        "out": os.path.join(folder, "out"),
        "report": os.path.join(folder, "report.ipynb"),
    }
    channel = PodChannel()
    result = run_step(plan, make_shell(), channel)
    try:
        _keep(options, executor_input, plan, result)
    except Exception as error:
        # What was printed goes to the step's report by now, so Python's own message would too.
        channel.say(f"The results of the step could not be kept: {error!r}")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if result.ok else 1


def _keep(
    options: argparse.Namespace,
    executor_input: Mapping[str, Any],
    plan: Mapping[str, Any],
    result: StepResult,
) -> None:
    """Puts variables, metrics and the report where KFP looks for them."""
    outputs = _Outputs(executor_input)
    if result.report is not None:
        key, path = options.report
        outputs.keep(key, plan["report"], path, {})
    if result.ok:
        saved = {entry["name"]: entry for entry in result.variables}
        for name, key, path in options.output:
            _keep_variable(outputs, saved[name], key, path, plan["out"])
        if options.metrics:
            key, path = options.metrics
            outputs.keep_json(key, path, result.metrics)
    outputs.write()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kalette step")
    parser.add_argument("plan")
    parser.add_argument("--executor-input", required=True)
    parser.add_argument("--input", nargs=2, action="append", default=[])
    parser.add_argument("--output", nargs=3, action="append", default=[])
    parser.add_argument("--metrics", nargs=2)
    parser.add_argument("--report", nargs=2, required=True)
    return parser


def _loads(inputs: list[list[str]], executor_input: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Manifest entries of the received variables, from the metadata of their artifacts."""
    artifacts = executor_input.get("inputs", {}).get("artifacts", {})
    by_path = {
        _local_path(item["uri"]): item.get("metadata", {})
        for listed in artifacts.values()
        for item in listed.get("artifacts", [])
    }
    entries = {}
    for name, path in inputs:
        metadata = by_path.get(path, {})
        entry: dict[str, Any] = {key: metadata.get(PREFIX + key) for key in MANIFEST_KEYS}
        entries[name] = {**entry, "path": path, "unbound": entry["format"] == "unbound"}
    return entries


def _local_path(uri: str) -> str:
    """Where KFP's launcher mounts an object: ``minio://b/x`` lies at ``/minio/b/x``."""
    scheme, separator, rest = uri.partition("://")
    return f"/{'gcs' if scheme == 'gs' else scheme}/{rest}" if separator else uri


def _writable_folder() -> str:
    """The container's folder, or a new one where it cannot be written to."""
    here = os.getcwd()
    return here if os.access(here, os.W_OK) else tempfile.mkdtemp(prefix="kalette-work-")


def _keep_variable(
    outputs: _Outputs, entry: Mapping[str, Any], key: str, path: str, folder: str
) -> None:
    if entry.get("unbound"):
        outputs.keep_json(key, path, None, {PREFIX + "format": "unbound"})
        return
    metadata = {PREFIX + name: entry[name] for name in MANIFEST_KEYS if entry.get(name) is not None}
    outputs.keep(key, os.path.join(folder, entry["file"]), path, metadata)


class _Outputs:
    """Collects artifacts; ``write`` leaves the file in which KFP looks for them.

    Every artifact is listed there: those that are not do not exist for ``kfp.local``.
    """

    def __init__(self, executor_input: Mapping[str, Any]) -> None:
        outputs = executor_input.get("outputs", {})
        self._path = outputs.get("outputFile")
        self._declared = outputs.get("artifacts", {})
        self._artifacts: dict[str, Any] = {}

    def keep(self, key: str, source: str, path: str, metadata: Mapping[str, Any]) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        # Names that share objects share a file, which the others still need.
        take = shutil.copyfile if PREFIX + "group" in metadata else shutil.move
        take(source, path)
        self._list(key, metadata)

    def keep_json(
        self, key: str, path: str, value: Any, metadata: Mapping[str, Any] | None = None
    ) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)
        self._list(key, value if metadata is None else metadata)

    def _list(self, key: str, metadata: Mapping[str, Any]) -> None:
        declared = self._declared[key]["artifacts"][0]
        self._artifacts[key] = {
            "artifacts": [{**declared, "metadata": {**declared.get("metadata", {}), **metadata}}]
        }

    def write(self) -> None:
        if not self._path:
            sys.stderr.write("KFP named no output file: nothing is handed on.\n")
            return
        os.makedirs(os.path.dirname(self._path), exist_ok=True)
        with open(self._path, "w", encoding="utf-8") as file:
            json.dump({"artifacts": self._artifacts}, file)
