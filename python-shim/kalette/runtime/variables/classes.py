"""How classes of the notebook are pickled whose attributes changed, or that the receiver lacks.

As cloudpickle does it, but that a receiver whose own cells define the class keeps that one, and
gets the attributes: instances that come by another way are of that class too. Whoever only looks
at a value keeps what there is ``apart``. Pickles name the functions of this module.
"""

from __future__ import annotations

import contextlib
import sys
from contextvars import ContextVar
from types import CodeType, FunctionType, GetSetDescriptorType, MemberDescriptorType
from typing import Any, Iterable, Iterator, Mapping, Optional
from weakref import WeakSet

# What a class makes of its ``__slots__``, and no pickle has.
_SLOTS = (MemberDescriptorType, GetSetDescriptorType)
# Classes that have their attributes from a pickle, and those that the receiver's cells define.
_filled: WeakSet[type] = WeakSet()
_found: WeakSet[type] = WeakSet()

# By the name of a method.
Codes = Mapping[str, Optional[CodeType]]

_is_apart: ContextVar[bool] = ContextVar("_is_apart", default=False)


@contextlib.contextmanager
def apart() -> Iterator[None]:
    """What is read meanwhile changes no class that there is."""
    token = _is_apart.set(True)
    try:
        yield
    finally:
        _is_apart.reset(token)


def reduce_class(value: type, reduced: tuple[Any, ...], is_own: bool) -> tuple[Any, ...]:
    """How cloudpickle takes a class apart (``reduced``), but for what puts it together again.

    ``is_own``: the class is what is saved. Otherwise it only comes along with an instance, and
    its attributes may be older than those of the class itself.
    """
    make, arguments = reduced[:2]
    if make.__name__ == "_make_skeleton_class":
        kind, name, bases, written, tracker, extra = arguments
        slots = vars(value).get("__slots__")
        # `NamedTuple` has none, and refuses to be told so.
        if slots or (slots is not None and "__orig_bases__" not in vars(value)):
            written = {**written, "__slots__": slots}
        codes = _codes_of(value)
        make, arguments = find_class, (codes, kind, name, bases, written, tracker, extra)
    return (make, arguments, *reduced[2:5], fill_class if is_own else fill_new_class)


def with_nameless_bases(values: Iterable[Any]) -> Iterator[Any]:
    """The values, and after each class what it is derived from and no name of the notebook means
    any more (``class A(A)``): nothing but that class could bring the attributes of such a one."""
    names = vars(sys.modules["__main__"])
    for value in values:
        yield value
        for base in value.__mro__[1:] if isinstance(value, type) else ():
            if base.__module__ == "__main__" and names.get(base.__name__) is not base:
                yield base


def find_class(
    codes: Codes,
    kind: type,
    name: str,
    bases: tuple[type, ...],
    written: dict[str, Any],
    tracker: str,
    extra: Any,
) -> type:
    """The receiver's own class of that name, if its definition is the same; else a new one."""
    from cloudpickle.cloudpickle import _lookup_class_or_track, _make_skeleton_class

    own: Any = vars(sys.modules["__main__"]).get(name)
    if _is_apart.get():
        tracker = f"{tracker} apart"
    elif (
        isinstance(own, type)
        and (own.__module__, type(own), own.__bases__) == ("__main__", kind, bases)
        and _is_same_definition(_codes_of(own), codes)
    ):
        found: type = _lookup_class_or_track(tracker, own)
        if found is own:
            _found.add(found)
        return found
    made: type = _make_skeleton_class(kind, name, bases, written, tracker, extra)
    return made


def has_same_definition(own: type, saved: type) -> bool:
    """Whether two classes of the notebook come of the same cell, whatever they were given since."""
    looks = [(type(one), [base.__qualname__ for base in one.__bases__]) for one in (own, saved)]
    return looks[0] == looks[1] and _is_same_definition(_codes_of(own), _codes_of(saved))


def _is_same_definition(own: Codes, saved: Codes) -> bool:
    """Whether the methods that stand in the definitions agree; others were put there later."""
    return all(
        own.get(name) == saved.get(name)
        or (name in own and name in saved and None in (own[name], saved[name]))
        for name in own.keys() | saved.keys()
    )


def _codes_of(value: type) -> Codes:
    """The code of its methods, which tells its definition from others; None for those that its
    definition does not have as they are."""
    return {
        name: code if _is_written_in(value, name, one) else None
        for name, one in vars(value).items()
        for code in (_code_of(one),)
        if code is not None
    }


def _is_written_in(value: type, name: str, method: Any) -> bool:
    """Whether a method stands in the definition of the class under that name, undecorated."""
    function = _function_of(method)
    owner, _, written = function.__qualname__.rpartition(".")
    # A name with two underscores has that of the class before it.
    return bool(owner == value.__qualname__ and name.endswith(written))


def _code_of(value: Any) -> Optional[CodeType]:
    function = _function_of(value)
    return function.__code__ if isinstance(function, FunctionType) else None


def _function_of(value: Any) -> Any:
    if isinstance(value, (staticmethod, classmethod)):
        return value.__func__
    return value.fget if isinstance(value, property) else value


def fill_class(made: type, state: Any) -> type:
    """The attributes of the class as it was saved last, and no others."""
    attributes, slots = state
    if made in _filled or made in _found:
        for name, one in list(vars(made).items()):
            is_written = not name.startswith("__") and not isinstance(one, _SLOTS)
            if is_written and name not in attributes:
                delattr(made, name)
    if made in _found:
        # Methods stay those that other values may hold.
        attributes = {
            name: one
            for name, one in attributes.items()
            if not name.startswith("__") and not _has_method(made, name, one)
        }
    return _fill(made, (attributes, slots))


def _has_method(made: type, name: str, method: Any) -> bool:
    code = _code_of(method)
    is_same = code is not None and code == _code_of(vars(made).get(name))
    return is_same and not (code and code.co_freevars and not _is_written_in(made, name, method))


def fill_new_class(made: type, state: Any) -> type:
    """Attributes for a class that this process had not met."""
    return made if made in _filled or made in _found else _fill(made, state)


def _fill(made: type, state: Any) -> type:
    from cloudpickle.cloudpickle import _class_setstate

    _filled.add(made)
    filled: type = _class_setstate(made, state)
    return filled
