"""What is to be verified, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """A step with its plan (``schema/plan.json``) and where it gets its variables and state."""

    name: str
    plan: Mapping[str, Any]
    # Steps that must end first, without transitive ones.
    after: Sequence[str]
    # For each variable, and each key of process state, the step that left it.
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Request:
    # Every cell that the pipeline stands for, in notebook order: ``id``, ``index``, ``line``,
    # ``source`` and ``owner``, the step that it belongs to; None for cells that steps repeat.
    cells: Sequence[Mapping[str, Any]]
    # In notebook order.
    steps: Sequence[Step]
    # A copy of the workspace, which is left as it is, and the notebook's folder in it.
    workspace: str
    folder: str = "."

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Request:
        steps = [Step(**step) for step in message["steps"]]
        return cls(message["cells"], steps, message["workspace"], message.get("folder") or ".")


@dataclass(frozen=True)
class Difference:
    """One thing that a step does otherwise than the notebook."""

    # error, output, value or file
    what: str
    # Notebook order as far as the graph allows, or as late as the graph allows.
    schedule: str
    step: str | None
    # Place of the cell in the notebook, from 0; for outputs and errors.
    cell: int | None
    # The variable or the file.
    name: str | None
    notebook: str | None
    pipeline: str | None


@dataclass
class Verdict:
    differences: list[Difference] = field(default_factory=list)
    # Things that differ between two runs of the notebook itself, in the same form.
    varying: list[Difference] = field(default_factory=list)
    # What the notebook itself raises.
    error: str | None = None
    compared: dict[str, int] = field(
        default_factory=lambda: {"outputs": 0, "values": 0, "files": 0}
    )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
