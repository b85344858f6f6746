"""The folders of a store, and opening one."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

from ..errors import Missing, SnapshotError, system_errors
from ..format.chunks import CHUNKER
from .durable import sync_folder, write_atomic

FORMAT_VERSION = 1
PACK_TARGET = 64 << 20
FORMAT = {
    "version": FORMAT_VERSION,
    "hash": "sha256",
    "chunker": CHUNKER,
    "pack_target": PACK_TARGET,
}


@dataclass(frozen=True)
class Layout:
    """Where things are. What a remote has is ``format.json`` and the first four folders;
    the others are this machine's own."""

    path: str

    def __post_init__(self) -> None:
        for name in _FOLDERS:
            object.__setattr__(self, name, os.path.join(self.path, name))

    packs: str = ""
    files: str = ""
    snapshots: str = ""
    refs: str = ""
    reflogs: str = ""
    index: str = ""
    locks: str = ""
    restores: str = ""
    quarantine: str = ""
    remotes: str = ""
    tmp: str = ""

    @property
    def format_file(self) -> str:
        return os.path.join(self.path, "format.json")

    @property
    def generation_file(self) -> str:
        return os.path.join(self.path, "generation")

    @property
    def prune_lock(self) -> str:
        return os.path.join(self.locks, "prune")


_LOCAL = ("reflogs", "index", "locks", "restores", "quarantine", "remotes", "tmp")
_FOLDERS = ("packs", "files", "snapshots", "refs", *_LOCAL)


def open_layout(path: str, create: bool) -> Layout:
    """The store at ``path``; made there if it is not and ``create`` says so."""
    layout = Layout(os.path.abspath(path))
    with system_errors("opening the store", layout.path):
        try:
            with open(layout.format_file, "rb") as file:
                _check_format(file.read(65536), layout)
        except FileNotFoundError:
            if not create:
                raise Missing("There is no snapshot store here.", layout.path) from None
            _make(layout)
        _check_folders(layout)
    return layout


def _check_folders(layout: Layout) -> None:
    """A store from elsewhere must not lead to folders that are none of its own."""
    for name in _FOLDERS:
        path = os.path.join(layout.path, name)
        if os.path.islink(path):
            raise SnapshotError(
                "damaged",
                "A folder of the store is a link.",
                path,
                "Put the folder itself in its place, or link to the whole store.",
            )


def _check_format(data: bytes, layout: Layout) -> None:
    try:
        form = json.loads(data)
        version, hash_name, chunker = form["version"], form["hash"], form["chunker"]
    except (ValueError, KeyError, TypeError):
        raise SnapshotError(
            "damaged",
            "The store's format.json cannot be read.",
            layout.format_file,
            "Restore the file from docs/snapshot-format.md, or start a new store.",
        ) from None
    if (version, hash_name, chunker) != (FORMAT_VERSION, "sha256", CHUNKER):
        raise other_format("store", version, layout.path)


def other_format(what: str, version: object, where: str) -> SnapshotError:
    """For a place whose ``format.json`` is not of this version."""
    return SnapshotError(
        "newer-format",
        f"The {what} has format {str(version)[:20]}, this program knows {FORMAT_VERSION}.",
        where,
        "Open it with a newer version of Kalette.",
    )


def _make(layout: Layout) -> None:
    for name in _FOLDERS:
        os.makedirs(os.path.join(layout.path, name), exist_ok=True)
    sync_folder(layout.path)
    # Last: a folder with this file is a whole store.
    write_atomic(layout.format_file, json.dumps(FORMAT).encode() + b"\n", layout.tmp)
    sync_folder(os.path.dirname(layout.path))


def generation(layout: Layout) -> str:
    """Changes whenever objects were removed: what an index says they are may then be gone."""
    try:
        with open(layout.generation_file, "rb") as file:
            return file.read(32).decode("ascii", "backslashreplace")[:32]
    except FileNotFoundError:
        return ""


def new_generation(layout: Layout) -> None:
    """To be called before anything is removed."""
    write_atomic(layout.generation_file, os.urandom(16).hex().encode(), layout.tmp)
