"""Workspaces in which nothing can be written: reading works, the rest says why it does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

APART = ["unshare", "-rm", "sh", "-c"]


def can_mount():
    if shutil.which("unshare") is None:
        return False
    probe = subprocess.run([*APART, "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False)
    return probe.returncode == 0


pytestmark = pytest.mark.skipif(not can_mount(), reason="nothing can be mounted here")

READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"'
FULL = (
    'mount -t tmpfs -o size=8m tmpfs "$0" && cd "$0" && mkdir .git && echo 1 > data.csv && '
    'ID=$("$@" create) && dd if=/dev/zero of=fill bs=1k 2>/dev/null; '
)


@pytest.fixture
def apart(tmp_path):
    """Runs a script in which ``$0`` is the folder and ``$@`` begins a command about snapshots."""

    def run(script, folder, *arguments, program=("-m", "kalette", "snapshot")):
        command = [sys.executable, *program, *arguments]
        config = str(tmp_path / "config")
        return subprocess.run(
            [*APART, script, str(folder), *command],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "XDG_CONFIG_HOME": config},
        )

    return run


def test_a_read_only_workspace_can_be_read(folder, snapshot, apart, tmp_path):
    first = snapshot("create").stdout.strip()
    (folder / "more.csv").write_text("2\n")
    second = snapshot("create").stdout.strip()
    before = sorted(path for path in folder.rglob("*"))

    listed = apart(READ_ONLY, folder, "list")
    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 3), listed.stderr
    for arguments, said in [
        (("show", first), "data.csv"),
        (("diff", first, second), "A  more.csv"),
        (("verify",), "2 snapshots"),
        (("restore", first, "--to", str(tmp_path / "there")), str(tmp_path / "there")),
    ]:
        answer = apart(READ_ONLY, folder, *arguments)
        assert answer.returncode == 0, answer.stderr
        assert said in answer.stdout
    assert (tmp_path / "there/data.csv").read_text() == "1\n"
    assert sorted(path for path in folder.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments", [("create",), ("diff", "FIRST", "now"), ("restore", "FIRST", "--here"), ("prune",)]
)
def test_what_writes_says_that_the_workspace_is_read_only(folder, snapshot, apart, arguments):
    first = snapshot("create").stdout.strip()
    given = [first if item == "FIRST" else item for item in arguments]
    answer = apart(READ_ONLY, folder, *given)
    assert answer.returncode != 0
    assert f"{folder}/.kalette is read-only" in answer.stderr
    assert "disk is not full" not in answer.stderr
    assert "--to FOLDER" in answer.stderr


@pytest.mark.parametrize("has_store", [False, True])
def test_a_kernel_says_that_the_workspace_cannot_be_written_to(folder, apart, snapshot, has_store):
    url = snapshot("create").stdout.strip() if has_store else None
    code = f"import kalette; {url and f'kalette.load({url!r})'}; kalette.snapshot()"
    answer = apart(READ_ONLY, folder, code, program=("-c",))
    assert answer.returncode != 0
    assert answer.stderr.splitlines()[-1] == (
        "kalette.snapshots.errors.SnapshotError: The workspace cannot be written to, and keeps its "
        f"snapshots in .kalette. ({folder}) Make that folder writable, or copy the workspace to "
        "where you may write and work there."
    )


def test_a_full_disk_can_be_read(tmp_path, apart):
    folder = tmp_path / "full"
    folder.mkdir()
    listed = apart(FULL + '"$@" list && "$@" show $ID', folder)
    assert listed.returncode == 0, listed.stderr
    assert "taken by hand" in listed.stdout
    assert "data.csv" in listed.stdout


def test_a_full_disk_is_told_with_what_to_do_in_order(tmp_path, apart):
    folder = tmp_path / "full"
    folder.mkdir()
    answer = apart(FULL + '"$@" create', folder)
    assert answer.returncode != 0
    assert "full" in answer.stderr
    by_hand, prune = answer.stderr.find("by hand first"), answer.stderr.find("snapshot prune")
    assert 0 < by_hand < prune


def test_a_full_target_is_named_and_not_the_workspace(folder, snapshot, apart, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    (folder / "big").write_bytes(os.urandom(300_000))
    first = snapshot("create").stdout.strip()
    mounted = f'mount -t tmpfs -o size=100k tmpfs {there} && cd "$0" && exec "$@"'
    answer = apart(mounted, folder, "publish", first, str(there))
    assert answer.returncode != 0
    assert str(there) in answer.stderr
    assert "Free some space there" in answer.stderr
    assert "snapshot prune" not in answer.stderr
