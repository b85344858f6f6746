"""The files of a folder, by what is in them."""

from __future__ import annotations

import hashlib
import os
import shutil

IGNORED = {"__pycache__", ".ipynb_checkpoints", ".kalette"}


def copy_of(workspace: str, target: str) -> str:
    """A copy that may be written to; links stay links."""
    shutil.copytree(workspace, target, symlinks=True)
    return target


def changes(before: str, after: str) -> dict[str, str]:
    """Files that are new, different or gone in a copy, with a digest of each; relative paths."""
    old, new = _sizes(before), _sizes(after)
    found: dict[str, str] = {}
    for path in sorted({*old, *new}):
        if path not in new:
            found[path] = "removed"
        elif old.get(path) != new[path] or _is_other(before, after, path):
            found[path] = _digest(os.path.join(after, path))
    return found


def _is_other(before: str, after: str, path: str) -> bool:
    one, other = (os.stat(os.path.join(folder, path)) for folder in (before, after))
    # A copy has the times of its original until somebody writes.
    return one.st_mtime_ns != other.st_mtime_ns and _digest(os.path.join(before, path)) != _digest(
        os.path.join(after, path)
    )


def _sizes(folder: str) -> dict[str, int]:
    sizes = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in IGNORED]
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path):
                sizes[os.path.relpath(path, folder)] = os.path.getsize(path)
    return sizes


def _digest(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()[:16]
