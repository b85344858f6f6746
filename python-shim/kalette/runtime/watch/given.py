"""What a step had from cells that every step repeats, and what became of it.

A step before it may have given such a name another value, of which this step was not told as it
does not use it: then the name means that other value behind this step too.
"""

from __future__ import annotations

import pickle
import symtable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Collection, Iterable, Mapping, Optional

from ..variables.keeping import is_kept, is_private

# Parts of one value that are looked at, and characters of all its texts; larger ones are passed
# over.
MOST = 10_000
LONG = 100_000

_ATOMS = (type(None), bool, int, float, complex, str, bytes)
_SEVERAL = (list, tuple, set, frozenset)
_CODE = (FunctionType, BuiltinFunctionType, ModuleType, type)


class Given:
    """What a namespace holds right before the first cell, but for what was ``received``.

    Only code is held, as whatever else is held here could be neither resized nor freed by the
    cells.
    """

    def __init__(self, namespace: Mapping[str, Any], received: Collection[str]) -> None:
        self._code = {n: one for n, one in namespace.items() if isinstance(one, _CODE)}
        self._names = {name for name in namespace if not is_private(name)}
        own = {name: value for name, value in namespace.items() if name not in received}
        functions = {n: one for n, one in own.items() if isinstance(one, FunctionType)}
        classes = {n: one for n, one in own.items() if isinstance(one, type)}
        self._classes = {name: (one, _written_in(one)) for name, one in classes.items()}
        self._functions = {name: (one, _looks(one)) for name, one in functions.items()}
        pictures = {name: _picture(value) for name, value in own.items()}
        self._values = {
            name: (id(own[name]), picture)
            for name, picture in pictures.items()
            if picture is not None
        }

    def definitions(self) -> dict[str, Any]:
        """Code by name that is as its cell defines it."""
        functions = {
            name: one for name, (one, looks) in self._functions.items() if looks == _looks(one)
        }
        classes = {
            name: one for name, (one, looks) in self._classes.items() if looks == _written_in(one)
        }
        return {**functions, **classes}

    def changed(self) -> list[str]:
        """Names of functions and classes of the notebook that hold something else than their cells
        put there, whatever the names mean by now. Other values may have been given parts of them
        by the step whose cell it is."""
        code = {name: one for name, (one, _) in {**self._functions, **self._classes}.items()}
        own = {name for name, one in code.items() if one.__module__ == "__main__"}
        return sorted(own - self.definitions().keys())

    def untouched(
        self, namespace: Mapping[str, Any], sources: Iterable[str]
    ) -> tuple[list[str], list[str]]:
        """Names of plain values that are the same objects, with the same parts; then such names
        that functions in the step's ``sources``, as plain Python, may have bound to them again."""
        bound, maybe = _bound_in(sources)
        same = {
            name
            for name, before in self._values.items()
            if name in namespace and (id(namespace[name]), _picture(namespace[name])) == before
        }
        return sorted(same - bound - maybe), sorted((same & maybe) - bound)

    def gone(self, namespace: Mapping[str, Any], sources: Iterable[str]) -> list[str]:
        """Names that had something and have nothing any more, and those that the step has given
        to modules and code of libraries."""
        imported, _ = _bound_in(sources)
        defined = self.definitions()
        taken = {
            name
            for name, value in namespace.items()
            if not is_private(name)
            and not is_kept(name, value, defined)
            and (self._code.get(name) is not value or name in imported)
        }
        return sorted(taken | (self._names - namespace.keys()))


def _bound_in(sources: Iterable[str]) -> tuple[set[str], set[str]]:
    """Names that cells bind, and those that functions in them bind when they are called."""
    bound: set[str] = set()
    maybe: set[str] = set()
    for source in sources:
        table = symtable.symtable(source, "<cell>", "exec")
        bound |= {one.get_name() for one in table.get_symbols() if _is_bound(one)}
        waiting = table.get_children()
        while waiting:
            inner = waiting.pop()
            maybe |= {one.get_name() for one in inner.get_symbols() if one.is_declared_global()}
            waiting += inner.get_children()
    return bound, maybe


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()


def _looks(function: FunctionType) -> list[tuple[str, int, Optional[bytes]]]:
    """What was put into a function, and what its plain parts hold."""
    defaults = {"defaults": function.__defaults__, "keywords": function.__kwdefaults__}
    parts = {**vars(function), **defaults}
    return [(name, id(part), _picture(part)) for name, part in parts.items()]


def _written_in(value: type) -> list[tuple[str, int, Optional[bytes]]]:
    """The attributes of a class that its cell may have given it, but for what Python adds."""
    if value.__module__ != "__main__":
        return []
    own = list(vars(value).items())
    return [(name, id(one), _picture(one)) for name, one in own if not name.startswith("__")]


def _picture(value: Any) -> Optional[bytes]:
    """What a value holds; None where that is much, or would run code of somebody."""
    return pickle.dumps(value) if _is_plain(value) else None


def _is_plain(value: Any) -> bool:
    waiting = [value]
    parts = characters = 0
    while waiting:
        one = waiting.pop()
        parts += 1
        if type(one) in _SEVERAL:
            waiting += list(one)
        elif type(one) is dict:
            waiting += [*one.keys(), *one.values()]
        elif type(one) not in _ATOMS:
            return False
        elif type(one) in (str, bytes):
            characters += len(one)
        if parts + len(waiting) > MOST or characters > LONG:
            return False
    return True
