"""How this interpreter reads a cell: whether it compiles, and which names of the module it uses.

The analysis has a parser of its own; the engine compares. What the bytecode names is the least
that a reading must have, since code that never runs is left out of it; what the symbol tables
name is the most, since they count the variables of comprehensions and the like as well.
"""

from __future__ import annotations

import ast
import dis
import re
import symtable
import warnings
from types import CodeType
from typing import Any, Iterator, Optional

from .shells import Shell

_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_FILE = "<cell>"
# Type parameters and aliases.
_LAZY = re.compile(r"\b(?:def|class|type)\s+\w+\s*\[|^\s*type\s+\w+\s*=", re.MULTILINE)

# Instructions that reach a name of the module, from its own level and from functions below.
_BINDS = {"STORE_NAME", "DELETE_NAME"}
_BINDS_GLOBAL = {"STORE_GLOBAL", "DELETE_GLOBAL"}
_READS = {"LOAD_NAME"}
_READS_GLOBAL = {"LOAD_GLOBAL"}

Reading = dict[str, Any]


def read_all(shell: Shell, sources: list[str]) -> list[Reading]:
    """The readings of cells, in their order; never raises for what stands in them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_read(shell, source) for source in sources]


def _read(shell: Shell, source: str) -> Reading:
    blank = _BLANK_LINES.match(source)
    head = blank.group() if blank else ""
    body = source[len(head) :]
    try:
        error = shell.compile_error(body, _FILE)
        if error is not None:
            return {"error": _described(error, head.count("\n")), "least": None, "most": None}
        text = shell.as_python(body)
        code = compile(text, _FILE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (ValueError, RecursionError, MemoryError):
        return {"error": None, "least": None, "most": None}
    if text.strip() != body.strip() or _LAZY.search(text):
        # Names in magics are in texts by now, and what is evaluated late or never is in the code.
        return {"error": None, "least": None, "most": None}
    least = _names(code)
    most = _symbols(text)
    return {
        "error": None,
        "least": _sorted(least),
        "most": _sorted({kind: most[kind] | least[kind] for kind in least}) if most else None,
    }


def _described(error: SyntaxError, above: int) -> dict[str, Any]:
    return {
        "message": error.msg or "invalid syntax",
        "line": error.lineno + above if error.lineno else None,
        "column": error.offset or None,
    }


def _names(code: CodeType) -> dict[str, set[str]]:
    bound: set[str] = set()
    read: set[str] = set()
    for part, is_module in _parts(code, True):
        for instruction in dis.get_instructions(part):
            name, value = instruction.opname, instruction.argval
            if name in _BINDS_GLOBAL or (is_module and name in _BINDS):
                bound.add(value)
            elif name in _READS_GLOBAL or (is_module and name in _READS):
                read.add(value)
    return {"bound": bound, "read": read}


def _parts(code: CodeType, is_module: bool) -> Iterator[tuple[CodeType, bool]]:
    yield code, is_module
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _parts(constant, False)


def _symbols(text: str) -> Optional[dict[str, set[str]]]:
    try:
        table = symtable.symtable(text, _FILE, "exec")
    except SyntaxError:  # a form of top-level `await` that symbol tables do not know
        return None
    bound: set[str] = set()
    read: set[str] = set()
    waiting = [(table, True)]
    while waiting:
        scope, is_module = waiting.pop()
        waiting += [(child, False) for child in scope.get_children()]
        for symbol in scope.get_symbols():
            if not is_module and not symbol.is_global():
                continue
            name = symbol.get_name()
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                bound.add(name)
            if symbol.is_referenced():
                read.add(name)
    return {"bound": bound, "read": read}


def _sorted(names: dict[str, set[str]]) -> dict[str, list[str]]:
    return {kind: sorted(found) for kind, found in names.items()}
