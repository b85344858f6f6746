"""Notes of restores under way, from which the next open finds the interrupted ones."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from typing import Iterator, Optional

from ..errors import SnapshotError
from ..store.durable import sync_folder, temporary_name, write_atomic
from ..store.layout import Layout
from ..store.locks import FileLock
from .proofs import add_proof, has_proof, is_own_name, remove_proof

NEW, IN_PLACE = "new", "in-place"
STAGING = ".restoring-"


@dataclass(frozen=True)
class Marker:
    """Which restore it is. ``safety`` is the snapshot of what was there before, ``staging`` the
    unfinished new folder; ``rules`` and ``external`` are those of the capture."""

    kind: str
    snapshot: str
    root: str
    target: str
    started: str
    safety: Optional[str] = None
    staging: Optional[str] = None
    rules: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    base: Optional[str] = None
    backwards: bool = False


class Held:
    """A marker in use; ``settled`` once nothing is left to be put right."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.settled = False


class Markers:
    """``restores/`` of a store. Who works on a marker holds its lock."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @contextlib.contextmanager
    def hold(self, marker: Marker) -> Iterator[Held]:
        """The marker is there from before the block's first step until it ends without error,
        or was settled."""
        held = Held(temporary_name())
        if marker.kind == NEW and not self._can_write():
            # A new folder can do without: it appears whole or not at all.
            yield held
            return
        with FileLock(self._lock(held.name)):
            self.write(held.name, marker)
            try:
                if marker.kind == IN_PLACE:
                    add_proof(marker.target, held.name)
                yield held
                held.settled = True
            except OSError:
                # Without its proof, nothing has begun.
                held.settled = held.settled or not self.has_begun(held.name, marker)
                raise
            finally:
                if held.settled:
                    self.settle(held.name, marker)

    def _can_write(self) -> bool:
        """Whether this store takes notes; one that others share for reading does not."""
        place = self._layout.restores
        return os.access(place if os.path.isdir(place) else self._layout.path, os.W_OK | os.X_OK)

    def has_begun(self, name: str, marker: Marker) -> bool:
        """Whether the restore may have changed anything that is still to be put right. A marker
        that somebody else has put into the store says nothing."""
        if marker.kind == NEW:
            place, _, own = (marker.staging or "").rpartition(STAGING)
            return place == marker.target and is_own_name(own)
        return has_proof(marker.target, name)

    def settle(self, name: str, marker: Marker) -> None:
        """Nothing is left to be put right."""
        if marker.kind == IN_PLACE:
            remove_proof(marker.target, name)
        self.remove(name)

    def settle_all(self, target: str) -> None:
        """A restore of the whole folder is done, so that earlier ones no longer matter. The
        caller holds the lock of the folder."""
        for name in self.names():
            with self.claim(name) as marker:
                if marker is not None and marker.kind == IN_PLACE and marker.target == target:
                    self.settle(name, marker)

    def write(self, name: str, marker: Marker) -> None:
        data = json.dumps(asdict(marker)).encode("utf-8")
        os.makedirs(self._layout.restores, exist_ok=True)
        write_atomic(self._path(name), data, self._layout.tmp)

    def remove(self, name: str) -> None:
        for path in (self._path(name), self._lock(name)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
        sync_folder(self._layout.restores)

    def remove_locks(self) -> None:
        """Those that a kill has left without a marker, before or behind the restore."""
        for name in self._names(".lock"):
            if os.path.lexists(self._path(name)):
                continue
            with contextlib.suppress(SnapshotError), FileLock(self._lock(name), wait=False):
                # Whoever holds it writes a marker first of all.
                if not os.path.lexists(self._path(name)):
                    os.unlink(self._lock(name))

    @contextlib.contextmanager
    def claim(self, name: str) -> Iterator[Optional[Marker]]:
        """The marker of an interrupted restore; None if somebody is still at it."""
        lock = FileLock(self._lock(name), wait=False)
        try:
            lock.__enter__()
        except SnapshotError:
            yield None
            return
        try:
            yield self._read(name)
        finally:
            lock.release()

    def names(self) -> list[str]:
        return self._names(".json")

    def _names(self, suffix: str) -> list[str]:
        try:
            names = os.listdir(self._layout.restores)
        except FileNotFoundError:
            return []
        return sorted(name[: -len(suffix)] for name in names if name.endswith(suffix))

    def _read(self, name: str) -> Optional[Marker]:
        try:
            with open(self._path(name), encoding="utf-8") as file:
                value = json.load(file)
            for key in ("rules", "external", "only", "keep"):
                value[key] = tuple(value[key])
            return Marker(**value)
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            self.remove(name)  # never completely written, so nothing had begun
            return None

    def _path(self, name: str) -> str:
        return os.path.join(self._layout.restores, f"{name}.json")

    def _lock(self, name: str) -> str:
        return os.path.join(self._layout.restores, f"{name}.lock")
