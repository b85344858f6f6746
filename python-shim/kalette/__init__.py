"""Kalette: from a tagged notebook to a pipeline.

What a notebook's own code may use is here; it works the same in a kernel and inside a step.
Importing this package loads nothing but the standard library.
"""

from __future__ import annotations

__all__ = ["metric"]


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
