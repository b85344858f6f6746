"""What can be said about a restore in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..capture.capture import CaptureOptions


@dataclass(frozen=True)
class InPlaceOptions:
    """``capture`` as in the snapshots of the folder. ``only`` and ``keep`` choose paths; with
    ``base``, a snapshot, paths that are not as in it are left alone as conflicts. Code that runs
    by itself stays as it is here if it is of the kinds in ``withhold``. ``title`` is that of the
    snapshot of what is there before."""

    capture: CaptureOptions = CaptureOptions()
    only: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    base: Optional[str] = None
    withhold: tuple[str, ...] = ()
    title: Optional[str] = None
