"""Exceptions: what caused them, and what their class has made of its arguments.

Python's own pickles call the class with the text that it has made, and leave the causes out. The
traceback, which is of frames that are gone, stays behind. Pickles name the functions of this
module.
"""

from __future__ import annotations

from typing import Any, Optional

from .leftovers import slots_of

_SETTING = ("__reduce_ex__", "__setstate__")


def reduce_error(value: Any) -> Optional[tuple[Any, ...]]:
    """An exception whose class leaves its pickling to Python; None for what is none."""
    if not isinstance(value, BaseException):
        return None
    kind = type(value)
    bases = [one for one in kind.__mro__ if one.__module__ == "builtins" and one is not object]
    # The one that knows how an instance lies in memory.
    base = max(bases, key=lambda one: one.__basicsize__)
    names = ("__reduce__", *_SETTING, *(["__getstate__"] if hasattr(base, "__getstate__") else []))
    if any(all(getattr(kind, name) is not getattr(one, name) for one in bases) for name in names):
        return None
    if "__getstate__" not in names and hasattr(kind, "__getstate__"):
        return None
    _, arguments, state = (*value.__reduce__(), None)[:3]  # type: ignore[misc]
    # Python itself keeps it from 3.12 on.
    name = getattr(value, "name", None) if isinstance(value, (AttributeError, NameError)) else None
    links = (value.__cause__, value.__context__, value.__suppress_context__)
    told = (state, links, name, slots_of(value, base))
    return make_error, (kind, base, arguments), told, None, None, set_error


def make_error(kind: Any, base: Any, arguments: tuple[Any, ...]) -> Any:
    """Without asking the class, whose arguments may be others."""
    made = base.__new__(kind, *arguments)
    base.__init__(made, *arguments)
    return made


def set_error(made: BaseException, told: tuple[Any, ...]) -> None:
    state, (cause, context, is_suppressed), name, slots = told
    if state is not None:
        made.__setstate__(state)
    made.__cause__ = cause
    made.__context__ = context
    made.__suppress_context__ = is_suppressed
    if name is not None and made.name is None:  # type: ignore[attr-defined]
        made.name = name  # type: ignore[attr-defined]
    for slot, one in slots.items():
        object.__setattr__(made, slot, one)
