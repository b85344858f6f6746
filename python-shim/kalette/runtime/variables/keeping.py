"""Keeps what is alive when a step ends, so that the notebook can be reopened there.

Unlike what a later step needs, this is a picture: what cannot be saved, or is too much for the
budget, is left out and listed with the reason. Native code may even end the process while it
pickles a value, so it is said first what is to be written, and then of each part that it is there.
"""

from __future__ import annotations

import re
import sys
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Iterator, Mapping, Sequence

from .budget import Budget
from .keeper import MOST, Keeper, Kept, Part, together, told_of
from .references import apart_from
from .saving import Entry, Makers, Note, no_note
from .sharing import groups_of, is_method_of_value


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
        digests = {name: _file_of(entry) for name, entry in files.items()}
        made = {entry["name"] for entry in saved}
        only_received = frozenset(entry["name"] for entry in received) - made
        whole: list[str] = []
        parts: list[Part] = []
        # Numbers and short texts share nothing, and a file for each would be many.
        plain: dict[str, Any] = {}
        for group in groups_of(values):
            # What holds received values was saved with copies of them where it stands alone.
            apart = apart_from(group, values, digests, only_received)
            whole += [name for name in group if name in apart.variables]
            own = {name: values[name] for name in group if name not in apart.variables}
            if all(_is_small(value) for value in own.values()):
                plain.update(own)
            else:
                parts.append(Part(own, apart))
        parts.sort(key=Part.size)
        self.variables = [files[name] for name in whole if name not in only_received]
        self.received = sorted(only_received.intersection(whole))
        self._parts = [Part(plain), *parts] if plain else parts
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
        keeper = Keeper(folder, self._makers, budget, self._names, note)
        for number, part in enumerate(self._parts):
            yield keeper.keep(part, number) if number < MOST else keeper.leave_all(part)

    def write_all(self, folder: str, budget: Budget) -> Kept:
        """As :meth:`write`, with ``variables`` before them, in one."""
        return together([Kept(self.variables), *self.write(folder, budget)])


def _file_of(entry: Entry) -> str:
    """What tells its file from others: two variables that share nothing may be equal."""
    digest: str = entry["digest"]
    return digest if entry.get("group") is not None else f"{digest} {entry['name']}"


def is_kept(name: str, value: Any, defined: Mapping[str, Any]) -> bool:
    """False for modules, for names that are nobody's business, and for code that cells define."""
    if is_private(name) or isinstance(value, ModuleType):
        return False
    if isinstance(value, BuiltinFunctionType):
        return is_method_of_value(value)
    if isinstance(value, (FunctionType, type)):
        return value.__module__ == "__main__" and defined.get(name) is not value
    return True


def is_private(name: str) -> bool:
    """True for names that are nobody's business: those of Python, of the shell, and our own."""
    return name in _SHELL or bool(_OF_MACHINERY.match(name))


_SMALL = 4096


def _is_small(value: Any) -> bool:
    return type(value) in (bool, int, float, complex, str, bytes, type(None)) and (
        sys.getsizeof(value) <= _SMALL
    )


# What was shown last, and what was shown and entered under a number.
_OF_MACHINERY = re.compile(r"(_+|_\d+|_i+\d*|_[iods]h|_exit_code|__\w+__|_+kalette\w*)\Z")
_SHELL = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open", "display"})
