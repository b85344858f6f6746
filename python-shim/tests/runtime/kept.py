"""What is kept of a namespace, all parts together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kalette.runtime.variables import Budget, Keeping


@dataclass(frozen=True)
class AllKept:
    variables: list[dict[str, Any]]
    left: list[dict[str, Any]]
    received: list[str]
    beyond: list[str]


def keep_all(keeping: Keeping, folder: str, budget: Budget) -> AllKept:
    """Writes it; what was to be written has either come or is told of."""
    waiting = [entry["name"] for entry in keeping.waiting]
    kept = keeping.write_all(folder, budget)
    told = [entry["name"] for entry in (*kept.variables, *kept.left)]
    assert sorted(told) == sorted([*waiting, *(entry["name"] for entry in keeping.variables)])
    return AllKept(kept.variables, kept.left, keeping.received, kept.beyond)
