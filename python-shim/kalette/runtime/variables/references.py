"""How one file names what is in another: a variable, or a part of one and the way to it.

In a pickle such a name is a persistent id: the variable's name, or a tuple of that and the steps
that lead to the part, each a pair. ``("item", key)`` is an element of a list, tuple, deque or dict
by its index or key, ``("element", place)`` one of an array of objects, counted in C order, and
``("attribute", name)`` an attribute that an instance has itself.
"""

from __future__ import annotations

import copy
import copyreg
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from itertools import islice
from types import FunctionType
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Union

from .functions import is_plain_definition
from .plain.views import whole_memory
from .sharing import ATOMS, CODE, LIMIT, mutable_parts

Step = tuple[str, Any]
Reference = Union[str, tuple[Any, ...]]

_DICTS = (dict, OrderedDict, defaultdict, Counter)
_SEQUENCES = (list, tuple, deque)
_KEYS = (str, int, bool, bytes, type(None))


def apart_from(
    group: Sequence[str],
    values: Mapping[str, Any],
    files: Mapping[str, str],
    first: frozenset[str] = frozenset(),
) -> Known:
    """Variables of a group whose values may stay in the files that they are in.

    ``files`` tell these files apart; of two that hold the same objects one stays, rather one of a
    name in ``first``. The rest of the group may hold these values, views of arrays in them, and
    parts of them that a way leads to. Where it holds other parts, nothing may stay.
    """
    chosen: list[str] = []
    taken: dict[int, str] = {}
    for name in sorted((one for one in group if one in files), key=lambda one: one not in first):
        parts = mutable_parts(values[name])
        if all(taken.get(part, files[name]) == files[name] for part in parts):
            taken.update(dict.fromkeys(parts, files[name]))
            chosen.append(name)
    others = [name for name in group if name not in chosen]
    # Where all stay, nobody asks for parts of them.
    known = Known({name: values[name] for name in chosen}, has_parts=bool(others))
    for name in others:
        parts = mutable_parts(values[name], known.identities, known.memories)
        if not taken.keys().isdisjoint(parts):
            return Known({})
    return known


class Known:
    """Objects that are in other files, for ``pickles.dump``: variables, and parts of them.

    ``variables`` are the names, ``met`` those that were asked for, by a part or as a whole."""

    def __init__(self, values: Mapping[str, Any], has_parts: bool = True) -> None:
        self.variables = frozenset(values)
        self.met: set[str] = set()
        self._names: dict[int, str] = {}
        # Whose part it is, and how it is had of that.
        self._ways: dict[int, tuple[int, Step]] = {}
        self.memories: dict[int, Any] = {}
        """For ``plain.views``: memory that these arrays show the whole of, and hold."""
        # Of numbers and texts there is only one, wherever they come from.
        roots = {name: one for name, one in values.items() if not isinstance(one, (*ATOMS, *CODE))}
        for name, value in roots.items():
            self._names[id(value)] = name
        for value in roots.values() if has_parts else ():
            self._look(value)
        self.identities = frozenset({*self._names, *self._ways})

    def __len__(self) -> int:
        return len(self._names)

    def again(self) -> Known:
        """The same for another file, which has met none of them yet."""
        other = copy.copy(self)
        other.met = set()
        return other

    def get(self, identity: int) -> Optional[Reference]:
        """What names the object, if it is one of these."""
        if identity not in self._names and identity not in self._ways:
            return None
        way: list[Step] = []
        while identity not in self._names:
            identity, step = self._ways[identity]
            way.append(step)
        name = self._names[identity]
        self.met.add(name)
        return (name, *reversed(way)) if way else name

    def _look(self, root: Any) -> None:
        """Notes the shortest way to each part, as far as ways lead and the limit allows."""
        waiting = deque([root])
        while waiting:
            whole = waiting.popleft()
            memory = whole_memory(whole)
            if memory is not None:
                # It may have another shape than what shows it.
                self.memories.setdefault(id(memory), whole)
            for step, part in steps_from(whole):
                if len(self._ways) > LIMIT:
                    return
                is_known = id(part) in self._ways or id(part) in self._names
                if not is_known and not isinstance(part, ATOMS) and _is_own(part):
                    self._ways[id(part)] = (id(whole), step)
                    waiting.append(part)


def _is_own(value: Any) -> bool:
    """False for code that whoever reads the file has: it is written by its name."""
    if not isinstance(value, CODE):
        return True
    return (
        isinstance(value, FunctionType)
        and value.__module__ == "__main__"
        and not is_plain_definition(value)
    )


def steps_from(value: Any) -> Iterator[tuple[Step, Any]]:
    """The parts of a value that can be had in one step when it has come out of its file."""
    kind = type(value)
    if kind in _DICTS:
        for key, item in dict.items(value):
            if _is_key(key):
                yield ("item", key), item
    elif kind in _SEQUENCES or _is_named_tuple(kind):
        for place, item in enumerate(islice(value, LIMIT)):
            yield ("item", place), item
    elif _is_array_of_objects(value):
        for place, item in enumerate(islice(value.flat, LIMIT)):
            yield ("element", place), item
    elif not isinstance(value, type) and _keeps_attributes(kind):
        for name, item in _attributes(value).items():
            yield ("attribute", name), item


def follow(reference: Any, find: Callable[[str], Any]) -> Any:
    """What a reference names; ``find`` gives variables. ValueError where no way leads there."""
    if isinstance(reference, str):
        return find(reference)
    name, *way = reference
    value = find(name)
    for step in way:
        try:
            kind, key = step
            value = _KINDS[kind](value, key)
        except (LookupError, TypeError, ValueError):
            raise ValueError(f"`{name}` has no such part any more") from None
    return value


def _item(value: Any, key: Any) -> Any:
    if not _is_key(key):
        raise TypeError("this is no key")
    for kind in (dict, *_SEQUENCES):
        if isinstance(value, kind):
            # Of a class of the notebook, it may run code of its own.
            own: Any = kind.__getitem__
            return own(value, key)
    raise TypeError("this has no items")


def _attribute(value: Any, name: str) -> Any:
    return _attributes(value)[name]


def _attributes(value: Any) -> dict[str, Any]:
    try:
        own: dict[str, Any] = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return own


def _element(value: Any, place: int) -> Any:
    if not _is_array_of_objects(value):
        raise TypeError("this has no elements")
    return value.flat[place]


def _is_array_of_objects(value: Any) -> bool:
    numpy: Any = sys.modules.get("numpy")
    return numpy is not None and type(value) is numpy.ndarray and value.dtype == object


_KINDS: Mapping[str, Callable[[Any, Any], Any]] = {
    "item": _item,
    "element": _element,
    "attribute": _attribute,
}


def _is_key(key: Any) -> bool:
    """True for keys that find their item in a dict that has come out of a file as well."""
    return type(key) in _KEYS or (type(key) is tuple and all(_is_key(part) for part in key))


def _is_named_tuple(kind: type) -> bool:
    return kind.__bases__ == (tuple,) and hasattr(kind, "_fields")


# Whose classes write attributes as they are, and their own version beside them.
_FAITHFUL = ("sklearn.base",)


def _keeps_attributes(kind: type) -> bool:
    """True where instances come out of a file with the attributes that they had."""
    if kind in copyreg.dispatch_table or "__reduce_ex__" in _defined(kind):
        return False
    return all(_is_faithful(kind, name) for name in ("__reduce__", "__getstate__", "__setstate__"))


def _is_faithful(kind: type, name: str) -> bool:
    method: Any = getattr(kind, name, None)
    if method is getattr(object, name, None):
        return True
    return getattr(method, "__module__", None) in _FAITHFUL


def _defined(kind: type) -> set[str]:
    return {name for base in kind.__mro__[:-1] for name in vars(base)}
