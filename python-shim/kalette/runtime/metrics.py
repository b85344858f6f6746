"""Metrics of a step: numbers that variables hold when it ends."""

from __future__ import annotations

import math
import numbers
from typing import Any, Mapping, Sequence

from .errors import StepFailure


def read_metrics(
    metrics: Sequence[Mapping[str, Any]], namespace: Mapping[str, Any]
) -> dict[str, Any]:
    """The value of each metric; raises StepFailure for one that is not set, or is no number."""
    values: dict[str, Any] = {}
    for metric in metrics:
        name, variable = metric["name"], metric["variable"]
        if variable not in namespace:
            raise StepFailure(
                "metric",
                f"Metric `{name}` is not set: `{variable}` does not exist when the step ends.",
                name="NameError",
            )
        values[name] = _number(name, namespace[variable])
    return values


def _number(name: str, value: Any) -> Any:
    """A number as JSON holds it: NumPy scalars and one-element tensors count as numbers."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if math.isfinite(number) else repr(number)
    raise StepFailure(
        "metric",
        f"Metric `{name}` is a {type(value).__name__}, not a number.",
        name="TypeError",
        hint="Print or name a number in the metrics cell.",
    )
