"""The published form of the protocol: ``schema/snapshots.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..progress import Progress
from .context import Done
from .operations import OPERATIONS
from .requests import CancelArgs
from .serve import PROTOCOL
from .shapes import schema


@dataclass(frozen=True)
class Error:
    """An expected failure: ``code`` is stable; ``where`` and ``hint`` may be empty."""

    code: str
    message: str
    where: str
    hint: str


def document() -> dict[str, Any]:
    """The JSON schema of all messages; ``operations`` names arguments and result of each."""
    defs: dict[str, Any] = {}
    operations = {
        name: {
            "args": schema(operation.args, defs, reading=True),
            "result": schema(operation.result, defs, reading=False),
        }
        for name, operation in OPERATIONS.items()
    }
    operations["cancel"] = {
        "args": schema(CancelArgs, defs, reading=True),
        "result": schema(Done, defs, reading=False),
    }
    for kind in (Error, Progress):
        schema(kind, defs, reading=False)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://kalette.dev/schema/snapshots.json",
        "title": "Kalette snapshot service",
        "description": (
            f"{PROTOCOL}: one JSON object a line. Requests are {{id, op, args}}; answers are any "
            "number of {id, event: 'progress', ...Progress}, then {id, ok: result} or "
            "{id, error: Error}. The first line is {event: 'hello', protocol, python, platform, "
            "pid}."
        ),
        "operations": operations,
        "$defs": dict(sorted(defs.items())),
    }


if __name__ == "__main__":
    print(json.dumps(document(), indent=2))
