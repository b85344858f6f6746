from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .links import taken


def test_deciding_about_nothing_makes_no_store(folder, snapshot):
    answer = snapshot("recover", "--back")
    assert answer.returncode != 0
    assert "no snapshots" in answer.stderr.lower()
    for command in ("verify", "prune"):
        answer = snapshot(command)
        assert answer.returncode == 2
        assert "no snapshots" in answer.stderr.lower()
    assert snapshot("recover").stdout.startswith("No opening of a snapshot was interrupted")
    assert not (folder / ".kalette").exists()


def kill_a_restore(folder, url, config):
    """Kills a restore in place, with all its processes, when it has written some files."""
    many = folder / "many"
    process = subprocess.Popen(
        [sys.executable, "-m", "kalette", "snapshot", "restore", url, "--here"],
        cwd=folder,
        env={**os.environ, "XDG_CONFIG_HOME": config},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not any(path.read_text() == "old" for path in sample(many)):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.005)
    for pid in [*descendants(process.pid), process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait()


def descendants(pid):
    """The processes that one has begun, those that write first."""
    children = [
        int(place.parent.name)
        for place in Path("/proc").glob("[0-9]*/stat")
        if parent_of(place) == pid
    ]
    return [*(own for child in children for own in descendants(child)), *children]


def parent_of(place):
    try:
        return int(place.read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended
        return None


def sample(many):
    return [many / str(number) for number in range(0, 3000, 100)]


def files_of(many):
    """What stands in the files; one that was being written has another name until it is whole."""
    return {path.read_text() for path in many.iterdir() if path.name.isdigit()}


def test_a_killed_restore_waits_for_a_decision_where_files_changed(folder, snapshot, tmp_path):
    many = folder / "many"
    many.mkdir()
    for number in range(3000):
        (many / str(number)).write_text("old")
    url = taken(snapshot("create"))
    for number in range(3000):
        (many / str(number)).write_text("new")
    kill_a_restore(folder, url, str(tmp_path / "config"))
    (folder / "data.csv").write_text("mine\n")
    assert files_of(many) == {"old", "new"}

    listed = snapshot("list")
    assert listed.returncode == 0
    told = "files were changed since: data.csv. It was neither finished nor taken back."
    assert told in listed.stderr
    assert files_of(many) == {"old", "new"}
    assert snapshot("recover").returncode == 1
    assert snapshot("recover", "--back", "--finish").returncode == 2

    finished = snapshot("recover", "--finish")
    assert finished.returncode == 0, finished.stderr
    assert {path.read_text() for path in many.iterdir()} == {"old"}
    assert (folder / "data.csv").read_text() == "1\n"
    assert "was cut short" not in snapshot("list").stderr
    assert snapshot("recover").stdout.strip() == "No opening of a snapshot was interrupted here."
