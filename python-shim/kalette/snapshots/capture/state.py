"""Keeping files beside a snapshot's folders, such as variables: linked where that is safe."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Union

from ..errors import SnapshotError, system_errors
from ..format import digests
from ..format.names import why_not_a_name
from ..format.state import State, StateFile
from ..progress import Task
from ..store.durable import sync_file, sync_folder, temporary_name
from ..store.layout import Layout
from ..store.pack_writer import PackWriter
from .clones import CloneProbe, remove_quietly
from .reading import FileReader

# Below this a file costs less in a pack than as a file of its own.
_PACKED = 64 << 10
_OPEN = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True)
class KnownFile:
    """A file that never changes any more, with the SHA-256 of its bytes and its size."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True)
class StateSource:
    """Files to keep with a snapshot but outside of its folders, by name, and a record.

    A file is a path, or a ``KnownFile``: one that nobody may write to is linked into a store on
    the same file system, without being read.
    """

    record: Any
    files: Mapping[str, Union[str, KnownFile]] = field(default_factory=dict)


class StateKeeper:
    """Puts the files of one state into the store; the caller keeps prunes away."""

    def __init__(
        self,
        layout: Layout,
        writer: PackWriter,
        clones: CloneProbe,
        task: Task,
        durable: bool = True,
    ) -> None:
        self._layout = layout
        self._writer = writer
        self._clones = clones
        self._task = task
        self._durable = durable
        self._reader = FileReader(layout, writer, clones, task)

    def keep(self, state: Optional[StateSource]) -> Optional[str]:
        """The digest of the state object, None for no state."""
        if state is None:
            return None
        self._task.begin("state", len(state.files))
        files = {}
        for name, source in sorted(state.files.items()):
            why = why_not_a_name(name.encode("utf-8", "surrogateescape"))
            if why:
                raise SnapshotError("bad-name", f"A state file is called “{name}”: {why}.")
            path = source if isinstance(source, str) else source.path
            with system_errors("reading a file of the state", path):
                files[name] = self._take(source)
        if self._durable and any(item.whole for item in files.values()):
            sync_folder(self._layout.files)
        try:
            data = State(state.record, files).encode()
        except ValueError as error:
            raise SnapshotError("bad-request", f"The record of the state: {error}.") from error
        return digests.text(self._writer.put(data))

    def _take(self, source: Union[str, KnownFile]) -> StateFile:
        if isinstance(source, str):
            return self._read(source)
        digest = digests.parse(source.digest, source.path)
        text = digests.text(digest)
        if source.size <= _PACKED:
            if self._writer.has(digest):
                self._task.advance(1, source.size)
                return StateFile(text, source.size)
            return self._checked(source, text)
        if self._put_whole(source, digest):
            self._task.advance(1, source.size)
            return StateFile(text, source.size, whole=True)
        return self._checked(source, text)

    def _checked(self, source: KnownFile, digest: str) -> StateFile:
        kept = self._read(source.path)
        if kept.size != source.size or (kept.size <= _PACKED and kept.digest != digest):
            raise _another(source)
        return kept

    def _read(self, path: str) -> StateFile:
        content = self._reader.read(os.fsencode(path))
        if content.torn:
            raise SnapshotError("torn", "A file of the state changed while read.", path)
        return StateFile(digests.text(content.digest), content.size)

    def _put_whole(self, source: KnownFile, digest: bytes) -> bool:
        """Has the file in ``files/`` without a copy of its bytes; False where that cannot be."""
        target = os.path.join(self._layout.files, digest.hex())
        descriptor = os.open(source.path, _OPEN)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or found.st_size != source.size:
                raise _another(source)
            if _size(target) == source.size:
                return True
            # What somebody may still write to must not share its blocks' fate with the store.
            linked = not found.st_mode & 0o222 and _link(source.path, target, found)
            if not linked and not self._clone(descriptor, target, source.size):
                return False
            if linked and self._durable:
                sync_file(descriptor)
            return True
        finally:
            os.close(descriptor)

    def _clone(self, descriptor: int, target: str, size: int) -> bool:
        scratch = os.path.join(self._layout.tmp, temporary_name("file-"))
        clone = os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o444)
        try:
            if not self._clones(descriptor, clone) or os.fstat(clone).st_size != size:
                remove_quietly(scratch)
                return False
            if self._durable:
                sync_file(clone)
            os.replace(scratch, target)
        except BaseException:
            remove_quietly(scratch)
            raise
        finally:
            os.close(clone)
        return True


def _link(source: str, target: str, found: os.stat_result) -> bool:
    """Another name of the same file; False where the system refuses."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(target)  # of another size: damaged
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        pass  # somebody else was quicker
    except (OSError, NotImplementedError):
        return False
    if os.path.samestat(os.stat(target), found) or _size(target) == found.st_size:
        return True
    remove_quietly(target)
    return False


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return -1


def _another(source: KnownFile) -> SnapshotError:
    return SnapshotError(
        "torn",
        "A file of the state is not what its digest and size say.",
        source.path,
        "Give the path alone to have it read.",
    )
