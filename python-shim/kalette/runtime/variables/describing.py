"""A value in a few words."""

from __future__ import annotations

from typing import Any


def type_name(value: Any) -> str:
    """The qualified name of a value's class; of a builtin one without its module."""
    kind = type(value)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def detail(value: Any) -> str:
    """What a list shows beside a name: ``float64 6735 × 64``, ``12 items``, ``0.5``."""
    try:
        return _detail(value)
    except Exception:  # properties of the notebook's own classes may do anything
        return ""


def _detail(value: Any) -> str:
    shape, dtype = getattr(value, "shape", None), getattr(value, "dtype", None)
    if isinstance(shape, tuple):
        size = " × ".join(str(count) for count in shape)
        return f"{dtype} {size}".strip() if dtype is not None else size
    if value is None or isinstance(value, (bool, int, float, complex)):
        shown = repr(value)
        return shown if len(shown) <= 40 else shown[:40] + "…"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        return "1 item" if len(value) == 1 else f"{len(value)} items"
    return ""
