"""Parameter values as JSON carries them, back to what the notebook wrote."""

from __future__ import annotations

import ast
from typing import Any, Mapping

from .errors import StepFailure


def parameter_values(
    parameters: list[Mapping[str, Any]], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The value of each parameter by name: the given one, else its default, in its own type."""
    return {
        item["name"]: _exact(item, _typed(item, given.get(item["name"], item["default"])))
        for item in parameters
    }


def _exact(parameter: Mapping[str, Any], value: Any) -> Any:
    """JSON has one kind of number: what it calls 1 may be a 1.0 of the notebook."""
    source = parameter.get("source")
    return value if source is None else _like(value, ast.literal_eval(source.strip()))


def _like(value: Any, usual: Any) -> Any:
    """A value with numbers of the kinds that stand at their places in the notebook's own."""
    if isinstance(value, list) and isinstance(usual, list):
        others = _other(usual)
        return [_like(item, usual[i] if i < len(usual) else others) for i, item in enumerate(value)]
    if isinstance(value, dict) and isinstance(usual, dict):
        others = _other(list(usual.values()))
        # JSON objects may come in another order.
        names = usual if usual.keys() == value.keys() else value
        return {name: _like(value[name], usual.get(name, others)) for name in names}
    if not _is_number(value) or not _is_number(usual):
        return value
    if value == usual:
        return usual
    return float(value) if isinstance(usual, float) else value


def _other(usual: list[Any]) -> Any:
    """What stands for items that the notebook does not have: a float where it has only floats."""
    return usual[0] if usual and all(isinstance(item, float) for item in usual) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


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
