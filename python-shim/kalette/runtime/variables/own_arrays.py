"""Arrays of other classes than NumPy's plain one: what they show, and what their instance holds.

NumPy's own pickles of them have a copy of the elements, and none of the attributes. Pickles name
the functions of this module.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any, Optional


def reduce_array(value: Any) -> Optional[tuple[Any, ...]]:
    """An array of a class that leaves its pickling to NumPy; None for what is none."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        return None
    if isinstance(value, numpy.generic):
        return _reduce_scalar(value, numpy)
    kind = type(value)
    if not isinstance(value, numpy.ndarray) or kind is numpy.ndarray:
        return None
    if not _leaves_it_to_numpy(kind, numpy):
        return None
    shown = numpy.ndarray.view(value, numpy.ndarray)
    own = dict(getattr(value, "__dict__", {}))
    if is_mapped(value):
        raise pickle.PicklingError("an array that writes to a file cannot be pickled")
    if isinstance(value, numpy.memmap):
        own["_mmap"] = None
    return array_of, (kind, shown), own, None, None, set_own


def is_mapped(value: Any) -> bool:
    """True for an array whose elements are in a file that is written to with them."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.memmap):
        return False
    is_open = getattr(value, "_mmap", None) is not None
    return is_open and getattr(value, "mode", None) in ("r+", "w+")


def _leaves_it_to_numpy(kind: type, numpy: Any) -> bool:
    masked: Any = getattr(sys.modules.get("numpy.ma"), "MaskedArray", numpy.ndarray)
    bases = (numpy.ndarray, masked)
    return kind.__reduce_ex__ is numpy.ndarray.__reduce_ex__ and all(
        any(getattr(kind, name) is getattr(base, name) for base in bases)
        for name in ("__reduce__", "__setstate__")
    )


def array_of(kind: type, shown: Any) -> Any:
    import numpy

    return numpy.ndarray.view(shown, kind)


def set_own(made: Any, own: dict[str, Any]) -> None:
    """Instead of what its class gave it for a start."""
    if own or getattr(made, "__dict__", None):
        made.__dict__.clear()
        made.__dict__.update(own)


def _reduce_scalar(value: Any, numpy: Any) -> Optional[tuple[Any, ...]]:
    """A number of a class made from one of NumPy's, which its pickle would be of."""
    kind = type(value)
    if kind.__module__ == "numpy" or kind.__reduce__ is not numpy.generic.__reduce__:
        return None
    base = next(one for one in kind.__mro__ if one.__module__ == "numpy")
    if issubclass(base, numpy.void):
        return None
    own = dict(getattr(value, "__dict__", {}))
    return scalar_of, (kind, base, base(value)), own, None, None, set_own


def scalar_of(kind: type, base: Any, plain: Any) -> Any:
    return base.__new__(kind, plain)
