"""Whether two values differ in what notebook code can tell.

The question is asked of a value and of what its file holds, and a wrong yes stops a run. So the
comparison follows the parts that make a value up, passes over what libraries fill in when they
are asked something, and says no where it cannot know.
"""

from __future__ import annotations

import copyreg
import functools
import math
import sys
import time
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any, Callable, Iterator, Optional

from . import library_values

_ATOMS = (int, float, complex, str, bytes, bool, type(None), range, slice, type(Ellipsis))
_ATOM_SET = set(_ATOMS)
# Python 3.9 has no list of its own modules; these have most of the types that people hand on.
_STANDARD = getattr(sys, "stdlib_module_names", None) or frozenset(
    ("argparse", "builtins", "collections", "datetime", "io", "itertools", "queue", "random")
    + ("string", "types")
)
_BY_NAME = (type, ModuleType, BuiltinFunctionType)
# So many parts are compared before somebody looks at the clock.
PARTS_AT_ONCE = 1024


class OutOfTime(Exception):
    """There was no time to compare everything."""


def differ(before: Any, after: Any, seconds: float = math.inf) -> bool:
    """True when ``after`` is certainly not what ``before`` was. Raises nothing but OutOfTime."""
    try:
        return _Comparison(time.monotonic() + seconds).differ(before, after)
    except RecursionError:
        return False


class _Comparison:
    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._seen: dict[tuple[int, int], tuple[Any, Any]] = {}
        self._parts = 0

    def differ(self, a: Any, b: Any) -> bool:
        self._parts += 1
        if self._parts % PARTS_AT_ONCE == 0 and time.monotonic() > self._deadline:
            raise OutOfTime
        if a is b:
            return False
        kind = type(a)
        if not _same_type(kind, type(b)):
            return True
        if kind in _ATOMS:
            return _atoms_differ(a, b)
        if (id(a), id(b)) in self._seen:
            return False
        # Kept, so that no other object gets the number of one that is gone.
        self._seen[id(a), id(b)] = (a, b)
        try:
            return self._compare(kind, a, b)
        except (OutOfTime, RecursionError):
            raise
        except Exception:  # foreign code: no answer is no difference
            return False

    def _compare(self, kind: type, a: Any, b: Any) -> bool:
        if kind in (list, tuple):
            return not _same_atoms(a, b) and (len(a) != len(b) or self._any(zip(a, b)))
        if kind is dict:
            return self._dicts(a, b)
        if kind in (set, frozenset):
            return self._sets(a, b)
        if isinstance(a, _BY_NAME):
            return False
        if kind is bytearray:
            return bool(a != b)
        if isinstance(a, FunctionType):
            return self._functions(a, b)
        judged = library_values.differ(a, b, self.differ)
        return self._objects(a, b) if judged is None else judged

    def _any(self, pairs: Iterator[tuple[Any, Any]]) -> bool:
        return any(self.differ(x, y) for x, y in pairs)

    def _dicts(self, a: dict[Any, Any], b: dict[Any, Any]) -> bool:
        return self.differ(list(a), list(b)) or self.differ(list(a.values()), list(b.values()))

    def _sets(self, a: Any, b: Any) -> bool:
        if len(a) != len(b):
            return True
        # Elements that are only equal to themselves cannot be matched.
        return bool(a != b) and all(type(item) in _ATOMS for item in (*a, *b))

    def _functions(self, a: FunctionType, b: FunctionType) -> bool:
        if not isinstance(a.__code__, CodeType) or a.__code__.co_code != b.__code__.co_code:
            return True
        for name in ("__defaults__", "__kwdefaults__", "__dict__"):
            if self.differ(getattr(a, name), getattr(b, name)):
                return True
        return self._any(zip(_cells(a), _cells(b)))

    def _objects(self, a: Any, b: Any) -> bool:
        """By what their pickles are made of: a constructor, its arguments, state and items."""
        x, y = _reduced(a), _reduced(b)
        if x is None or y is None:
            return self._attributes(a, getattr(a, "__dict__", None), getattr(b, "__dict__", None))
        if isinstance(x, str) or isinstance(y, str):
            return bool(x != y)
        (arguments, state, items), (arguments_b, state_b, items_b) = x, y
        return (
            self.differ(arguments, arguments_b)
            or self._states(a, state, state_b)
            or self.differ(items, items_b)
        )

    def _states(self, owner: Any, a: Any, b: Any) -> bool:
        if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b) == 2:
            # The form of classes with slots.
            return self._states(owner, a[0], b[0]) or self._states(owner, a[1], b[1])
        if isinstance(a, dict) and isinstance(b, dict):
            return self._attributes(owner, a, b)
        if (a is None) != (b is None):
            # Without any attribute there is no state at all.
            return self._attributes(owner, a or {}, b or {})
        return self.differ(a, b)

    def _attributes(self, owner: Any, a: Any, b: Any) -> bool:
        if not isinstance(a, dict) or not isinstance(b, dict):
            return False
        counts = _counting(type(owner))
        for name in {**a, **b}:
            if not isinstance(name, str) or not counts(name, name in a, a.get(name)):
                continue
            if (name in a) != (name in b) or self.differ(a[name], b[name]):
                return True
        return False


def _counting(kind: type) -> Callable[[str, bool, Any], bool]:
    """Which attributes of a class count: name, whether it was there, and what it was."""
    root = kind.__module__.split(".")[0]
    is_own = root == "__main__" or root in _STANDARD
    has_public_results = root == "sklearn"

    def counts(name: str, was_there: bool, before: Any) -> bool:
        lowered = name.lower()
        if "cache" in lowered or "memo" in lowered or _is_lazy(kind, name):
            return False
        if is_own:
            return True
        if name.startswith("_"):
            return False
        # Libraries fill in what they are asked for.
        return has_public_results or (was_there and before is not None)

    return counts


def _is_lazy(kind: type, name: str) -> bool:
    return any(isinstance(vars(base).get(name), functools.cached_property) for base in kind.__mro__)


def _same_type(a: type, b: type) -> bool:
    # A class that the step defines again is another object.
    return a is b or (a.__module__, a.__qualname__) == (b.__module__, b.__qualname__)


def _same_atoms(a: Any, b: Any) -> bool:
    """True for sequences of nothing but equal atoms: the quick way for long ones."""
    kinds = list(map(type, a))
    return set(kinds) <= _ATOM_SET and kinds == list(map(type, b)) and bool(a == b)


def _atoms_differ(a: Any, b: Any) -> bool:
    if isinstance(a, float) and math.isnan(a):
        return not math.isnan(b)
    if isinstance(a, complex) and a != a:
        return bool(b == b)
    return bool(a != b)


def _cells(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:
            yield None


def _reduced(value: Any) -> Optional[Any]:
    """What ``copy`` and ``pickle`` take an object apart into; a text for one known by its name."""
    kind = type(value)
    reducer = copyreg.dispatch_table.get(kind)
    try:
        parts = reducer(value) if reducer else value.__reduce_ex__(4)
    except Exception:
        return None
    if isinstance(parts, str):
        return parts
    _, arguments, state, items, pairs = (*parts, None, None, None)[:5]
    # The class among the arguments is the same by name.
    arguments = tuple(item for item in arguments if not isinstance(item, type))
    return arguments, state, [*(items or ()), *(pairs or ())]
