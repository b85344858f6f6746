"""Values that pickles of their own change without a word."""

from __future__ import annotations

import sys
from typing import Any, Optional

from .leftovers import leaves_out, reduce_leftovers
from .own_arrays import reduce_array
from .own_errors import reduce_error


class Faithful:
    """How ``pickle`` takes such values apart; None for others. Of a class that has none of them
    it asks once."""

    def __init__(self) -> None:
        # By identity: a class of classes may have its own idea of what is equal.
        self._others: dict[int, type] = {}

    def reduce(self, value: Any) -> Optional[tuple[Any, ...]]:
        kind = type(value)
        if id(kind) in self._others:
            return None
        if not _may_change(kind):
            self._others[id(kind)] = kind
            return None
        return reduce_array(value) or reduce_error(value) or reduce_leftovers(value)


def _may_change(kind: type) -> bool:
    if leaves_out(kind) or issubclass(kind, BaseException):
        return True
    numpy: Any = sys.modules.get("numpy")
    return numpy is not None and issubclass(kind, (numpy.ndarray, numpy.generic))


def is_changed(value: Any) -> bool:
    """True for what libraries' own pickles change; of masked arrays only what hardly any has."""
    masked: Any = getattr(sys.modules.get("numpy.ma"), "MaskedArray", ())
    if type(value) is masked and not value.hardmask:
        return False
    return not isinstance(value, BaseException) and Faithful().reduce(value) is not None
