"""Restoring into a new folder: everything beside it first, then one rename."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import dataclass, field

from ..capture.clones import CloneProbe
from ..errors import SnapshotError, from_os_error
from ..format.metas import Meta
from ..format.names import path_text
from ..format.trees import FOLDER, LINK
from ..progress import Task
from ..store.durable import temporary_name
from ..store.trees import Content, Place, Row, TreeReader, inner_place
from .files import OPEN_FOLDER, FileWriter, Folders, apply_meta, change_link_time
from .links import leaves_root

STAGING = ".restoring-"


@dataclass
class Written:
    """What came of a restore. Paths are text; ``held_back`` are links that lead out of it."""

    files: int = 0
    bytes: int = 0
    held_back: list[str] = field(default_factory=list)


def staging_path(target: str) -> str:
    """A folder beside the target that nobody else uses."""
    return f"{target}{STAGING}{temporary_name()}"


def check_target(target: str) -> None:
    """A new folder may replace an empty one, and nothing else."""
    if os.path.islink(target) or (os.path.exists(target) and not _is_empty(target)):
        raise SnapshotError(
            "target-exists",
            "There is something at the target already.",
            target,
            "Choose another folder, or restore in place.",
        )
    parent = os.path.dirname(target)
    if not os.path.isdir(parent):
        raise SnapshotError("missing", "The folder above the target does not exist.", parent)


def _is_empty(path: str) -> bool:
    return os.path.isdir(path) and not os.listdir(path)


def folds_case(folder: str) -> bool:
    """Whether the file system takes ``a`` and ``A`` for one name. Nothing is written to find
    out: the folder may be somebody's workspace."""
    names = set(os.listdir(folder))
    for name in names:
        other = name.swapcase()
        if other != name and other not in names:
            return os.path.lexists(os.path.join(folder, other))
    return sys.platform in ("darwin", "win32")


class FreshRestore:
    """Writes one tree into a new, private folder ``staging``."""

    def __init__(self, trees: TreeReader, clones: CloneProbe, foreign: bool, task: Task) -> None:
        self._trees = trees
        self._writer = FileWriter(trees.objects, task, clones)
        self._clones = clones
        self._foreign = foreign
        self._tokens: dict[bytes, tuple[bytes, Row]] = {}
        self._links: list[tuple[bytes, Row]] = []
        self._later: list[tuple[bytes, Meta]] = []
        self.written = Written()

    def write(self, place: Place, staging: str) -> Written:
        """Files first, links after all files, folders' permissions and times last."""
        os.mkdir(staging, 0o700)
        with Folders(staging) as folders:
            self._folders = folders
            root = os.open(staging, OPEN_FOLDER)
            try:
                self._fill(root, b"", self._trees.content(place))
            finally:
                os.close(root)
            for path, row in self._links:
                folder, name = folders.parent(path)
                os.symlink(row.entry.content, name, dir_fd=folder)
                change_link_time(folder, name, row.meta)
            for path, meta in self._later:
                apply_meta(folders.at(path), meta)
        self.written.files, self.written.bytes = self._writer.files, self._writer.bytes
        return self.written

    def _fill(self, folder: int, path: bytes, content: Content) -> bool:
        """True when links are still to come below: then the folder's time is set later."""
        later = False
        for row in content.rows:
            kind, name = row.entry.kind, row.entry.name
            below = path + b"/" + name if path else name
            if kind == FOLDER:
                later |= self._enter(folder, name, below, row)
            elif kind == LINK:
                if self._foreign and leaves_root(path, row.entry.content):
                    self.written.held_back.append(path_text(below))
                    continue
                self._links.append((below, row))
                later = True
            elif row.meta.token is None or not self._link(folder, below, row):
                self._writer.write(folder, name, row)
        if later:
            self._later.append((path, content.own))
        else:
            apply_meta(folder, content.own)
        return later

    def _enter(self, folder: int, name: bytes, path: bytes, row: Row) -> bool:
        os.mkdir(name, 0o700, dir_fd=folder)
        descriptor = os.open(name, OPEN_FOLDER, dir_fd=folder)
        try:
            return self._fill(descriptor, path, self._trees.content(inner_place(row)))
        finally:
            os.close(descriptor)

    def _link(self, folder: int, path: bytes, row: Row) -> bool:
        """Makes a further name of a file that this restore has written, if it is the same."""
        assert row.meta.token is not None
        first = self._tokens.setdefault(row.meta.token, (path, row))
        if first[0] == path or first[1].entry[1:] != row.entry[1:] or first[1].meta != row.meta:
            return False
        source, name = self._folders.parent(first[0])
        try:
            os.link(
                name, row.entry.name, src_dir_fd=source, dst_dir_fd=folder, follow_symlinks=False
            )
        except OSError:
            return False
        return True


def move_into_place(staging: str, target: str) -> None:
    """The one step that makes the restore visible."""
    try:
        if sys.platform == "win32" and os.path.isdir(target):
            os.rmdir(target)
        os.rename(staging, target)
    except OSError as error:
        raise from_os_error(error, "moving the restored folder into place", target) from error


def discard(staging: str) -> None:
    """Removes what an unfinished restore has written; nothing else ever had this name."""
    for folder, names, _ in os.walk(staging):
        for name in names:
            with contextlib.suppress(OSError):
                path = os.path.join(folder, name)
                if not os.path.islink(path):
                    os.chmod(path, 0o700)
    shutil.rmtree(staging, ignore_errors=True)
