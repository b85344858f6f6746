"""Cells through IPython's own shell: magics, rich display, top-level ``await``."""

from __future__ import annotations

import ast
import os
import sys
import tempfile
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any, Optional

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from ..outputs import OutputSink, within_limit
from .shell import CellResult

# What the cells displayed last.
_DISPLAYED = ("_", "__", "___")
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


class _Compiler(CachingCompiler):  # type: ignore[misc]
    file = "<kalette>"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.file

    def format_code_name(self, name: str) -> tuple[str, str] | None:
        if not name.startswith("<kalette "):
            return None
        return "Cell", str(int(name.split(" ", 2)[1]) + 1)


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    sink: Optional[OutputSink] = None

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: Optional[dict[str, Any]] = None,
        source: Any = None,
        *,
        transient: Optional[dict[str, Any]] = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        if self.sink is None:
            return
        output: dict[str, Any] = {
            "output_type": "display_data",
            "data": within_limit(_as_json(data)),
            "metadata": _as_json(metadata or {}),
        }
        display_id = (transient or {}).get("display_id")
        if update and display_id:
            self.sink.update(display_id, output)
            return
        if display_id:
            output["transient"] = {"display_id": display_id}
        self.sink.show(output)

    def clear_output(self, wait: bool = False) -> None:
        if self.sink is not None:
            self.sink.clear(wait)


class _Hook(DisplayHook):  # type: ignore[misc]
    sink: Optional[OutputSink] = None
    source = ""
    count: Optional[int] = None
    shows = True

    def quiet(self) -> bool:
        return not self.shows or self.semicolon_at_end_of_expression(self.source)

    def write_output_prompt(self) -> None:
        return None

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: Optional[dict[str, Any]] = None
    ) -> None:
        if self.sink is not None and format_dict:
            self.sink.show(
                {
                    "output_type": "execute_result",
                    "data": within_limit(_as_json(format_dict)),
                    "metadata": _as_json(md_dict or {}),
                    "execution_count": self.count,
                }
            )

    def finish_displayhook(self) -> None:
        return None


class ZMQInteractiveShell(InteractiveShell):  # type: ignore[misc]
    """Has the name of a kernel's shell: libraries ask for it to know that this is a notebook."""

    # What only a kernel's shell has, and libraries tell it by; there is no kernel behind it.
    kernel = None

    compiler_class = _Compiler
    display_pub_class = _Publisher
    displayhook_class = _Hook
    # Output of `!command` belongs to the cell, so it passes through sys.stdout.
    system = InteractiveShell.system_piped
    shown_error = ""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.shown_error = stb if isinstance(stb, str) else "\n".join(stb)

    def init_virtualenv(self) -> None:
        """A step has the packages of its interpreter, whatever VIRTUAL_ENV says."""

    def enable_gui(self, gui: Any = None) -> None:
        """`%matplotlib inline` asks for the event loop of no window; a step has no other."""

    def ask_exit(self) -> None:
        raise SystemExit(0)


class IPythonShell:
    """See :class:`kalette.runtime.shells.Shell`."""

    def __init__(self, main: ModuleType, scratch: Optional[str] = None) -> None:
        # The history is off before the shell exists: later its saving thread would stay.
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.history_length = 0
        config.InteractiveShell.history_load_length = 0
        os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)
        # A profile of its own: a step does not depend on what a person configured for terminals.
        self._profile = tempfile.TemporaryDirectory(prefix="kalette-ipython-", dir=scratch)
        # Typed loosely: IPython's traits hide what the classes above add.
        self._shell: Any = ZMQInteractiveShell.instance(
            config=config, user_module=main, ipython_dir=self._profile.name
        )
        self._shell.user_ns["get_ipython"] = self._shell.get_ipython

    @property
    def namespace(self) -> dict[str, Any]:
        namespace: dict[str, Any] = self._shell.user_ns
        return namespace

    def importing(self) -> AbstractContextManager[Any]:
        trap: AbstractContextManager[Any] = self._shell.builtin_trap
        return trap

    def connect(self, sink: OutputSink) -> None:
        self._shell.display_pub.sink = sink
        self._shell.displayhook.sink = sink

    def compile_error(self, source: str, file: str) -> Optional[SyntaxError]:
        try:
            code = self._shell.transform_cell(source)
            compile(code, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except SyntaxError as error:
            return error
        return None

    def receive(self, name: str, value: Any) -> None:
        self.namespace[name] = value
        if name in _DISPLAYED:
            # Else IPython takes it for a name of the notebook's own and leaves it alone for good.
            setattr(self._shell.displayhook, name, value)

    def as_python(self, source: str) -> str:
        text: str = self._shell.transform_cell(source)
        return text

    def run(self, source: str, file: str, count: int, show: bool) -> CellResult:
        shell = self._shell
        shell.compile.file = file
        shell.execution_count = count
        shell.shown_error = ""
        hook = shell.displayhook
        hook.source, hook.count, hook.shows = source, count, show
        result = shell.run_cell(source, store_history=False, silent=False)
        self._flush_figures()
        return CellResult(result.error_before_exec or result.error_in_exec, shell.shown_error)

    def _flush_figures(self) -> None:
        inline = sys.modules.get("matplotlib_inline.backend_inline")
        if inline is not None:
            inline.flush_figures()


def _as_json(data: dict[str, Any]) -> dict[str, Any]:
    """A MIME bundle with bytes (images) as base64 text, as nbformat wants it."""
    from base64 import b64encode

    return {
        mime: b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for mime, value in data.items()
    }
