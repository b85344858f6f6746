"""Carrying out a plan in a live folder: write beside, rename over, remove last."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import stat
from dataclasses import dataclass, field
from typing import Mapping, Optional

from ..capture.clones import CloneProbe
from ..capture.folder import SIGNATURE
from ..capture.stat_index import Known
from ..errors import Missing, SnapshotError, from_os_error
from ..format.metas import Meta
from ..format.names import path_text
from ..format.trees import FOLDER, LINK
from ..progress import Task
from ..store.durable import temporary_name
from ..store.trees import Row, TreeReader, inner_place
from .files import FileWriter, Folders, change_link_time, change_meta, set_meta
from .plan import TEMPORARY, Plan, Step, is_rewritten


@dataclass
class Applied:
    """What was done. ``kept`` are folders that stay because they hold what no snapshot has."""

    files: int = 0
    bytes: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


class InPlaceRestore:
    """One plan for one live folder. ``live`` tells what its files were like when captured."""

    def __init__(
        self,
        root: str,
        plan: Plan,
        live: Mapping[bytes, Known],
        trees: TreeReader,
        clones: CloneProbe,
        task: Task,
    ) -> None:
        self._root = root
        self._plan = plan
        self._live = live
        self._writer = FileWriter(trees.objects, task, clones)
        self._task = task
        self._tokens: dict[bytes, tuple[bytes, Row]] = {}
        self._touched: dict[bytes, Optional[int]] = {}
        self._made: dict[bytes, Row] = {}
        self._trees = trees
        self._signatures: dict[bytes, dict[bytes, tuple[int, ...]]] = {}
        self.applied = Applied()

    def check(self) -> None:
        """Raises before anything is touched, when a path is not what the capture saw."""
        with Folders(self._root) as folders:
            self._folders = folders
            cleared = {step[0] for step in self._plan.clear}
            for path, old, _ in self._plan.steps():
                self._task.check()
                if old is not None and old.entry.kind == FOLDER:
                    if path in cleared:
                        self._check_nothing_else(path)
                    continue
                self._check_path(path, old, cleared)

    def run(self, remove_first: bool = False) -> Applied:
        """Does it. On an error or a cancel the folder is between two states: roll back, which
        removes first what was added, because a full disk may leave no other way."""
        self._task.begin("write", len(self._plan.files))
        with Folders(self._root) as folders:
            self._folders = folders
            for step in self._plan.remove if remove_first else ():
                self._remove(step, must=False)
            for step in self._plan.clear:
                self._remove(step, must=True)
            for path, _, new in self._plan.folders:
                self._make_folder(path, new)
            for step in self._plan.files:
                self._put_file(step)
            for path, _, new in self._plan.links:
                self._put_link(path, new)
            for step in () if remove_first else self._plan.remove:
                self._remove(step, must=False)
            self._finish()
        self.applied.files += self._writer.files
        self.applied.bytes = self._writer.bytes
        return self.applied

    def _check_path(self, path: bytes, old: Optional[Row], cleared: set[bytes]) -> None:
        found = self._stat(path)
        if old is None:
            if found is not None and not any(_inside(path, gone) for gone in cleared):
                raise SnapshotError(
                    "would-overwrite",
                    "There is something that no snapshot has, where the restore would write.",
                    path_text(path),
                    _how_to_save(path),
                )
            return
        if found != self._seen(path):
            raise SnapshotError(
                "changed-meanwhile",
                "A file changed while the restore was being prepared.",
                path_text(path),
                "Nothing has been touched. Try again.",
            )

    def _check_nothing_else(self, path: bytes) -> None:
        names = set(os.listdir(self._folders.at(path)))
        known = {os.fsdecode(name.rstrip(b"/")) for name in self._live[path].folder.names}
        unknown = names - known
        if unknown:
            left = path + b"/" + os.fsencode(min(unknown))
            raise SnapshotError(
                "would-overwrite",
                "A folder that has to go holds what no snapshot has.",
                path_text(left),
                _how_to_save(left),
            )

    def _stat(self, path: bytes) -> Optional[tuple[int, ...]]:
        try:
            folder, name = self._folders.parent(path)
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                return None
            raise
        numbers = (found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        return (*numbers, found.st_ino)

    def _seen(self, path: bytes) -> Optional[tuple[int, ...]]:
        parent, _, name = path.rpartition(b"/")
        if parent not in self._signatures:
            folder = self._live[parent].folder
            numbers = SIGNATURE.iter_unpack(folder.signatures)
            self._signatures[parent] = dict(zip(folder.names, numbers))
        return self._signatures[parent].get(name)

    def _open(self, path: bytes) -> tuple[int, bytes]:
        """The folder of a path, made writable and noted: its time is put right at the end."""
        parent, _, name = path.rpartition(b"/")
        folder = self._folders.at(parent)
        if parent not in self._touched:
            self._touched[parent] = None
            mode = stat.S_IMODE(os.fstat(folder).st_mode)
            if mode & 0o300 != 0o300:
                self._touched[parent] = mode
                os.fchmod(folder, mode | 0o700)
        return folder, name

    def _remove(self, step: Step, must: bool) -> None:
        path, old, _ = step
        assert old is not None
        self._task.check()
        folder, name = self._open(path)
        try:
            if old.entry.kind == FOLDER:
                os.rmdir(name, dir_fd=folder)
            else:
                os.unlink(name, dir_fd=folder)
            self.applied.removed += 1
        except FileNotFoundError:
            return
        except OSError as error:
            if must or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise from_os_error(error, "removing what the snapshot does not have") from error
            self.applied.kept.append(path_text(path))

    def _make_folder(self, path: bytes, new: Optional[Row]) -> None:
        assert new is not None
        folder, name = self._open(path)
        os.mkdir(name, 0o700, dir_fd=folder)
        self._made[path] = new

    def _put_file(self, step: Step) -> None:
        path, _, new = step
        assert new is not None
        folder, name = self._open(path)
        if not is_rewritten(step):
            change_meta(folder, name, new.meta)
            return
        scratch = TEMPORARY + temporary_name().encode("ascii")
        if new.meta.token is None or not self._link(folder, scratch, path, new):
            folder, name = self._open(path)
            self._writer.write(folder, scratch, new, path)
        folder, name = self._open(path)
        os.rename(scratch, name, src_dir_fd=folder, dst_dir_fd=folder)

    def _link(self, folder: int, scratch: bytes, path: bytes, new: Row) -> bool:
        assert new.meta.token is not None
        first = self._tokens.setdefault(new.meta.token, (path, new))
        if first[0] == path or first[1].entry[1:] != new.entry[1:] or first[1].meta != new.meta:
            return False
        target = os.dup(folder)
        try:
            source, name = self._folders.parent(first[0])
            os.link(name, scratch, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
            self.applied.files += 1
        except OSError:
            return False
        finally:
            os.close(target)
        return True

    def _put_link(self, path: bytes, new: Optional[Row]) -> None:
        assert new is not None
        assert new.entry.kind == LINK
        folder, name = self._open(path)
        scratch = TEMPORARY + temporary_name().encode("ascii")
        os.symlink(new.entry.content, scratch, dir_fd=folder)
        change_link_time(folder, scratch, new.meta)
        os.rename(scratch, name, src_dir_fd=folder, dst_dir_fd=folder)

    def _finish(self) -> None:
        """Times and permissions of folders, the deepest first. After a partial restore those
        that were there keep their own: they are not those of the snapshot."""
        paths = {*self._touched, *self._made}
        if self._plan.whole is not None:
            paths |= {path for path, _, _ in self._plan.metas} | {b""}
        for path in sorted(paths, key=_depth, reverse=True):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                folder = self._folders.at(path)
                own = self._goal_of(path)
                mode = self._touched.get(path)
                if own is not None:
                    set_meta(folder, own)
                elif mode is not None:
                    os.fchmod(folder, mode)

    def _goal_of(self, path: bytes) -> Optional[Meta]:
        place = self._plan.whole
        if place is None:
            made = self._made.get(path)
            return self._trees.content(inner_place(made)).own if made is not None else None
        if path:
            try:
                row = self._trees.find(place, path)
            except Missing:
                return None
            if row.entry.kind != FOLDER:
                return None
            place = inner_place(row)
        return self._trees.content(place).own


def _depth(path: bytes) -> int:
    return path.count(b"/") + 1 if path else 0


def _inside(path: bytes, folder: bytes) -> bool:
    return path.startswith(folder + b"/")


def _how_to_save(path: bytes) -> str:
    taken = shlex.quote(path_text(path))
    return (
        "A rule leaves it out of snapshots: move it away, or take it along from now on with: "
        f"kalette snapshot create --take {taken}"
    )
