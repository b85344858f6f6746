"""The process of one step: forked from the host, or started anew where forking is unsafe."""

from __future__ import annotations

import builtins
import contextlib
import getpass
import json
import os
import random
import signal
import sys
import tempfile
import time
from typing import Any, Callable, Iterator, Mapping

from .channel import Channel, SocketChannel
from .errors import StepFailure
from .orphans import adopt_orphans
from .outputs import OutputSink
from .shells import Shell, make_shell
from .step import StepResult, StepRun
from .streams import every_beat, redirect

PR_SET_PDEATHSIG = 1


def run_spawned(start_path: str) -> int:
    """A step in a fresh interpreter; the file holds the ``start`` message."""
    with open(start_path, encoding="utf-8") as file:
        start = json.load(file)
    os.unlink(start_path)  # it holds the token
    os.environ.update(start.get("env") or {})
    return run_child(start, lambda: make_shell(os.path.dirname(start_path)))


def run_child(start: Mapping[str, Any], shell: Callable[[], Shell]) -> int:
    """Runs the step of a ``start`` message and returns the exit code: 0, or 1 if it failed."""
    _leave_the_host(start)
    with open(start["plan"], encoding="utf-8") as file:
        plan = json.load(file)
    channel = SocketChannel(start["socket"])
    channel.send(
        {
            "type": "hello",
            "protocol": "kalette-worker/1",
            "attempt": start["attempt"],
            "token": start["token"],
        }
    )
    return run_plan(plan, shell(), channel)


def run_plan(plan: Mapping[str, Any], shell: Shell, channel: Channel) -> int:
    """Runs a plan and tells the channel how it ended; returns the exit code."""
    with _in_this_process(plan, shell, channel) as step:
        result = step.run()
        _tell(result, channel)
        step.keep(result)
    channel.close()
    return 0 if result.ok else 1


def _tell(result: StepResult, channel: Channel) -> None:
    if result.error is not None:
        channel.send({"type": "error", **result.error})
    else:
        channel.send({"type": "saved", "variables": result.variables})
        floats = [name for name, value in result.metrics.items() if isinstance(value, float)]
        channel.send({"type": "metrics", "values": result.metrics, "floats": floats})
    channel.send({"type": "done", "ok": result.ok, "report": result.report})


def run_step(plan: Mapping[str, Any], shell: Shell, channel: Channel) -> StepResult:
    """Runs a plan in this process, which must be free for it: streams, folder and input change.
    Keeps nothing for a snapshot."""
    with _in_this_process(plan, shell, channel) as step:
        return step.run()


@contextlib.contextmanager
def _in_this_process(plan: Mapping[str, Any], shell: Shell, channel: Channel) -> Iterator[StepRun]:
    sink = OutputSink(channel)
    redirect(sink)
    shell.connect(sink)
    stop_beat = every_beat(sink.flush, Usage(channel).tell)
    _refuse_input()
    os.chdir(plan["cwd"])
    sys.argv = [""]
    _import_from_here()
    try:
        yield StepRun(plan, shell, channel, sink)
    finally:
        stop_beat()


def _import_from_here() -> None:
    """Puts the working folder on the path where IPython puts it in a kernel: behind the standard
    library, which no file of a workspace hides, and before what was installed."""
    if "" not in sys.path:
        names = [os.path.basename(path) for path in sys.path]
        installed = (
            i for i, name in enumerate(names) if name in ("site-packages", "dist-packages")
        )
        sys.path.insert(next(installed, len(sys.path)), "")


class Usage:
    """Memory and processor time of the process, told once a second."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._last = time.monotonic()

    def tell(self) -> None:
        now = time.monotonic()
        if now - self._last < 1:
            return
        self._last = now
        times = os.times()
        self._channel.send(
            {
                "type": "usage",
                "rss": resident_bytes(),
                "cpu": round(sum(times[:4]), 3),
                "gpu": None,
            }
        )


def resident_bytes() -> int | None:
    """Resident memory of this process; None where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _leave_the_host(start: Mapping[str, Any]) -> None:
    """Own session, own descriptors, own randomness: nothing of the host or of a sibling."""
    if hasattr(os, "setsid") and os.getpgid(0) != os.getpid():
        os.setsid()
    _die_with_parent()
    adopt_orphans()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        )
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for descriptor, key in ((1, "fd1"), (2, "fd2")):
        log = os.open(start[key], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, descriptor)
        os.close(log)
    os.environ.update(start.get("env") or {})
    reseed()
    tempfile._name_sequence = None  # type: ignore[attr-defined]


def _die_with_parent() -> None:
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def reseed() -> None:
    """Forked siblings would otherwise all draw the same numbers."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _refuse_input() -> None:
    def refuse(prompt: object = "", *_: object, **__: object) -> str:
        raise StepFailure(
            "exception",
            "A step cannot ask: nobody is there to answer.",
            name="StdinNotImplementedError",
            hint="Make the value a parameter.",
        )

    builtins.input = refuse
    getpass.getpass = refuse  # type: ignore[assignment]
