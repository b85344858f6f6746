"""Values as texts that are equal where the values are, whatever process they live in."""

from __future__ import annotations

import functools
import types
from typing import Any


def canonical(value: Any, seen: tuple[int, ...] = ()) -> str:
    """The text of a value: contents, shared structure only where it is circular."""
    if id(value) in seen:
        return f"<up {len(seen) - seen.index(id(value))}>"
    inside = (*seen, id(value))
    if isinstance(value, dict):
        items = (f"{canonical(k, inside)}: {canonical(v, inside)}" for k, v in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(canonical(v, inside) for v in value)})"
    if isinstance(value, (set, frozenset)):
        return f"{type(value).__name__}({', '.join(sorted(canonical(v, inside) for v in value))})"
    if isinstance(value, types.FunctionType):
        return f"<function {value.__name__}{canonical(vars(value), inside)}>"
    if isinstance(value, types.MethodType):
        return f"<method {value.__name__} of {canonical(value.__self__, inside)}>"
    if isinstance(value, functools.partial):
        return f"<partial {canonical(value.func, inside)}{canonical(value.args, inside)}>"
    if isinstance(value, type):
        return f"<class {value.__name__}{_attributes(value, inside)}>"
    if type(value).__module__ == "__main__":
        own = canonical(vars(value), inside) if hasattr(value, "__dict__") else ""
        return f"<{type(value).__name__} {own}>"
    if isinstance(value, (int, float, str, bytes, type(None))):
        return repr(value)
    return f"<{type(value).__name__}>"


def _attributes(value: type, inside: tuple[int, ...]) -> str:
    if value.__module__ != "__main__":
        return ""
    own = {
        name: one
        for name, one in vars(value).items()
        if not name.startswith("__") and isinstance(one, (int, float, str, list, dict, tuple))
    }
    return canonical(dict(sorted(own.items())), inside)
