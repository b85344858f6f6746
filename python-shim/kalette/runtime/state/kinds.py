"""The two ways to take process state along: as a whole, or as the entries that differ."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional

# What `read` of the entries of a library gives that nobody has imported: its defaults.
Entries = dict[str, Any]


class CannotCarry(Exception):
    """Some state cannot be taken along; the text says why, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: Optional[str] = None) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True)
class Place:
    """Where the step runs; paths inside are stored relative to it, as each step has a copy."""

    workspace: str


class State:
    """One key's state; made for one step, which calls the methods in this order."""

    def start(self) -> None:
        """Before anything of the step runs."""

    def restore(self, value: Any) -> None:
        """After the prelude and before the first cell; ``value`` is what ``capture`` gave."""

    def begin(self) -> None:
        """Right before the first cell, whether something was restored or not."""

    def capture(self) -> Any:
        """After the last cell; the result shares nothing with the process."""


@dataclass
class Whole(State):
    """State that is set as a whole: what the prelude did to it does not matter."""

    get: Callable[[], Any]
    put: Callable[[Any], None]

    def restore(self, value: Any) -> None:
        self.put(value)

    def capture(self) -> Any:
        return self.get()


@dataclass
class Differences(State):
    """Many named entries, of which only those travel that somebody touched.

    An entry was touched if it is not as it was at the start, after the prelude or after what was
    received was put in place: the receiver's prelude may set what a step has taken back. Entries
    that nobody touched belong to the process: paths of a pod, options of another version.
    """

    read: Callable[[], Entries]
    put: Callable[[str, Any], None]
    # Makes an entry as if it had never been set.
    drop: Callable[[str], None]
    _seen: list[Entries] = field(default_factory=list)
    _received: set[str] = field(default_factory=set)

    def start(self) -> None:
        self._seen.append(self.read())

    def restore(self, value: Mapping[str, Any]) -> None:
        self._seen.append(self.read())
        for name in value["dropped"]:
            self.drop(name)
        for name, entry in value["set"].items():
            self.put(name, entry)
        self._received = {*value["dropped"], *value["set"]}

    def begin(self) -> None:
        self._seen.append(self.read())

    def capture(self) -> Any:
        now = self.read()
        names = {*now, *self._received}
        names.update(name for seen in self._seen for name in seen)
        touched = [
            name
            for name in sorted(names)
            if name in self._received or any(_differ(name, seen, now) for seen in self._seen)
        ]
        return {
            "set": {name: now[name] for name in touched if name in now},
            "dropped": [name for name in touched if name not in now],
        }


def _differ(name: str, before: Entries, after: Entries) -> bool:
    if (name in before) != (name in after):
        return True
    return name in before and not same(before[name], after[name])


def same(left: Any, right: Any) -> bool:
    """Equality that never raises and tells ``1`` from ``True``."""
    if left is right:
        return True
    try:
        return type(left) is type(right) and bool(left == right)
    except Exception:  # arrays and broken `__eq__`
        return False


def library(name: str) -> Any:
    """The module, imported if need be; raises CannotCarry where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        root = name.split(".")[0]
        raise CannotCarry(
            f"{root} cannot be imported ({error})", f"Install {root} where the step runs."
        ) from error
