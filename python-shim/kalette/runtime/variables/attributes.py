"""Attributes of values whose classes may answer in ways of their own."""

from __future__ import annotations

from typing import Any


def attribute(value: Any, name: str) -> Any:
    """An attribute, or None; ``__getattr__ = dict.__getitem__`` raises KeyError for what is not
    there, which ``getattr`` with a default lets pass."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None
