"""A remote in a folder of the workspace is no part of what snapshots are taken of."""

from __future__ import annotations

import contextlib
import os

from ..capture.ignore import IGNORE_FILE
from ..errors import SnapshotError
from ..format.names import path_text
from .folder import FOLDERS
from .urls import folder_of, parse_remote

# The folder at the top of a workspace in which its own store is.
WORKSPACE_STORE = ".kalette"


_PARTS = (*FOLDERS, "format.json", os.fsdecode(IGNORE_FILE))

# By name, as whoever puts files beside them wants these in snapshots.
_RULES = "# Published snapshots\n" + "".join(
    f"/{name}/\n" if name in FOLDERS else f"/{name}\n" for name in _PARTS
)


def leave_out(address: str) -> None:
    """Puts an ignore file into a remote that lies in a workspace. Without it each snapshot would
    hold those published before, and restoring an older one would remove them. A folder that holds
    the user's own files is refused: theirs and those of a remote must not be taken for each other.
    """
    remote = parse_remote(address)
    if not remote.startswith("file:"):
        return
    folder = os.path.realpath(folder_of(remote))
    if not _is_in_workspace(folder):
        return
    _refuse_others(folder)
    os.makedirs(folder, exist_ok=True)
    name = os.path.join(folder, os.fsdecode(IGNORE_FILE))
    with contextlib.suppress(FileExistsError), open(name, "x", encoding="ascii") as file:
        file.write(_RULES)


def _refuse_others(folder: str) -> None:
    names = os.listdir(folder) if os.path.isdir(folder) else []
    others = sorted(set(names).difference(_PARTS))
    if others and "format.json" not in names:
        raise SnapshotError(
            "bad-folder",
            "This folder of a workspace holds other files, such as "
            f"{path_text(os.fsencode(others[0]))}: what is published would lie among them.",
            folder,
            "Publish to a folder of its own, which need not be there yet.",
        )


def _is_in_workspace(folder: str) -> bool:
    while True:
        if os.path.isdir(os.path.join(folder, WORKSPACE_STORE)):
            return True
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return False
