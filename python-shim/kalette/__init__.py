"""Kalette: from a tagged notebook to a pipeline.

What a notebook's own code may use is here; it works the same in a kernel and inside a step.
Importing this package loads nothing but the standard library.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

__all__ = ["load", "metric", "snapshot"]


def load(
    source: str, step: str | None = None, names: Iterable[str] | None = None
) -> Mapping[str, Any]:
    """The variables of a run's step, or of a snapshot, by name.

    ``source`` is a run, named as ``kalette runs list`` prints it (``digits.ipynb:1``), or the URL
    of a snapshot; without a ``step`` a run gives what the notebook has at its end: what the last
    step left, and from others what it does not wait for. ``names`` chooses some, all of which
    must be there. A value is read when it is asked for, large arrays are mapped into
    memory. Of a snapshot that no key of yours signed only plain data is read; ``missing`` of the
    mapping says what cannot be had, and why. A link to a snapshot elsewhere is fetched first.
    Raises ``kalette.snapshots.SnapshotError``.
    """
    from .kernel.loading import load as load_variables

    return load_variables(source, step, names)


def snapshot(message: str = "") -> str:
    """Takes a snapshot of the workspace and of this kernel's variables; returns its URL.

    What cannot be saved is left out and listed in the snapshot. Of the notebook it holds what is
    in its file: save it first. Raises ``kalette.snapshots.SnapshotError``.
    """
    from .kernel.taking import take

    return take(message)


def metric(name: str, value: float, step: int | None = None) -> bool:
    """Reports an intermediate value while a step runs; it is plotted live.

    ``step`` is the position on the axis (an epoch, say); left out, values count from 0.
    Returns True when the run asks the code to stop early. In a plain kernel nothing listens:
    the value is ignored and the answer is always False.
    """
    from .runtime.current import report_metric

    return report_metric(name, value, step)


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from .server.app import KaletteApp

    return [{"module": "kalette", "app": KaletteApp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-kalette"}]
