from __future__ import annotations

import random
import subprocess
import time

import pytest
from kalette.snapshots import CaptureOptions
from kalette.snapshots.capture.ignore import IGNORED, INCLUDED, WITHHELD, PatternList, Rules

PARTS = ["a", "b", "ab", "a b", "*", "**", "***", "?", "\\*", "\\ ", " ", "\\a", "c.txt", ".x"]
PARTS += ["[ab]", "[!a]", "[a-c]", "[[:alpha:]]", "[]a]", "[^]a]", "[a-]"]
NAMES = ["a", "b", "ab", "c", "a b", "*", "c.txt", ".x", "abc", " ", "a ", "]", "-", "x.pyc"]


def random_line(rng):
    parts = [
        "".join(rng.choice(PARTS) for _ in range(rng.randint(1, 2)))
        for _ in range(rng.randint(1, 3))
    ]
    ends = rng.choice(["", "", "!"]) + rng.choice(["", "", "/"]), rng.choice(["", "/", " "])
    return ends[0] + "/".join(parts) + ends[1]


def git_says(folder, paths):
    output = subprocess.run(
        ["git", "-C", str(folder), "check-ignore", "-z", "--stdin", "--no-index", "-v", "-n"],
        input=b"".join(path.encode() + b"\0" for path in paths),
        capture_output=True,
        check=False,
    ).stdout.split(b"\0")
    return {
        output[place + 3].decode(): bool(output[place + 2]) and output[place + 2][:1] != b"!"
        for place in range(0, len(output) - 3, 4)
    }


def we_say(patterns, path):
    parts = path.encode().split(b"/")
    above = (patterns.verdict(parts[:end], True) for end in range(1, len(parts)))
    return any(above) or bool(patterns.verdict(parts, False))


@pytest.mark.parametrize("seed", range(60))
def test_patterns_mean_what_they_mean_to_git(tmp_path, seed):
    rng = random.Random(seed)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    lines = [random_line(rng) for _ in range(4)]
    (tmp_path / ".gitignore").write_text("\n".join([*lines, ""]))
    paths = sorted(
        {"/".join(rng.choice(NAMES) for _ in range(rng.randint(1, 3))) for _ in range(40)}
    )
    patterns = PatternList((tmp_path / ".gitignore").read_bytes().split(b"\n"))
    assert {path: we_say(patterns, path) for path in paths} == git_says(tmp_path, paths), lines


@pytest.mark.parametrize(
    "line",
    [b"*a" * 1000 + b"b", b"**/a/" * 700 + b"b", b"[" * 3000, b"*" * 3000, b"?" * 300 + b"*"],
)
def test_no_pattern_takes_long(line):
    began = time.process_time()
    patterns = PatternList([line] * 20)
    patterns.verdict([b"a" * 255], False)
    patterns.verdict([b"a"] * 200, False)
    assert time.process_time() - began < 1


def test_inner_files_outrank_outer_ones():
    outer = Rules.root().inside(0, b"*.log\n/build/\n")
    rules = outer.inside(1, b"!keep.log\n")
    assert rules.verdict([b"sub", b"x.log"], False) == IGNORED
    assert rules.verdict([b"sub", b"keep.log"], False) == INCLUDED
    assert outer.verdict([b"build"], True) == IGNORED
    assert outer.verdict([b"build"], False) == INCLUDED
    assert rules.verdict([b"sub", b"build"], True) == INCLUDED


def test_secrets_are_withheld_until_somebody_says_otherwise():
    rules = Rules.root()
    for path in (b".env", b"x/server.pem", b".aws/", b".ssh/", b"a/.env.local", b".config/gcloud/"):
        names = path.rstrip(b"/").split(b"/")
        assert rules.verdict(names, path.endswith(b"/")) == WITHHELD, path
    assert rules.verdict([b".env.example"], False) == INCLUDED
    assert rules.verdict([b"certifi", b"cacert.pem"], False) == INCLUDED
    assert rules.inside(0, b"!.env\n").verdict([b".env"], False) == INCLUDED
    assert rules.inside(0, b".env\n").verdict([b".env"], False) == IGNORED
    assert Rules.root(["!.env"]).inside(0, b".env\n").verdict([b".env"], False) == INCLUDED


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"prod.env", WITHHELD),
        (b"example.env", INCLUDED),
        (b"deploy/service-account-ml.json", WITHHELD),
        (b"client_secret_123.apps.json", WITHHELD),
        (b".streamlit/secrets.toml", WITHHELD),
        (b"conf/secrets.yml", WITHHELD),
        (b"keys/private.key", WITHHELD),
        (b"keys.json", INCLUDED),
        (b"environment.yml", INCLUDED),
        (b"secrets.md", INCLUDED),
    ],
)
def test_files_that_tools_keep_credentials_in_are_withheld(path, expected):
    assert Rules.root().verdict(path.split(b"/"), False) == expected


def test_the_snapshot_follows_the_ignore_files(store, workspace):
    for path in (".cache/x", ".kalette/db", "a/.ipynb_checkpoints/n", "data/big.bin", "data/b.csv"):
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_text("x")
    (workspace / ".env").write_text("KEY=1")
    (workspace / "data/.snapshotignore").write_text("*.bin\n")
    created = store.create(str(workspace))
    paths = [item.path for item in store.files(created.id, recursive=True)]
    assert paths == ["a", "data", "data/.snapshotignore", "data/b.csv"]
    assert created.manifest.withheld == (".env",)
    # A change of a rule alone is noticed.
    (workspace / "data/.snapshotignore").write_text("")
    (workspace / ".snapshotignore").write_text("!.env\n!.cache/\n")
    created = store.create(str(workspace))
    paths = {item.path for item in store.files(created.id, recursive=True)}
    assert {".env", ".cache/x", "data/big.bin"} <= paths
    assert created.manifest.withheld == ()
    created = store.create(str(workspace), options=CaptureOptions(rules=("data",)))
    assert "data" not in {item.path for item in store.files(created.id)}
