"""Runs one step: prepare, run the cells, save, report.

The plan is described by ``schema/plan.json``; beside it stand ``values`` (of parameters),
``loads`` (manifest entries of received variables, with the path of each file), ``out`` (folder
for saved variables), ``report`` (path of the executed notebook) and perhaps ``keep`` (bytes and
seconds to be spent on variables that only a snapshot wants) and ``snapshots`` (path of the store).
"""

from __future__ import annotations

import os
import platform
import stat
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Iterator, Mapping, Optional, Sequence

from . import current
from .channel import Channel
from .errors import StepFailure, compilable, describe
from .metrics import read_metrics
from .outputs import OutputSink
from .parameters import parameter_values
from .report import CellRecord, write_report
from .shells import CellResult, Shell
from .state import StateCarrier
from .variables import (
    UNBOUND,
    Budget,
    Keeping,
    VariableLoader,
    save_variables,
)
from .variables.formats import loaded_versions
from .watch import Given, Watch

Plan = Mapping[str, Any]

_NOT_KEPT = ("KeyboardInterrupt", "MemoryError")


@dataclass
class StepResult:
    """How the step ended; ``error`` holds the fields of the protocol's error message."""

    error: Optional[dict[str, Any]] = None
    variables: list[dict[str, Any]] = field(default_factory=list)
    metrics: dict[str, Any] = field(default_factory=dict)
    report: Optional[dict[str, Any]] = None

    @property
    def ok(self) -> bool:
        return self.error is None


class StepRun:
    """One run of one step in this process; use it once."""

    def __init__(self, plan: Plan, shell: Shell, channel: Channel, sink: OutputSink) -> None:
        self._plan = plan
        self._shell = shell
        self._channel = channel
        self._sink = sink
        self._records = [CellRecord(cell) for cell in plan["cells"]]
        self._count = 0
        self._makers: dict[str, dict[str, Any]] = {}
        self._watch = Watch(plan)
        self._is_begun = False

    def run(self) -> StepResult:
        """Does everything; never raises for what notebook code does."""
        result = StepResult()
        current.listen(self._report_metric)
        current.work_in(self._plan["workspace"], self._plan.get("snapshots"))
        try:
            self._phases(result)
        except StepFailure as failure:
            result.error = failure.describe()
        finally:
            current.listen(None)
            self._sink.flush()
        if result.error is not None:
            self._show_error(result.error)
        unwatched = self._watch.passed_over
        result.report = write_report(self._plan["report"], self._plan, self._records, unwatched)
        return result

    def _phases(self, result: StepResult) -> None:
        begin = time.monotonic()
        seconds = 0.0
        self._state = StateCarrier(self._plan)
        self._state.start()
        for name, phase in (
            ("compile", self._compile),
            ("load", self._prepare),
            ("run", self._run_cells),
        ):
            result.error = phase()
            seconds = time.monotonic() - begin
            self._channel.send({"type": "phase", "name": name, "seconds": seconds})
            if result.error is not None:
                return
            begin = time.monotonic()
        # First of all: metrics and pickles run code that may draw numbers or change settings.
        states = self._state.capture()
        self._watch.check(self._shell.namespace, seconds)
        result.metrics = read_metrics(self._plan["metrics"], self._shell.namespace)
        result.variables = save_variables(
            [*self._plan["saves"], *([key] for key in states)],
            {**self._shell.namespace, **states},
            self._plan["out"],
            self._makers,
            self._note_saving,
        )
        self._channel.send({"type": "phase", "name": "save", "seconds": time.monotonic() - begin})

    def keep(self, result: StepResult) -> None:
        """Saves what only the snapshot of the step wants, and tells of each part that is there.

        The step has ended by then: nothing that happens here makes another result of it.
        """
        wanted = self._plan.get("keep")
        if wanted is None or not self._is_pictured(result.error):
            return
        try:
            namespace = self._shell.namespace
            fate = self._watch.fate(namespace, is_certain=not result.error)
            received = [self._plan["loads"][name] for name in fate["untouched"]]
            keeping = Keeping(
                namespace, self._given.definitions(), result.variables, self._makers, received
            )
            sources = [self._shell.as_python(cell["source"]) for cell in self._plan["cells"]]
            fate["given"], fate["unsure"] = self._given.untouched(namespace, sources)
            fate["gone"] = self._given.gone(namespace, sources)
            fate["changed"] += self._given.changed()
            self._write(keeping, fate, Budget(wanted["bytes"], wanted["seconds"]))
        except Exception as error:
            print(f"The snapshot of this step is not whole: {error!r}", file=sys.stderr)
        self._note_saving([])
        self._sink.flush()

    def _is_pictured(self, error: Optional[dict[str, Any]]) -> bool:
        """What a failed step leaves is a picture to look for the reason in, and no result. Who
        stops a step does not wait for it, and what has no memory left gets no second try."""
        return error is None or (self._is_begun and error["name"] not in _NOT_KEPT)

    def _write(self, keeping: Keeping, fate: Mapping[str, list[str]], budget: Budget) -> None:
        self._channel.send(
            {
                "type": "keeping",
                "seconds": budget.seconds,
                "variables": keeping.variables,
                "received": keeping.received,
                **fate,
                "waiting": keeping.waiting,
                "python": platform.python_version(),
                "versions": loaded_versions(),
            }
        )
        beyond: list[str] = []
        for part in keeping.write(self._plan["out"], budget, self._note_saving):
            self._channel.send({"type": "kept", **asdict(part)})
            beyond += part.beyond
        if beyond:
            names = ", ".join(sorted(beyond))
            print(f"Too much for the snapshot of this step: {names}", file=sys.stderr)

    def _note_saving(self, names: Sequence[str]) -> None:
        """What ends the process while a value is pickled leaves no other trace of which it was."""
        makers = [self._makers[name]["id"] for name in names if name in self._makers]
        cell = makers[-1] if makers else None
        self._channel.send({"type": "saving", "names": list(names), "cell": cell})

    def _compile(self) -> Optional[dict[str, Any]]:
        """A syntax error costs no half-run step: all sources are compiled before any runs."""
        for source in self._sources():
            error = self._shell.compile_error(*compilable(source))
            if error is not None:
                return {
                    **describe(error, source, ""),
                    "hint": "Correct the cell, and run it once in the notebook.",
                }
        return None

    def _sources(self) -> Iterator[Mapping[str, Any]]:
        yield from (item["cell"] for item in self._plan["setup"] if "cell" in item)
        yield from self._plan["cells"]

    def _prepare(self) -> Optional[dict[str, Any]]:
        """Parameters, then definitions and variables in the plan's order; process state last."""
        namespace = self._shell.namespace
        loads = self._plan.get("loads", {})
        loader = VariableLoader(loads)
        namespace.update(parameter_values(self._plan["parameters"], self._plan.get("values", {})))
        for item in self._plan["setup"]:
            if "variable" in item:
                value = loader.get(item["variable"])
                self._watch.received(item["variable"], value)
                if value is UNBOUND:
                    # What every step repeats may have bound it.
                    namespace.pop(item["variable"], None)
                else:
                    self._shell.receive(item["variable"], value)
                continue
            result = self._execute(item["cell"], show=False)
            if result.error is not None:
                return self._error(result, item["cell"])
        self._watch.begin()
        self._state.restore(loader.get)
        self._given = Given(namespace, loads)
        return None

    def _run_cells(self) -> Optional[dict[str, Any]]:
        self._is_begun = True
        for place, record in enumerate(self._records):
            cell = record.cell
            self._count = place + 1
            record.count, record.outputs = self._count, self._sink.begin(cell["id"])
            record.started = time.time()
            self._announce(cell, place, "started", record)
            before = self._identities()
            result = self._execute(cell, show=True)
            self._sink.flush()
            record.ended = time.time()
            for name in self._changed(before):
                self._makers[name] = dict(cell)
            if result.error is None or _is_clean_exit(result.error):
                self._announce(cell, place, "done", record)
                self._watch.after(cell)
                if result.error is not None:
                    break
                continue
            self._announce(cell, place, "error", record)
            return self._error(result, cell)
        return None

    def _execute(self, cell: Mapping[str, Any], show: bool) -> CellResult:
        source, file = compilable(cell)
        return self._shell.run(source, file, self._count, show)

    def _error(self, result: CellResult, cell: Mapping[str, Any]) -> dict[str, Any]:
        assert result.error is not None
        return describe(result.error, cell, result.ansi)

    def _announce(
        self, cell: Mapping[str, Any], place: int, state: str, record: CellRecord
    ) -> None:
        seconds = None
        if record.started is not None and record.ended is not None:
            seconds = round(record.ended - record.started, 6)
        self._channel.send(
            {
                "type": "cell",
                "index": place,
                "id": cell["id"],
                "state": state,
                "at": int(time.time() * 1000),
                "seconds": seconds,
                "fd1": _offset(1),
                "fd2": _offset(2),
            }
        )

    def _show_error(self, error: dict[str, Any]) -> None:
        """The failure stands in the executed notebook too, where the cell is."""
        record = next((r for r in self._records if r.cell["id"] == error["cell"]), None)
        output = {
            "output_type": "error",
            "ename": error["name"],
            "evalue": error["message"],
            "traceback": (error["ansi"] or f"{error['name']}: {error['message']}").split("\n"),
        }
        if record is not None:
            record.outputs.add(output)
        self._channel.send({"type": "output", "cell": error["cell"], "n": 0, "output": output})

    def _identities(self) -> dict[str, int]:
        # A copy, as threads of the notebook may bind names at any time.
        return {name: id(value) for name, value in dict(self._shell.namespace).items()}

    def _changed(self, before: dict[str, int]) -> list[str]:
        after = self._identities()
        return [name for name, identity in after.items() if before.get(name) != identity]

    def _report_metric(self, name: str, value: float, step: int) -> bool:
        answer = self._channel.ask(
            {
                "type": "metric",
                "name": name,
                "value": value,
                "step": step,
                "at": int(time.time() * 1000),
            }
        )
        return bool(answer.get("stop"))


def _is_clean_exit(error: BaseException) -> bool:
    return isinstance(error, SystemExit) and error.code in (None, 0)


def _offset(descriptor: int) -> int:
    """How much was written to the log file behind a descriptor, in bytes; 0 for other kinds."""
    status = os.fstat(descriptor)
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
