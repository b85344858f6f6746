"""What a step takes over of the process of others, and what it leaves."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Mapping, Sequence

from ..errors import StepFailure
from .kinds import CannotCarry, Place, State
from .table import STATES


class StateCarrier:
    """The state of one step: ``start``, then ``restore``, then the cells, then ``capture``."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        keys = plan.get("state") or {"restore": [], "capture": []}
        self._step: str = plan["step"]
        self._restore: Sequence[str] = keys["restore"]
        self.captures: Sequence[str] = keys["capture"]
        place = Place(plan["workspace"])
        self._states = {
            key: _known(key, self._step)(place) for key in (*self._restore, *self.captures)
        }

    def start(self) -> None:
        """Remembers what the process brings along."""
        for state in self._states.values():
            state.start()

    def restore(self, load: Callable[[str], Any]) -> None:
        """Puts the received state in place; ``load`` gives the value of a key.

        Raises StepFailure that names the state, the step and what to do.
        """
        # All are loaded first: a file's reader may draw random numbers or change a setting.
        values = {key: load(key) for key in self._restore}
        for key, value in values.items():
            self._try(key, "taken over", partial(self._states[key].restore, value))
        for state in self._states.values():
            state.begin()

    def capture(self) -> dict[str, Any]:
        """The state that the cells left, by key; raises StepFailure as ``restore`` does."""
        return {
            key: self._try(key, "handed on", self._states[key].capture) for key in self.captures
        }

    def _try(self, key: str, what: str, do: Callable[[], Any]) -> Any:
        try:
            return do()
        except Exception as error:
            remedy = error.remedy if isinstance(error, CannotCarry) else None
            why = str(error) if isinstance(error, CannotCarry) else _plain(error)
            raise StepFailure(
                "state",
                f"{words(key)} cannot be {what} in step `{self._step}`: {why}.",
                name=type(error).__name__,
                hint=remedy
                or "Set it in an imports cell, which every step repeats, or merge the steps.",
            ) from error


def words(key: str) -> str:
    """The state of a key as a person calls it; begins a sentence."""
    return _WORDS.get(key) or f"The settings of {key.split(':', 1)[1]}"


_WORDS = {
    "rng:random": "The state of the random numbers",
    "rng:numpy": "The state of NumPy's random numbers",
    "rng:torch": "The state of PyTorch's random numbers",
    "env:os.environ": "The environment variables",
    "proc:cwd": "The working folder",
    "proc:sys.path": "The import path",
    "proc:recursionlimit": "The recursion limit",
    "lib:warnings": "The filters of warnings",
}


def _known(key: str, step: str) -> Callable[[Place], State]:
    if key not in STATES:
        raise StepFailure(
            "state",
            f"This version does not know the process state `{key}` of step `{step}`.",
            name="KeyError",
            hint="Run it with the version of Kalette that compiled it, or a newer one.",
        )
    return STATES[key]


def _plain(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(".")
