"""The executed notebook of a step."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Mapping, Optional, Sequence

from .channel import finite
from .outputs import CellOutputs


@dataclass
class CellRecord:
    """What happened to one cell of the step."""

    cell: Mapping[str, Any]
    count: Optional[int] = None
    outputs: CellOutputs = field(default_factory=CellOutputs)
    started: Optional[float] = None
    ended: Optional[float] = None


def write_report(
    path: str, plan: Mapping[str, Any], records: list[CellRecord], unwatched: Sequence[str] = ()
) -> dict[str, Any]:
    """Writes the step's cells with their outputs as nbformat 4.5; returns path and digest.

    ``unwatched`` names the received values that nobody looked at for changes.
    """
    notebook = _notebook(plan, records)
    if unwatched:
        notebook["metadata"]["kalette"]["unwatched"] = list(unwatched)
    text = json.dumps(finite(notebook), ensure_ascii=False, indent=1) + "\n"
    data = text.encode("utf-8", "backslashreplace")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, path)
    return {"path": path, "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _notebook(plan: Mapping[str, Any], records: list[CellRecord]) -> dict[str, Any]:
    kernel = plan.get("kernel") or {}
    metadata: dict[str, Any] = {
        "kalette": {"version": 1, "pipeline": plan["pipeline"], "step": plan["step"]},
        "language_info": {"name": "python"},
    }
    if kernel.get("name"):
        metadata["kernelspec"] = {
            "name": kernel["name"],
            "display_name": kernel.get("display_name", kernel["name"]),
            "language": "python",
        }
    return {
        "cells": [_cell(record) for record in records],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(record: CellRecord) -> dict[str, Any]:
    execution = {
        key: _time(moment)
        for key, moment in (
            ("iopub.execute_input", record.started),
            ("shell.execute_reply", record.ended),
        )
        if moment is not None
    }
    return {
        "cell_type": "code",
        "id": record.cell["id"],
        "metadata": {"execution": execution} if execution else {},
        "source": record.cell["source"],
        "execution_count": record.count,
        "outputs": record.outputs.as_nbformat(),
    }


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).isoformat().replace("+00:00", "Z")
