"""The safe tier: pickles that can be read without trusting who made them."""

from __future__ import annotations

import pickle
from typing import Any

from . import plain
from .attributes import attribute

# Constructors of values that carry data only. With our own, this list is the whole of the safe
# tier. None of them makes more of a value than its file holds, and none is a class that a pickle
# could give other methods.
SAFE_GLOBALS = plain.CONSTRUCTORS | frozenset(
    {
        ("builtins", "complex"),
        ("builtins", "range"),
        ("builtins", "slice"),
        ("datetime", "date"),
        ("datetime", "time"),
        ("datetime", "datetime"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("pandas._libs.tslibs.timestamps", "_unpickle_timestamp"),
        ("pandas._libs.tslibs.timedeltas", "_timedelta_unpickle"),
    }
)
# Types that are not their own constructor.
_SAFE_TYPES = SAFE_GLOBALS | {
    ("pandas", "Timestamp"),
    ("pandas", "Timedelta"),
    ("pandas._libs.tslibs.timestamps", "Timestamp"),
    ("pandas._libs.tslibs.timedeltas", "Timedelta"),
}


class UnsafePickle(Exception):
    """A file of the safe tier names something that the allow-list lacks."""


class SafeUnpickler(pickle.Unpickler):
    """Reads the safe tier; anything that is not plain data is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in SAFE_GLOBALS:
            raise UnsafePickle(f"{module}.{name} is not plain data")
        return super().find_class(module, name)


def is_plain(value: Any) -> bool:
    """True for plain data, and for the constructors that its pickles name."""
    # Constructors may be functions of compiled modules, which share no type.
    named = value if isinstance(attribute(value, "__qualname__"), str) else type(value)
    return (attribute(named, "__module__"), named.__qualname__) in _SAFE_TYPES
