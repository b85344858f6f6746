"""What instances hold that the pickling of a library's class leaves out.

``datetime``, ``Counter``, ``Decimal``, pandas' tables and many others say how to make an instance
again, and know nothing of attributes that a derived class or a person has put there. A class of
the notebook or of another library that leaves something out does so on purpose. Pickles name the
functions of this module.
"""

from __future__ import annotations

import copyreg
import enum
import pickle
import sys
from typing import Any, Optional

# Python 3.9 has no list of its own modules; these have what people derive classes from.
_STANDARD = getattr(sys, "stdlib_module_names", None) or frozenset(
    ("_collections", "_decimal", "_random", "builtins", "collections", "datetime", "decimal")
    + ("fractions", "ipaddress", "itertools", "pathlib", "random", "statistics", "uuid")
)
_LIBRARIES = frozenset((*_STANDARD, "numpy", "pandas"))


def reduce_leftovers(value: Any) -> Optional[tuple[Any, ...]]:
    """An instance with attributes that its pickle would not have; None for others. PicklingError
    for one of whose class its pickle would not be."""
    kind = type(value)
    maker = _maker(kind)
    if maker is None:
        return None
    is_derived = _is_derived(kind)
    own = _attributes(value)
    slots = slots_of(value, maker) if is_derived else {}
    if not own and not slots and not is_derived:
        return None
    reduced = value.__reduce_ex__(pickle.HIGHEST_PROTOCOL)
    if not isinstance(reduced, tuple):
        return None
    if is_derived and not _makes(kind, reduced):
        _refuse_other(kind, maker, reduced)
        return None
    if not _makes(kind, reduced) and not _is_constructor(reduced[0]):
        return None
    state = reduced[2] if len(reduced) > 2 else None
    had = _names_in(state)
    left = {name: one for name, one in own.items() if name not in had}
    slots = {name: one for name, one in slots.items() if name not in had}
    if not left and not slots:
        return None
    items = (*reduced[3:5], None, None)[:2]
    setter = reduced[5] if len(reduced) > 5 else None
    return (*reduced[:2], (setter, state, left, slots), *items, set_left)


def leaves_out(kind: type) -> bool:
    """True for a class whose instances may hold more than their pickles have."""
    return _maker(kind) is not None and (_is_derived(kind) or kind.__dictoffset__ != 0)


def _is_derived(kind: type) -> bool:
    return kind.__module__.partition(".")[0] not in _LIBRARIES


def _maker(kind: type) -> Optional[type]:
    """The library's class that decides how instances are taken apart; None where that is Python's
    own way, which takes all, or the way of a class that knows what it does."""
    if kind in copyreg.dispatch_table or issubclass(kind, (type, enum.Enum)):
        return None
    for name in ("__reduce_ex__", "__reduce__", "__getstate__"):
        for base in kind.__mro__[:-1]:
            if name in vars(base):
                root = base.__module__.partition(".")[0]
                # How Python's own classes write their state is how all of it is written.
                is_known = root == "pandas" if name == "__getstate__" else root in _LIBRARIES
                return base if is_known else None
    return None


def _attributes(value: Any) -> dict[str, Any]:
    try:
        own: dict[str, Any] = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    if not isinstance(own, dict):
        return {}
    if _is_of_pandas(value):
        # What pandas keeps in its instances has names like these.
        return {name: one for name, one in own.items() if not name.startswith("_")}
    return own


def _is_of_pandas(value: Any) -> bool:
    return any(base.__module__.partition(".")[0] == "pandas" for base in type(value).__mro__)


def slots_of(value: Any, maker: type) -> dict[str, Any]:
    """What is in slots of classes derived from the one that does not know of them."""
    found: dict[str, Any] = {}
    for base in type(value).__mro__:
        if base is maker:
            break
        slots = vars(base).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            if name in ("__dict__", "__weakref__"):
                continue
            is_private = name.startswith("__") and not name.endswith("__")
            name = f"_{base.__name__.lstrip('_')}{name}" if is_private else name
            try:
                found.setdefault(name, object.__getattribute__(value, name))
            except AttributeError:
                continue
    return found


def _makes(kind: type, reduced: tuple[Any, ...]) -> bool:
    """True where a new instance of the class is made; others look up one that there is."""
    make, arguments = reduced[:2]
    if make is kind:
        return True
    owner = getattr(make, "__self__", None)
    is_first = bool(arguments) and arguments[0] is kind
    return owner is kind or (is_first and not isinstance(make, type))


def _refuse_other(kind: type, maker: type, reduced: tuple[Any, ...]) -> None:
    if reduced[0] is maker or maker in reduced[1] or _is_constructor(reduced[0]):
        raise pickle.PicklingError(
            f"{kind.__qualname__} leaves pickling to {maker.__qualname__}, which does not tell "
            f"its class; give {kind.__qualname__} a `__reduce__`"
        )


def _is_constructor(make: Any) -> bool:
    """By the names that NumPy and pandas give what makes their own instances."""
    module = str(getattr(make, "__module__", ""))
    name = str(getattr(make, "__name__", ""))
    is_theirs = module.partition(".")[0] in ("numpy", "pandas")
    return is_theirs and ("unpickle" in name or name.endswith("_ctor"))


def _names_in(state: Any) -> set[str]:
    """The attributes that a state has: a dict, or one somewhere in a tuple."""
    if isinstance(state, dict):
        return set(state)
    parts = state if isinstance(state, (tuple, list)) else ()
    return {name for part in parts if isinstance(part, dict) for name in part}


def set_left(made: Any, told: tuple[Any, ...]) -> None:
    setter, state, left, slots = told
    if setter is not None:
        setter(made, state)
    elif state is not None:
        _set_state(made, state)
    if left:
        object.__getattribute__(made, "__dict__").update(left)
    for name, one in slots.items():
        object.__setattr__(made, name, one)


def _set_state(made: Any, state: Any) -> None:
    """As Python's unpickler does it."""
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        object.__getattribute__(made, "__dict__").update(state)
    for name, one in (slots or {}).items():
        setattr(made, name, one)
