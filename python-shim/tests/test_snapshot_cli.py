from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .notebooks import notebook, write
from .test_cli import kalette

URL = re.compile(r"snap:\S+@sha256:[0-9a-f]{64}")


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


def taken(answer):
    assert answer.returncode == 0, answer.stderr
    return URL.fullmatch(answer.stdout.strip()).group()


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


def test_a_snapshot_is_restored_as_the_list_names_it(folder, snapshot):
    taken(snapshot("create"))
    shown = re.search(r"^[0-9a-f]{12}", snapshot("list").stdout, re.MULTILINE).group()
    assert snapshot("restore", shown, "--to", "copy").returncode == 0
    assert (folder / "copy" / "data.csv").read_text() == "1\n"


def test_more_changes_than_are_listed_are_counted(folder, snapshot):
    for place in range(700):
        (folder / f"{place}.txt").write_text("a")
    url = taken(snapshot("create"))
    for place in range(600):
        (folder / f"{place}.txt").write_text("bb")
    answer = json.loads(snapshot("diff", url, "now", "--json").stdout)
    assert (answer["total"], answer["same"]) == (600, 101)
    assert len({item["path"] for item in answer["items"]}) == 600


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("show", "foo"),
        ("show", ""),
        ("show", "http://x/y"),
        ("show", "12ab"),
        ("show", "snap+https://h/x"),
        ("diff now", "foo"),
        ("tag name", "http://x/y"),
        ("publish ./there", "foo"),
        ("restore", "snap+https://h/x"),
        ("fetch", "foo"),
    ],
)
def test_what_is_no_snapshot_is_told_with_where_to_look(captured, command, wanted):
    folder, config = captured
    name, *more = command.split()
    answer = kalette("snapshot", name, wanted, *more, folder=folder, XDG_CONFIG_HOME=config)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert wanted in answer.stderr
    assert re.search(r"kalette snapshot list|Fetch it|Copy URL", answer.stderr)
    assert not (folder / "there").exists()


def test_a_snapshot_goes_to_one_place(folder, snapshot):
    answer = snapshot("restore", taken(snapshot("create")), "--here", "--to", "x")
    assert answer.returncode == 2
    assert "not both" in answer.stderr


def test_looking_for_a_snapshot_makes_no_store(folder, snapshot):
    for words in (["show", "123456"], ["diff", "123456", "now"], ["publish", "123456", "./x"]):
        answer = snapshot(*words)
        assert answer.returncode == 2
        assert "There are no snapshots in" in answer.stderr
    assert sorted(path.name for path in folder.iterdir()) == [".git", "data.csv"]


def test_a_remote_is_no_mere_word_and_a_folder_is_seen_from_here(folder, snapshot):
    url = taken(snapshot("create"))
    answer = snapshot("publish", url, "nonsense")
    assert answer.returncode == 2
    assert "./nonsense" in answer.stderr
    assert not (folder / "nonsense").exists()
    assert snapshot("publish", url, "../there").returncode == 0
    assert (folder.parent / "there" / "format.json").exists()


def test_all_places_that_have_a_copy_are_shown_the_newest_first(folder, snapshot):
    url = taken(snapshot("create"))
    assert "Published" not in snapshot("show", url).stdout
    links = {
        place: snapshot("publish", url, f"../{place}").stdout.strip()
        for place in ("one", "two", "one")
    }
    shown = snapshot("show", url).stdout
    assert f"Published, the newest first:\n  {links['one']}\n  {links['two']}\n" in shown


def test_keys_counts_and_sizes_are_explained(snapshot):
    taken(snapshot("create"))
    for words, told in (
        (["trust", "abc", "me"], "a key is 64 digits"),
        (["prune", "--keep-last", "-1"], "whole number from 0 on"),
        (["prune", "--max-bytes", "much"], "500M"),
    ):
        answer = snapshot(*words)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert told in answer.stderr
    assert snapshot("prune", "--max-bytes", "1GiB", "--dry-run").returncode == 0


def test_the_list_has_times_that_sort_and_no_word_stays_of_the_progress(snapshot):
    answer = snapshot("create")
    assert "Making it safe" not in answer.stderr
    listed = snapshot("list").stdout.splitlines()[1]
    assert re.match(r"[0-9a-f]{12}  \d{4}-\d\d-\d\d \d\d:\d\d  taken by hand", listed)


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


def test_a_folder_that_is_not_there_is_no_workspace(folder, snapshot):
    answer = snapshot("create", "nothere")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "nothere is not a folder" in answer.stderr
    assert not (folder / ".kalette").exists()


@pytest.mark.parametrize("link", ["garbage", "snap:x@sha256:" + "0" * 64, "snap+https://h/x"])
def test_links_that_lead_nowhere_change_nothing(folder, snapshot, link):
    answer = snapshot("restore", link)
    assert answer.returncode == 2
    assert "error:" in answer.stderr
    assert sorted(path.name for path in folder.parent.iterdir() if path.name != "config") == [
        "work"
    ]


def test_a_published_step_is_opened_in_another_workspace(folder, snapshot, tmp_path):
    write(folder / "n.ipynb", notebook((["step:make"], "rows = [1, 2]")))
    run = kalette(
        "run", "n.ipynb", "--json", folder=folder, XDG_CONFIG_HOME=str(tmp_path / "config")
    )
    url = json.loads(run.stdout)["run"]["steps"][0]["snapshot"]["after"]
    published = snapshot("publish", url, f"file://{tmp_path}/shared")
    link = re.search(r"snap\+file:\S+sha256:[0-9a-f]{64}", published.stdout).group()
    other = tmp_path / "other"
    (other / ".git").mkdir(parents=True)
    answer = kalette("snapshot", "restore", link, "--to", "copy", folder=other)
    assert answer.returncode == 0, answer.stderr
    assert (other / "copy" / "data.csv").read_text() == "1\n"


def test_files_of_the_folder_are_no_modules_of_the_program(folder):
    trap = "import sys; sys.stdout.write('trap'); sys.stderr.write('trap')"
    for name in ("ast", "random", "select", "json"):
        (folder / f"{name}.py").write_text(trap)
    (folder / "kalette").mkdir()
    (folder / "kalette" / "__init__.py").write_text(trap)
    write(folder / "n.ipynb", notebook((["step:make"], "rows = [1, 2]")))
    # `python -m kalette` would look into the folder first.
    program = Path(sys.executable).with_name("kalette")
    for command in (["snapshot", "create"], ["snapshot", "list"], ["doctor"], ["run", "n.ipynb"]):
        answer = subprocess.run([program, *command], cwd=folder, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr
        assert "trap" not in answer.stdout + answer.stderr


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
    assert "files were changed since: data.csv. Nothing was touched." in listed.stderr
    assert files_of(many) == {"old", "new"}
    assert snapshot("recover").returncode == 1
    assert snapshot("recover", "--back", "--finish").returncode == 2

    finished = snapshot("recover", "--finish")
    assert finished.returncode == 0, finished.stderr
    assert {path.read_text() for path in many.iterdir()} == {"old"}
    assert (folder / "data.csv").read_text() == "1\n"
    assert "was cut short" not in snapshot("list").stderr
    assert snapshot("recover").stdout.strip() == "No opening of a snapshot was interrupted here."


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


def test_neither_a_store_nor_the_workspace_is_a_place_for_copies(folder, snapshot):
    url = taken(snapshot("create"))
    before = sorted(path.name for path in folder.iterdir())
    for command in (
        ("restore", url, "--to", ".kalette/x"),
        ("publish", url, "."),
        ("publish", url, f"file://{folder}"),
        ("publish", url, ".kalette/snapshots"),
    ):
        refused = snapshot(*command)
        assert (refused.returncode, refused.stdout) == (2, ""), command
        assert "store" in refused.stderr
    assert sorted(path.name for path in folder.iterdir()) == before
    assert not (folder / ".kalette" / "x").exists()
    assert not (folder / ".kalette" / "snapshots" / "refs" / "manual.json").exists()


def test_what_is_not_followed_cannot_be_left(folder, snapshot, tmp_path):
    taken(snapshot("create"))
    left = snapshot("unsubscribe", str(tmp_path / "there"), "manual")
    assert (left.returncode, left.stdout) == (2, "")
    assert "is not followed" in left.stderr


def test_a_difference_names_what_became_a_folder(folder, snapshot):
    (folder / "p").write_text("1")
    (folder / "q").write_text("2")
    (folder / "gone").mkdir()
    before = taken(snapshot("create"))
    (folder / "p").unlink()
    (folder / "p").mkdir()
    (folder / "p" / "inner").write_text("3")
    (folder / "gone").rmdir()
    after = taken(snapshot("create"))
    there = ["D  gone/", "D  p", "A  p/inner", "2 files the same"]
    back = ["A  gone/", "A  p", "D  p/inner", "2 files the same"]
    assert snapshot("diff", before, after).stdout.splitlines() == there
    assert snapshot("diff", before, "now").stdout.splitlines() == there
    assert snapshot("diff", after, before).stdout.splitlines() == back
    assert snapshot("diff", "now", before).stdout.splitlines() == back


def test_the_files_of_a_snapshot_are_shown_and_what_could_run_code(folder, snapshot):
    (folder / "data").mkdir()
    for name in ("one", "two"):
        (folder / "data" / name).write_bytes(b"1" * 1500)
    (folder / "conftest.py").write_text("")
    (folder / "numpy.py").write_text("")
    (folder / "to").symlink_to("data/one")
    (folder / "\x1b[2Jbad").write_text("")
    url = taken(snapshot("create"))
    shown = snapshot("show", url).stdout
    rows = [re.sub("  +", "  ", line) for line in shown.splitlines()]
    for row in ("data/  2 files  3.0 kB", "data.csv  2 B", "to -> data/one", "\\u001b[2Jbad  0 B"):
        assert row in rows
    assert "data/one" not in rows
    assert "\x1b[2J" not in shown
    code = next(line for line in rows if "runs by itself: " in line)
    assert "conftest.py" in code
    assert "numpy.py (Python would take it for the module `numpy`)" in code

    every = snapshot("show", url, "--files").stdout.splitlines()
    assert {"          data/", "  1.5 kB  data/one", "  1.5 kB  data/two"} <= set(every)
    answer = json.loads(snapshot("show", url, "--json").stdout)
    assert next(item for item in answer["entries"] if item["path"] == "data") == {
        "path": "data",
        "kind": "folder",
        "files": 2,
        "bytes": 3000,
        "target": None,
    }
    assert {item["path"] for item in answer["code"]} == {"conftest.py", "numpy.py"}
    answer = json.loads(snapshot("show", url, "--json", "--files").stdout)
    assert {"path": "data/one", "kind": "file", "size": 1500, "target": None} in answer["entries"]
