"""Settings of NumPy, pandas, Matplotlib and scikit-learn."""

from __future__ import annotations

import sys
from typing import Any, Mapping

from .kinds import Entries, library, same

# --- NumPy ------------------------------------------------------------------------------------


def get_numpy() -> Any:
    numpy = library("numpy")
    return {
        "print": dict(numpy.get_printoptions()),
        "error": numpy.geterr(),
        "call": numpy.geterrcall(),
    }


def put_numpy(value: Mapping[str, Any]) -> None:
    numpy = library("numpy")
    # Other versions have other options.
    known = numpy.get_printoptions()
    numpy.set_printoptions(**{name: item for name, item in value["print"].items() if name in known})
    numpy.seterr(**value["error"])
    numpy.seterrcall(value["call"])


# --- pandas -----------------------------------------------------------------------------------


def read_pandas() -> Entries:
    """The options that are not at their defaults."""
    if "pandas" not in sys.modules:
        return {}
    from pandas._config import config

    return {
        name: value
        for name, option in config._registered_options.items()
        # Reading one that is on its way out would warn.
        if name not in config._deprecated_options
        for value in [_pandas_value(config, name)]
        if not same(value, option.defval)
    }


def _pandas_value(config: Any, name: str) -> Any:
    node = config._global_config
    for part in name.split("."):
        node = node[part]
    return node


def put_pandas(name: str, value: Any) -> None:
    if name in _pandas_options():
        library("pandas").set_option(name, value)


def drop_pandas(name: str) -> None:
    if name in _pandas_options():
        library("pandas").reset_option(name)


def _pandas_options() -> Any:
    library("pandas")
    from pandas._config import config

    return config._registered_options


# --- Matplotlib -------------------------------------------------------------------------------
#
# Where figures are drawn belongs to the process.

_CYCLE = "cycler"
_OF_THE_PROCESS = ("backend", "backend_fallback", "interactive", "toolbar")


def read_matplotlib() -> Entries:
    """The parameters that are not as they were when Matplotlib was imported."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return {}
    start = matplotlib.rcParamsOrig
    entries = {
        # Not by `[]`, which warns of old names and would choose a backend.
        name: dict.__getitem__(matplotlib.rcParams, name)
        for name in dict.keys(matplotlib.rcParams)
        if name not in _OF_THE_PROCESS and dict.__contains__(start, name)
    }
    return {
        name: _plain(value)
        for name, value in entries.items()
        if not same(value, dict.__getitem__(start, name))
    }


def put_matplotlib(name: str, value: Any) -> None:
    matplotlib = library("matplotlib")
    if dict.__contains__(matplotlib.rcParams, name):
        matplotlib.rcParams[name] = _alive(value)


def drop_matplotlib(name: str) -> None:
    matplotlib = library("matplotlib")
    start = matplotlib.rcParamsOrig
    if dict.__contains__(start, name):
        matplotlib.rcParams[name] = dict.__getitem__(start, name)


def _plain(value: Any) -> Any:
    if type(value).__name__ == "Cycler" and hasattr(value, "by_key"):
        return {_CYCLE: value.by_key()}
    return list(value) if isinstance(value, list) else value


def _alive(value: Any) -> Any:
    if isinstance(value, dict) and _CYCLE in value:
        return library("cycler").cycler(**value[_CYCLE])
    return value


# --- scikit-learn -----------------------------------------------------------------------------


def get_sklearn() -> Any:
    return library("sklearn").get_config()


def put_sklearn(value: Mapping[str, Any]) -> None:
    sklearn = library("sklearn")
    known = sklearn.get_config()
    sklearn.set_config(**{name: item for name, item in value.items() if name in known})
