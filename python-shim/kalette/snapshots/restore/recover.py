"""Putting right what interrupted restores have left."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional

from ..capture.capture import CaptureOptions
from ..errors import Missing, SnapshotError
from ..progress import Task
from .fresh import discard
from .markers import NEW, Marker
from .restore import InPlaceOptions, Restorer


@dataclass(frozen=True)
class Recovered:
    """An interrupted restore that was put right: ``how`` is resumed, rolled-back, or failed;
    then ``why`` tells, and the next open tries again. ``safety`` is what was there before."""

    target: str
    snapshot: str
    safety: Optional[str]
    how: str
    why: str = ""


def recover(restorer: Restorer, back: bool = False) -> list[Recovered]:
    """Resumes interrupted in-place restores, or rolls them back when ``back`` says so; removes
    unfinished new folders. Restores that are still running are left alone."""
    done = []
    for name in restorer.markers.names():
        with restorer.markers.claim(name) as marker:
            if marker is None:
                continue
            if not restorer.markers.has_begun(name, marker):
                restorer.markers.remove(name)
                continue
            try:
                how = _put_right(restorer, marker, back)
                restorer.markers.settle(name, marker)
            except (SnapshotError, OSError) as error:
                done.append(_told(marker, "failed", str(error)))
                continue
            done.append(_told(marker, how))
    restorer.markers.remove_locks()
    return done


def _told(marker: Marker, how: str, why: str = "") -> Recovered:
    return Recovered(marker.target, marker.snapshot, marker.safety, how, why)


def _put_right(restorer: Restorer, marker: Marker, back: bool) -> str:
    if marker.kind == NEW:
        staging = marker.staging
        # Its name proves that the folder is ours, whoever wrote the marker.
        if staging and os.path.isdir(staging) and not os.path.islink(staging):
            discard(staging)
            return "rolled-back"
        return "resumed" if os.path.isdir(marker.target) else "rolled-back"
    if not os.path.isdir(marker.target):
        return "rolled-back"
    capture = CaptureOptions(marker.rules, marker.external)
    if back and marker.safety is not None:
        options = InPlaceOptions(capture, marker.only, marker.keep)
        restorer.in_place(marker.safety, None, marker.target, options, Task())
        return "rolled-back"
    options = InPlaceOptions(capture, marker.only, marker.keep, marker.base)
    try:
        restorer.in_place(marker.snapshot, marker.root, marker.target, options, Task())
    except Missing:
        if marker.safety is None:
            raise
        options = InPlaceOptions(capture, marker.only, marker.keep)
        restorer.in_place(marker.safety, None, marker.target, options, Task())
        return "rolled-back"
    return "resumed"
