"""How much may be spent on what no later step needs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from .hashing import HashingFile


@dataclass(frozen=True)
class Budget:
    """At most so many bytes and seconds for what no later step needs."""

    bytes: int
    seconds: float


TOO_LARGE = "more than fits into the budget of bytes"
TOO_LONG = "more than can be saved in the budget of seconds"


class TooMuch(Exception):
    """The budget does not reach; the text says how."""


class BudgetFile(HashingFile):
    """Stops where the budget ends."""

    def __init__(self, path: str, left: int, deadline: float) -> None:
        super().__init__(path)
        self._left = left
        self._deadline = deadline

    def write(self, data: Any) -> int:
        count = memoryview(data).nbytes
        self._left -= count
        if self._left < 0:
            raise TooMuch(TOO_LARGE)
        if time.monotonic() > self._deadline:
            raise TooMuch(TOO_LONG)
        return super().write(data)
