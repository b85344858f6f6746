"""Values as texts that are equal where the values are, whatever process they live in."""

from __future__ import annotations

import functools
import hashlib
import io
import threading
import types
from typing import Any

LONG = 20_000
MOST = 100_000


class Budget(Exception):
    """A value has more parts than anybody would look at."""


def canonical(value: Any) -> str:
    """The text of a value: contents, and shared structure only where it is circular.

    Long texts are cut and end with a digest of the whole.
    """
    try:
        return _shortened(_Writer().text(value))
    except Budget:
        return f"<{type(value).__name__} of more than {MOST} parts>"


def _shortened(text: str) -> str:
    if len(text) <= LONG:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    return f"{text[:LONG]}… sha256:{digest[:16]}"


def _digest(data: Any) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


# Nothing in them can be compared between two processes.
_HANDLES = (
    io.IOBase,
    types.GeneratorType,
    types.CoroutineType,
    types.FrameType,
    types.TracebackType,
    threading.Thread,
)


class _Writer:
    def __init__(self) -> None:
        self._open: list[int] = []
        self._parts = 0

    def text(self, value: Any) -> str:
        self._parts += 1
        if self._parts > MOST or len(self._open) > 150:
            raise Budget
        if value is None or isinstance(value, (bool, int, str, bytes)):
            return self._atom(value)
        if isinstance(value, (float, complex)):
            return repr(value)
        if id(value) in self._open:
            return f"<up {len(self._open) - self._open.index(id(value))}>"
        self._open.append(id(value))
        try:
            return self._composite(value)
        finally:
            self._open.pop()

    def _atom(self, value: Any) -> str:
        kind = type(value)
        text = repr(value)
        return text if kind in (type(None), bool, int, str, bytes) else f"{kind.__name__}({text})"

    def _composite(self, value: Any) -> str:
        if isinstance(value, dict):
            items = ", ".join(f"{self.text(k)}: {self.text(v)}" for k, v in value.items())
            return f"{_name(value, dict)}{{{items}}}"
        if isinstance(value, (list, tuple)):
            return f"{type(value).__name__}({', '.join(map(self.text, value))})"
        if isinstance(value, (set, frozenset)):
            return f"{type(value).__name__}({', '.join(sorted(map(self.text, value)))})"
        if isinstance(value, types.ModuleType):
            return f"<module {value.__name__}>"
        if isinstance(value, _HANDLES):
            return f"<{type(value).__name__}>"
        if isinstance(value, type):
            return self._class(value)
        return self._callable(value) or self._library(value) or self._object(value)

    def _callable(self, value: Any) -> str:
        if isinstance(value, types.FunctionType):
            parts = [vars(value), value.__defaults__, value.__kwdefaults__]
            code = _code(value.__code__)
            return f"<function {value.__name__} {code} {' '.join(map(self.text, parts))}>"
        if isinstance(value, types.MethodType):
            return f"<method {value.__name__} of {self.text(value.__self__)}>"
        if isinstance(value, types.BuiltinFunctionType):
            return f"<function {value.__qualname__}>"
        if isinstance(value, functools.partial):
            held: list[Any] = [value.func, value.args, value.keywords]
            return f"<partial {' '.join(map(self.text, held))}>"
        return ""

    def _class(self, value: type) -> str:
        if value.__module__ != "__main__":
            return f"<class {value.__module__}.{value.__qualname__}>"
        # With what it inherits: a class that was handed on does without doubles of that.
        held: dict[str, Any] = {}
        for base in reversed(value.__mro__):
            if base.__module__ == "__main__":
                held.update(vars(base))
        own = {
            name: one
            for name, one in sorted(held.items())
            if not name.startswith("__")
            and isinstance(one, (int, float, str, list, dict, tuple, set))
        }
        return f"<class {value.__name__} {self.text(own)}>"

    def _library(self, value: Any) -> str:
        root = type(value).__module__.split(".")[0]
        if root == "numpy":
            return self._numpy(value)
        if root == "pandas":
            return self._pandas(value)
        if root == "torch" and hasattr(value, "detach"):
            return f"<tensor {value.device.type} {self.text(value.detach().cpu().numpy())}>"
        return ""

    def _numpy(self, value: Any) -> str:
        if not hasattr(value, "dtype") or not hasattr(value, "tobytes"):
            return ""
        if value.dtype.hasobject:
            return f"<array {self.text(value.tolist())}>"
        if value.dtype.names and hasattr(value, "ravel"):
            # Between the fields of a record stands whatever was in memory.
            fields = {name: value[name] for name in value.dtype.names}
            return f"<records {value.shape} {self.text(fields)}>"
        shown = repr(value.tolist()) if value.size < 20 else ""
        kind = f"{type(value).__name__} {value.dtype} {value.shape}"
        return f"<{kind} {_digest(value.tobytes())} {shown}>"

    def _pandas(self, value: Any) -> str:
        kind = type(value).__name__
        if kind == "DataFrame":
            columns = [value.iloc[:, place] for place in range(value.shape[1])]
            parts = [list(value.columns), value.index, *columns]
            return f"<DataFrame {value.shape} {' '.join(map(self.text, parts))}>"
        if kind == "Series":
            parts = [value.name, value.index, _values(value)]
            return f"<Series {value.dtype} {' '.join(map(self.text, parts))}>"
        if hasattr(value, "to_numpy") and hasattr(value, "dtype"):
            return f"<{kind} {value.dtype} {self.text(_values(value))}>"
        return repr(value)

    def _object(self, value: Any) -> str:
        """What the object would be made of again, as pickle sees it."""
        name = type(value).__name__
        try:
            parts = value.__reduce_ex__(4)
        except Exception:
            # Pickle refuses it: its attributes alone, if it has any.
            return f"<{name} {self.text(getattr(value, '__dict__', None))}>"
        if isinstance(parts, str):
            return f"<{name} {parts}>"
        made, given, *state = parts
        shown = [part if _is_plain(part) else list(part) for part in state if part is not None]
        make = "" if getattr(made, "__module__", "") == "copyreg" else self.text(made)
        rest = [one for one in given if one is not type(value)]
        return f"<{name} {make} {' '.join(map(self.text, [*rest, *shown]))}>"


def _code(code: types.CodeType) -> str:
    """What a function does, but for the bytes: they depend on what else was compiled with it."""
    consts = [
        _code(one) if isinstance(one, types.CodeType) else repr(one) for one in code.co_consts
    ]
    return _digest(repr([consts, code.co_names, code.co_varnames, code.co_freevars]).encode())


def _is_plain(part: Any) -> bool:
    return not hasattr(part, "__next__")


def _values(value: Any) -> Any:
    try:
        return value.to_numpy()
    except Exception:
        return list(value)


def _name(value: Any, plain: type) -> str:
    return "" if type(value) is plain else type(value).__name__
