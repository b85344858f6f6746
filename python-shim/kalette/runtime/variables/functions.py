"""How functions of the notebook are pickled: as code that runs in the receiver's ``__main__``.

cloudpickle would give each function the global names it had, as values of that moment, and each
its own copy of the variables it shares with others. In a notebook a function sees the names as
they are when it is called, and functions that were made together share their variables; so both
are kept here. Pickles name the functions of this module.
"""

from __future__ import annotations

import copyreg
import functools
import sys
from functools import cached_property
from types import BuiltinMethodType, CellType, CodeType, FunctionType, MethodType
from typing import Any, Optional
from weakref import WeakSet

# What of a function is not in its code.
_ATTRIBUTES = ("__defaults__", "__kwdefaults__", "__qualname__", "__module__", "__doc__")


def is_of_notebook(value: Any) -> bool:
    """True for a function whose global names are the notebook's."""
    main = sys.modules.get("__main__")
    return isinstance(value, FunctionType) and value.__globals__ is getattr(main, "__dict__", None)


def is_generic(value: Any) -> bool:
    """True for what ``functools.singledispatch`` makes, which keeps weak references."""
    return isinstance(value, FunctionType) and value.__globals__ is vars(functools)


def reduce_function(function: FunctionType) -> tuple[Any, ...]:
    state = {name: getattr(function, name) for name in _ATTRIBUTES}
    state["__dict__"] = function.__dict__
    try:
        state["__annotations__"] = dict(function.__annotations__)
    except NameError:
        # Annotations that name what does not exist are no reason to refuse the function.
        state["__annotations__"] = {}
    arguments = (function.__code__, function.__name__, function.__closure__)
    return make_function, arguments, state, None, None, fill_function


def make_function(code: CodeType, name: str, closure: Any) -> FunctionType:
    return FunctionType(code, vars(sys.modules["__main__"]), name, None, closure)


def fill_function(function: FunctionType, state: dict[str, Any]) -> None:
    """Comes second, since what a function holds may hold the function."""
    function.__dict__.update(state.pop("__dict__"))
    for name, value in state.items():
        setattr(function, name, value)


def reduce_cell(cell: CellType) -> tuple[Any, ...]:
    """A variable that functions share; it may be empty, and it may hold its own function."""
    try:
        contents = cell.cell_contents
    except ValueError:
        return CellType, ()
    return CellType, (), (contents,), None, None, fill_cell


def fill_cell(cell: CellType, state: tuple[Any]) -> None:
    cell.cell_contents = state[0]


def reduce_class(reduced: tuple[Any, ...], is_own: bool) -> tuple[Any, ...]:
    """How cloudpickle takes a class apart, but for what puts it together again.

    ``is_own``: the class is what is saved. Otherwise it only comes along with an instance, and
    its attributes may be older than those of the class itself.
    """
    return (*reduced[:5], fill_class if is_own else fill_new_class)


# Classes out of pickles that have their attributes.
_filled: WeakSet[type] = WeakSet()


def fill_class(made: type, state: Any) -> type:
    """The attributes of the class as it was saved last, and no others."""
    attributes, _ = state
    if made in _filled:
        for name in [name for name in vars(made) if not name.startswith("__")]:
            if name not in attributes:
                delattr(made, name)
    return _fill(made, state)


def fill_new_class(made: type, state: Any) -> type:
    """Attributes for a class that this process had not met."""
    return made if made in _filled else _fill(made, state)


def _fill(made: type, state: Any) -> type:
    from cloudpickle.cloudpickle import _class_setstate

    _filled.add(made)
    filled: type = _class_setstate(made, state)
    return filled


def reduce_argument(value: Any) -> Optional[tuple[Any, ...]]:
    """Parts of ``argparse``, which knows a text of its own by identity; None for other values."""
    argparse = sys.modules.get("argparse")
    if argparse is None or type(value).__module__ != "argparse":
        return None
    attributes = getattr(value, "__dict__", {})
    hidden = [name for name, one in attributes.items() if one is argparse.SUPPRESS]
    if not hidden:
        return None
    state = (attributes, hidden)
    return copyreg.__newobj__, (type(value),), state, None, None, _set_argument  # type: ignore[attr-defined]


def _set_argument(value: Any, state: tuple[dict[str, Any], list[str]]) -> None:
    import argparse

    attributes, hidden = state
    value.__dict__.update(attributes)
    value.__dict__.update(dict.fromkeys(hidden, argparse.SUPPRESS))


def reduce_cached_property(value: Any) -> tuple[Any, ...]:
    """Until Python 3.12 it holds a lock, which guards nothing in a process that begins."""
    return make_cached_property, (value.func, value.attrname)


def make_cached_property(function: Any, name: Optional[str]) -> Any:
    made = cached_property(function)
    if name is not None:
        # A class that comes out of a pickle does not tell its members their names.
        made.__set_name__(object, name)
    return made


def reduce_shared_draw(value: Any) -> Optional[tuple[Any, ...]]:
    """``random.random`` and its like belong to the generator that the process has anyway.

    They are methods of an object that no name shows: pickled as they are, they would bring a
    generator of their own along.
    """
    if not isinstance(value, (BuiltinMethodType, MethodType)):
        return None
    for module, place in _SHARED:
        home = sys.modules.get(module)
        if home is not None and value.__self__ is getattr(home, place, None):
            return getattr, (home, value.__name__)
    return None


# Where modules keep the generator behind their functions.
_SHARED = (("random", "_inst"), ("numpy.random.mtrand", "_rand"))
