"""SciPy's sparse matrices and arrays that are kept as arrays of values and places."""

from __future__ import annotations

import sys
from typing import Any, Optional

_BY_ROWS = ("csr_matrix", "csr_array", "csc_matrix", "csc_array")
_BY_PLACES = ("coo_matrix", "coo_array")


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    module: Any = sys.modules.get("scipy.sparse")
    kind = type(value).__name__
    if module is None or type(value) is not getattr(module, kind, None) or value.ndim != 2:
        return None
    if value.dtype.hasobject:
        return None
    if kind in _BY_ROWS:
        return matrix, (kind, value.data, (value.indices, value.indptr), value.shape)
    if kind in _BY_PLACES:
        return matrix, (kind, value.data, (value.row, value.col), value.shape)
    return None


def matrix(kind: str, data: Any, places: tuple[Any, Any], shape: tuple[int, int]) -> Any:
    """Raises ValueError for places that are not in the matrix: nothing else checks them later."""
    import scipy.sparse

    if kind in _BY_ROWS:
        made = getattr(scipy.sparse, kind)((data, *places), shape=shape)
        made.check_format(full_check=True)
        return made
    if kind in _BY_PLACES:
        return getattr(scipy.sparse, kind)((data, places), shape=shape)
    raise ValueError(f"no sparse matrix: {kind}")


CONSTRUCTORS = (matrix,)
