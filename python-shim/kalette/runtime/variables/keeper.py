"""Writes the parts of what is kept of a step, as far as the budget goes."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence

from . import formats
from .attributes import attribute
from .budget import TOO_LARGE, TOO_LONG, Budget, BudgetFile, TooMuch
from .buffers import dump_with_buffers
from .describing import detail, type_name
from .references import Known
from .saving import Entry, Makers, Note
from .sharing import shared_memory
from .time_limit import time_limit
from .unsavable import reason_and_remedy

# Files for one step: a notebook of more values than that is none that a person looks at.
MOST = 500


@dataclass(frozen=True)
class Kept:
    """What became of one part: entries as those of saved variables, and what was left out.
    ``beyond``: names among what was left out for which the budget did not reach."""

    variables: list[Entry] = field(default_factory=list)
    left: list[Entry] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)


def together(parts: Sequence[Kept]) -> Kept:
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
class Part:
    """Values that share objects, and values in files of their own that they may hold."""

    values: Mapping[str, Any]
    known: Known = field(default_factory=lambda: Known({}))

    def size(self) -> int:
        return sum(_size(value) for value in self.values.values())


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
            value, file, by_value, known, {**shared_memory(value), **known.memories}
        )
    return chosen.write(value, file, by_value)


class Keeper:
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

    def keep(self, part: Part, number: int) -> Kept:
        """One group in one file; if that fails, each of its names by itself, without sharing."""
        now = time.monotonic()
        # None takes the time of all that come after it.
        deadline = now + (self._deadline - now) / 2
        try:
            with time_limit(deadline - now, TooMuch, TOO_LONG):
                reason = self._write(part, number, deadline)
        except TooMuch as error:
            # It rang beside the writing.
            reason = str(error)
        if isinstance(reason, list):
            return Kept(reason)
        if len(part.values) == 1:
            beyond = list(part.values) if reason in (TOO_LONG, TOO_LARGE) else []
            return Kept(left=self._left_out(part, reason), beyond=beyond)
        return together(
            [
                self.keep(Part({name: value}, part.known), number * 1000 + place + 1_000_000)
                for place, (name, value) in enumerate(part.values.items())
            ]
        )

    def leave_all(self, part: Part) -> Kept:
        """Notes that a group is left out because there are too many."""
        return Kept(left=self._left_out(part, f"one of more than {MOST} values"))

    def _write(self, part: Part, number: int, deadline: float) -> list[Entry] | str:
        alone = len(part.values) == 1
        value = next(iter(part.values.values())) if alone else dict(part.values)
        known = part.known.again()
        chosen = formats.choose(value)
        if not alone or known or chosen.name == "pickle":
            chosen = formats.by_name("buffers")
        file_name = f"kept-{number:04d}{chosen.suffix}"
        path = os.path.join(self._folder, file_name)
        self._note(list(part.values))
        begin = time.monotonic()
        try:
            with BudgetFile(path, self._bytes, deadline) as file:
                tier = _written(chosen, value, file, self._by_value, known)
        except MemoryError:
            raise
        except TooMuch as error:
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

    def _left_out(self, part: Part, reason: str) -> list[Entry]:
        return [
            {**told_of(name, value, self._makers), "reason": reason}
            for name, value in part.values.items()
        ]
