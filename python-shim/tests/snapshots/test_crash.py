"""A kill at any point: the store opens, and what was acknowledged is there.

``scripts/crash-snapshots.py`` does the same many times over.
"""

from __future__ import annotations

import os
from functools import partial

import pytest

from . import sessions
from .folders import picture
from .killing import run_killed
from .points import OPERATIONS, copy_of, kill_at_points, prepare

POINTS = int(os.environ.get("KALETTE_SNAPSHOT_CRASHES", "18"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return prepare(str(tmp_path_factory.mktemp("scene")))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_kill_leaves_a_store_that_opens(prepared, tmp_path, operation):
    kill_at_points(prepared, operation, max(1, POINTS // len(OPERATIONS)), 0, str(tmp_path))


def test_sessions_that_are_killed_lose_nothing(tmp_path):
    kills = max(3, POINTS // 3)
    tally = sessions.run(kills, 0, str(tmp_path))
    kinds = ("create", "restore", "in place", "prune", "publish", "between")
    assert sum(tally[kind] for kind in kinds) == kills * sessions.WORKERS


def test_an_interrupted_restore_can_be_rolled_back(prepared, tmp_path):
    scene, ids, pictures = prepared.scene, prepared.ids, prepared.pictures
    whole = copy_of(scene, tmp_path / "whole")
    _, calls = run_killed(partial(whole.run, "in-place", ids), None)
    rolled_back = 0
    for number, at in enumerate(range(calls - 50, calls - 5, 16)):
        killed = copy_of(scene, tmp_path / str(number))
        run_killed(partial(killed.run, "in-place", ids), at)
        store = killed.open(recover=False)
        found = store.recover("back")
        rolled_back += len(found)
        assert all(item.how == "rolled-back" for item in found)
        goal = pictures[2] if found else pictures[0]
        assert contents(picture(killed.workspace)) in (contents(goal), contents(pictures[2]))
    assert rolled_back


def contents(found):
    return {path: entry[:3] for path, entry in found.items()}
