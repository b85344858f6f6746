"""Putting right what interrupted restores have left."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Optional

from ..capture.capture import CaptureOptions
from ..errors import SnapshotError
from ..progress import Task
from .fresh import discard
from .markers import NEW, Marker
from .options import InPlaceOptions
from .outcome import Restored
from .restore import Restorer

# What becomes of an interrupted restore in place: by itself, it is finished if nothing was
# changed since. ``BACK`` and ``FINISH`` take a snapshot first, ``LEAVE`` keeps what is there.
FINISH, BACK, LEAVE = "finish", "back", "leave"

# So many of the changed paths are named.
_LISTED = 100


@dataclass(frozen=True)
class Recovered:
    """An interrupted restore. ``how`` is resumed, rolled-back, left, or

    - waiting: files were ``changed`` since, so that nothing was touched: the first of them,
      ``more`` others are not named;
    - failed: ``why`` tells.

    These two the next open looks at again. ``safety`` is what was there before, ``meanwhile`` what
    was there when a choice replaced it, if anything was."""

    target: str
    snapshot: str
    safety: Optional[str]
    how: str
    why: str = ""
    changed: tuple[str, ...] = ()
    more: int = 0
    meanwhile: Optional[str] = None


def recover(restorer: Restorer, choice: Optional[str] = None) -> list[Recovered]:
    """Puts interrupted restores in place right as ``choice`` says, one of FINISH, BACK, LEAVE;
    without it they are finished unless something was changed since. Removes unfinished new
    folders. Restores that are still running are left alone."""
    if choice not in (None, FINISH, BACK, LEAVE):
        raise SnapshotError(
            "bad-request",
            f"An interrupted restore cannot be put right by {choice!r}.",
            hint=f"Give one of {FINISH}, {BACK} and {LEAVE}.",
        )
    done = []
    for name in restorer.markers.names():
        with restorer.markers.claim(name) as marker:
            if marker is None:
                continue
            if not restorer.markers.has_begun(name, marker):
                restorer.markers.remove(name)
                continue
            try:
                found = _put_right(restorer, marker, choice)
                if found.how != "waiting":
                    restorer.markers.settle(name, marker)
            except (SnapshotError, OSError) as error:
                found = _told(marker, "failed", str(error))
            done.append(found)
    restorer.markers.remove_locks()
    return done


def _told(marker: Marker, how: str, why: str = "") -> Recovered:
    return Recovered(marker.target, marker.snapshot, marker.safety, how, why)


def _put_right(restorer: Restorer, marker: Marker, choice: Optional[str]) -> Recovered:
    if marker.kind == NEW:
        return _told(marker, _remove_unfinished(marker))
    if not os.path.isdir(marker.target):
        return _told(marker, "rolled-back")
    if choice == LEAVE:
        restorer.clean(marker, Task())
        return _told(marker, "left")
    if choice == FINISH:
        done = _restore(restorer, marker, marker.snapshot, marker.root, marker.base)
        return replace(_told(marker, "resumed"), meanwhile=done.safety)
    if choice == BACK and marker.safety is not None:
        done = _restore(restorer, marker, marker.safety, None, None)
        return replace(_told(marker, "rolled-back"), meanwhile=done.safety)
    changed = restorer.resume(marker, Task())
    if not changed:
        return _told(marker, "resumed")
    listed, more = changed[:_LISTED], max(0, len(changed) - _LISTED)
    return Recovered(marker.target, marker.snapshot, marker.safety, "waiting", "", listed, more)


def _remove_unfinished(marker: Marker) -> str:
    staging = marker.staging
    # Its name proves that the folder is ours, whoever wrote the marker.
    if staging and os.path.isdir(staging) and not os.path.islink(staging):
        discard(staging)
        return "rolled-back"
    return "resumed" if os.path.isdir(marker.target) else "rolled-back"


def _restore(
    restorer: Restorer, marker: Marker, goal: str, root: Optional[str], base: Optional[str]
) -> Restored:
    capture = CaptureOptions(marker.rules, marker.external)
    options = InPlaceOptions(capture, marker.only, marker.keep, base)
    # What was held back of a foreign snapshot is among what the marker keeps.
    return restorer.in_place(goal, root, marker.target, False, options, Task())
