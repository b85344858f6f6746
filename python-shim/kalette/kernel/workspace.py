"""Which workspace the running code belongs to, and what of it a snapshot holds."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator, Optional

from ..runtime import current
from ..snapshots import CaptureOptions, SnapshotError, Store
from ..snapshots.errors import Refused, system_errors

HOME = ".kalette"
_MARKERS = (HOME, ".git", "pyproject.toml")

# As the engine has them: a run and a kernel see the same files.
IGNORED_NAMES = (
    HOME,
    *(".git", ".hg", ".svn", ".jj"),
    *(".venv", ".tox", ".nox", ".pixi", ".eggs", "__pypackages__"),
    *("node_modules", ".yarn", ".pnpm-store"),
    *("__pycache__", ".cache", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
    *(".pytype", ".hypothesis", ".parcel-cache", ".gradle", ".terraform"),
    *(".ipynb_checkpoints", ".virtual_documents", ".idea", ".DS_Store"),
)
_ENVIRONMENTS = ("pyvenv.cfg", "conda-meta")
# In a folder that a snapshot was opened into.
_OPENED = (HOME, "opened-into")


@dataclass(frozen=True)
class Workspace:
    """``root`` holds the files, ``store`` is where its snapshots are kept."""

    root: str
    store: str

    def existing(self) -> Store:
        """The store, for who only reads: a folder does not become a workspace by that."""
        if not os.path.isdir(self.store):
            raise SnapshotError(
                "no-run",
                "There are no snapshots in this workspace yet.",
                self.root,
                "Load from the workspace of the run, or give the URL of a published snapshot.",
            )
        return self.open()

    def open(self) -> Store:
        """The store, made if there is none; what is in it is no part of the files."""
        if os.path.dirname(self.root) == self.root:
            raise Refused(
                "This is the whole file system, and no workspace.",
                self.root,
                "Work in a folder of its own.",
            )
        home = os.path.dirname(self.store)
        ignore = os.path.join(home, ".gitignore")
        with self.writing():
            os.makedirs(home, exist_ok=True)
            if os.path.basename(home) == HOME and not os.path.exists(ignore):
                with open(ignore, "w", encoding="utf-8") as file:
                    file.write("*\n")
            return Store.open(self.store)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What the system refuses in the block, or the store in its place, is told with what to
        do about a workspace that cannot be written to."""
        home = os.path.dirname(self.store)
        try:
            with system_errors("keeping a snapshot in the workspace", home):
                yield
        except SnapshotError as error:
            if error.code != "no-access" or os.access(home, os.W_OK):
                raise
            raise SnapshotError(
                error.code,
                f"The workspace cannot be written to, and keeps its snapshots in {HOME}.",
                self.root,
                "Make that folder writable, or copy the workspace to where you may write and work "
                "there.",
            ) from error


def find_workspace() -> Workspace:
    """That of the step that runs, else that of the folder the kernel works in."""
    place = current.place()
    if place is not None and place.store is not None:
        return Workspace(place.workspace, place.store)
    root = place.workspace if place is not None else _root_above(os.getcwd())
    return Workspace(root, os.path.join(root, HOME, "snapshots"))


def notebook_in(root: str) -> Optional[str]:
    """Path of the notebook whose kernel this is, if the server said so and it lies in ``root``."""
    path = os.environ.get("JPY_SESSION_NAME", "")
    if not path.endswith(".ipynb") or not os.path.isabs(path):
        return None
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    return None if inside.startswith("..") else inside.replace(os.sep, "/")


def capture_options(root: str) -> CaptureOptions:
    """Leaves out what a run does not see either."""
    rules = tuple(f"**/{name}" for name in IGNORED_NAMES)
    return CaptureOptions(rules, tuple(_apart(root)))


def _root_above(folder: str) -> str:
    at = folder
    # The whole file system is no workspace, whatever it holds.
    while os.path.dirname(at) != at:
        if any(os.path.exists(os.path.join(at, name)) for name in _MARKERS):
            return at
        at = os.path.dirname(at)
    return folder


def _apart(root: str) -> list[str]:
    """Environments, and folders that snapshots were opened into and nobody wants in this one."""
    wanted = _wanted(root)
    found = []
    for folder, folders, files in os.walk(root):
        path = os.path.relpath(folder, root).replace(os.sep, "/")
        is_opened = path not in wanted and os.path.exists(os.path.join(folder, *_OPENED))
        is_environment = any(mark in folders or mark in files for mark in _ENVIRONMENTS)
        if folder != root and (is_opened or is_environment):
            found.append(path)
            folders.clear()
        folders[:] = sorted(name for name in folders if name not in IGNORED_NAMES)
    return found


def _wanted(root: str) -> set[str]:
    """Paths in lines `!/FOLDER/`, in which a backslash makes a sign stand for itself."""
    try:
        with open(
            os.path.join(root, ".snapshotignore"), encoding="utf-8", errors="replace"
        ) as file:
            lines = file.read().split("\n")
    except OSError:
        return set()
    paths = [re.sub(r"/?\s*\Z", "", line[1:]) for line in lines if line.startswith("!")]
    return {re.sub(r"\\(.)", r"\1", path[1:] if path[:1] == "/" else path) for path in paths}
