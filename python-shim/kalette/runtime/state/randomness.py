"""The global random number generators of Python and NumPy."""

from __future__ import annotations

import random
from typing import Any, Mapping

from .kinds import CannotCarry, library

_ARRAY = "array"


def get_random() -> Any:
    return random.getstate()


def put_random(value: Any) -> None:
    random.setstate(value)


def get_numpy() -> Any:
    return _plain(library("numpy").random.get_state(legacy=False))


def put_numpy(value: Mapping[str, Any]) -> None:
    numpy = library("numpy")
    wanted = value["bit_generator"]
    now = numpy.random.get_state(legacy=False)["bit_generator"]
    if wanted != now:
        # `set_bit_generator` was called; it knows no seed of its own yet.
        kind = getattr(numpy.random, wanted, None)
        if kind is None or not hasattr(numpy.random, "set_bit_generator"):
            raise CannotCarry(f"this NumPy has no global generator of type {wanted}")
        numpy.random.set_bit_generator(kind())
    numpy.random.set_state(_alive(value, numpy))


def _plain(value: Any) -> Any:
    """A state with its arrays as lists, so that reading it back runs no code."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):
        return {_ARRAY: value.tolist(), "dtype": str(value.dtype)}
    return value


def _alive(value: Any, numpy: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if _ARRAY in value:
        return numpy.array(value[_ARRAY], dtype=value["dtype"])
    return {key: _alive(item, numpy) for key, item in value.items()}
