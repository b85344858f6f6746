from __future__ import annotations

import json
import re

from .links import taken


def test_what_is_left_out_is_told_and_can_be_chosen(folder, snapshot):
    (folder / ".env").write_text("SECRET=1")
    answer = snapshot("create")
    assert ".env: left out, as it looks like a secret" in answer.stderr
    assert ".snapshotignore" in answer.stderr
    (folder / ".snapshotignore").write_text("!.env\n")
    answer = snapshot("create")
    assert "secret" not in answer.stderr
    assert snapshot("restore", taken(answer), "--to", "copy").returncode == 0
    assert (folder / "copy" / ".env").read_text() == "SECRET=1"


def test_what_looks_like_a_secret_is_taken_along_when_told(folder, snapshot):
    (folder / ".env").write_text("SECRET=1")
    assert "create --take PATH" in snapshot("create").stderr
    answer = snapshot("create", "--take", ".env")
    assert "secret" not in answer.stderr
    assert (folder / ".snapshotignore").read_text() == "!/.env\n"
    assert snapshot("restore", taken(answer), "--to", "copy").returncode == 0
    assert (folder / "copy" / ".env").read_text() == "SECRET=1"
    answer = snapshot("create", "--take", "../data.csv")
    assert answer.returncode == 2
    assert "no file or folder of this workspace" in answer.stderr


def test_a_file_is_taken_along_out_of_a_folder_that_is_left_out(folder, snapshot):
    for name in ("own/a.csv", "deep/er/a.csv", "deep/er/b.csv", ".ssh/id_ed25519", ".ssh/config"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("1")
    (folder / "own/.snapshotignore").write_text("*\n")
    rules = folder / ".snapshotignore"
    rules.write_text("deep/\n")
    answer = snapshot("create", "--take", "own/a.csv", "deep/er/a.csv", ".ssh/id_ed25519")
    assert answer.returncode == 0, answer.stderr
    assert snapshot("restore", taken(answer), "--to", "../copy").returncode == 0
    copy = folder.parent / "copy"
    assert (copy / "own/a.csv").read_text() == "1"
    assert [one.name for one in (copy / "deep/er").iterdir()] == ["a.csv"]
    assert [one.name for one in (copy / ".ssh").iterdir()] == ["id_ed25519"]
    assert len(snapshot("list").stdout.splitlines()) == 2, "the header and one snapshot"

    before = rules.read_text()
    (folder / ".git/config").write_text("")
    answer = snapshot("create", "--take", ".git/config", ".ssh/config")
    assert answer.returncode != 0
    assert "No snapshot was taken, as it would still be without .git/config" in answer.stderr
    assert rules.read_text() == before
    answer = snapshot("create", "--take", ".ssh")
    assert snapshot("restore", taken(answer), "--to", "../whole").returncode == 0
    assert sorted(one.name for one in (folder.parent / "whole/.ssh").iterdir()) == [
        "config",
        "id_ed25519",
    ]


def test_the_list_has_times_that_sort_and_no_word_stays_of_the_progress(snapshot):
    answer = snapshot("create")
    assert "Making it safe" not in answer.stderr
    listed = snapshot("list").stdout.splitlines()[1]
    assert re.match(r"[0-9a-f]{12}  \d{4}-\d\d-\d\d \d\d:\d\d  taken by hand", listed)


def test_damage_is_told_by_snapshot_and_can_be_removed(folder, snapshot):
    first = taken(snapshot("create"))
    packs = folder / ".kalette/snapshots/packs"
    next(packs.glob("*.pack")).unlink()
    checked = snapshot("verify")
    name = first.removeprefix("snap:").split("@")[0]
    assert checked.returncode == 1
    assert f"{name}@" in checked.stdout
    assert "is not whole" in checked.stdout
    again = taken(snapshot("create"))
    assert snapshot("verify").returncode == 0, "the files are there, so that all is stored again"

    manifests = folder / ".kalette/snapshots/snapshots"
    (manifests / f"{again[-64:]}.json").write_text("{}")
    listed = snapshot("list")
    assert "1 snapshot cannot be read" in listed.stderr
    assert snapshot("remove", again[-64:][:12]).returncode == 0
    assert "cannot be read" not in snapshot("list").stderr
    pruned = snapshot("prune", "--keep-last", "0", "--dry-run")
    assert "1 snapshot younger than a day stays for now." in pruned.stdout
    pruned = snapshot("prune", "--max-bytes", "0", "--dry-run")
    assert "1 snapshot younger than a day stays for now." in pruned.stdout


def test_what_is_removed_is_off_the_list_and_its_room_is_given_back(folder, snapshot):
    (folder / "data.csv").write_text("1\n" * 200_000)
    first = taken(snapshot("create", "-m", "first"))
    (folder / "data.csv").write_text("2\n" * 200_000)
    second = taken(snapshot("create", "-m", "second"))
    assert snapshot("remove", first).returncode == 0
    listed = json.loads(snapshot("list", "--json").stdout)["snapshots"]
    assert [item["url"] for item in listed] == [second]
    assert json.loads(snapshot("prune", "--json").stdout)["freedBytes"] > 0
    assert snapshot("verify").returncode == 0
    assert snapshot("restore", second, "--to", "../again").returncode == 0


def test_a_name_keeps_the_snapshot_that_has_it(folder, snapshot):
    one = taken(snapshot("create", "-m", "one"))
    (folder / "data.csv").write_text("2\n")
    two = taken(snapshot("create", "-m", "two"))
    named = snapshot("tag", two, "gold")
    assert named.returncode == 0
    assert "gold" in named.stdout + named.stderr
    digits = {url: url.rpartition(":")[2][:12] for url in (one, two)}
    for refused, holder in [
        (snapshot("tag", one, "gold"), two),
        (snapshot("tag", two, "silver"), two),
        (snapshot("remove", two), two),
    ]:
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "“gold”" in refused.stderr
        assert f"kalette snapshot untag {digits[holder]}" in refused.stderr
    meaningless = snapshot("tag", one, "now")
    assert (meaningless.returncode, meaningless.stdout) == (2, "")
    listed = json.loads(snapshot("list", "--json").stdout)["snapshots"]
    assert {item["url"]: item["kept"] for item in listed} == {one: None, two: "gold"}
    assert snapshot("tag", two, "gold").returncode == 0
    assert snapshot("untag", two).returncode == 0
    assert snapshot("tag", one, "gold").returncode == 0
    assert snapshot("remove", two).returncode == 0
