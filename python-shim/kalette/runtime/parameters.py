"""Parameter values as JSON carries them, back to what the notebook wrote."""

from __future__ import annotations

from typing import Any, Mapping

from .errors import StepFailure


def parameter_values(
    parameters: list[Mapping[str, Any]], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The value of each parameter by name: the given one, else its default, in its own type."""
    return {
        item["name"]: _typed(item, given.get(item["name"], item["default"])) for item in parameters
    }


def _typed(parameter: Mapping[str, Any], value: Any) -> Any:
    kind, name = parameter["type"], parameter["name"]
    try:
        if kind == "float":
            return float(value)
        if kind == "int":
            return _integer(value)
        if kind == "bool":
            return _boolean(value)
        if kind == "str":
            return str(value)
    except (TypeError, ValueError) as error:
        raise StepFailure(
            "parameter",
            f"Parameter `{name}` is of type {kind}; {value!r} is not.",
            name=type(error).__name__,
        ) from error
    return value


def _integer(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (bool, float)):
        raise ValueError(value)
    return int(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "1": True, "false": False, "0": False}
    return words[str(value).lower()] if str(value).lower() in words else _refuse(value)


def _refuse(value: Any) -> bool:
    raise ValueError(value)
