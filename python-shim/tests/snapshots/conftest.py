from __future__ import annotations

import base64
import json
import os
import random

import pytest
from kalette.snapshots import Store
from kalette.snapshots.remotes import client
from kalette.snapshots.trust.keys import CONFIG_VARIABLE

from .folders import make_folder
from .remotes import Place
from .servers import Bucket, Registry, WebServer


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


@pytest.fixture
def home(tmp_path_factory, monkeypatch):
    """Neither credentials nor proxies of whoever runs the tests, and no pauses."""
    path = tmp_path_factory.mktemp("home")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "REGISTRY_AUTH_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(path))
    monkeypatch.setattr(client, "PAUSES", (0.0, 0.0, 0.0))
    return path


@pytest.fixture
def make_place(tmp_path, monkeypatch, home):
    opened = []

    def make(kind, **options):
        folder = tmp_path / "remote"
        if kind == "file":
            return Place(kind, str(folder), f"file://{folder}")
        if kind == "http":
            server = WebServer(str(folder), **options)
            place = Place(kind, str(folder), server.url, server)
        elif kind == "s3":
            server = Bucket(**options)
            monkeypatch.setenv("AWS_ACCESS_KEY_ID", server.KEY)
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", server.SECRET)
            monkeypatch.setenv("AWS_REGION", server.REGION)
            monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
            place = Place(kind, "s3://team-data/a b/c".replace(" ", "%20"), "", server)
            place.source = place.target
        else:
            server = Registry()
            login = base64.b64encode(f"{server.USER}:{server.PASSWORD}".encode()).decode()
            docker = home / ".docker"
            docker.mkdir(exist_ok=True)
            (docker / "config.json").write_text(
                json.dumps({"auths": {server.name: {"auth": login}}})
            )
            address = f"oci://{server.name}/team/data"
            place = Place(kind, address, address, server)
        opened.append(server)
        return place

    yield make
    for server in opened:
        server.close()


@pytest.fixture
def other(tmp_path):
    """The store of somebody else."""
    store = Store.open(str(tmp_path / "other"))
    yield store
    store.close()


@pytest.fixture
def small(workspace):
    """A workspace of a few files, one of them of several chunks."""
    make_folder(str(workspace), 8, 12)
    (workspace / "big").write_bytes(random.Random(1).randbytes(2_200_000))
    return str(workspace)
