"""Runs cells through IPython, or through plain Python where IPython is missing."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any, Optional, Protocol

from .outputs import OutputSink


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


def fresh_main() -> ModuleType:
    """A new ``__main__``, in place in ``sys.modules`` so that pickles find its classes."""
    module = ModuleType("__main__")
    module.__dict__["__builtins__"] = sys.modules["builtins"]
    sys.modules["__main__"] = module
    return module


def make_shell(scratch: Optional[str] = None) -> Shell:
    """The best shell the interpreter has. Make it once and before any fork: it is costly.

    ``scratch`` is a folder for its files, the system's temporary one if not said otherwise.
    """
    try:
        from .ipython_shell import IPythonShell
    except ImportError:
        from .plain_shell import PlainShell

        return PlainShell(fresh_main())
    return IPythonShell(fresh_main(), scratch)
