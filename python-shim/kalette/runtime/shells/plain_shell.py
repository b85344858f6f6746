"""Cells without IPython: ``exec``, the last value shown, top-level ``await``; no magics."""

from __future__ import annotations

import ast
import asyncio
import inspect
import linecache
import re
import sys
import traceback
from contextlib import AbstractContextManager, nullcontext
from types import CodeType, ModuleType
from typing import Any, Optional

from ..errors import StepFailure
from ..future import future_flags
from ..outputs import OutputSink
from .shell import CellResult

_MAGIC = re.compile(r"^\s*(%|!|\?)", re.MULTILINE)


class PlainShell:
    """See :class:`kalette.runtime.shells.Shell`."""

    def __init__(self, main: ModuleType) -> None:
        self._main = main
        self._sink: Optional[OutputSink] = None
        self._flags = 0
        self._loop: Optional[asyncio.AbstractEventLoop] = None

    @property
    def namespace(self) -> dict[str, Any]:
        return self._main.__dict__

    def importing(self) -> AbstractContextManager[Any]:
        return nullcontext()

    def connect(self, sink: OutputSink) -> None:
        self._sink = sink
        sys.displayhook = self._display

    def compile_error(self, source: str, file: str) -> Optional[SyntaxError]:
        try:
            self._compile(source, file)
        except SyntaxError as error:
            return error
        return None

    def receive(self, name: str, value: Any) -> None:
        self.namespace[name] = value

    def as_python(self, source: str) -> str:
        return source

    def run(self, source: str, file: str, count: int, show: bool) -> CellResult:
        lines = source.splitlines(keepends=True)
        linecache.cache[file] = (len(source), None, lines, file)
        try:
            codes = self._compile(source, file)
            # As in IPython: what follows is compiled like this cell.
            self._flags |= future_flags(codes)
            for code in codes:
                self._run_code(code)
        except BaseException as error:  # a cell may raise anything, SystemExit included
            return CellResult(error, _printed(error))
        return CellResult(None)

    def _compile(self, source: str, file: str) -> list[CodeType]:
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | self._flags
        try:
            tree = ast.parse(source, file)
        except SyntaxError as error:
            if _MAGIC.search(source):
                raise SyntaxError(
                    "this line needs IPython, which the interpreter of this step lacks; "
                    "install ipython, or write it in Python",
                    (file, error.lineno, error.offset, error.text),
                ) from error
            raise
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        codes = [compile(tree, file, "exec", flags, dont_inherit=True)]
        if last is not None:
            flags |= future_flags(codes)
            single = ast.Interactive([last])
            codes.append(compile(single, file, "single", flags, dont_inherit=True))
        return codes

    def _run_code(self, code: CodeType) -> None:
        if not code.co_flags & inspect.CO_COROUTINE:
            exec(code, self.namespace)
            return
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(eval(code, self.namespace))

    def _display(self, value: Any) -> None:
        if value is None or self._sink is None:
            return
        self.namespace["_"] = value
        self._sink.show(
            {
                "output_type": "execute_result",
                "data": {"text/plain": repr(value)},
                "metadata": {},
                "execution_count": None,
            }
        )


def _printed(error: BaseException) -> str:
    if isinstance(error, StepFailure):
        return str(error)
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))
