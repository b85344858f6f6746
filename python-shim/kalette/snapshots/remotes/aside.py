"""A remote in a folder of the workspace is no part of what snapshots are taken of."""

from __future__ import annotations

import contextlib
import os

from ..capture.ignore import IGNORE_FILE
from .urls import folder_of, parse_remote

# The folder at the top of a workspace in which its own store is.
WORKSPACE_STORE = ".kalette"


def leave_out(address: str) -> None:
    """Puts an ignore file into a remote that lies in a workspace. Without it each snapshot would
    hold those published before, and restoring an older one would remove them."""
    remote = parse_remote(address)
    if not remote.startswith("file:"):
        return
    folder = os.path.realpath(folder_of(remote))
    if not _is_in_workspace(folder):
        return
    os.makedirs(folder, exist_ok=True)
    name = os.path.join(folder, os.fsdecode(IGNORE_FILE))
    with contextlib.suppress(FileExistsError), open(name, "x", encoding="ascii") as file:
        file.write("# Published snapshots\n*\n")


def _is_in_workspace(folder: str) -> bool:
    parent = os.path.dirname(folder)
    while parent != folder:
        if os.path.isdir(os.path.join(parent, WORKSPACE_STORE)):
            return True
        folder, parent = parent, os.path.dirname(parent)
    return False
