"""What a step leaves behind, on Linux.

A process that forks without starting another program, leaves its group and its session and
loses its parent shows no trace of the step any more. But it stays in the family: steps and their
host adopt the orphans below them, and the host ends those that nobody living answers for.
"""

from __future__ import annotations

import glob
import os
import signal
import sys
import time
from typing import AbstractSet

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 1.0
PAUSE = 0.002


def adopt_orphans() -> None:
    """From now on this process is the parent of every orphan below it; Linux only."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def own_children() -> set[int]:
    """Children of this process, also adopted ones; empty where the system does not tell."""
    children: set[int] = set()
    for path in glob.glob("/proc/self/task/*/children"):
        try:
            with open(path, encoding="ascii") as file:
                children.update(int(word) for word in file.read().split())
        except OSError:  # the thread has just ended
            continue
    return children


def kill_orphans(known: AbstractSet[int], patience: float = PATIENCE) -> None:
    """Ends all children of this process but the ``known`` ones, and reaps them.

    Their own children come to this process then, and end as well. Gives up after ``patience``
    seconds on what the kernel itself holds on to.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end:
        orphans = own_children() - known
        if not orphans:
            return
        for pid in orphans:
            _end(pid)
        time.sleep(PAUSE)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, os.WNOHANG)
    except (ProcessLookupError, PermissionError, ChildProcessError):
        return
