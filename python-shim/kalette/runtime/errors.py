"""What a failed step says: the exception, the cell and line, and what to do next."""

from __future__ import annotations

import re
import traceback
from types import TracebackType
from typing import Any, Mapping, Optional

_CELL_FILE = re.compile(r"^<kalette \d+ (?P<line>\d+) (?P<cell>.*)>$")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


def compilable(cell: Mapping[str, Any]) -> tuple[str, str]:
    """The source of a cell as it is compiled, and the file name it is compiled under.

    Tracebacks are read back from the name: it holds the line of the cell at which the source
    begins. Leading empty lines are taken off, as IPython would do without telling.
    """
    blank = _BLANK_LINES.match(cell["source"])
    head = blank.group() if blank else ""
    line = cell["line"] + head.count("\n")
    return cell["source"][len(head) :], f"<kalette {cell['index']} {line} {cell['id']}>"


class StepFailure(Exception):
    """An expected failure of a step, told to the user as it stands."""

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        name: str = "StepFailure",
        cell: Optional[dict[str, Any]] = None,
        line: Optional[int] = None,
        column: Optional[int] = None,
        hint: Optional[str] = None,
        code: Optional[str] = None,
        changes: Optional[list[dict[str, Any]]] = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.exception_name = name
        self.cell = cell
        self.line = line
        self.column = column
        self.hint = hint
        # The code of the diagnostic, and the names that each cell changed unseen.
        self.code = code
        self.changes = changes

    def describe(self) -> dict[str, Any]:
        """The fields of the error message of the worker protocol."""
        return {
            "kind": self.kind,
            "name": self.exception_name,
            "message": str(self),
            "cell": self.cell["id"] if self.cell else None,
            "index": self.cell["index"] if self.cell else None,
            "line": self.line,
            "column": self.column,
            "traceback": [],
            "ansi": "",
            "hint": self.hint,
            **({"code": self.code} if self.code else {}),
            **({"changes": self.changes} if self.changes else {}),
        }


def describe(error: BaseException, cell: Mapping[str, Any], ansi: str) -> dict[str, Any]:
    """The same fields for an exception that a cell raised."""
    if isinstance(error, StepFailure):
        return {**error.describe(), "ansi": ansi}
    frames = _frames(error.__traceback__)
    last = next((frame for frame in reversed(frames) if frame["cell"]), None)
    own = next((frame for frame in reversed(frames) if frame["cell"] == cell["id"]), last)
    line, column = (own["line"] if own else None), None
    if isinstance(error, SyntaxError) and error.lineno:
        line, column = error.lineno + _first_line(cell) - 1, error.offset
    return {
        "kind": "syntax" if isinstance(error, SyntaxError) else "exception",
        "name": type(error).__name__,
        "message": _message(error),
        "cell": cell["id"],
        "index": cell["index"],
        "line": line,
        "column": column,
        "traceback": frames,
        "ansi": ansi,
        "hint": _hint(error),
    }


def _first_line(cell: Mapping[str, Any]) -> int:
    match = _CELL_FILE.match(compilable(cell)[1])
    return int(match["line"]) if match else 1


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg or "invalid syntax"
    try:
        return str(error)
    except Exception:  # a broken __str__ must not hide the failure
        return f"<{type(error).__name__} that cannot be printed>"


def _frames(trace: Optional[TracebackType]) -> list[dict[str, Any]]:
    """Frames from the cell inwards; those of the runtime and the shell around it are left out."""
    entries = traceback.extract_tb(trace)
    first = next((i for i, entry in enumerate(entries) if _CELL_FILE.match(entry.filename)), None)
    if first is None:
        return []
    frames = []
    for entry in entries[first:]:
        match = _CELL_FILE.match(entry.filename)
        frames.append(
            {
                "cell": match["cell"] if match else None,
                "file": None if match else entry.filename,
                "line": (entry.lineno or 0) + (int(match["line"]) - 1 if match else 0),
                "name": entry.name,
                "text": entry.line or "",
            }
        )
    return frames


def _names_an_output(error: BaseException) -> bool:
    if isinstance(error, NameError):
        return re.search(r"name '(_i*\d+|_i+|_[doi]h)'", str(error)) is not None
    if not isinstance(error, (KeyError, IndexError)):
        return False
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and re.search(r"\b(Out|In)\[", frames[-1].line or "") is not None


def _hint(error: BaseException) -> Optional[str]:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"Install {error.name.split('.')[0]} in the environment that runs the step."
    if _names_an_output(error):
        return "What cells displayed is numbered anew in each step: give the value a name."
    if isinstance(error, NameError):
        return (
            "No step before this one hands it on. Define it in this step, or in an imports or "
            "functions cell."
        )
    if isinstance(error, FileNotFoundError):
        return (
            "A step sees the workspace as the run found it, and what the steps wrote that it waits "
            "for. If an earlier step writes the file, add that step to the ones that this step "
            "follows; otherwise use a path relative to the notebook."
        )
    if isinstance(error, MemoryError):
        return "Give the step more memory, or work on less data at a time."
    return None
