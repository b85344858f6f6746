"""``kalette`` and ``jupyter kalette``: the same program as the engine, run by Node."""

from __future__ import annotations

import os
import subprocess
import sys

from .node import PROGRAM, NodeNotFoundError, find_node
from .version import package_version

ENVIRONMENT_MISSING = 3


def environment() -> dict[str, str]:
    """What the program must know of the Python that starts it."""
    return {
        **os.environ,
        "KALETTE_PYTHON": sys.executable,
        "KALETTE_PREFIX": sys.prefix,
        "KALETTE_VERSION": package_version(),
    }


def main() -> None:
    """Replaces this process by Node; does not return."""
    try:
        node = find_node(os.environ.get("KALETTE_NODE", ""))
    except NodeNotFoundError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(ENVIRONMENT_MISSING)
    if not PROGRAM.exists():
        sys.stderr.write(
            f"error: {PROGRAM} is missing: this checkout is not built. Run `pip install .` in it.\n"
        )
        sys.exit(ENVIRONMENT_MISSING)
    command = [node, str(PROGRAM), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command, env=environment(), check=False).returncode)
    os.execve(node, command, environment())
