"""NumPy arrays that show the memory of another one, saved so that they still do."""

from __future__ import annotations

import sys
from typing import Any, Mapping, Optional

from .kinds import element_type, kind_of


def memory_of(value: Any) -> Any:
    """The array whose memory an array shows: itself, where it has its own or shows a file."""
    numpy: Any = sys.modules["numpy"]
    while isinstance(value.base, numpy.ndarray) and not isinstance(value.base, numpy.memmap):
        value = value.base
    return value


def whole_memory(value: Any) -> Any:
    """The array whose memory an array shows, all of it and in one piece; else None."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or type(value) is not numpy.ndarray or value.dtype.hasobject:
        return None
    base = memory_of(value)
    begins = (item.__array_interface__["data"][0] for item in (value, base))
    is_whole = value.nbytes == base.nbytes and len({*begins}) == 1
    return base if is_whole and (value.flags.c_contiguous or value.flags.f_contiguous) else None


def reduce(value: Any, shared: Mapping[int, Any]) -> Optional[tuple[Any, ...]]:
    """How ``pickle`` takes a view apart; None for what is none of memory in ``shared``, or shows
    more than is there. ``shared``: by the identity of an array with memory of its own the array
    that stands for that memory, all of it in one piece: itself, or another one that shows it."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or type(value) is not numpy.ndarray:
        return None
    base = memory_of(value)
    shown = shared.get(id(base))
    kind = kind_of(value.dtype)
    if shown is None or shown is value or kind is None or kind_of(shown.dtype) is None:
        return None
    if (kind == "O") != (shown.dtype == object) or value.dtype.itemsize == 0:
        return None
    flags = shown.flags
    if value.nbytes > base.nbytes or not (flags.c_contiguous or flags.f_contiguous):
        return None
    offset = value.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return view, (shown, offset, kind, value.shape, value.strides, value.flags.writeable)


def view(
    base: Any,
    offset: int,
    kind: Any,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    writeable: bool,
) -> Any:
    """An array over the memory of another one; ``offset`` and ``strides`` in bytes. ValueError
    where it would reach beyond it, or be larger."""
    import numpy

    found = element_type(kind)
    if type(base) is not numpy.ndarray:
        raise ValueError("this is no memory")
    if base.dtype.hasobject or found.hasobject:
        _check_objects(base, found, (offset, *strides))
    if found.itemsize == 0 or len(shape) != len(strides) or min(shape, default=0) < 0:
        raise ValueError("the shape of a view is wrong")
    reach = [(count - 1) * stride for count, stride in zip(shape, strides)]
    low = offset + sum(step for step in reach if step < 0)
    high = offset + sum(step for step in reach if step > 0) + found.itemsize
    size = found.itemsize
    for count in shape:
        size *= count
    if size > base.nbytes or (size > 0 and (low < 0 or high > base.nbytes)):
        raise ValueError("a view reaches beyond its memory")
    flat = base.ravel(order="K")
    if size and not numpy.shares_memory(flat, base):
        raise ValueError("the memory of a view is not in one piece")
    if found.hasobject:
        rest = flat[offset // found.itemsize :] if size else flat[:0]
        made = numpy.lib.stride_tricks.as_strided(rest, shape, strides)
    else:
        flat = flat.view("u1") if size else numpy.empty(found.itemsize, "u1")
        made = numpy.ndarray(shape, found, flat, offset if size else 0, strides)
    if not writeable:
        made.flags.writeable = False
    return made


def _check_objects(base: Any, found: Any, places: tuple[int, ...]) -> None:
    """Of objects there are only views that show each of them as a whole."""
    if base.dtype.kind != "O" or found.kind != "O":
        raise ValueError("objects are no numbers")
    if any(place % found.itemsize for place in places):
        raise ValueError("there is no object in this place")


CONSTRUCTORS = (view,)
