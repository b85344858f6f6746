"""The file format of a value, chosen by its type.

Plain values and everything without a better format are pickles, with their buffers apart where
they are kept for a snapshot; arrays are ``.npy`` files, data frames Arrow files, scikit-learn's
estimators what joblib writes. A format is only chosen where reading gives back exactly what was
written.
"""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import IO, Any, Callable, Mapping, Optional

from . import pickles
from .buffers import dump_with_buffers, read_buffers
from .plain.arrays import MOST_OWNED, is_spread, owning
from .plain.kinds import kind_of
from .plain.tables import is_grown, noted_on
from .safe import UnsafePickle
from .sharing import shared_memory


@dataclass(frozen=True)
class Format:
    """How to write and read one kind of value."""

    name: str
    suffix: str
    library: Optional[str]
    accepts: Callable[[Any], bool]
    # Writes the value to a HashingFile and returns its tier.
    write: Callable[[Any, Any, frozenset[str]], str]
    # Reads a file by its path; the tier is what `write` returned.
    read: Callable[[str, str], Any]
    # False where reading can run code, whatever a file's maker says of its tier.
    can_be_safe: bool = True


def choose(value: Any) -> Format:
    """The format for a value."""
    return next(item for item in FORMATS if item.accepts(value))


def by_name(name: str) -> Format:
    """The format of that name; raises KeyError for one of a newer version."""
    return {item.name: item for item in FORMATS}[name]


def is_safe(entry: Mapping[str, Any]) -> bool:
    """Whether a variable is plain data by its tier and by its format: who made an entry may have
    written anything into it."""
    kind = next((item for item in FORMATS if item.name == entry.get("format")), None)
    if entry.get("tier") != "safe" or kind is None or not kind.can_be_safe:
        return False
    return kind.name != "arrow" or _is_arrow_safe()


def _is_arrow_safe() -> bool:
    """Before version 15, a table could name a class that is unpickled (CVE-2023-47248)."""
    version = version_of("pyarrow") if _has("pyarrow") else None
    return version is None or int(version.split(".")[0]) >= 15


def library_of(entry: Mapping[str, Any]) -> Optional[str]:
    """The library that reads a variable."""
    found = (item.library for item in FORMATS if item.name == entry.get("format"))
    return next(found, None)


def version_of(library: Optional[str]) -> Optional[str]:
    module = sys.modules.get(library) if library else None
    return vars(module).get("__version__") if module else None


def loaded_versions() -> dict[str, str]:
    """The versions of the packages that are loaded, by their top-level names."""
    found = {}
    for name, module in list(sys.modules.items()):
        # Asked for by name, some modules warn.
        version = vars(module).get("__version__") if isinstance(module, ModuleType) else None
        if "." not in name and isinstance(version, str):
            found[name] = version
    return found


# --- NumPy arrays -----------------------------------------------------------------------------


def _is_array(value: Any) -> bool:
    return _is_plain_array(value) and bool(value.flags.writeable)


def _is_read_only_array(value: Any) -> bool:
    """An array file does not tell that nobody may write to the array."""
    return _is_plain_array(value) and not value.flags.writeable


def _is_plain_array(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    if numpy is None or type(value) is not numpy.ndarray or value.dtype.hasobject:
        return False
    # Of a tuple an array file does not tell all.
    return not isinstance(kind_of(value.dtype), (tuple, type(None))) and not is_spread(value)


def _write_array(value: Any, file: IO[bytes], _: frozenset[str]) -> str:
    import numpy

    numpy.lib.format.write_array(file, value, allow_pickle=False)
    return "safe"


def _read_array(path: str, _: str) -> Any:
    import numpy

    if os.path.getsize(path) <= MOST_OWNED:
        return owning(numpy.load(path, allow_pickle=False))
    mapped = numpy.load(path, mmap_mode="c", allow_pickle=False)
    # Private pages: a step cannot change the file. `asarray` hides the memmap type.
    return numpy.asarray(mapped)


# --- pandas -----------------------------------------------------------------------------------


def _is_frame(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    if pandas is None or type(value) is not pandas.DataFrame or not _has("pyarrow"):
        return False
    index, columns = value.index, value.columns
    return (
        type(index) is pandas.RangeIndex
        and index.name is None
        and type(columns) is not pandas.MultiIndex
        and columns.name is None
        and columns.is_unique
        and all(type(name) is str for name in columns)
        and not value.attrs
        and not noted_on(value)
        and value.flags.allows_duplicate_labels
        and len(columns) > 0
        and all(_is_arrow_column(value[name]) for name in columns)
        # Arrow puts columns of one type together.
        and not is_grown(value)
    )


def _is_arrow_column(column: Any) -> bool:
    """Columns that Arrow gives back with the same type and the same values."""
    kind = getattr(column.dtype, "kind", "")
    if type(column.dtype).__module__.startswith("numpy"):
        return kind in "iuf" and column.dtype.itemsize >= 2 or kind == "b"
    return False


def _write_frame(value: Any, file: IO[bytes], _: frozenset[str]) -> str:
    import pyarrow

    # A range is kept as one; as a column it would come back as another kind of index.
    table = pyarrow.Table.from_pandas(value)
    with pyarrow.ipc.new_file(pyarrow.PythonFile(file, "w"), table.schema) as writer:
        writer.write_table(table)
    return "safe"


def _read_frame(path: str, _: str) -> Any:
    import pyarrow

    with pyarrow.memory_map(path) as source:
        return pyarrow.ipc.open_file(source).read_all().to_pandas()


# --- scikit-learn -----------------------------------------------------------------------------


def _is_estimator(value: Any) -> bool:
    is_sklearn = type(value).__module__.split(".")[0] == "sklearn"
    # What joblib writes names functions, and the notebook's own can be had by no name; and it
    # leaves out what other classes' pickles do.
    return is_sklearn and _has("joblib") and not pickles.is_for_us(value)


def _write_estimator(value: Any, file: IO[bytes], _: frozenset[str]) -> str:
    import joblib

    joblib.dump(value, file, protocol=pickles.PROTOCOL)
    return "trusted"


def _read_estimator(path: str, tier: str) -> Any:
    if tier == "safe":
        raise UnsafePickle("what joblib writes is never plain data")
    import joblib

    return joblib.load(path)


# --- everything else --------------------------------------------------------------------------


def _write_pickle(value: Any, file: Any, by_value: frozenset[str]) -> str:
    memories = pickles.Memories()
    tier = pickles.dump(value, file, by_value, memories=memories)
    # To look for it beforehand would take longer than nearly all values need.
    shared = shared_memory(value) if memories.any_shared else None
    if shared:
        file.begin_again()
        tier = pickles.dump(value, file, by_value, shared=shared)
    return tier


def _read_pickle(path: str, tier: str) -> Any:
    with open(path, "rb") as file:
        return pickles.load(file, tier)


def _has(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


FORMATS = (
    Format("npy", ".npy", "numpy", _is_array, _write_array, _read_array),
    Format("arrow", ".arrow", "pyarrow", _is_frame, _write_frame, _read_frame),
    Format("joblib", ".joblib", "sklearn", _is_estimator, _write_estimator, _read_estimator, False),
    Format("buffers", ".buffers", None, _is_read_only_array, dump_with_buffers, read_buffers),
    Format("pickle", ".pickle", None, lambda _: True, _write_pickle, _read_pickle),
)
