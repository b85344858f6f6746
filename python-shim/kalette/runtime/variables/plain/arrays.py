"""NumPy's arrays, types of elements and scalars."""

from __future__ import annotations

import sys
from pickle import PickleBuffer
from typing import Any, Optional

from .kinds import element_type, kind_of

# Elements of an array of objects. They are made before their content is seen, and a few bytes
# must not take all memory.
MOST_OBJECTS = 50_000_000

# Up to so many bytes an array gets memory of its own, as the one in the notebook has: only such
# an array can be resized. Larger ones are left where they were read, or mapped.
MOST_OWNED = 16 * 2**20

# Bytes that an array of repeated elements may seem to have in the safe tier: whoever goes through
# all of it must not be kept for ever by a few bytes.
MOST_SPREAD = 2**30

# What NumPy itself keeps in a masked array.
_OF_MASKED = frozenset(
    ("_basedict", "_baseclass", "_fill_value", "_hardmask", "_isfield", "_mask", "_optinfo")
    + ("_sharedmask",)
)


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        return None
    if type(value) is numpy.ndarray:
        if is_spread(value):
            return _reduce_spread(value)
        return _reduce_objects(value) if value.dtype.kind == "O" else _reduce_array(value)
    if "numpy.ma" in sys.modules and type(value) is numpy.ma.MaskedArray:
        return _reduce_unmasked(value)
    if isinstance(value, numpy.dtype):
        kind = kind_of(value)
        return None if kind is None else (dtype, (kind,))
    is_void = isinstance(value, numpy.void) and type(value) is not numpy.record
    if isinstance(value, numpy.generic) and not is_void:
        return _reduce_scalar(value)
    return None


def writable(array: Any) -> Any:
    """The same memory, to be written as such: views that pandas hands out cannot be changed."""
    if array.flags.writeable:
        return array
    view = array.view()
    try:
        view.flags.writeable = True
    except ValueError:
        return array.copy()
    return view


def _reduce_array(value: Any) -> Optional[tuple[Any, ...]]:
    kind = kind_of(value.dtype)
    if kind is None or value.dtype.itemsize == 0:
        return None
    is_fortran = value.flags.f_contiguous and not value.flags.c_contiguous
    order: Any = "F" if is_fortran else "C"
    # Bytes: buffers of times and texts cannot be handed on as what they are.
    flat = value.ravel(order=order)
    if not flat.size:
        start = (b"", kind, value.shape, order)
        return array, start if value.flags.writeable else (*start, False)
    data = flat.view("u1")
    # It may be a copy.
    data.flags.writeable = value.flags.writeable
    return array, (PickleBuffer(data), kind, value.shape, order)


def array(data: Any, kind: Any, shape: tuple[int, ...], order: Any, writeable: bool = True) -> Any:
    """From the bytes of its elements in C or Fortran order; who may write to them is told of the
    bytes, where there are some."""
    import numpy

    found = element_type(kind)
    if found.hasobject or found.itemsize == 0:
        raise ValueError("bytes are no objects")
    if 0 in shape:
        empty = numpy.empty(shape, found, order=order)
        empty.flags.writeable = bool(writeable)
        return empty
    made = numpy.frombuffer(data, found).reshape(shape, order=order)
    return owning(made) if made.nbytes <= MOST_OWNED else made


def owning(array: Any) -> Any:
    """The same array with memory of its own."""
    if array.flags.owndata:
        return array
    copy = array.copy(order="K")
    copy.flags.writeable = array.flags.writeable
    return copy


def _reduce_unmasked(value: Any) -> Optional[tuple[Any, ...]]:
    """A masked array in which nothing is masked; by NumPy's own way it would get a mask."""
    import numpy

    own = value.__dict__
    is_plain = (
        value.mask is numpy.ma.nomask
        and not value.hardmask
        and not own["_optinfo"]
        and value.baseclass is numpy.ndarray
        and _OF_MASKED.issuperset(own)
    )
    if not is_plain or kind_of(value.dtype) is None:
        return None
    return unmasked, (value.view(numpy.ndarray), own["_fill_value"], value.sharedmask)


def unmasked(data: Any, fill: Any, shares_mask: bool = True) -> Any:
    import numpy

    if type(data) is not numpy.ndarray:
        raise ValueError("a masked array of something else")
    made: Any = numpy.ma.MaskedArray(data, fill_value=fill)
    made._sharedmask = bool(shares_mask)
    return made


def is_spread(value: Any) -> bool:
    """True for an array some of whose elements stand in one place, as of ``broadcast_to``."""
    # Elements of no size have no place.
    return (
        0 in value.strides and value.size > 0 and value.dtype.itemsize > 0 and any(_repeats(value))
    )


def _repeats(value: Any) -> list[bool]:
    return [step == 0 and count > 1 for step, count in zip(value.strides, value.shape)]


def _reduce_spread(value: Any) -> tuple[Any, ...]:
    repeats = _repeats(value)
    # Who may write to it is told of the whole; the memory may be somebody else's.
    once = value[tuple(slice(0, 1) if repeat else slice(None) for repeat in repeats)]
    make = spread if value.nbytes <= MOST_SPREAD else spread_far
    return make, (once, value.shape, bool(value.flags.writeable))


def spread(once: Any, shape: tuple[int, ...], writeable: bool) -> Any:
    """An array that shows each element as often as the shape says."""
    import math

    if math.prod(shape) * once.dtype.itemsize > MOST_SPREAD:
        raise ValueError("an array of more elements than are read")
    return spread_far(once, shape, writeable)


def spread_far(once: Any, shape: tuple[int, ...], writeable: bool) -> Any:
    """As ``spread``, of any size; files of the safe tier cannot name it."""
    import numpy

    if type(once) is not numpy.ndarray or once.ndim != len(shape):
        raise ValueError("this is no array to repeat")
    # It refuses another shape.
    steps = numpy.broadcast_to(once, shape).strides
    made = numpy.lib.stride_tricks.as_strided(once, shape, steps)
    if not writeable:
        made.flags.writeable = False
    return made


def _reduce_objects(value: Any) -> Optional[tuple[Any, ...]]:
    if value.size > MOST_OBJECTS or kind_of(value.dtype) is None:
        return None
    # The elements come second: they may hold the array.
    is_fortran = value.flags.f_contiguous and not value.flags.c_contiguous
    start = (value.shape, "F" if is_fortran else "C")
    items = value.ravel().tolist()
    state = items if value.flags.writeable else (items, False)
    return objects, start, state, None, None, fill_objects


def objects(shape: tuple[int, ...], order: Any) -> Any:
    """An array of nothing yet."""
    import math

    import numpy

    if math.prod(shape) > MOST_OBJECTS:
        raise ValueError("an array of more objects than are read")
    return numpy.empty(shape, object, order=order)


def fill_objects(made: Any, state: Any) -> None:
    """Its elements, in C order, and whether others may be put there."""
    items, writeable = state if isinstance(state, tuple) else (state, True)
    if len(items) != made.size:
        raise ValueError("an array of other objects")
    for place, item in enumerate(items):
        made.flat[place] = item
    if not writeable:
        made.flags.writeable = False


def dtype(kind: Any) -> Any:
    return element_type(kind)


def _reduce_scalar(value: Any) -> Optional[tuple[Any, ...]]:
    import numpy

    if type(value).__module__ != "numpy":
        return None
    if type(value) in (numpy.str_, numpy.bytes_):
        base = str if type(value) is numpy.str_ else bytes
        return text, (base(value),)
    kind = kind_of(value.dtype)
    return None if kind in (None, "O") else (scalar, (value.tobytes(), kind))


def scalar(data: bytes, kind: Any) -> Any:
    return array(data, kind, (1,), "C")[0]


def text(value: Any) -> Any:
    import numpy

    return numpy.str_(value) if isinstance(value, str) else numpy.bytes_(value)


CONSTRUCTORS = (array, unmasked, spread, objects, fill_objects, dtype, scalar, text)
