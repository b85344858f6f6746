"""Which variables have mutable parts in common: a change through one is seen through the other."""

from __future__ import annotations

import gc
import sys
import weakref
from collections import OrderedDict, defaultdict, deque
from datetime import tzinfo
from enum import Enum
from types import BuiltinFunctionType, FunctionType, MappingProxyType, ModuleType
from typing import Any, Iterator, Mapping, Optional, Sequence

from .functions import is_plain_definition
from .plain.views import memory_of, reduce

# Objects looked at for one variable. Beyond it, what was not reached counts as its own.
LIMIT = 200_000

ATOMS = (type(None), bool, int, float, complex, str, bytes, type, range, slice)
_DERIVABLE = (int, float, complex, str, bytes)
CODE = (ModuleType, FunctionType, BuiltinFunctionType)
_LEAVES = (*ATOMS, *CODE)
_FIXED = (weakref.ReferenceType, tzinfo)
_RECORDS = ("void", "record")
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

    copied: dict[str, set[int]] = {name: set() for name in variables}
    parts = {name: mutable_parts(one, copied=copied[name]) for name, one in variables.items()}
    plain = set().union(*parts.values())
    for name, own in parts.items():
        for key in own | (copied[name] & plain):
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
    copied: Optional[set[int]] = None,
) -> set[int]:
    """The identities of what can be changed in a value, itself included.

    ``copied`` gets memory of tables that is copied before one of them changes it, so that others
    may have it in common with nothing but arrays; it is among the rest where nobody asks.

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
        if copied is not None and _is_column(one):
            values = one.values
            is_array = isinstance(values, array)
            copied |= {_memory(values)} if is_array else mutable_parts(values, beyond)
            waiting += list(values.flat)[:LIMIT] if is_array and values.dtype.hasobject else ()
            continue
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
    return _module_of(value).partition(".")[0] == "pandas"


def _module_of(value: Any) -> str:
    """Where its class is from; somebody may have put anything there."""
    return str(type(value).__module__)


def _is_index(value: Any) -> bool:
    return _is_of_pandas(value) and isinstance(value, sys.modules["pandas"].Index)


def _is_column(value: Any) -> bool:
    """The memory of columns, in a pandas that copies it before it changes what others show."""
    if _module_of(value) != "pandas.core.internals.blocks":
        return False
    pandas: Any = sys.modules["pandas"]
    is_new = int(pandas.__version__.partition(".")[0]) >= 3
    return is_new or pandas.get_option("mode.copy_on_write") is True


def is_method_of_value(value: Any) -> bool:
    """``rows.append``: of other objects, as of a module's hidden generator, it is the library's."""
    return isinstance(value, BuiltinFunctionType) and type(value.__self__) in _OWNERS


def _has_no_parts(value: Any) -> bool:
    if isinstance(value, _LEAVES):
        return not (
            _is_own_class(value)
            or _is_own_function(value)
            or is_method_of_value(value)
            or _has_attributes(value)
        )
    return _is_fixed(value)


def _is_fixed(value: Any) -> bool:
    """What no caller changes though it has an identity: a type of elements, and what libraries keep
    beside their data."""
    if isinstance(value, _FIXED):
        return True
    library, _, inner = _module_of(value).partition(".")
    if library == "numpy":
        numpy: Any = sys.modules["numpy"]
        is_single = isinstance(value, (numpy.dtype, numpy.generic))
        # A record is one that is written to.
        return is_single and type(value).__name__ not in _RECORDS
    if library == "pandas":
        extension = sys.modules["pandas.api.extensions"].ExtensionDtype
        return inner.startswith("_libs.") or isinstance(value, (extension, *_of_pandas()))
    return library == "pyarrow"


def _of_pandas() -> tuple[type, ...]:
    pandas: Any = sys.modules["pandas"]
    moments = (pandas.Timestamp, pandas.Timedelta, pandas.Period, pandas.Interval)
    return (*moments, pandas.DateOffset, type(pandas.NaT), type(pandas.NA))


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
        return [*vars(value).values(), *value.__bases__]
    if isinstance(value, FunctionType):
        # Empty ones say only that two names mean one function.
        held = (value.__defaults__, value.__kwdefaults__, vars(value))
        return [*filter(None, held), *(value.__closure__ or ())]
    if _is_index(value):
        # Its labels do not change; what it is called can.
        return list(value.names)
    # What the class of a value or a module refers to is not the value's own.
    own = gc.get_referents(value)
    return [one for one in own if one is not type(value) and not isinstance(one, ModuleType)]


def _memory(value: Any) -> int:
    """Views have the identity of the array whose memory they show."""
    while getattr(value, "base", None) is not None:
        value = value.base
    return id(value)
