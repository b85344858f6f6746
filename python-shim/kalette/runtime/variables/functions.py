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
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

_ATOMS = (type(None), bool, int, float, complex, str, bytes, type(Ellipsis))
# What of a function is not in its code.
_ATTRIBUTES = ("__defaults__", "__kwdefaults__", "__qualname__", "__module__", "__doc__")


def is_of_notebook(value: Any) -> TypeGuard[FunctionType]:
    """True for a function whose global names are the notebook's."""
    if not isinstance(value, FunctionType):
        return False
    return value.__globals__ is getattr(sys.modules.get("__main__"), "__dict__", None)


def is_generic(value: Any) -> bool:
    """True for what ``functools.singledispatch`` makes, which keeps weak references."""
    return isinstance(value, FunctionType) and value.__globals__ is vars(functools)


def reduce_function(function: FunctionType) -> tuple[Any, ...]:
    state = _state(function)
    if is_plain_definition(function):
        # `registry[load]` finds nothing where the key is another `load` than the notebook's.
        found = (function.__code__, function.__name__, *_defaults(function))
        return find_function, found, state, None, None, fill_found
    arguments = (function.__code__, function.__name__, function.__closure__)
    return make_function, arguments, state, None, None, fill_function


def _state(function: FunctionType) -> dict[str, Any]:
    state = {name: getattr(function, name) for name in _ATTRIBUTES}
    state["__dict__"] = function.__dict__
    try:
        state["__annotations__"] = dict(function.__annotations__)
    except NameError:
        # Annotations that name what does not exist are no reason to refuse the function.
        state["__annotations__"] = {}
    return state


def is_plain_definition(value: Any) -> TypeGuard[FunctionType]:
    """True for what the name of a function means in the notebook, where all that there is to it is
    its code and plain defaults: whoever has that definition has the function."""
    if not is_of_notebook(value) or value.__closure__ is not None or value.__dict__:
        return False
    is_named = vars(sys.modules["__main__"]).get(value.__name__) is value
    return is_named and all(type(one) in _ATOMS for one in _defaults_of(value))


def find_function(code: CodeType, name: str, defaults: Any, keywords: Any) -> FunctionType:
    """The receiver's own function of that name, if its definition is the same; else a new one."""
    found: Any = vars(sys.modules["__main__"]).get(name)
    if not is_plain_definition(found) or found.__code__ != code:
        return make_function(code, name, None)
    is_same = _defaults(found) == (defaults, keywords)
    return found if is_same else make_function(code, name, None)


def fill_found(function: FunctionType, state: dict[str, Any]) -> None:
    if vars(sys.modules["__main__"]).get(function.__name__) is not function:
        fill_function(function, state)


def _defaults(function: FunctionType) -> tuple[Any, Any]:
    return function.__defaults__, function.__kwdefaults__


def _defaults_of(function: FunctionType) -> tuple[Any, ...]:
    return (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())


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
