"""NumPy's arrays, types of elements and scalars."""

from __future__ import annotations

import sys
from pickle import PickleBuffer
from typing import Any, Optional

# Elements of an array of objects. They are made before their content is seen, and a few bytes
# must not take all memory.
MOST_OBJECTS = 50_000_000

# Up to so many bytes an array gets memory of its own, as the one in the notebook has: only such
# an array can be resized. Larger ones are left where they were read, or mapped.
MOST_OWNED = 16 * 2**20

_KINDS = frozenset("biufcSUmMV")


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        return None
    if type(value) is numpy.ndarray:
        return _reduce_objects(value) if value.dtype.kind == "O" else _reduce_array(value)
    if "numpy.ma" in sys.modules and type(value) is numpy.ma.MaskedArray:
        return _reduce_unmasked(value)
    if isinstance(value, numpy.dtype):
        kind = kind_of(value)
        return None if kind is None else (dtype, (kind,))
    if isinstance(value, numpy.generic) and not isinstance(value, numpy.void):
        return _reduce_scalar(value)
    return None


def kind_of(found: Any) -> Any:
    """A type of elements as text, or as a list for one with fields; None if that loses some."""
    if found.kind == "O":
        return "O"
    if found.hasobject or found.metadata is not None or found.kind not in _KINDS:
        return None
    try:
        kind = found.descr if found.names else found.str
    except ValueError:  # its fields overlap
        return None
    import numpy

    return kind if numpy.dtype(kind) == found and not found.isalignedstruct else None


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
    data = flat.view("u1") if flat.size else b""
    return array, (PickleBuffer(data) if flat.size else data, kind, value.shape, order)


def array(data: Any, kind: Any, shape: tuple[int, ...], order: Any) -> Any:
    """From the bytes of its elements in C or Fortran order."""
    import numpy

    found = numpy.dtype(kind)
    if found.hasobject or found.itemsize == 0:
        raise ValueError("bytes are no objects")
    if 0 in shape:
        return numpy.empty(shape, found, order=order)
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

    is_plain = (
        value.mask is numpy.ma.nomask and not value.hardmask and not value.__dict__["_optinfo"]
    )
    if not is_plain or kind_of(value.dtype) is None:
        return None
    fill = value.__dict__["_fill_value"]
    return unmasked, (value.data.view(numpy.ndarray), fill)


def unmasked(data: Any, fill: Any) -> Any:
    import numpy

    if type(data) is not numpy.ndarray:
        raise ValueError("a masked array of something else")
    return numpy.ma.MaskedArray(data, fill_value=fill)


def _reduce_objects(value: Any) -> Optional[tuple[Any, ...]]:
    if value.size > MOST_OBJECTS:
        return None
    # The elements come second: they may hold the array.
    is_fortran = value.flags.f_contiguous and not value.flags.c_contiguous
    start = (value.shape, "F" if is_fortran else "C")
    return objects, start, value.ravel().tolist(), None, None, fill_objects


def objects(shape: tuple[int, ...], order: Any) -> Any:
    """An array of nothing yet."""
    import math

    import numpy

    if math.prod(shape) > MOST_OBJECTS:
        raise ValueError("an array of more objects than are read")
    return numpy.empty(shape, object, order=order)


def fill_objects(made: Any, items: list[Any]) -> None:
    """Its elements, in C order."""
    if len(items) != made.size:
        raise ValueError("an array of other objects")
    for place, item in enumerate(items):
        made.flat[place] = item


def dtype(kind: Any) -> Any:
    import numpy

    return numpy.dtype(kind)


def _reduce_scalar(value: Any) -> Optional[tuple[Any, ...]]:
    import numpy

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


CONSTRUCTORS = (array, unmasked, objects, fill_objects, dtype, scalar, text)
