"""Dataclasses as JSON: reading them with checks, writing them, and their JSON schema.

Names are ``snake_case`` in Python and ``camelCase`` in JSON. A field with a default may be left
out when read; every field is written.
"""

from __future__ import annotations

import base64
import collections.abc
import dataclasses
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..errors import SnapshotError

Schema = dict[str, Any]
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def encode(value: Any) -> Any:
    """The JSON value of a result."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            camel(field.name): encode(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, collections.abc.Mapping):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def decode(kind: Any, value: Any, where: str) -> Any:
    """The Python value of a JSON value; raises SnapshotError that names the wrong field."""
    if kind is Any:
        return value
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Union:
        kinds = [item for item in inner if item is not type(None)]
        if value is None and len(kinds) < len(inner):
            return None
        fitting = [item for item in kinds if dataclasses.is_dataclass(item) == _is_object(value)]
        return decode((fitting or kinds)[0], value, where)
    if origin is tuple:
        return _decode_list(inner, value, where)
    if origin is collections.abc.Mapping:
        if not isinstance(value, dict):
            raise _wrong(where, "an object")
        return {key: decode(inner[1], item, f"{where}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _decode_fields(kind, value, where)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _wrong(where, f"a {_PLAIN[kind]}")
    return value


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _decode_list(inner: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(where, "a list")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(decode(inner[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if len(value) != len(inner):
        raise _wrong(where, f"a list of {len(inner)}")
    return tuple(decode(kind, item, where) for kind, item in zip(inner, value))


def _decode_fields(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(where, "an object")
    rest = dict(value)
    given = {}
    for field in dataclasses.fields(kind):
        name = camel(field.name)
        if name in rest:
            given[field.name] = decode(hints(kind)[field.name], rest.pop(name), f"{where}.{name}")
        elif not _has_default(field):
            raise SnapshotError("bad-request", f"{where}.{name} is missing.")
    if rest:
        raise SnapshotError("bad-request", f"{where} has no field “{next(iter(rest))[:100]}”.")
    return kind(**given)


def _wrong(where: str, wanted: str) -> SnapshotError:
    return SnapshotError("bad-request", f"{where} has to be {wanted}.")


@cache
def hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )


def schema(kind: Any, defs: dict[str, Schema], reading: bool) -> Schema:
    """The JSON schema of a type; dataclasses are gathered in ``defs`` by name.

    ``reading``: as ``decode`` takes it, where defaults may be left out.
    """
    if kind in (Any, object):
        return {}
    if kind is bytes:
        return {"type": "string", "contentEncoding": "base64"}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Union:
        kinds = [item for item in inner if item is not type(None)]
        shapes = [schema(item, defs, reading) for item in kinds]
        return {"anyOf": shapes + [{"type": "null"}] * (len(kinds) < len(inner))}
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return {"type": "array", "items": schema(inner[0], defs, reading)}
        items = [schema(item, defs, reading) for item in inner]
        return {"type": "array", "prefixItems": items, "minItems": len(inner), "items": False}
    if origin in (dict, collections.abc.Mapping):
        return {"type": "object", "additionalProperties": schema(inner[1], defs, reading)}
    name = kind.__name__
    if name not in defs:
        defs[name] = {}
        defs[name] = _object_schema(kind, defs, reading)
    return {"$ref": f"#/$defs/{name}"}


def _object_schema(kind: Any, defs: dict[str, Schema], reading: bool) -> Schema:
    fields = dataclasses.fields(kind)
    required = [camel(item.name) for item in fields if not (reading and _has_default(item))]
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {
            camel(item.name): schema(hints(kind)[item.name], defs, reading) for item in fields
        },
        "required": required,
        "additionalProperties": False,
    }
