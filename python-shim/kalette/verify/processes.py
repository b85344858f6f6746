"""Children of this process that do one thing each."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, Optional

Answer = dict[str, Any]


def forked(action: Callable[[], Answer], seconds: Optional[int] = None) -> Optional[Answer]:
    """What an action gives in a child; None if the child died or took longer than ``seconds``.

    What the child writes to descriptors 1 and 2 goes nowhere.
    """
    source, sink = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(source)
        _act(action, sink, seconds)
    os.close(sink)
    try:
        with os.fdopen(source, "rb") as pipe:
            answer = pipe.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.waitpid(child, 0)
    if not answer:
        return None
    made: Answer = pickle.loads(answer)
    return made


def _act(action: Callable[[], Answer], sink: int, seconds: Optional[int]) -> None:
    code = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        if seconds is not None:
            signal.alarm(seconds)
        answer = pickle.dumps(action())
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(answer)
        code = 0
    finally:
        # Nothing of the parent may be flushed or ended here.
        os._exit(code)
