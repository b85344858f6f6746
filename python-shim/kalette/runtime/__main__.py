"""``python -m kalette.runtime host|step``: the ways into the runtime."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    command, rest = (arguments[0] if arguments else ""), arguments[1:]
    if command == "host" and len(rest) <= 1:
        from .host import Host

        return Host(*rest).serve()
    if command == "step" and len(rest) == 1:
        from .child import run_spawned

        return run_spawned(rest[0])
    sys.stderr.write("usage: python -m kalette.runtime host [SCRATCH] | step START_FILE\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
