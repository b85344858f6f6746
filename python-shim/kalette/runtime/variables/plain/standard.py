"""Values of the standard library whose own pickles name classes that a file could change."""

from __future__ import annotations

import collections
import fractions
import pathlib
import random
import sys
import types
import uuid
from typing import Any, Optional

PACKAGES = ("collections", "fractions", "pathlib", "random", "types", "uuid", "zoneinfo")

_PATHS = {
    made.__name__: made
    for made in (
        pathlib.PurePosixPath,
        pathlib.PureWindowsPath,
        pathlib.PosixPath,
        pathlib.WindowsPath,
    )
}
_FACTORIES = {made.__name__: made for made in (int, float, str, list, dict, set, tuple, bool)}


def reduce(value: Any) -> Optional[tuple[Any, ...]]:
    if type(value) is types.SimpleNamespace:
        return namespace, (), vars(value), None, None, fill_namespace
    if type(value) is random.Random:
        return draws, (value.getstate(),)
    if isinstance(value, pathlib.PurePath):
        kind = type(value).__name__
        return (path, (kind, str(value))) if type(value) is _PATHS.get(kind) else None
    if type(value) is uuid.UUID:
        return identifier, (value.int, value.is_safe.value)
    if type(value) is fractions.Fraction:
        return fraction, (value.numerator, value.denominator)
    if getattr(value, "__dict__", None):
        return None
    if type(value) is collections.defaultdict:
        return _reduce_defaults(value)
    if type(value) is collections.deque:
        return deque, (value.maxlen,), None, iter(value)
    if type(value) is collections.Counter:
        return counter, (), None, None, iter(value.items())
    if type(value) is collections.OrderedDict:
        return ordered, (), None, None, iter(value.items())
    zoneinfo: Any = sys.modules.get("zoneinfo")
    if zoneinfo is not None and type(value) is zoneinfo.ZoneInfo and value.key is not None:
        # One that was made apart from the others stays apart.
        return (zone, (value.key,)) if zoneinfo.ZoneInfo(value.key) is value else None
    return None


def _reduce_defaults(value: Any) -> Optional[tuple[Any, ...]]:
    factory = value.default_factory
    name = getattr(factory, "__name__", None)
    if factory is not None and _FACTORIES.get(str(name)) is not factory:
        return None
    return defaults, (None if factory is None else name,), None, None, iter(value.items())


def defaults(factory: Optional[str]) -> Any:
    return collections.defaultdict(None if factory is None else _FACTORIES[factory])


def deque(length: Optional[int]) -> Any:
    return collections.deque((), length)


def counter() -> Any:
    return collections.Counter()


def ordered() -> Any:
    return collections.OrderedDict()


def namespace() -> Any:
    return types.SimpleNamespace()


def fill_namespace(made: Any, values: dict[str, Any]) -> None:
    """Comes second: what it holds may hold it."""
    made.__dict__.update(values)


def draws(state: Any) -> Any:
    made = random.Random(0)
    made.setstate(state)
    return made


def path(kind: str, text: str) -> Any:
    return _PATHS[kind](text)


def identifier(number: int, safety: Any) -> Any:
    return uuid.UUID(int=number, is_safe=uuid.SafeUUID(safety))


def fraction(numerator: int, denominator: int) -> Any:
    return fractions.Fraction(numerator, denominator)


def zone(key: str) -> Any:
    import zoneinfo

    return zoneinfo.ZoneInfo(key)


CONSTRUCTORS = (
    defaults,
    deque,
    counter,
    ordered,
    namespace,
    fill_namespace,
    draws,
    path,
    identifier,
    fraction,
    zone,
)
