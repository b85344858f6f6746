"""The step that this process runs, if any: what notebook code can reach of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

Report = Callable[[str, float, int], bool]

_report: Optional[Report] = None
_counts: dict[str, int] = {}


@dataclass(frozen=True)
class Place:
    """The folder that a step works in, and where snapshots of it are kept, if anywhere yet."""

    workspace: str
    store: Optional[str]


_place: Optional[Place] = None


def work_in(workspace: str, store: Optional[str]) -> None:
    """Says where the step works that runs in this process from now on."""
    global _place
    _place = Place(workspace, store)


def place() -> Optional[Place]:
    """Where the step works that this process runs; None in a kernel."""
    return _place


def listen(report: Optional[Report]) -> None:
    """Sends metrics to ``report`` from now on; None stops it."""
    global _report
    _report = report
    _counts.clear()


def report_metric(name: str, value: float, step: int | None) -> bool:
    """See :func:`kalette.metric`."""
    if not isinstance(name, str) or not name:
        raise TypeError(f"kalette.metric() needs a name, not {name!r}.")
    number = float(value)
    place = _counts.get(name, 0) if step is None else int(step)
    _counts[name] = place + 1
    return _report(name, number, place) if _report is not None else False
