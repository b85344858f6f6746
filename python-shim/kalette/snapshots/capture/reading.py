"""Reading one file into the store, and noticing when it changes meanwhile."""

from __future__ import annotations

import errno
import os
import stat
from typing import NamedTuple, Optional

from ..format import digests
from ..format.chunks import CHUNK, chunk_size, encode_chunks
from ..format.metas import EXTENT_LIMIT, XATTR_LIMIT
from ..progress import Task
from ..store.durable import sync_file, temporary_name
from ..store.layout import Layout
from ..store.pack_writer import PackWriter
from .clones import CloneProbe, remove_quietly

_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# A file that a pipe or a link has replaced must neither block nor lead elsewhere.
_OPEN = _FLAGS | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_TRIES = 3

Extents = Optional[tuple[tuple[int, int], ...]]
_ZEROS: dict[int, tuple[bytes, bytes]] = {}


class FileContent(NamedTuple):
    """What was read; ``found`` is the stat that belongs to it. ``torn``: no two looks agreed."""

    digest: bytes
    size: int
    found: os.stat_result
    xattrs: tuple[tuple[bytes, bytes], ...]
    extents: Extents
    torn: bool


class NotAFile(OSError):
    """It was a regular file when the folder was listed."""


class FileReader:
    """Puts files into packs, or clones large ones whole where that costs nothing."""

    def __init__(self, layout: Layout, writer: PackWriter, clones: CloneProbe, task: Task) -> None:
        self._layout = layout
        self._writer = writer
        self._clones = clones
        self._task = task
        self._store_device = os.stat(layout.tmp).st_dev
        self.cloned: list[tuple[str, str]] = []

    def read(self, path: bytes) -> FileContent:
        """Raises OSError when the file is gone, is no file any more or cannot be read."""
        descriptor = os.open(path, _OPEN)
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise NotAFile(errno.ENOENT, "no regular file any more")
            attributes = _xattrs(descriptor)
            for attempt in range(_TRIES):
                digest, extents = self._content(descriptor, before)
                after = os.fstat(descriptor)
                if digest is not None and _same(before, after):
                    break
                before = after
                if attempt + 1 < _TRIES:
                    os.lseek(descriptor, 0, os.SEEK_SET)
            else:
                return self._torn(descriptor, attributes)
        finally:
            os.close(descriptor)
        self._task.advance(1, after.st_size)
        return FileContent(digest, after.st_size, after, attributes, extents, False)

    def _torn(self, descriptor: int, attributes: tuple[tuple[bytes, bytes], ...]) -> FileContent:
        """As much as the file has now, at the size that it has now."""
        found = os.fstat(descriptor)
        size = found.st_size
        os.lseek(descriptor, 0, os.SEEK_SET)
        chunk = chunk_size(size)
        pieces = []
        for start in range(0, size, chunk) or (0,):
            wanted = min(chunk, size - start)
            data = _read_all(descriptor, wanted)
            # It has become shorter: the size is promised to the tree, so zeros fill it up.
            pieces.append(self._writer.put(data + bytes(wanted - len(data))))
        digest = pieces[0]
        if len(pieces) > 1:
            digest = self._writer.put(encode_chunks(size, b"".join(pieces)))
        return FileContent(digest, size, found, attributes, None, True)

    def _content(self, descriptor: int, found: os.stat_result) -> tuple[Optional[bytes], Extents]:
        """The digest of the content, None if it is not as long as its size says."""
        size = found.st_size
        if size <= CHUNK:
            # One byte more than there should be: then one call tells that this is all.
            data = os.read(descriptor, size + 1)
            if len(data) < size:
                data += _read_all(descriptor, size + 1 - len(data))
            if len(data) != size:
                return None, None
            return self._writer.put(data), _extents(descriptor, found)
        extents = _extents(descriptor, found)
        if self._clones.possible(found.st_dev, self._store_device):
            digest = self._clone(descriptor, size)
            if digest is not None:
                return digest, extents
        os.lseek(descriptor, 0, os.SEEK_SET)
        pieces = self._chunks(descriptor, size, extents, keep=True)
        if pieces is None:
            return None, None
        return self._writer.put(encode_chunks(size, pieces)), extents

    def _chunks(self, descriptor: int, size: int, extents: Extents, keep: bool) -> Optional[bytes]:
        pieces = []
        chunk = chunk_size(size)
        for start in range(0, size, chunk):
            wanted = min(chunk, size - start)
            if extents is not None and _in_hole(extents, start, wanted):
                digest, data = _zeros(wanted)
                os.lseek(descriptor, start + wanted, os.SEEK_SET)
            else:
                data = _read_all(descriptor, wanted)
                if len(data) != wanted:
                    return None
                digest = digests.digest(data)
            if keep:
                self._writer.put_known(digest, data)
            pieces.append(digest)
            self._task.check()
        return b"".join(pieces)

    def _clone(self, descriptor: int, size: int) -> Optional[bytes]:
        """The file as a whole object; hashed from the clone, which nobody writes to."""
        scratch = os.path.join(self._layout.tmp, temporary_name("file-"))
        target = os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o444)
        try:
            if not self._clones(descriptor, target) or os.fstat(target).st_size != size:
                remove_quietly(scratch)
                return None
            os.lseek(target, 0, os.SEEK_SET)
            pieces = self._chunks(target, size, None, keep=False)
            if pieces is None:
                remove_quietly(scratch)
                return None
            sync_file(target)
        except BaseException:
            remove_quietly(scratch)
            raise
        finally:
            os.close(target)
        digest = self._writer.put(encode_chunks(size, pieces))
        os.replace(scratch, os.path.join(self._layout.files, digest.hex()))
        return digest


def _same(before: os.stat_result, after: os.stat_result) -> bool:
    return (
        before.st_size == after.st_size
        and before.st_mtime_ns == after.st_mtime_ns
        and before.st_ctime_ns == after.st_ctime_ns
    )


def _read_all(descriptor: int, count: int) -> bytes:
    data = os.read(descriptor, count)
    if len(data) == count or not data:
        return data
    parts = [data]
    missing = count - len(data)
    while missing and data:
        data = os.read(descriptor, missing)
        parts.append(data)
        missing -= len(data)
    return b"".join(parts)


def _zeros(count: int) -> tuple[bytes, bytes]:
    if count not in _ZEROS:
        data = bytes(count)
        _ZEROS.clear()
        _ZEROS[count] = (digests.digest(data), data)
    return _ZEROS[count]


def _extents(descriptor: int, found: os.stat_result) -> Extents:
    """The parts of a sparse file that hold data; None for a file without holes."""
    size = found.st_size
    if not hasattr(os, "SEEK_DATA") or not size or found.st_blocks * 512 >= size:
        return None
    extents: list[tuple[int, int]] = []
    end = 0
    try:
        while end < size and len(extents) < EXTENT_LIMIT:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
            end = min(os.lseek(descriptor, start, os.SEEK_HOLE), size)
            if start < end:
                extents.append((start, end - start))
    except OSError as error:
        if error.errno != errno.ENXIO:  # no data after this point
            return None
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return None if extents == [(0, size)] or len(extents) >= EXTENT_LIMIT else tuple(extents)


def _in_hole(extents: tuple[tuple[int, int], ...], start: int, length: int) -> bool:
    low, high = 0, len(extents)
    while low < high:
        middle = (low + high) // 2
        if sum(extents[middle]) <= start:
            low = middle + 1
        else:
            high = middle
    return low == len(extents) or extents[low][0] >= start + length


def _xattrs(place: int) -> tuple[tuple[bytes, bytes], ...]:
    """The extended attributes of the user's, of an open file or folder."""
    if not hasattr(os, "listxattr"):
        return ()
    try:
        names = os.listxattr(place)
    except OSError:
        return ()
    if not names:
        return ()
    pairs = []
    for name in sorted(os.fsencode(name) for name in names):
        if name.startswith(b"user."):
            try:
                value = os.getxattr(place, name)
            except OSError:
                continue
            if len(value) <= XATTR_LIMIT:
                pairs.append((name, value))
    return tuple(pairs)


def folder_xattrs(path: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """Those of a folder, which is opened without following links."""
    try:
        descriptor = os.open(path, _OPEN | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return ()
    try:
        return _xattrs(descriptor)
    finally:
        os.close(descriptor)
