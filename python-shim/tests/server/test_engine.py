from __future__ import annotations

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from kalette.node import NodeNotFoundError, find_node
from kalette.server.engine import Engine, EngineStartError
from kalette.server.folder import PrivateFolder


@pytest.fixture
def engine(tmp_path):
    made = Engine(root=str(tmp_path))
    yield made
    made.stop()


def ask(path: str, token: str | None) -> int:
    connection = http.client.HTTPConnection("engine")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    connection.request("GET", "/health", headers=headers)
    return connection.getresponse().status


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_the_socket_lies_in_a_private_folder_that_goes_with_it(engine):
    engine.ensure_started()
    folder = engine.folder.path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    engine.stop()
    assert not folder.exists()


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_the_socket_refuses_without_its_token(engine, token):
    engine.ensure_started()
    assert ask(engine.socket, token) == 401
    assert ask(engine.socket, engine.token) == 200


def test_the_token_is_not_in_the_command_line_or_a_child_environment(engine):
    engine.ensure_started()
    command = Path(f"/proc/{engine.process.pid}/cmdline").read_bytes()
    assert engine.token.encode() not in command


def test_restarts_after_a_crash_and_gives_up_on_a_loop(engine):
    for _ in range(4):
        engine.ensure_started()
        engine.process.kill()
        engine.process.wait()
    with pytest.raises(EngineStartError, match="within a minute"):
        engine.ensure_started()


def test_the_engine_ends_with_a_killed_server(tmp_path):
    code = (
        "import sys, time; from kalette.server.engine import Engine; e = Engine(root=sys.argv[1]);"
        "e.ensure_started(); print(e.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert is_gone(pid)


def test_the_folder_of_a_killed_server_is_removed_by_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    code = (
        "import time; from kalette.server.folder import PrivateFolder; f = PrivateFolder();"
        "print(f.path, flush=True); time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    its = Path(server.stdout.readline().strip())
    first = PrivateFolder()
    assert its.exists()
    server.kill()
    server.wait()
    server.stdout.close()
    second = PrivateFolder()
    assert sorted(tmp_path.iterdir()) == sorted([first.path, second.path])
    first.remove()
    second.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_configured_node_that_cannot_run_is_named(tmp_path):
    missing = str(tmp_path / "node")
    with pytest.raises(NodeNotFoundError, match=missing):
        find_node(missing)


def test_a_node_that_fails_shows_what_it_said(tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho 'no such luck' >&2\nexit 1\n")
    os.chmod(node, 0o755)
    with pytest.raises(EngineStartError, match="no such luck"):
        Engine(root=str(tmp_path), node=str(node)).ensure_started()
