"""Settings of the standard library."""

from __future__ import annotations

import builtins
import decimal
import locale
import re
import warnings
from typing import Any, Mapping

from .kinds import CannotCarry

# --- warnings ---------------------------------------------------------------------------------
#
# How a warning is shown (`showwarning`) belongs to the process and stays as it is.


def get_warnings() -> Any:
    return {
        "filters": [
            [action, _pattern(message), _category(category), _pattern(module), line]
            for action, message, category, module, line in warnings.filters
        ],
        "once": [[str(text), _category(category)] for text, category in _once()],
    }


def put_warnings(value: Mapping[str, Any]) -> None:
    filters = [
        (action, _compiled(message), _class(category), _compiled(module), line)
        for action, message, category, module, line in value["filters"]
    ]
    # Emptying them publicly also makes Python forget what it decided by the old ones.
    warnings.resetwarnings()
    warnings.filters[:] = filters  # type: ignore[index]
    _once().update({(text, _class(category)): 1 for text, category in value["once"]})


def _once() -> dict[Any, int]:
    """What was shown under a filter that shows a warning once."""
    registry: dict[Any, int] = getattr(warnings, "onceregistry", {})
    return registry


def _pattern(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else [value.pattern, value.flags]


def _compiled(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else re.compile(value[0], value[1])


def _category(kind: Any) -> Any:
    """A built-in class by its name, which is plain data; others as they are."""
    is_builtin = getattr(builtins, kind.__name__, None) is kind
    return kind.__name__ if is_builtin else kind


def _class(stored: Any) -> Any:
    return getattr(builtins, stored) if isinstance(stored, str) else stored


# --- decimal ----------------------------------------------------------------------------------

_FIELDS = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")


def get_decimal() -> Any:
    context = decimal.getcontext()
    return {
        **{name: getattr(context, name) for name in _FIELDS},
        "flags": _signals(context.flags),
        "traps": _signals(context.traps),
    }


def put_decimal(value: Mapping[str, Any]) -> None:
    context: Any = decimal.getcontext()
    for name in _FIELDS:
        setattr(context, name, value[name])
    for flags, names in ((context.flags, value["flags"]), (context.traps, value["traps"])):
        for signal in flags:
            flags[signal] = signal.__name__ in names


def _signals(flags: Mapping[Any, Any]) -> list[str]:
    return sorted(signal.__name__ for signal, is_set in flags.items() if is_set)


# --- locale -----------------------------------------------------------------------------------

_CATEGORIES = (
    "LC_COLLATE",
    "LC_CTYPE",
    "LC_MONETARY",
    "LC_NUMERIC",
    "LC_TIME",
    "LC_MESSAGES",  # not on Windows
)


def get_locale() -> Any:
    return {
        name: locale.setlocale(getattr(locale, name))
        for name in _CATEGORIES
        if hasattr(locale, name)
    }


def put_locale(value: Mapping[str, str]) -> None:
    for name, wanted in value.items():
        category = getattr(locale, name, None)
        if category is None or locale.setlocale(category) == wanted:
            continue
        try:
            locale.setlocale(category, wanted)
        except locale.Error as error:
            raise CannotCarry(
                f"the locale {wanted} is not there ({error})",
                f"Install the locale {wanted} where the step runs.",
            ) from error
