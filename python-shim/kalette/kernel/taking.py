"""A snapshot of the workspace with the variables that are alive in this kernel."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
from typing import Any, Mapping, Optional

from ..runtime.variables import Budget, Keeping
from ..runtime.variables.formats import loaded_versions
from ..snapshots import Description, KnownFile, StateSource
from .imports import imports_of
from .workspace import capture_options, find_workspace, notebook_in

_BUCKET = "manual"
_BUDGET = Budget(2 << 30, 30.0)


def take(message: str) -> str:
    """See :func:`kalette.snapshot`."""
    if not isinstance(message, str):
        raise TypeError(f"kalette.snapshot() needs a text as its message, not {message!r}.")
    workspace = find_workspace()
    store = workspace.open()
    try:
        # Beside the store, so that large variables are linked into it rather than copied.
        beside = os.path.dirname(store.path)
        with workspace.writing(), tempfile.TemporaryDirectory(prefix="tmp-", dir=beside) as out:
            state = _state(vars(sys.modules["__main__"]), out)
            record = state.record
            sizes = {entry["digest"]: entry["bytes"] for entry in record["variables"]}
            description = Description(
                bucket=_BUCKET,
                title=message,
                message=message,
                notebook=notebook_in(workspace.root),
                environment={
                    "python": record["python"],
                    "variables": len(record["variables"]),
                    "stateBytes": sum(sizes.values()),
                },
            )
            options = capture_options(workspace.root)
            return store.create(workspace.root, description, options, state).url
    finally:
        store.close()


def _state(namespace: Mapping[str, Any], out: str) -> StateSource:
    kept = Keeping(dict(namespace), {}, [], {}).write_all(out, _BUDGET)
    imports, lost = imports_of(namespace)
    files = {
        state_file(entry): KnownFile(
            os.path.join(out, entry["file"]), entry["digest"], entry["bytes"]
        )
        for entry in kept.variables
    }
    record = {
        "version": 1,
        "python": platform.python_version(),
        "versions": loaded_versions(),
        "variables": [{**entry, "step": None} for entry in kept.variables],
        "missing": [*kept.left, *(_not_imported(name, namespace[name]) for name in lost)],
        "cell": _cell(namespace.get("get_ipython")),
        "definitions": [],
        "sources": imports,
    }
    return StateSource(record, files)


def _not_imported(name: str, value: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": type(value).__name__,
        "reason": "no import finds it again",
        "cell": None,
        "index": None,
    }


def _cell(get_shell: Any) -> Optional[str]:
    """Id of the notebook cell that runs, if its front end said so."""
    shell = get_shell() if callable(get_shell) else None
    message = getattr(getattr(shell, "kernel", None), "get_parent", lambda: None)()
    metadata = message.get("metadata") if isinstance(message, dict) else None
    cell = metadata.get("cellId") if isinstance(metadata, dict) else None
    return cell if isinstance(cell, str) else None


def state_file(entry: Mapping[str, Any]) -> str:
    """Name of a variable's file in the state: its digest, with the ending of its format."""
    ending = re.search(r"\.[a-z]+$", entry["file"])
    digest: str = entry["digest"]
    return digest[len("sha256:") :] + (ending.group() if ending else "")
