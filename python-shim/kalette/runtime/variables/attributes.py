"""Attributes of values whose classes may answer in ways of their own."""

from __future__ import annotations

from typing import Any, Optional


def attribute(value: Any, name: str) -> Any:
    """An attribute, or None; ``__getattr__ = dict.__getitem__`` raises KeyError for what is not
    there, which ``getattr`` with a default lets pass."""
    try:
        return getattr(value, name, None)
    except Exception:
        return None


def dicts_among(value: Any) -> frozenset[int]:
    """Identities of the dicts that are saved under names of their own."""
    values = value.values() if type(value) is dict else ()
    return frozenset(id(item) for item in values if type(item) is dict)


def reduce_attributes(value: Any, dicts: frozenset[int]) -> Optional[tuple[Any, ...]]:
    """An instance whose ``__dict__`` is saved under a name too: Python's own pickling fills a
    second dict with the same, and what is written to one no longer shows in the other."""
    if not dicts:
        return None
    try:
        own = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return None
    if id(own) not in dicts or hasattr(type(value), "__setstate__"):
        return None
    reduced = value.__reduce_ex__(5)
    if not isinstance(reduced, tuple) or len(reduced) < 3 or reduced[2] is not own:
        return None
    rest = (*reduced[3:5], None, None)[:2]
    return (*reduced[:3], *rest, set_attributes)


def set_attributes(value: Any, own: dict[str, Any]) -> None:
    object.__setattr__(value, "__dict__", own)
