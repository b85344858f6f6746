"""Which variables have mutable parts in common: a change through one is seen through the other."""

from __future__ import annotations

import gc
import sys
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Mapping, Sequence

# Objects looked at for one variable. Beyond it, what was not reached counts as its own.
LIMIT = 200_000

_ATOMS = (type(None), bool, int, float, complex, str, bytes, type, range, slice)
_CODE = (ModuleType, FunctionType, BuiltinFunctionType)


def groups_of(variables: Mapping[str, Any]) -> list[list[str]]:
    """Names that share something mutable stand together; groups and names in their given order."""
    owners: dict[int, str] = {}
    leader = {name: name for name in variables}

    def first(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for name, value in variables.items():
        for key in mutable_parts(value):
            other = owners.setdefault(key, name)
            if first(other) != first(name):
                leader[first(name)] = first(other)
    found: dict[str, list[str]] = {}
    for name in variables:
        found.setdefault(first(name), []).append(name)
    return list(found.values())


def mutable_parts(value: Any) -> set[int]:
    """The identities of what can be changed in a value, itself included."""
    numpy = sys.modules.get("numpy")
    array: Any = numpy.ndarray if numpy is not None else ()
    seen: set[int] = set()
    found: set[int] = set()
    waiting: list[Any] = [value]
    while waiting and len(seen) < LIMIT:
        one = waiting.pop()
        if isinstance(one, (*_ATOMS, *_CODE)) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, array):
            found.add(_memory(one))
            if not one.dtype.hasobject:
                continue
            waiting += list(one.flat)[:LIMIT]
        elif not isinstance(one, (tuple, frozenset)):
            found.add(id(one))
        waiting += _inside(one)
    return found


def _inside(value: Any) -> Sequence[Any]:
    # What a class or a module refers to is not the value's own.
    own = gc.get_referents(value)
    return [one for one in own if not isinstance(one, (type, ModuleType))]


def _memory(value: Any) -> int:
    """Views have the identity of the array whose memory they show."""
    while getattr(value, "base", None) is not None:
        value = value.base
    return id(value)
