"""Values of libraries, written by constructors of our own that can do nothing but hold data.

NumPy's and pandas' own pickles name functions that trust what they are given: a list of bytes for
a memory layout, or places beyond a table's edge. Here each constructor checks what it gets, so
files of strangers can be read; and what is read does not depend on a library's inner modules.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Callable, Mapping, Optional

from . import arrays, draws, sparse, standard, tables, views

Reduced = Optional[tuple[Any, ...]]

_BY_PACKAGE: dict[str, Callable[[Any], Reduced]] = {
    "numpy": lambda value: arrays.reduce(value) or draws.reduce(value),
    "pandas": tables.reduce,
    "scipy": sparse.reduce,
    **dict.fromkeys(standard.PACKAGES, standard.reduce),
}

# Module and name of each constructor.
CONSTRUCTORS = frozenset(
    (made.__module__, made.__qualname__)
    for module in (arrays, draws, sparse, standard, tables, views)
    for made in module.CONSTRUCTORS
)


def reduce(value: Any, shared: Mapping[int, Any] = MappingProxyType({})) -> Reduced:
    """How ``pickle`` takes a value apart; None for one that has no constructor here. Arrays over
    memory in ``shared`` (see ``views``) are views of it."""
    if shared:
        seen = views.reduce(value, shared)
        if seen is not None:
            return seen
    package = type(value).__module__.partition(".")[0]
    known = _BY_PACKAGE.get(package)
    return known(value) if known else None
