"""Which variables have mutable parts in common: a change through one is seen through the other."""

from __future__ import annotations

import gc
import sys
from collections import OrderedDict, defaultdict, deque
from enum import Enum
from types import BuiltinFunctionType, FunctionType, MappingProxyType, ModuleType
from typing import Any, Iterator, Mapping, Sequence

from .functions import is_plain_definition
from .plain.views import memory_of, reduce

# Objects looked at for one variable. Beyond it, what was not reached counts as its own.
LIMIT = 200_000

ATOMS = (type(None), bool, int, float, complex, str, bytes, type, range, slice)
_DERIVABLE = (int, float, complex, str, bytes)
CODE = (ModuleType, FunctionType, BuiltinFunctionType)
_OWNERS = (
    *(list, dict, set, bytearray, deque, defaultdict, OrderedDict),
    *(str, bytes, tuple, frozenset, int, float, complex),
)


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


def mutable_parts(
    value: Any,
    beyond: frozenset[int] = frozenset(),
    memories: Mapping[int, Any] = MappingProxyType({}),
) -> set[int]:
    """The identities of what can be changed in a value, itself included.

    Objects whose identity is in ``beyond`` are not the value's own, and not looked into; nor are
    views of ``memories`` (see ``plain.views``), but for those in tables, which do not come back as
    views.
    """
    numpy = sys.modules.get("numpy")
    array: Any = numpy.ndarray if numpy is not None else ()
    seen: set[int] = set()
    found: set[int] = set()
    waiting: list[Any] = [value]
    while waiting and len(seen) < LIMIT:
        one = waiting.pop()
        if _has_no_parts(one) or id(one) in seen or id(one) in beyond:
            continue
        seen.add(id(one))
        if memories and _is_of_pandas(one):
            return mutable_parts(value, beyond)
        if isinstance(one, array):
            if memories and reduce(one, memories) is not None:
                continue
            found.add(_memory(one))
            if one.dtype.hasobject:
                waiting += list(one.flat)[:LIMIT]
            elif type(one) is array:
                continue
        elif not isinstance(one, (tuple, frozenset)) and not is_plain_definition(one):
            found.add(id(one))
        waiting += _inside(one)
    return found


def shared_memory(value: Any) -> dict[int, Any]:
    """Arrays whose memory several arrays in a value show, by the identity of who has it.

    Tables are left out: pandas knows which of them show the same memory, and copies it before it
    changes one; what is read back would have the memory in common without that knowledge.
    """
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return {}
    shown: dict[int, set[int]] = {}
    memories: dict[int, Any] = {}
    for one in _parts_of(value):
        if isinstance(one, numpy.ndarray) and not isinstance(one, numpy.memmap):
            memory = memory_of(one)
            if id(memory) not in memories:
                is_plain = type(memory) is numpy.ndarray
                # Of another class it is saved as a view of the plain one.
                plain = memory if is_plain else numpy.ndarray.view(memory, numpy.ndarray)
                memories[id(memory)] = plain
            shown.setdefault(id(memory), set()).add(id(one))
    return {one: memories[one] for one, arrays in shown.items() if len(arrays) > 1}


def _parts_of(value: Any) -> Iterator[Any]:
    seen: set[int] = set()
    waiting: list[Any] = [value]
    while waiting and len(seen) < LIMIT:
        one = waiting.pop()
        if not _has_no_parts(one) and id(one) not in seen:
            seen.add(id(one))
            yield one
            if not _is_of_pandas(one):
                waiting += _inside(one)


def _is_of_pandas(value: Any) -> bool:
    return type(value).__module__.partition(".")[0] == "pandas"


def is_method_of_value(value: Any) -> bool:
    """``rows.append``: of other objects, as of a module's hidden generator, it is the library's."""
    return isinstance(value, BuiltinFunctionType) and type(value.__self__) in _OWNERS


def _has_no_parts(value: Any) -> bool:
    return isinstance(value, (*ATOMS, *CODE)) and not (
        _is_own_class(value)
        or _is_own_function(value)
        or is_method_of_value(value)
        or _has_attributes(value)
    )


def _has_attributes(value: Any) -> bool:
    """A number or a text of a derived class; members of an ``Enum`` are the same everywhere."""
    is_derived = isinstance(value, _DERIVABLE) and type(value).__dictoffset__ != 0
    return is_derived and not isinstance(value, Enum)


def _is_own_class(value: Any) -> bool:
    """A class of the notebook: it travels by value, with what its attributes hold."""
    return isinstance(value, type) and value.__module__ == "__main__"


def _is_own_function(value: Any) -> bool:
    """A function of the notebook, likewise; its globals are those of whoever has it."""
    return isinstance(value, FunctionType) and value.__module__ == "__main__"


def _inside(value: Any) -> Sequence[Any]:
    if isinstance(value, type):
        return list(vars(value).values())
    if isinstance(value, FunctionType):
        # Empty ones say only that two names mean one function.
        held = (value.__defaults__, value.__kwdefaults__, vars(value))
        return [*filter(None, held), *(value.__closure__ or ())]
    # What the class of a value or a module refers to is not the value's own.
    own = gc.get_referents(value)
    return [one for one in own if one is not type(value) and not isinstance(one, ModuleType)]


def _memory(value: Any) -> int:
    """Views have the identity of the array whose memory they show."""
    while getattr(value, "base", None) is not None:
        value = value.base
    return id(value)
