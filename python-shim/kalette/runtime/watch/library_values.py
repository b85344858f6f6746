"""Values of libraries that are compared in their own way, or not at all."""

from __future__ import annotations

import sys
from typing import Any, Callable, Optional

Differ = Callable[[Any, Any], bool]

# Their objects note in themselves what they are asked: drawing, predicting, looking something up.
_RESTLESS = frozenset(
    (
        "IPython",
        "altair",
        "bokeh",
        "catboost",
        "dask",
        "duckdb",
        "gensim",
        "httpx",
        "ipywidgets",
        "jax",
        "keras",
        "lightgbm",
        "matplotlib",
        "plotly",
        "polars",
        "pyspark",
        "ray",
        "requests",
        "seaborn",
        "spacy",
        "sqlalchemy",
        "tensorflow",
        "tokenizers",
        "transformers",
        "xgboost",
    )
)


def differ(a: Any, b: Any, differ_deep: Differ) -> Optional[bool]:
    """True or False for the kinds known here, None for others; raises what libraries raise."""
    nets = sys.modules.get("torch.nn")
    if nets is not None and isinstance(a, nets.Module):
        return a.training != b.training or differ_deep(dict(a.state_dict()), dict(b.state_dict()))
    root = type(a).__module__.split(".")[0]
    if root in _RESTLESS:
        return False
    compare = _OWN_WAY.get(root)
    # Only a library that is loaded has made a value.
    return (
        compare(sys.modules[root], a, b, differ_deep) if compare and root in sys.modules else None
    )


def _numpy(numpy: Any, a: Any, b: Any, differ_deep: Differ) -> Optional[bool]:
    if isinstance(a, numpy.ndarray):
        return _arrays_differ(numpy, a, b, differ_deep)
    if isinstance(a, (numpy.generic, numpy.dtype)):
        return repr(a) != repr(b)
    return None


def _arrays_differ(numpy: Any, a: Any, b: Any, differ_deep: Differ) -> bool:
    if a.dtype != b.dtype or a.shape != b.shape:
        return True
    if a.dtype.hasobject:
        return differ_deep(a.tolist(), b.tolist())
    if a.dtype.names:
        # What lies between the fields is nobody's value.
        return any(_arrays_differ(numpy, a[name], b[name], differ_deep) for name in a.dtype.names)
    if a.size == 0 or a.ndim == 0:
        return bool(a.tobytes() != b.tobytes())
    # By bytes, so that NaN equals itself; by blocks, so that no second copy is made.
    step = max(1, len(a) * 2**24 // max(1, a.nbytes))
    return any(
        not numpy.array_equal(_bytes(numpy, a[i : i + step]), _bytes(numpy, b[i : i + step]))
        for i in range(0, len(a), step)
    )


def _bytes(numpy: Any, block: Any) -> Any:
    return numpy.ascontiguousarray(block).reshape(-1).view(numpy.uint8)


def _pandas(pandas: Any, a: Any, b: Any, differ_deep: Differ) -> Optional[bool]:
    if isinstance(a, pandas.DataFrame):
        return (
            _pandas(pandas, a.columns, b.columns, differ_deep)
            or _pandas(pandas, a.index, b.index, differ_deep)
            or differ_deep(dict(a.attrs), dict(b.attrs))
            or any(
                _values_differ(a.iloc[:, place], b.iloc[:, place], differ_deep)
                for place in range(a.shape[1])
            )
        )
    if isinstance(a, pandas.Series):
        return (
            differ_deep(a.name, b.name)
            or bool(_pandas(pandas, a.index, b.index, differ_deep))
            or _values_differ(a, b, differ_deep)
        )
    if isinstance(a, pandas.Index):
        return len(a) != len(b) or list(a.names) != list(b.names) or not a.equals(b)
    if isinstance(a, (pandas.Timestamp, pandas.Timedelta, pandas.Period, pandas.Interval)):
        return bool(a != b)
    if isinstance(a, pandas.api.extensions.ExtensionArray):
        return not a.equals(b)
    # Groupings, styles, windows and the like fill in themselves what they are asked.
    return False


def _values_differ(a: Any, b: Any, differ_deep: Differ) -> bool:
    if a.dtype != b.dtype:
        return True
    if a.dtype == object:
        return differ_deep(a.tolist(), b.tolist())
    return not a.array.equals(b.array) if hasattr(a.array, "equals") else not a.equals(b)


def _scipy(scipy: Any, a: Any, b: Any, _: Differ) -> Optional[bool]:
    sparse = sys.modules.get("scipy.sparse")
    if sparse is None or not sparse.issparse(a):
        return None
    # Libraries sort the indices of sparse matrices in passing.
    return bool(a.shape != b.shape or a.dtype != b.dtype or (a != b).nnz > 0)


def _torch(torch: Any, a: Any, b: Any, differ_deep: Differ) -> Optional[bool]:
    if isinstance(a, torch.Tensor):
        if a.dtype != b.dtype or a.shape != b.shape or a.layout != b.layout:
            return True
        x, y = a.detach().cpu(), b.detach().cpu()
        same = (x == y) | ((x != x) & (y != y))
        return not bool(same.all())
    return None


_OWN_WAY: dict[str, Callable[[Any, Any, Any, Differ], Optional[bool]]] = {
    "numpy": _numpy,
    "pandas": _pandas,
    "scipy": _scipy,
    "torch": _torch,
}
