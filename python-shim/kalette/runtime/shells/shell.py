"""What runs cells: one fresh ``__main__`` and the source that is run in it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Optional, Protocol

from ..outputs import OutputSink


class CellResult:
    """How a cell ended: ``error`` is what it raised, ``ansi`` the traceback as shown."""

    def __init__(self, error: Optional[BaseException], ansi: str = "") -> None:
        self.error = error
        self.ansi = ansi


class Shell(Protocol):
    """One fresh ``__main__`` and a way to run source in it."""

    @property
    def namespace(self) -> dict[str, Any]: ...

    def importing(self) -> AbstractContextManager[Any]:
        """While it lasts, what is imported sees the builtins that a cell would see."""

    def connect(self, sink: OutputSink) -> None:
        """Outputs go to this sink from now on."""

    def receive(self, name: str, value: Any) -> None:
        """Binds a name to a value that an earlier step left."""

    def run(self, source: str, file: str, count: int, show: bool) -> CellResult:
        """Runs source under a file name; ``show`` says whether its last value is displayed."""

    def compile_error(self, source: str, file: str) -> Optional[SyntaxError]:
        """The syntax error of a cell, found without running anything."""

    def as_python(self, source: str) -> str:
        """The source with magics as the calls that they are; may raise SyntaxError."""
