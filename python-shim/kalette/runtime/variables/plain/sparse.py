"""SciPy's sparse matrices and arrays that are kept as arrays of values and places."""

from __future__ import annotations

import sys
from typing import Any, Optional

_BY_ROWS = ("csr_matrix", "csr_array", "csc_matrix", "csc_array")
_BY_PLACES = ("coo_matrix", "coo_array")

# What SciPy itself keeps in one, under its old and new names.
_OWN = frozenset(
    ("_shape", "data", "indices", "indptr", "row", "col", "coords", "maxprint")
    + ("_has_sorted_indices", "_has_canonical_format", "has_canonical_format")
)


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    module: Any = sys.modules.get("scipy.sparse")
    kind = type(value).__name__
    if module is None or type(value) is not getattr(module, kind, None) or value.ndim != 2:
        return None
    if value.dtype.hasobject or not _is_as_made(value):
        return None
    if kind in _BY_ROWS:
        return matrix, (kind, value.data, (value.indices, value.indptr), value.shape)
    if kind in _BY_PLACES:
        return matrix, (kind, value.data, (value.row, value.col), value.shape)
    return None


def _is_as_made(value: Any) -> bool:
    """False for one with attributes that somebody has put there."""
    return _OWN.issuperset(vars(value)) and getattr(value, "maxprint", 50) == 50


def matrix(kind: str, data: Any, places: tuple[Any, Any], shape: tuple[int, int]) -> Any:
    """Raises ValueError for places that are not in the matrix: nothing else checks them later."""
    import scipy.sparse

    if kind in _BY_ROWS:
        made = getattr(scipy.sparse, kind)((data, *places), shape=shape)
        # SciPy takes the smallest numbers that will do.
        if {str(getattr(one, "dtype", "")) for one in places} == {"int64"}:
            made.indices, made.indptr = places
        made.check_format(full_check=True)
        return made
    if kind in _BY_PLACES:
        return getattr(scipy.sparse, kind)((data, places), shape=shape)
    raise ValueError(f"no sparse matrix: {kind}")


CONSTRUCTORS = (matrix,)
