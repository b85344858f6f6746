"""Saves exactly the variables that the plan names: all of them, or none."""

from __future__ import annotations

import os
import time
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence

from ..errors import StepFailure
from . import formats, pickles
from .describing import detail, type_name
from .hashing import HashingFile
from .unsavable import reason_and_remedy

Entry = dict[str, Any]
# The cell that bound a variable last, as the plan describes it.
Makers = Mapping[str, dict[str, Any]]
# Told the names that are about to be written: their code may end the process without a word.
Note = Callable[[Sequence[str]], None]


def no_note(names: Sequence[str]) -> None:
    """Nobody wants to know."""


def save_variables(
    groups: Sequence[Sequence[str]],
    namespace: Mapping[str, Any],
    folder: str,
    makers: Makers,
    note: Note = no_note,
) -> list[Entry]:
    """Writes each group to one file in ``folder``, its numbers and texts to another one, and
    returns a manifest entry a variable.

    A name that is not bound at the end of the step is recorded as unbound. Raises StepFailure
    that names variable, type, cell and remedy when a value cannot be saved; files written before
    stay in ``folder``, which the caller discards.
    """
    os.makedirs(folder, exist_ok=True)
    by_value = frozenset(name for group in groups for name in group)
    entries: list[Entry] = []
    for number, group in enumerate(_files_of(groups, namespace)):
        bound = [name for name in group if name in namespace]
        entries += [{"name": name, "unbound": True} for name in group if name not in namespace]
        if bound:
            note(bound)
        if len(bound) == 1:
            entries.append(
                _save_one(bound[0], namespace[bound[0]], number, folder, makers, by_value)
            )
        elif bound:
            values = {name: namespace[name] for name in bound}
            entries += _save_group(values, number, folder, makers, by_value)
    return entries


_PLAIN = (bool, int, float, complex, str, bytes, type(None))


def _files_of(
    groups: Sequence[Sequence[str]], namespace: Mapping[str, Any]
) -> Iterator[Sequence[str]]:
    """Whatever a number was made of, it shares nothing: in a file without the others it can be read
    where their classes are not."""
    for group in groups:
        plain = [name for name in group if type(namespace.get(name)) in _PLAIN]
        rest = [name for name in group if name not in plain]
        yield from (part for part in (rest, plain) if part)


def _save_one(
    name: str, value: Any, number: int, folder: str, makers: Makers, by_value: frozenset[str]
) -> Entry:
    chosen = formats.choose(value)
    written = _write(
        chosen,
        value,
        number,
        folder,
        by_value,
        lambda error: _failure(name, value, error, makers.get(name)),
    )
    return {
        "name": name,
        "type": type_name(value),
        "detail": detail(name, value),
        "group": None,
        "library": chosen.library,
        "version": formats.version_of(chosen.library),
        **written,
    }


def _save_group(
    values: dict[str, Any], number: int, folder: str, makers: Makers, by_value: frozenset[str]
) -> list[Entry]:
    """Names that share objects go into one pickle, which keeps the sharing."""

    def failure(error: Exception) -> StepFailure:
        for name, value in values.items():
            if pickles.culprit(value) is not None or not pickles.can_pickle(value):
                return _failure(name, value, error, makers.get(name))
        name = next(iter(values))
        return _failure(name, values[name], error, makers.get(name))

    written = _write(formats.by_name("pickle"), values, number, folder, by_value, failure)
    return [
        {
            "name": name,
            "type": type_name(value),
            "detail": detail(name, value),
            "group": number,
            "library": None,
            "version": None,
            **written,
        }
        for name, value in values.items()
    ]


def _write(
    chosen: formats.Format,
    value: Any,
    number: int,
    folder: str,
    by_value: frozenset[str],
    failure: Any,
) -> Entry:
    name = f"{number:04d}{chosen.suffix}"
    begin = time.monotonic()
    with HashingFile(os.path.join(folder, name)) as file:
        try:
            tier = chosen.write(value, file, by_value)  # type: ignore[arg-type]
        except MemoryError:
            raise
        except Exception as error:
            raise failure(error) from error
    return {
        "tier": tier,
        "format": chosen.name,
        "digest": file.digest,
        "bytes": file.bytes,
        "file": name,
        "seconds": round(time.monotonic() - begin, 6),
    }


def _failure(
    name: str, value: Any, error: Exception, cell: Optional[dict[str, Any]]
) -> StepFailure:
    reason, remedy = reason_and_remedy(value)
    place = pickles.culprit(value)
    part = f"`{name}{place}`" if place else f"`{name}`"
    made = f", made in cell {cell['index'] + 1}," if cell else ""
    return StepFailure(
        "save",
        f"{part}{made} is {reason} and cannot be handed to a later step ({error}).",
        name=type(error).__name__,
        cell=cell,
        hint=remedy,
    )
