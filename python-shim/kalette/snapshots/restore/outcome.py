"""What a restore did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .in_place import Applied
from .markers import Marker


@dataclass(frozen=True)
class Restored:
    """What a restore did. ``files``, by their names, and ``bytes`` were written, ``held_back``
    are links of a foreign snapshot that lead out of it, ``kept`` folders with content that no
    snapshot has, ``conflicts`` paths left alone because they are not as in the base. ``safety``
    is the snapshot of what was there before, if anything differed, ``withheld`` how many files
    were left out as wished."""

    target: str
    snapshot: str
    in_place: bool
    files: int
    bytes: int
    removed: int = 0
    held_back: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    safety: Optional[str] = None
    withheld: int = 0


def outcome(marker: Marker, done: Applied) -> Restored:
    """That of a restore in place."""
    return Restored(
        marker.target,
        marker.snapshot,
        True,
        done.files,
        done.bytes,
        done.removed,
        kept=tuple(done.kept),
        safety=marker.safety,
    )
