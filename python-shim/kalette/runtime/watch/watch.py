"""Compares received values, when a step ends, with what their files hold.

Nothing is copied when the step begins: the file is the copy. Values that cannot be compared for
certain, or not in the time that a step may lose, are passed over; what was passed over for want
of time stands in the executed notebook.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence

from ..errors import StepFailure
from ..variables import UNBOUND, VariableLoader, pickles
from ..variables.classes import apart
from .compare import OutOfTime, differ

Cell = Mapping[str, Any]
# Gives a received value as its file has it, by name.
Load = Callable[[str], Any]

# Seconds that watching may always take, and the part of the cells' own time that it may.
LEAST_SECONDS = 1.0
PART_OF_THE_CELLS = 0.5
# What reading a file again and comparing its value takes at most, in bytes a second.
PLAIN_SPEED = 1.5e9
PICKLE_SPEED = 20e6
# Of models, which are mostly arrays.
MODEL_SPEED = 100e6
SPEEDS = {"npy": PLAIN_SPEED, "arrow": PLAIN_SPEED, "joblib": MODEL_SPEED}
# Values up to this size, in bytes stored, are looked at after each cell, to name it; in all
# for at most so many seconds.
SMALL = 256 * 1024
SECONDS_BETWEEN_CELLS = 0.25


class Watch:
    """The watch of one step. ``received`` is told each loaded value, ``after`` each cell."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._loads: Mapping[str, Mapping[str, Any]] = plan.get("loads", {})
        saved = {self._file(name) for group in plan["saves"] for name in group} - {None}
        # What shares a file with a saved value may have changed with it.
        self._names = [name for name in plan.get("watch", ()) if self._file(name) not in saved]
        # The same, of which nobody would notice in the run.
        self._unchanged = frozenset(plan.get("unchanged", ()))
        self._step: str = plan["step"]
        self._cells: Sequence[Cell] = plan["cells"]
        self._values: dict[str, Any] = {}
        # Received values that the step may change, as nobody reads them behind it: who they are.
        # They are not held, as code can tell that: arrays are not resized then, and objects not
        # ended.
        self._others: dict[str, int] = {}
        self._digests: dict[str, Optional[str]] = {}
        self._suspects: dict[str, Cell] = {}
        self._between = 0.0
        self.passed_over: list[str] = []

    def received(self, name: str, value: Any) -> None:
        if value is UNBOUND:
            return
        if name in self._names:
            self._values[name] = value
        else:
            self._others[name] = id(value)

    def begin(self) -> None:
        """Right before the first cell."""
        if len(self._cells) > 1:
            self._between = SECONDS_BETWEEN_CELLS
            self._digests = {
                name: _digest(value)
                for name, value in self._values.items()
                if self._is_quick_and_quiet(name)
            }

    def after(self, cell: Cell) -> None:
        """Notes which cell small values were first seen to differ after."""
        begin = time.monotonic()
        for name, digest in self._digests.items():
            if name not in self._suspects and _digest(self._values[name]) != digest:
                self._suspects[name] = cell
        self._between -= time.monotonic() - begin
        if self._between < 0:
            self._digests = {}

    def check(self, namespace: Mapping[str, Any], seconds: float) -> None:
        """Raises StepFailure that names what changed; ``seconds`` is what the cells took."""
        end = time.monotonic() + max(LEAST_SECONDS, seconds * PART_OF_THE_CELLS)
        before = self._before()
        changed = []
        for name in sorted(self._values, key=lambda name: self._cost(name)):
            try:
                if time.monotonic() + self._cost(name) > end:
                    raise OutOfTime
                if self._differs(name, namespace, before, end):
                    changed.append(name)
            except OutOfTime:
                self.passed_over.append(name)
        if changed:
            raise self._failure(sorted(changed))

    def fate(self, namespace: Mapping[str, Any], is_certain: bool) -> dict[str, list[str]]:
        """What became of what was received, by name: ``untouched``, as it was; ``changed``, where
        the value may be another one inside; ``rebound``, where the name means another value. Of a
        step that failed nothing is certain; else this is to be asked once nothing was found."""
        identities = {**self._others, **{name: id(one) for name, one in self._values.items()}}
        rebound = {
            name
            for name, identity in identities.items()
            if name not in namespace or id(namespace[name]) != identity
        }
        proven = self._proven(namespace, rebound) if is_certain else set()
        unchanged = {*self._values, *proven} if is_certain else set()
        return {
            "untouched": sorted(unchanged - rebound),
            "changed": sorted(identities.keys() - unchanged),
            "rebound": sorted(rebound),
        }

    def _proven(self, namespace: Mapping[str, Any], rebound: set[str]) -> set[str]:
        """Names of values that were not watched and are as they were. What the step is not taken to
        change shows no difference; the rest makes the same pickles as its files, which tells of
        objects in common too. What there is no time for is not among them."""
        before = self._before()
        end = time.monotonic() + LEAST_SECONDS
        found = {
            name
            for name in self._unchanged.intersection(self._others) - rebound
            if self._is_unchanged(name, namespace[name], before, end)
        }
        for names in self._by_file(self._others):
            # Making a pickle could run code of the notebook.
            is_quiet = all(self._is_quiet(name) for name in names)
            is_wanted = is_quiet and rebound.isdisjoint(names) and not found.issuperset(names)
            cost = 2 * sum(self._cost(name) for name in names)
            if is_wanted and time.monotonic() + cost <= end:
                found.update(names if self._is_same(names, namespace, before) else ())
        return found

    def _before(self) -> Load:
        """Reads the files again. A class in them stays what the step has made of it."""
        fresh = VariableLoader(self._loads)

        def load(name: str) -> Any:
            with apart():
                return fresh.get(name)

        return load

    def _is_unchanged(self, name: str, value: Any, before: Load, end: float) -> bool:
        if time.monotonic() + self._cost(name) > end:
            return False
        try:
            return not differ(before(name), value, end - time.monotonic())
        except (OutOfTime, StepFailure):
            return False

    def _by_file(self, names: Iterable[str]) -> list[list[str]]:
        files: dict[str, list[str]] = {}
        for name in names:
            files.setdefault(self._file(name) or f"alone {name}", []).append(name)
        return list(files.values())

    def _is_same(self, names: Sequence[str], namespace: Mapping[str, Any], load: Load) -> bool:
        # Strings of a model that was loaded are those of its class, or not.
        is_model = any(self._loads[name].get("format") == "joblib" for name in names)
        try:
            before = _digest({name: load(name) for name in names}, is_model)
        except StepFailure:  # it has been read once, and cannot be had any more
            return False
        now = _digest({name: namespace[name] for name in names}, is_model)
        return before is not None and before == now

    def _differs(self, name: str, namespace: Mapping[str, Any], load: Load, end: float) -> bool:
        try:
            before = load(name)
        except StepFailure:  # it has been read once: what fails now is not the step's fault
            return False
        now = namespace.get(name, UNBOUND)
        values = [self._values[name]]
        if now is not UNBOUND and now is not values[0]:
            values.append(now)
        return any(differ(before, value, end - time.monotonic()) for value in values)

    def _is_quick_and_quiet(self, name: str) -> bool:
        return self._is_quiet(name) and self._loads[name].get("bytes", SMALL + 1) <= SMALL

    def _is_quiet(self, name: str) -> bool:
        """True for a value whose pickling runs no code of the notebook."""
        entry = self._loads[name]
        return entry.get("tier") == "safe" or entry.get("format") == "joblib"

    def _file(self, name: str) -> Optional[str]:
        """The file that a name shares with others, if it does."""
        entry = self._loads.get(name, {})
        if entry.get("group") is None:
            return None
        return entry.get("digest") or entry.get("path")

    def _cost(self, name: str) -> float:
        entry = self._loads[name]
        speed = SPEEDS.get(str(entry.get("format")), PICKLE_SPEED)
        size = entry.get("bytes")
        if size is None:
            size = os.path.getsize(entry["path"])
        return float(size) / speed

    def _failure(self, names: list[str]) -> StepFailure:
        cells = {name: self._cell_of(name) for name in names}
        by_cell: dict[str, list[str]] = {}
        for name, cell in cells.items():
            by_cell.setdefault(cell["id"], []).append(name)
        changes = [{"cell": cell, "names": found} for cell, found in by_cell.items()]
        listed = " and ".join(f"`{name}`" for name in names)
        return StepFailure(
            "changed-input",
            f"Step `{self._step}` changed {listed}, which the plan took as only read.",
            name="ChangedInput",
            cell=dict(cells[names[0]]),
            code="DF406",
            changes=changes,
            hint="Assign the changed value to its name in this step; or run the notebook once on "
            "your machine, where Kalette notes the change in it.",
        )

    def _cell_of(self, name: str) -> Cell:
        """The cell that was seen to change it, else the last one that mentions it."""
        if name in self._suspects:
            return self._suspects[name]
        word = re.compile(rf"\b{re.escape(name)}\b")
        mentions = [cell for cell in self._cells if word.search(cell["source"])]
        return (mentions or list(self._cells))[-1]


def _digest(value: Any, is_model: bool = False) -> Optional[str]:
    digest = hashlib.sha256()

    class Sink:
        def write(self, data: Any) -> int:
            digest.update(data)
            # Large parts come as buffers, which have no length.
            return memoryview(data).nbytes

    try:
        pickles.dump(value, Sink(), is_to_compare=is_model)  # type: ignore[arg-type]
    except Exception:  # what cannot be pickled any more has changed
        return None
    return digest.hexdigest()
