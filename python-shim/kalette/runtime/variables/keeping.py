"""Keeps what is alive when a step ends, so that the notebook can be reopened there.

Unlike what a later step needs, this is a picture: what cannot be saved, or is too much for the
budget, is left out and listed with the reason. Native code may even end the process while it
pickles a value, so it is said first what is to be written, and then of each part that it is there.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Iterator, Mapping, Optional, Sequence

from . import formats
from .attributes import attribute
from .buffers import dump_with_buffers
from .describing import detail, type_name
from .hashing import HashingFile
from .saving import Makers, Note, no_note
from .sharing import Known, apart_from, groups_of, shared_memory
from .time_limit import time_limit
from .unsavable import reason_and_remedy

Entry = dict[str, Any]


@dataclass(frozen=True)
class Budget:
    """At most so many bytes and seconds for what no later step needs."""

    bytes: int
    seconds: float


@dataclass(frozen=True)
class Kept:
    """What became of one part: entries as those of saved variables, and what was left out.
    ``beyond``: names among what was left out for which the budget did not reach."""

    variables: list[Entry] = field(default_factory=list)
    left: list[Entry] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)


_TOO_LARGE = "more than fits into the budget of bytes"
_TOO_LONG = "more than can be saved in the budget of seconds"


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
            raise _TooMuch(_TOO_LARGE)
        if time.monotonic() > self._deadline:
            raise _TooMuch(_TOO_LONG)
        return super().write(data)


class Keeping:
    """What of a namespace is to be kept, and in which order: the smallest first.

    ``defined`` is the namespace before the step's first cell: code in it comes back from its
    cells. ``saved`` are the entries of what later steps receive, ``received`` those of what the
    step has received and left as it was: these cost nothing here.

    ``variables``: entries of what is saved already. ``received``: names of what was received and
    is as it was, in its own file.
    """

    def __init__(
        self,
        namespace: Mapping[str, Any],
        defined: Mapping[str, Any],
        saved: Sequence[Entry],
        makers: Makers,
        received: Sequence[Entry] = (),
    ) -> None:
        values = {name: value for name, value in namespace.items() if is_kept(name, value, defined)}
        files = {entry["name"]: entry for entry in (*received, *saved) if not entry.get("unbound")}
        digests = {name: entry["digest"] for name, entry in files.items()}
        whole: list[str] = []
        parts: list[_Part] = []
        # Numbers and short texts share nothing, and a file for each would be many.
        plain: dict[str, Any] = {}
        for group in groups_of(values):
            apart = apart_from(group, values, digests)
            whole += [name for name in group if name in apart]
            own = {name: values[name] for name in group if name not in apart}
            if all(_is_small(value) for value in own.values()):
                plain.update(own)
            else:
                parts.append(_Part(own, refers={name: values[name] for name in apart}))
        parts.sort(key=_Part.size)
        only_received = {entry["name"] for entry in received} - {entry["name"] for entry in saved}
        self.variables = [files[name] for name in whole if name not in only_received]
        self.received = sorted(only_received.intersection(whole))
        self._parts = [_Part(plain), *parts] if plain else parts
        self._names = frozenset(values)
        self._makers = makers

    @property
    def waiting(self) -> list[Entry]:
        """Name, type and maker of each variable that is yet to be written."""
        return [
            told_of(name, value, self._makers)
            for part in self._parts
            for name, value in part.values.items()
        ]

    def write(self, folder: str, budget: Budget, note: Note = no_note) -> Iterator[Kept]:
        """Writes what is not saved yet to ``folder``; yields each part once it is there."""
        keeper = _Keeper(folder, self._makers, budget, self._names, note)
        for number, part in enumerate(self._parts):
            yield keeper.keep(part, number) if number < MOST else keeper.leave_all(part)

    def write_all(self, folder: str, budget: Budget) -> Kept:
        """As :meth:`write`, with ``variables`` before them, in one."""
        return _together([Kept(self.variables), *self.write(folder, budget)])


def _together(parts: Sequence[Kept]) -> Kept:
    return Kept(
        [entry for part in parts for entry in part.variables],
        [entry for part in parts for entry in part.left],
        [name for part in parts for name in part.beyond],
    )


def told_of(name: str, value: Any, makers: Makers) -> Entry:
    """A variable by its name and type, and the cell that made it if a cell of the step did."""
    cell: Optional[Mapping[str, Any]] = makers.get(name)
    return {
        "name": name,
        "type": type_name(value),
        "cell": cell["id"] if cell else None,
        "index": cell["index"] if cell else None,
    }


@dataclass(frozen=True)
class _Part:
    """Values that share objects, and values in files of their own that they may hold."""

    values: Mapping[str, Any]
    refers: Mapping[str, Any] = field(default_factory=dict)

    def size(self) -> int:
        return sum(_size(value) for value in self.values.values())


def is_kept(name: str, value: Any, defined: Mapping[str, Any]) -> bool:
    """False for modules, for names that are nobody's business, and for code that cells define."""
    if is_private(name) or isinstance(value, ModuleType):
        return False
    if isinstance(value, BuiltinFunctionType):
        return False
    if isinstance(value, (FunctionType, type)):
        return value.__module__ == "__main__" and defined.get(name) is not value
    return True


def is_private(name: str) -> bool:
    """True for names that are nobody's business: those with an underscore, and the shell's."""
    return name.startswith("_") or name in _SHELL


# Files for one step: a notebook of more values than that is none that a person looks at.
MOST = 500

_SMALL = 4096


def _is_small(value: Any) -> bool:
    return type(value) in (bool, int, float, complex, str, bytes, type(None)) and (
        sys.getsizeof(value) <= _SMALL
    )


_SHELL = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open", "display"})


def _size(value: Any) -> int:
    """About how many bytes a value takes; what it refers to counts only where that is cheap."""
    for name in ("nbytes", "memory_usage"):
        size = attribute(value, name)
        if isinstance(size, int):
            return size
        if callable(size) and type(value).__module__.startswith("pandas."):
            return int(sum(size())) if hasattr(size(), "__iter__") else int(size())
    try:
        return sys.getsizeof(value)
    except TypeError:
        return 0


def _why(value: Any, error: Exception) -> str:
    """What it is, where that says enough, else with what its own code says."""
    kind = reason_and_remedy(value)[0].rstrip(",")
    if kind.startswith("of type "):
        return f"{kind}, which cannot be saved ({type(error).__name__}: {str(error)[:200]})"
    return kind


def _written(
    chosen: formats.Format, value: Any, file: Any, by_value: frozenset[str], known: Known
) -> str:
    if known or chosen.name == "buffers":
        return dump_with_buffers(
            value, file, by_value, known, shared_memory(value) | known.memories
        )
    return chosen.write(value, file, by_value)


class _Keeper:
    def __init__(
        self,
        folder: str,
        makers: Makers,
        budget: Budget,
        by_value: frozenset[str],
        note: Note,
    ) -> None:
        os.makedirs(folder, exist_ok=True)
        self._folder = folder
        self._makers = makers
        self._bytes = budget.bytes
        self._deadline = time.monotonic() + budget.seconds
        self._by_value = by_value
        self._note = note

    def keep(self, part: _Part, number: int) -> Kept:
        """One group in one file; if that fails, each of its names by itself, without sharing."""
        now = time.monotonic()
        # None takes the time of all that come after it.
        deadline = now + (self._deadline - now) / 2
        try:
            with time_limit(deadline - now, _TooMuch, _TOO_LONG):
                reason = self._write(part, number, deadline)
        except _TooMuch as error:
            # It rang beside the writing.
            reason = str(error)
        if isinstance(reason, list):
            return Kept(reason)
        if len(part.values) == 1:
            beyond = list(part.values) if reason in (_TOO_LONG, _TOO_LARGE) else []
            return Kept(left=self._left_out(part, reason), beyond=beyond)
        return _together(
            [
                self.keep(_Part({name: value}, part.refers), number * 1000 + place + 1_000_000)
                for place, (name, value) in enumerate(part.values.items())
            ]
        )

    def leave_all(self, part: _Part) -> Kept:
        """Notes that a group is left out because there are too many."""
        return Kept(left=self._left_out(part, f"one of more than {MOST} values"))

    def _write(self, part: _Part, number: int, deadline: float) -> list[Entry] | str:
        alone = len(part.values) == 1
        value = next(iter(part.values.values())) if alone else dict(part.values)
        known = Known(part.refers)
        chosen = formats.choose(value)
        if not alone or known or chosen.name == "pickle":
            chosen = formats.by_name("buffers")
        file_name = f"kept-{number:04d}{chosen.suffix}"
        path = os.path.join(self._folder, file_name)
        self._note(list(part.values))
        begin = time.monotonic()
        try:
            with _BudgetFile(path, self._bytes, deadline) as file:
                tier = _written(chosen, value, file, self._by_value, known)
        except MemoryError:
            raise
        except _TooMuch as error:
            os.unlink(path)
            return str(error)
        except Exception as error:
            os.unlink(path)
            return _why(value, error)
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
        if known.met:
            shared["refers"] = sorted(known.met)
        return [
            {"name": name, "type": type_name(item), "detail": detail(name, item), **shared}
            for name, item in part.values.items()
        ]

    def _left_out(self, part: _Part, reason: str) -> list[Entry]:
        return [
            {**told_of(name, value, self._makers), "reason": reason}
            for name, value in part.values.items()
        ]
