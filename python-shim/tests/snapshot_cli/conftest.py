from __future__ import annotations

import pytest

from ..test_cli import kalette
from .links import taken


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "work"
    (place / ".git").mkdir(parents=True)
    (place / "data.csv").write_text("1\n")
    return place


@pytest.fixture
def snapshot(folder, tmp_path):
    """Runs a command about snapshots; keys and trust are the test's own."""

    def run(*arguments):
        config = str(tmp_path / "config")
        return kalette("snapshot", *arguments, folder=folder, XDG_CONFIG_HOME=config)

    return run


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    """A workspace with one snapshot, for what changes nothing, and the folder of its keys."""
    place = tmp_path_factory.mktemp("captured")
    (place / "work/.git").mkdir(parents=True)
    (place / "work/data.csv").write_text("1\n")
    folder, config = place / "work", str(place / "config")
    taken(kalette("snapshot", "create", folder=folder, XDG_CONFIG_HOME=config))
    return folder, config
