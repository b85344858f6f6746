"""What to say about a value that cannot be saved, and what to do instead."""

from __future__ import annotations

import io
from types import AsyncGeneratorType, CoroutineType, FunctionType, GeneratorType, ModuleType
from typing import Any

from .own_arrays import is_mapped

_BUILD = "Make a list of it, or build it in the step that uses it."
_OPEN = "Open it in the step that uses it."
_FUNCTION = "Move what makes it into a function and call that in each step."

# By module of the type, first match wins.
_MODULES = (
    ("sqlite3", "a database connection", _FUNCTION),
    ("psycopg", "a database connection", _FUNCTION),
    ("sqlalchemy", "a database connection", _FUNCTION),
    ("pymongo", "a database connection", _FUNCTION),
    ("pyspark", "a Spark session", _FUNCTION),
    ("socket", "a socket", _OPEN),
    ("ssl", "a socket", _OPEN),
    ("http", "a network connection", _OPEN),
    ("subprocess", "a running process", _OPEN),
    ("_thread", "a lock", "Make it in each step that needs it."),
    ("threading", "a thread or lock", "Make it in each step that needs it."),
    ("concurrent", "a pool of workers", "Make it in each step that needs it."),
    ("multiprocessing", "a pool of workers", "Make it in each step that needs it."),
    ("asyncio", "part of an event loop", "Make it in each step that needs it."),
    ("_asyncio", "part of an event loop", "Make it in each step that needs it."),
    ("_csv", "a reader over an open file", _BUILD),
)


def reason_and_remedy(value: Any) -> tuple[str, str]:
    """What the value is, with its article, and what a person can do."""
    if isinstance(value, (GeneratorType, AsyncGeneratorType, map, filter, zip)):
        return f"a {type(value).__name__} object, which can be read only once,", _BUILD
    if isinstance(value, CoroutineType):
        return "a coroutine", "Await it, and hand on its result."
    if isinstance(value, io.IOBase):
        return "an open file", _OPEN
    if is_mapped(value):
        return "an array in a file that changes with it", _OPEN
    if isinstance(value, memoryview):
        return "a view of memory", "Hand on what it shows, or a copy: `bytes(…)`."
    if isinstance(value, ModuleType):
        return "a module", "Import it in an imports cell."
    if isinstance(value, FunctionType):
        return (
            "a function that is not defined at the top level",
            "Define it with `def` at the top level of a cell, or install cloudpickle.",
        )
    module = type(value).__module__.split(".")[0]
    for name, reason, remedy in _MODULES:
        if module == name:
            return reason, remedy
    return (
        f"of type {type(value).__module__}.{type(value).__qualname__}",
        "Hand on the data it is made of, merge the steps, or write it to a file.",
    )
