"""Reads a request on standard input; writes progress and the verdict as JSON lines."""

from __future__ import annotations

import json
import os
import sys
import tempfile

from ..runtime.preload import preload, warm_up
from ..runtime.shells import make_shell
from .judge import judge
from .request import Request
from .running import Runner


def main() -> int:
    message = json.load(sys.stdin)
    # What libraries write while they are imported must not come between the lines.
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(kind: str, **fields: object) -> None:
        lines.write(json.dumps({"type": kind, **fields}, ensure_ascii=False) + "\n")
        lines.flush()

    if not hasattr(os, "fork"):
        tell("refused", reason="fork")
        return 3
    with tempfile.TemporaryDirectory(prefix="kalette-shell-") as scratch:
        # Made once, before any fork: each run has a copy of it.
        shell = make_shell(scratch)
        warm_up(shell)
        preload(message.get("preload", []), shell)
        verdict = judge(
            Request.read(message), Runner(lambda: shell), lambda name: tell("progress", run=name)
        )
    tell("verdict", **verdict.as_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
