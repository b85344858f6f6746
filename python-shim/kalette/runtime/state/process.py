"""What the operating system knows of a process, and the interpreter's own limits."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from .kinds import CannotCarry, Entries, Place, State


def read_environment() -> Entries:
    return dict(os.environ)


def put_variable(name: str, value: Any) -> None:
    os.environ[name] = value


def drop_variable(name: str) -> None:
    os.environ.pop(name, None)


def get_recursion() -> int:
    return sys.getrecursionlimit()


def put_recursion(value: int) -> None:
    sys.setrecursionlimit(value)


def get_timezone() -> Any:
    return os.environ.get("TZ")


def put_timezone(value: Any) -> None:
    """The C library reads ``TZ`` only when it is told to; Windows has no such call."""
    if value is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = value
    tzset = getattr(time, "tzset", None)
    if tzset:
        tzset()


class WorkingFolder(State):
    """The current folder; inside the workspace it is stored relative to it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def restore(self, value: Any) -> None:
        path = to_here(value, self._place)
        try:
            os.chdir(path)
        except OSError as error:
            raise CannotCarry(
                f"the folder {value['path']} is not there ({error.strerror})",
                "Make the folder in the step that changes into it, or in this one.",
            ) from error

    def capture(self) -> Any:
        try:
            return to_anywhere(os.getcwd(), self._place)
        except OSError as error:
            raise CannotCarry(
                "the step has removed the folder that it is in",
                "Change to another folder before you remove it.",
            ) from error


def to_anywhere(path: str, place: Place) -> dict[str, Any]:
    """A path as each copy of the workspace can read it."""
    root, real = os.path.realpath(place.workspace), os.path.realpath(path)
    if real == root or real.startswith(root + os.sep):
        return {"inside": True, "path": os.path.relpath(real, root)}
    return {"inside": False, "path": path}


def to_here(stored: dict[str, Any], place: Place) -> str:
    """The path that ``to_anywhere`` stored, in the workspace of this step."""
    path: str = stored["path"]
    return os.path.normpath(os.path.join(place.workspace, path)) if stored["inside"] else path
