"""pandas' tables, columns and indexes."""

from __future__ import annotations

import pickle
import sys
from typing import Any, Optional

from .arrays import writable
from .kinds import kind_of


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    pandas: Any = sys.modules.get("pandas")
    if pandas is None:
        return None
    kind = type(value)
    if kind is pandas.DataFrame:
        return _with_notes(value, _reduce_frame(value))
    if kind is pandas.Series:
        head = (value.index, value.name, value.attrs, value.flags.allows_duplicate_labels)
        return _with_notes(value, (series, (_values(value), *head)))
    if isinstance(value, pandas.Index):
        reduced = _reduce_index(value, pandas)
        return reduced and _with_notes(value, reduced)
    if value is pandas.NA or value is pandas.NaT:
        return missing, ("NA" if value is pandas.NA else "NaT",)
    return _reduce_column(value, pandas)


# --- what is missing --------------------------------------------------------------------------


def missing(name: str) -> Any:
    import pandas

    return pandas.NA if name == "NA" else pandas.NaT


# --- attributes that somebody has put there ----------------------------------------------------


# What pandas keeps under a name that anybody may use.
_OF_PANDAS = frozenset(("name", "sortorder"))


def noted_on(value: Any) -> dict[str, Any]:
    """Attributes of a table, a column or an index that are none of pandas'."""
    return {
        name: one
        for name, one in vars(value).items()
        if not name.startswith("_") and name not in _OF_PANDAS and not _refuses(one)
    }


def _refuses(value: Any) -> bool:
    """True for what a library puts on tables and lets nobody pickle, as patsy its designs: pickles
    of the library that has the table do without."""
    if type(value).__module__.partition(".")[0] in ("__main__", "builtins", "_thread"):
        return False
    try:
        pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except NotImplementedError:
        return True
    except Exception:
        # Whoever saves the table says why it cannot be done.
        return False
    return False


def _with_notes(value: Any, reduced: tuple[Any, ...]) -> tuple[Any, ...]:
    notes = noted_on(value)
    return (*reduced, notes, None, None, note) if notes else reduced


def note(made: Any, notes: dict[str, Any]) -> None:
    """None of them may stand for what pandas calls."""
    import pandas

    if not isinstance(made, (pandas.DataFrame, pandas.Series, pandas.Index)):
        raise ValueError("this has no attributes")
    for name in notes:
        if not isinstance(name, str) or name.startswith("_") or hasattr(type(made), name):
            raise ValueError(f"no attribute: {name}")
    vars(made).update(notes)


# --- tables -----------------------------------------------------------------------------------


def _reduce_frame(frame: Any) -> tuple[Any, ...]:
    head = (frame.index, frame.columns, frame.attrs, frame.flags.allows_duplicate_labels)
    kinds = {str(kind) for kind in frame.dtypes}
    first = frame.dtypes.iloc[0] if len(frame.dtypes) else None
    is_one = len(kinds) == 1 and _is_numpy(first) and kind_of(first) not in (None, "O")
    if is_one and not is_grown(frame):
        return table, (writable(frame.to_numpy()), *head)
    columns = [_values(frame.iloc[:, place]) for place in range(frame.shape[1])]
    return grown if is_grown(frame) else table, (columns, *head)


def is_grown(frame: Any) -> bool:
    """Columns of one type stand in several blocks, as after ``frame["new"] = ...``.

    Of such a table ``frame.values`` is a copy that can be written to, of others a view.
    """
    blocks = getattr(getattr(frame, "_mgr", None), "blocks", ())
    return len(blocks) > len({str(block.dtype) for block in blocks})


def table(
    values: Any, index: Any, columns: Any, attrs: dict[Any, Any], allows_duplicates: bool
) -> Any:
    """From one array with a column for each name, or from a list of columns."""
    import pandas

    if not isinstance(values, list):
        made = pandas.DataFrame(_changeable(values), copy=False)
    elif values:
        # Columns of one type side by side, as tables have them that were not grown.
        made = _apart(values).copy()
    else:
        made = pandas.DataFrame(index=index, columns=columns)
    return _labelled(made, index, columns, attrs, allows_duplicates)


def grown(
    values: list[Any], index: Any, columns: Any, attrs: dict[Any, Any], allows_duplicates: bool
) -> Any:
    """From a list of columns, each of which stays by itself."""
    return _labelled(_apart(values), index, columns, attrs, allows_duplicates)


def _apart(values: list[Any]) -> Any:
    import pandas

    return pandas.DataFrame({place: _column(one) for place, one in enumerate(values)}, copy=False)


def _labelled(
    made: Any, index: Any, columns: Any, attrs: dict[Any, Any], allows_duplicates: bool
) -> Any:
    # Either refuses another length.
    made.index = index
    made.columns = columns
    return _finished(made, attrs, allows_duplicates)


def series(
    values: Any, index: Any, name: Any, attrs: dict[Any, Any], allows_duplicates: bool
) -> Any:
    made = _column(values)
    made.index = index
    made.name = name
    return _finished(made, attrs, allows_duplicates)


def _column(values: Any) -> Any:
    import pandas

    # By its type: of an array of objects pandas would look for a better one.
    return pandas.Series(_changeable(values), dtype=values.dtype, copy=False)


def _changeable(values: Any) -> Any:
    flags = getattr(values, "flags", None)
    return values if flags is None or flags.writeable else values.copy()


def _finished(made: Any, attrs: dict[Any, Any], allows_duplicates: bool) -> Any:
    if attrs:
        made.attrs = attrs
    if not allows_duplicates:
        made.flags.allows_duplicate_labels = False
    return made


def _values(column: Any) -> Any:
    """The values of a column or an index, in the container that pandas itself uses."""
    return writable(column.to_numpy()) if _is_numpy(column.dtype) else column.array


def _is_numpy(dtype: Any) -> bool:
    return type(dtype).__module__.partition(".")[0] == "numpy"


# --- columns of pandas' own types -------------------------------------------------------------


def _reduce_column(value: Any, pandas: Any) -> Optional[tuple[Any, ...]]:
    kind = type(value)
    dtype = getattr(value, "dtype", None)
    if kind is pandas.Categorical:
        codes = writable(value.codes)
        return categories, (codes, value.categories, bool(value.ordered))
    if isinstance(dtype, pandas.StringDtype) and kind.__name__ in _TEXTS:
        na = "NA" if getattr(dtype, "na_value", pandas.NA) is pandas.NA else "nan"
        return texts, (value.to_numpy(object, na_value=None).tolist(), dtype.storage, na)
    if isinstance(dtype, pandas.DatetimeTZDtype) and kind is pandas.arrays.DatetimeArray:
        zone = dtype.tz
        return times, (writable(value.asi8), dtype.unit, zone)
    if kind.__name__ in _MASKED and kind is getattr(pandas.arrays, kind.__name__, None):
        # What is missing stands apart from what is not a number, which only these two tell.
        return masked, (kind.__name__, writable(value._data), writable(value._mask))
    return None


_TEXTS = (
    "StringArray",
    "ArrowStringArray",
    "StringArrayNumpySemantics",
    "ArrowStringArrayNumpySemantics",
)
_MASKED = ("IntegerArray", "FloatingArray", "BooleanArray")


def categories(codes: Any, names: Any, is_ordered: bool) -> Any:
    import pandas

    return pandas.Categorical.from_codes(codes, categories=names, ordered=is_ordered)


def texts(items: list[Any], storage: str, na: str) -> Any:
    """``storage`` is ``python`` or ``pyarrow``; ``na`` names what stands for a missing text."""
    import pandas

    if na == "NA":
        return pandas.array(items, dtype=pandas.StringDtype(storage))
    kind: Any = pandas.StringDtype
    return pandas.array(items, dtype=kind(storage, na_value=float("nan")))


def times(ticks: Any, unit: str, zone: Any) -> Any:
    """From counts of ``unit`` since 1970 in UTC."""
    import pandas

    utc = pandas.DatetimeIndex(ticks.view(f"M8[{unit}]")).tz_localize("UTC")
    return utc.tz_convert(zone).array


def masked(kind: str, numbers: Any, mask: Any) -> Any:
    import pandas

    if kind not in _MASKED:
        raise ValueError(f"no column: {kind}")
    return getattr(pandas.arrays, kind)(_changeable(numbers), _changeable(mask))


# --- indexes ----------------------------------------------------------------------------------


def _reduce_index(index: Any, pandas: Any) -> Optional[tuple[Any, ...]]:
    kind = type(index)
    if kind is pandas.RangeIndex:
        return count, (index.start, index.stop, index.step, index.name)
    if kind is pandas.MultiIndex:
        codes = [writable(item) for item in index.codes]
        return levels, (list(index.levels), codes, list(index.names), index.sortorder)
    if kind in (pandas.DatetimeIndex, pandas.TimedeltaIndex):
        step = index.freqstr if index.freq is not None else None
        if step is not None and pandas.tseries.frequencies.to_offset(step) != index.freq:
            return None
        return moments, (kind.__name__, _values(index), step, index.name)
    if kind in (pandas.Index, pandas.CategoricalIndex):
        return labels, (_values(index), index.name)
    return None


def count(start: int, stop: int, step: int, name: Any) -> Any:
    import pandas

    return pandas.RangeIndex(start, stop, step, name=name)


def levels(parts: list[Any], codes: list[Any], names: list[Any], order: Optional[int]) -> Any:
    import pandas

    return pandas.MultiIndex(parts, codes, names=names, sortorder=order)


def moments(kind: str, values: Any, step: Optional[str], name: Any) -> Any:
    import pandas

    if kind not in ("DatetimeIndex", "TimedeltaIndex"):
        raise ValueError(f"no index: {kind}")
    return getattr(pandas, kind)(values, freq=step, name=name)


def labels(values: Any, name: Any) -> Any:
    import pandas

    return pandas.Index(_changeable(values), dtype=values.dtype, name=name)


CONSTRUCTORS = (
    missing,
    note,
    table,
    grown,
    series,
    categories,
    texts,
    times,
    masked,
    count,
    levels,
    moments,
    labels,
)
