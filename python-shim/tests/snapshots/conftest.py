from __future__ import annotations

import os

import pytest
from kalette.snapshots import Store
from kalette.snapshots.trust.keys import CONFIG_VARIABLE


@pytest.fixture(autouse=True)
def _own_keys(tmp_path_factory, monkeypatch):
    """No test reads or makes the keys of whoever runs it."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path_factory.mktemp("keys")))


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    """What a loss of power would take, no test can see; kills are seen without it."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def workspace(tmp_path):
    path = tmp_path / "workspace"
    path.mkdir()
    return path


@pytest.fixture
def store(tmp_path):
    opened = Store.open(str(tmp_path / "store"))
    yield opened
    opened.close()
