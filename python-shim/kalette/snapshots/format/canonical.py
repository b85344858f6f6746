"""Canonical JSON as RFC 8785 has it: one value, one sequence of bytes."""

from __future__ import annotations

import json
import math
from typing import Any

from ..errors import Damaged

_EXACT = 2**53
_DEPTH = 100


def canonical(value: Any) -> bytes:
    """The only JSON text of the value; raises ValueError for what JSON cannot say exactly."""
    parts: list[str] = []
    _write(value, parts, _DEPTH)
    return "".join(parts).encode("utf-8")


def parse_canonical(data: bytes, where: str) -> Any:
    """The value of a canonical text; any other text of the same value is refused as Damaged."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
        if canonical(value) == data:
            return value
    except (ValueError, RecursionError) as error:
        raise Damaged(f"This is no canonical JSON: {error}.", where) from error
    raise Damaged("This JSON is not in its canonical form.", where)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _write(value: Any, parts: list[str], depth: int) -> None:
    if depth == 0:
        raise ValueError("values are nested too deeply")
    if value is None or value is True or value is False:
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        parts.append(_text(value))
    elif isinstance(value, (int, float)):
        parts.append(_number(value))
    elif isinstance(value, dict):
        _write_object(value, parts, depth)
    elif isinstance(value, (list, tuple)):
        opening = "["
        for item in value:
            parts.append(opening)
            _write(item, parts, depth - 1)
            opening = ","
        parts.append("]" if value else "[]")
    else:
        raise ValueError(f"JSON has no {type(value).__name__}")


def _write_object(value: dict[Any, Any], parts: list[str], depth: int) -> None:
    opening = "{"
    for key in sorted(value, key=_utf16):
        parts.append(f"{opening}{_text(key)}:")
        _write(value[key], parts, depth - 1)
        opening = ","
    parts.append("}" if value else "{}")


def _utf16(key: Any) -> bytes:
    if not isinstance(key, str):
        raise ValueError("names in JSON are text")
    # RFC 8785 sorts by UTF-16 code units, which differs from code points above U+FFFF.
    return key.encode("utf-16-be", "surrogatepass")


def _text(value: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("text with lone surrogates is no Unicode")
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    if isinstance(value, int):
        if abs(value) > _EXACT:
            raise ValueError("whole numbers beyond 2^53 are not exact in JSON")
        return str(int(value))
    if not math.isfinite(value):
        raise ValueError("JSON has no NaN and no infinity")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to the power of ``point``, as ECMAScript counts.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return digits[0] + (f".{digits[1:]}" if count > 1 else "") + power
