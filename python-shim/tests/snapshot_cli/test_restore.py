from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from .links import URL, taken


def test_what_changed_since_is_shown_and_taken_back(folder, snapshot):
    url = taken(snapshot("create", "-m", "first"))
    assert "first" in snapshot("list").stdout
    (folder / "data.csv").write_text("2\n")
    (folder / "new.txt").write_text("n")
    assert snapshot("diff", url, "now").stdout.splitlines()[:2] == ["M  data.csv", "A  new.txt"]
    assert snapshot("restore", url, "--to", "../old").returncode == 0
    assert (folder.parent / "old" / "data.csv").read_text() == "1\n"
    back = snapshot("restore", url, "--here")
    assert (folder / "data.csv").read_text() == "1\n"
    assert not (folder / "new.txt").exists()
    before = URL.search(back.stdout + back.stderr).group()
    assert snapshot("restore", before, "--here").returncode == 0
    assert (folder / "new.txt").read_text() == "n"


def test_a_secret_that_goes_is_named_and_comes_back(folder, snapshot):
    url = taken(snapshot("create"))
    (folder / ".env").write_text("TOKEN=1")
    (folder / ".snapshotignore").write_text("!.env\n")
    gone = snapshot("restore", url, "--here")
    assert "looks like a secret; the snapshot of how it was before has it:\n  .env\n" in gone.stderr
    assert not (folder / ".env").exists()
    back = snapshot("restore", URL.search(gone.stderr).group(), "--here")
    assert back.returncode == 0, back.stderr
    assert "secret" not in back.stderr
    assert (folder / ".env").read_text() == "TOKEN=1"


def test_a_safety_snapshot_says_what_was_opened_then(folder, snapshot):
    url = taken(snapshot("create", "-m", "first"))
    (folder / "data.csv").write_text("2\n")
    before = URL.search(snapshot("restore", url, "--here").stderr).group()
    assert "before “first” was opened" in snapshot("list").stdout
    assert snapshot("show", before).stdout.startswith("before “first” was opened\n")
    snapshot("restore", before, "--here")
    assert re.search(r"before going back to \d{4}-\d\d-\d\d", snapshot("list").stdout)
    snapshot("remove", url)
    assert snapshot("show", before).stdout.startswith("before another was opened\n")


def test_a_folder_of_the_workspace_is_a_workspace_of_its_own(folder, snapshot):
    url = taken(snapshot("create", "-m", "first"))
    assert "of its own" not in snapshot("restore", url, "--to", "../old").stderr
    done = snapshot("restore", url, "--to", "got")
    assert "leave it out, unless a line !/got/ of .snapshotignore asks for it" in done.stderr
    assert "got" not in snapshot("diff", url, "now").stdout
    later = snapshot("show", taken(snapshot("create"))).stdout
    assert "got: left out, as it belongs to this machine, or a snapshot was opened" in later
    (folder / ".snapshotignore").write_text("!/got/\n")
    assert "A  got/data.csv" in snapshot("diff", url, "now").stdout


def test_what_is_in_the_way_is_taken_along_as_the_message_says(folder, snapshot):
    (folder / "x.tmp").write_text("from the snapshot")
    url = taken(snapshot("create"))
    (folder / ".snapshotignore").write_text("*.tmp\n")
    (folder / "x.tmp").write_text("mine")
    refused = snapshot("restore", url, "--here")
    command = re.search(r"kalette snapshot (create --take \S+)", refused.stderr).group(1)
    assert snapshot(*command.split()).returncode == 0
    back = snapshot("restore", url, "--here")
    assert back.returncode == 0, back.stderr
    assert (folder / "x.tmp").read_text() == "from the snapshot"


def test_permissions_alone_are_put_back_and_told(folder, snapshot):
    url = taken(snapshot("create", "-m", "m" * 5000))
    assert max(map(len, snapshot("list").stdout.splitlines())) < 200
    assert "m" * 5000 in snapshot("show", url).stdout
    mode = (folder / "data.csv").stat().st_mode
    (folder / "data.csv").chmod(0o600)
    back = snapshot("restore", url, "--here")
    assert "permissions" in back.stderr
    assert "0 files" not in back.stderr
    assert (folder / "data.csv").stat().st_mode == mode


def test_restoring_what_is_here_says_so_and_takes_no_snapshot(folder, snapshot):
    url = taken(snapshot("create"))
    for _ in range(2):
        again = snapshot("restore", url, "--here")
        assert again.returncode == 0
        assert "Nothing differs from the snapshot here" in again.stderr
    assert len(json.loads(snapshot("list", "--json").stdout)["snapshots"]) == 1


def test_a_snapshot_is_restored_as_the_list_names_it(folder, snapshot):
    taken(snapshot("create"))
    shown = re.search(r"^[0-9a-f]{12}", snapshot("list").stdout, re.MULTILINE).group()
    assert snapshot("restore", shown, "--to", "copy").returncode == 0
    assert (folder / "copy" / "data.csv").read_text() == "1\n"


def test_a_snapshot_goes_to_one_place(folder, snapshot):
    answer = snapshot("restore", taken(snapshot("create")), "--here", "--to", "x")
    assert answer.returncode == 2
    assert "not both" in answer.stderr


def test_a_link_out_of_the_workspace_can_be_taken_back_too(folder, snapshot, tmp_path):
    url = taken(snapshot("create"))
    (folder / "data.csv").write_text("2\n")
    (folder / "big").symlink_to("/etc")
    back = snapshot("restore", url, "--here")
    assert not (folder / "big").is_symlink()
    before = URL.search(back.stdout + back.stderr).group()
    again = snapshot("restore", before, "--here")
    assert again.returncode == 0, again.stderr
    assert (folder / "big").readlink() == Path("/etc")
    assert (folder / "data.csv").read_text() == "2\n"


def test_a_file_from_after_the_end_of_time_is_taken_as_well(folder, snapshot):
    end = 11_000_000_000
    os.utime(folder / "data.csv", (end, end))
    url = taken(snapshot("create"))
    assert snapshot("restore", url, "--to", "copy").returncode == 0
    assert (folder / "copy" / "data.csv").read_text() == "1\n"


@pytest.mark.parametrize("link", ["garbage", "snap:x@sha256:" + "0" * 64, "snap+https://h/x"])
def test_links_that_lead_nowhere_change_nothing(folder, snapshot, link):
    answer = snapshot("restore", link)
    assert answer.returncode == 2
    assert "error:" in answer.stderr
    assert sorted(path.name for path in folder.parent.iterdir() if path.name != "config") == [
        "work"
    ]
