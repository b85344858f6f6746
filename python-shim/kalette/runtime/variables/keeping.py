"""Keeps what is alive when a step ends, so that the notebook can be reopened there.

Unlike what a later step needs, this is a picture: what cannot be saved, or is too much for the
budget, is left out and listed with the reason.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Mapping, Optional, Sequence

from . import formats
from .describing import detail, type_name
from .hashing import HashingFile
from .saving import Makers
from .sharing import groups_of
from .unsavable import reason_and_remedy

Entry = dict[str, Any]


@dataclass(frozen=True)
class Budget:
    """At most so many bytes and seconds for what no later step needs."""

    bytes: int
    seconds: float


@dataclass(frozen=True)
class Kept:
    """Entries as those of saved variables, and what was left out."""

    variables: list[Entry]
    left: list[Entry]


class _TooMuch(Exception):
    """The budget does not reach; the text says how."""


class _BudgetFile(HashingFile):
    """Stops where the budget ends."""

    def __init__(self, path: str, left: int, deadline: float) -> None:
        super().__init__(path)
        self._left = left
        self._deadline = deadline

    def write(self, data: Any) -> int:
        count = memoryview(data).nbytes
        self._left -= count
        if self._left < 0:
            raise _TooMuch("more than fits into the budget of bytes")
        if time.monotonic() > self._deadline:
            raise _TooMuch("more than can be saved in the budget of seconds")
        return super().write(data)


def keep_variables(
    namespace: Mapping[str, Any],
    defined: Mapping[str, Any],
    saved: Sequence[Entry],
    folder: str,
    makers: Makers,
    budget: Budget,
) -> Kept:
    """Writes what is not saved yet to ``folder``, the smallest first.

    ``defined`` is the namespace before the step's first cell: code in it comes back from its
    cells. ``saved`` are the entries of what later steps receive, which cost nothing here unless
    they share objects with a name that is not among them.
    """
    values = {name: value for name, value in namespace.items() if is_kept(name, value, defined)}
    by_name = {entry["name"]: entry for entry in saved if not entry.get("unbound")}
    keeper = _Keeper(folder, makers, budget, frozenset(values))
    kept: list[Entry] = []
    waiting: list[tuple[int, dict[str, Any]]] = []
    # Numbers and short texts share nothing, and a file for each would be many.
    plain: dict[str, Any] = {}
    for group in groups_of(values):
        if _is_one_file(group, by_name):
            kept += [by_name[name] for name in group]
        else:
            part = {name: values[name] for name in group}
            if all(_is_small(value) for value in part.values()):
                plain.update(part)
                continue
            waiting.append((sum(_size(value) for value in part.values()), part))
    parts = [part for _, part in sorted(waiting, key=lambda item: item[0])]
    for number, part in enumerate([plain, *parts] if plain else parts):
        kept += keeper.keep(part, number) if number < MOST else keeper.leave_all(part)
    return Kept(kept, keeper.left)


def is_kept(name: str, value: Any, defined: Mapping[str, Any]) -> bool:
    """False for modules, for names that are nobody's business, and for code that cells define."""
    if name.startswith("_") or name in _SHELL or isinstance(value, ModuleType):
        return False
    if isinstance(value, BuiltinFunctionType):
        return False
    if isinstance(value, (FunctionType, type)):
        return value.__module__ == "__main__" and defined.get(name) is not value
    return True


# Files for one step: a notebook of more values than that is none that a person looks at.
MOST = 500

_SMALL = 4096


def _is_small(value: Any) -> bool:
    return type(value) in (bool, int, float, complex, str, bytes, type(None)) and (
        sys.getsizeof(value) <= _SMALL
    )


_SHELL = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open", "display"})


def _is_one_file(group: Sequence[str], saved: Mapping[str, Entry]) -> bool:
    if any(name not in saved for name in group):
        return False
    return len({saved[name]["digest"] for name in group}) == 1


def _size(value: Any) -> int:
    """About how many bytes a value takes; what it refers to counts only where that is cheap."""
    for attribute in ("nbytes", "memory_usage"):
        size = getattr(value, attribute, None)
        if isinstance(size, int):
            return size
        if callable(size) and type(value).__module__.startswith("pandas."):
            return int(sum(size())) if hasattr(size(), "__iter__") else int(size())
    try:
        return sys.getsizeof(value)
    except TypeError:
        return 0


class _Keeper:
    def __init__(
        self, folder: str, makers: Makers, budget: Budget, by_value: frozenset[str]
    ) -> None:
        os.makedirs(folder, exist_ok=True)
        self._folder = folder
        self._makers = makers
        self._bytes = budget.bytes
        self._deadline = time.monotonic() + budget.seconds
        self._by_value = by_value
        self.left: list[Entry] = []

    def keep(self, part: Mapping[str, Any], number: int) -> list[Entry]:
        """One group in one file; if that fails, each of its names by itself, without sharing."""
        reason = self._write(part, number)
        if isinstance(reason, list):
            return reason
        if len(part) == 1:
            (name,) = part
            self._leave(name, part[name], reason)
            return []
        kept = []
        for place, (name, value) in enumerate(part.items()):
            kept += self.keep({name: value}, number * 1000 + place + 1_000_000)
        return kept

    def leave_all(self, part: Mapping[str, Any]) -> list[Entry]:
        """Notes that a group is left out because there are too many."""
        for name, value in part.items():
            self._leave(name, value, f"one of more than {MOST} values")
        return []

    def _write(self, part: Mapping[str, Any], number: int) -> list[Entry] | str:
        names = list(part)
        alone = len(names) == 1
        value = part[names[0]] if alone else dict(part)
        chosen = formats.choose(value) if alone else formats.by_name("buffers")
        if chosen.name == "pickle":
            chosen = formats.by_name("buffers")
        file_name = f"kept-{number:04d}{chosen.suffix}"
        path = os.path.join(self._folder, file_name)
        begin = time.monotonic()
        try:
            with _BudgetFile(path, self._bytes, self._deadline) as file:
                tier = chosen.write(value, file, self._by_value)  # type: ignore[arg-type]
        except MemoryError:
            raise
        except _TooMuch as error:
            os.unlink(path)
            return str(error)
        except Exception:
            os.unlink(path)
            return ""
        self._bytes -= file.bytes
        shared = {
            "tier": tier,
            "format": chosen.name,
            "digest": file.digest,
            "bytes": file.bytes,
            "file": file_name,
            "seconds": round(time.monotonic() - begin, 6),
            "group": None if alone else f"kept-{number}",
            "library": chosen.library,
            "version": formats.version_of(chosen.library),
        }
        return [
            {"name": name, "type": type_name(item), "detail": detail(item), **shared}
            for name, item in part.items()
        ]

    def _leave(self, name: str, value: Any, reason: str) -> None:
        cell: Optional[Mapping[str, Any]] = self._makers.get(name)
        self.left.append(
            {
                "name": name,
                "type": type_name(value),
                "reason": reason or reason_and_remedy(value)[0].rstrip(","),
                "cell": cell["id"] if cell else None,
                "index": cell["index"] if cell else None,
            }
        )
