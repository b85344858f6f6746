"""Restoring into a new folder: everything beside it first, then one rename."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import dataclass, field
from typing import Collection, Optional

from ..capture.clones import CloneProbe
from ..errors import SnapshotError, from_os_error
from ..format.metas import Meta
from ..format.names import path_text
from ..format.trees import FOLDER, LINK
from ..progress import Task
from ..store.durable import temporary_name
from ..store.trees import Place, Row, TreeReader, inner_place
from .files import OPEN_FOLDER, FileWriter, Folders, apply_meta, change_link_time
from .imprint import Imprint
from .links import leaves_root
from .markers import STAGING
from .pool import Pool


@dataclass
class Written:
    """What came of a restore. Paths are text; ``held_back`` are links that lead out of it,
    ``withheld`` counts what was to be left out."""

    files: int = 0
    bytes: int = 0
    held_back: list[str] = field(default_factory=list)
    withheld: int = 0


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
    """Writes one tree into a new, private folder ``staging``, but no files and links at the paths
    ``without``; ``imprint`` is what it wrote."""

    def __init__(
        self,
        trees: TreeReader,
        clones: CloneProbe,
        foreign: bool,
        without: Collection[bytes],
        task: Task,
    ) -> None:
        self._trees = trees
        self._writer = FileWriter(trees.objects, task, clones)
        self._clones = clones
        self._foreign = foreign
        self._without = without
        self._tokens: dict[bytes, tuple[bytes, Row]] = {}
        self._named: list[tuple[bytes, Row]] = []
        self._links: list[tuple[bytes, Row]] = []
        self._later: list[tuple[bytes, Meta]] = []
        self.imprint = Imprint()
        self.written = Written()

    def write(self, place: Place, staging: str) -> Written:
        """Files first, links after all files, folders' permissions and times last."""
        os.mkdir(staging, 0o700)
        with Folders(staging) as folders:
            with Pool() as pool:
                self._pool = pool
                root = os.open(staging, OPEN_FOLDER)
                self._fill(root, b"", place)
                pool.finish()
            for path, row in self._named:
                self._put_named(folders, path, row)
            for path, row in self._links:
                folder, name = folders.parent(path)
                os.symlink(row.entry.content, name, dir_fd=folder)
                change_link_time(folder, name, row.meta)
            for path, meta in self._later:
                apply_meta(folders.at(path), meta)
                self.imprint.complete(path, folders.at(path))
        self.written.files += self._writer.files
        self.written.bytes = self._writer.bytes
        return self.written

    def _fill(self, folder: int, path: bytes, place: Place) -> bool:
        """Fills an open folder and has it closed. True when something is still to come below:
        then the folder's permissions and time are set later."""
        later, files, inner = False, [], []
        try:
            content = self._trees.content_at(place, path)
            for row in content.rows:
                below = path + b"/" + row.entry.name if path else row.entry.name
                if row.entry.kind == FOLDER:
                    os.mkdir(row.entry.name, 0o700, dir_fd=folder)
                    inner.append((below, row))
                elif below in self._without:
                    self.written.withheld += 1
                elif row.entry.kind == LINK:
                    later |= self._note_link(path, below, row)
                elif row.meta.token is not None:
                    self._named.append((below, row))
                    later = True
                else:
                    files.append(row)
            for below, row in inner:
                descriptor = os.open(row.entry.name, OPEN_FOLDER, dir_fd=folder)
                later |= self._fill(descriptor, below, inner_place(row))
        except BaseException:
            os.close(folder)
            raise
        if later:
            self._later.append((path, content.own))
        # Only now: the permissions of the folder may forbid to enter it.
        own = None if later else content.own

        def write(go_on: bool) -> None:
            try:
                if go_on:
                    seen = self._write_files(folder, path, files, own)
                    self.imprint.note(path, place, content, seen, folder)
            finally:
                os.close(folder)

        self._pool.submit(write)
        return later

    def _write_files(
        self, folder: int, path: bytes, files: list[Row], own: Optional[Meta]
    ) -> dict[bytes, os.stat_result]:
        seen = {}
        for row in files:
            name = row.entry.name
            seen[name] = self._writer.write(folder, name, row, path + b"/" + name if path else name)
        if own is not None:
            apply_meta(folder, own)
        return seen

    def _note_link(self, folder: bytes, path: bytes, row: Row) -> bool:
        if self._foreign and leaves_root(folder, row.entry.content):
            self.written.held_back.append(path_text(path))
            return False
        self._links.append((path, row))
        return True

    def _put_named(self, folders: Folders, path: bytes, row: Row) -> None:
        """A file of several names: the first is written, the others are made of it."""
        folder, name = folders.parent(path)
        target = os.dup(folder)
        try:
            if not self._link(folders, target, path, row):
                self._writer.write(target, name, row, path)
        finally:
            os.close(target)

    def _link(self, folders: Folders, folder: int, path: bytes, row: Row) -> bool:
        """Makes a further name of a file that this restore has written, if it is the same."""
        assert row.meta.token is not None
        first = self._tokens.setdefault(row.meta.token, (path, row))
        if first[0] == path or first[1].entry[1:] != row.entry[1:] or first[1].meta != row.meta:
            return False
        source, name = folders.parent(first[0])
        try:
            os.link(
                name, row.entry.name, src_dir_fd=source, dst_dir_fd=folder, follow_symlinks=False
            )
        except OSError:
            return False
        self.written.files += 1
        return True


def move_into_place(staging: str, target: str) -> None:
    """The one step that makes the restore visible."""
    try:
        if sys.platform == "win32" and os.path.isdir(target):
            os.rmdir(target)
        os.rename(staging, target)
    except OSError as error:
        raise from_os_error(error, "moving the restored folder into place", target) from error


def last_moment(staging: str) -> int:
    """Now in ns, as the file system of a restore counts it."""
    found = os.stat(staging)
    os.utime(staging, ns=(found.st_mtime_ns, found.st_mtime_ns))
    return os.stat(staging).st_ctime_ns


def discard(staging: str) -> None:
    """Removes what an unfinished restore has written; nothing else ever had this name."""
    for folder, names, _ in os.walk(staging):
        for name in names:
            with contextlib.suppress(OSError):
                path = os.path.join(folder, name)
                if not os.path.islink(path):
                    os.chmod(path, 0o700)
    shutil.rmtree(staging, ignore_errors=True)
