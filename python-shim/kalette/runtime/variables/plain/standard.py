"""Values of the standard library whose own pickles name classes that a file could change."""

from __future__ import annotations

import sys
from typing import Any, Optional

PACKAGES = ("collections", "fractions", "pathlib", "random", "types", "uuid", "zoneinfo")

_FACTORIES = {made.__name__: made for made in (int, float, str, list, dict, set, tuple, bool)}
_PATHS = ("PurePosixPath", "PureWindowsPath", "PosixPath", "WindowsPath")

Reduced = Optional[tuple[Any, ...]]


def reduce(value: Any) -> Reduced:
    kind = type(value)
    package = kind.__module__.partition(".")[0]
    # What has a value of a module has loaded it; others need not be.
    known = _BY_NAME.get((package, kind.__name__))
    is_it = getattr(sys.modules.get(package), kind.__name__, None) is kind
    return known(value) if known and is_it else None


def _reduce_items(made: Any) -> Any:
    def reduce_items(value: Any) -> Reduced:
        return None if vars(value) else (made, (), None, None, iter(value.items()))

    return reduce_items


def _reduce_defaults(value: Any) -> Reduced:
    factory = value.default_factory
    name = getattr(factory, "__name__", None)
    if factory is not None and _FACTORIES.get(str(name)) is not factory:
        return None
    return defaults, (None if factory is None else name,), None, None, iter(value.items())


def _reduce_zone(value: Any) -> Reduced:
    if value.key is None:
        return None
    # One that was made apart from the others stays apart.
    return (zone, (value.key,)) if type(value)(value.key) is value else None


def _reduce_draws(value: Any) -> Reduced:
    # Others have put attributes there.
    is_own = vars(value).keys() <= {"gauss_next"}
    return (draws, (value.getstate(),)) if is_own else None


def defaults(factory: Optional[str]) -> Any:
    from collections import defaultdict

    return defaultdict(None if factory is None else _FACTORIES[factory])


def deque(length: Optional[int]) -> Any:
    import collections

    return collections.deque((), length)


def counter() -> Any:
    from collections import Counter

    return Counter()


def ordered() -> Any:
    from collections import OrderedDict

    return OrderedDict()


def namespace() -> Any:
    from types import SimpleNamespace

    return SimpleNamespace()


def fill_namespace(made: Any, values: dict[str, Any]) -> None:
    """Comes second: what it holds may hold it."""
    made.__dict__.update(values)


def draws(state: Any) -> Any:
    import random

    made = random.Random(0)
    made.setstate(state)
    return made


def path(kind: str, text: str) -> Any:
    import pathlib

    if kind not in _PATHS:
        raise ValueError(f"no path: {kind}")
    return getattr(pathlib, kind)(text)


def identifier(number: int, safety: Any) -> Any:
    import uuid

    return uuid.UUID(int=number, is_safe=uuid.SafeUUID(safety))


def fraction(numerator: int, denominator: int) -> Any:
    import fractions

    return fractions.Fraction(numerator, denominator)


def zone(key: str) -> Any:
    import zoneinfo

    return zoneinfo.ZoneInfo(key)


_BY_NAME: dict[tuple[str, str], Any] = {
    ("collections", "defaultdict"): _reduce_defaults,
    ("collections", "deque"): lambda value: (deque, (value.maxlen,), None, iter(value)),
    ("collections", "Counter"): _reduce_items(counter),
    ("collections", "OrderedDict"): _reduce_items(ordered),
    ("types", "SimpleNamespace"): lambda value: (
        namespace,
        (),
        vars(value),
        None,
        None,
        fill_namespace,
    ),
    ("random", "Random"): _reduce_draws,
    ("uuid", "UUID"): lambda value: (identifier, (value.int, value.is_safe.value)),
    ("fractions", "Fraction"): lambda value: (fraction, (value.numerator, value.denominator)),
    ("zoneinfo", "ZoneInfo"): _reduce_zone,
    **{
        ("pathlib", kind): lambda value: (path, (type(value).__name__, str(value)))
        for kind in _PATHS
    },
}

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
