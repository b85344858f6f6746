from __future__ import annotations

import re

import pytest

from ..test_cli import kalette
from .links import taken


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
        ("restore", "snap+https://h/x#sha256:zz"),
        ("restore", "snap:manual/x@sha256:zz"),
        ("fetch", "snap+https://h/x#sha256:zz"),
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


def test_a_digest_that_is_cut_is_not_called_none(captured):
    folder, config = captured
    for words in (("restore",), ("fetch",)):
        link = "snap+https://h/x#sha256:" + "a" * 63
        answer = kalette("snapshot", *words, link, folder=folder, XDG_CONFIG_HOME=config)
        assert answer.returncode == 2
        assert "not whole: behind sha256: there are 64 digits" in answer.stderr
        assert "no digest" not in answer.stderr


def test_names_are_spoken_of_as_people_do(folder, snapshot):
    url = taken(snapshot("create"))
    wrong = snapshot("tag", url, "a b")
    assert wrong.returncode == 2
    assert "cannot be the name of a snapshot" in wrong.stderr
    nameless = snapshot("untag", url)
    assert (nameless.returncode, nameless.stdout) == (2, "")
    assert "has no name that could be taken back" in nameless.stderr
    assert snapshot("tag", url, "good").returncode == 0
    assert snapshot("untag", "good").returncode == 0
    gone = snapshot("untag", "good")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "There is no snapshot “good”" in gone.stderr


def test_looking_for_a_snapshot_makes_no_store(folder, snapshot):
    for words in (["show", "123456"], ["diff", "123456", "now"], ["publish", "123456", "./x"]):
        answer = snapshot(*words)
        assert answer.returncode == 2
        assert "There are no snapshots in" in answer.stderr
    assert sorted(path.name for path in folder.iterdir()) == [".git", "data.csv"]


def test_keys_counts_and_sizes_are_explained(snapshot):
    taken(snapshot("create"))
    for words, told in (
        (["trust", "abc", "me"], "a key is 64 digits"),
        (["diff", "now", "now"], "name a snapshot to compare it with"),
        (["prune", "--keep-last", "-1"], "whole number from 0 on"),
        (["prune", "--max-bytes", "much"], "500M"),
    ):
        answer = snapshot(*words)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert told in answer.stderr
    assert snapshot("prune", "--max-bytes", "1GiB", "--dry-run").returncode == 0


def test_a_folder_that_is_not_there_is_no_workspace(folder, snapshot):
    answer = snapshot("create", "nothere")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "nothere is not a folder" in answer.stderr
    assert not (folder / ".kalette").exists()
