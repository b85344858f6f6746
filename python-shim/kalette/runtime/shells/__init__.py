"""Runs cells through IPython, or through plain Python where IPython is missing."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Optional

from .shell import CellResult, Shell

__all__ = ["CellResult", "Shell", "fresh_main", "make_shell"]


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
