from __future__ import annotations

import json
import re

from ..notebooks import notebook, write
from ..test_cli import kalette
from .links import taken


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


def test_links_that_point_out_of_a_strangers_snapshot_are_named(folder, snapshot, tmp_path):
    (folder / "pw").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("../..")
    (folder / "in").symlink_to("data.csv")
    url = taken(snapshot("create"))
    link = snapshot("publish", url, f"file://{tmp_path}/shared").stdout.strip()
    other = tmp_path / "other"
    (other / ".git").mkdir(parents=True)
    config = str(tmp_path / "stranger")
    for place in (("--to", "copy"), ("--here",)):
        answer = kalette("snapshot", "restore", link, *place, folder=other, XDG_CONFIG_HOME=config)
        assert answer.returncode == 0, answer.stderr
        assert (
            "2 links were left out, as they point outside the folder:\n  pw\n  up\n"
            in answer.stderr
        )
        got = other / "copy" if place[0] == "--to" else other
        assert (got / "in").is_symlink()
        assert not (got / "pw").is_symlink()
    own = snapshot("restore", url, "--to", "../own")
    assert "left out" not in own.stderr


def test_a_link_is_opened_in_a_folder_where_the_command_is_given(folder, snapshot, tmp_path):
    url = taken(snapshot("create"))
    link = snapshot("publish", url, f"file://{tmp_path}/shared").stdout.strip()
    other = tmp_path / "other" / "in"
    other.mkdir(parents=True)
    for count in ("", "-2"):
        answer = kalette("snapshot", "restore", link, folder=other)
        assert answer.returncode == 0, answer.stderr
        made = f"in-{link.split('sha256:')[1][:4]}{count}"
        assert answer.stdout.strip() == str(other / made)
        assert (other / made / "data.csv").read_text() == "1\n"


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


def test_what_looks_like_a_secret_is_published_by_an_explicit_word_alone(
    folder, snapshot, tmp_path
):
    (folder / ".env").write_text("TOKEN=1")
    url = taken(snapshot("create", "--take", ".env"))
    shared = tmp_path / "shared"
    refused = snapshot("publish", url, str(shared))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "what looks like a secret:\n  .env\n" in refused.stderr
    assert "--with-secrets" in refused.stderr
    assert not shared.exists()
    answer = snapshot("publish", url, str(shared), "--with-secrets")
    assert answer.returncode == 0, answer.stderr
    assert "  .env\n" in answer.stderr
    assert answer.stdout.startswith("snap+file:")


def test_what_is_not_followed_cannot_be_left(folder, snapshot, tmp_path):
    taken(snapshot("create"))
    left = snapshot("unsubscribe", str(tmp_path / "there"), "manual")
    assert (left.returncode, left.stdout) == (2, "")
    assert "is not followed" in left.stderr


def test_a_link_stands_for_the_copy_once_that_was_fetched(folder, snapshot, tmp_path):
    url = taken(snapshot("create"))
    link = snapshot("publish", url, f"file://{tmp_path}/shared").stdout.strip()
    snapshot("remove", url)
    gone = snapshot("show", link)
    assert gone.returncode != 0
    assert "kalette snapshot fetch" in gone.stderr
    fetched = snapshot("fetch", link)
    assert fetched.returncode == 0, fetched.stderr
    shown = snapshot("show", link)
    assert shown.returncode == 0, shown.stderr
    assert fetched.stdout.strip() in shown.stdout
    assert snapshot("tag", link, "mine").returncode == 0


def test_what_was_published_is_withdrawn(folder, snapshot):
    first = taken(snapshot("create", "-m", "first"))
    url = snapshot("publish", first, "../remote").stdout.strip()
    assert url in snapshot("show", first).stdout
    done = snapshot("remove", first, "--from", "../remote")
    assert done.returncode == 0, done.stderr
    assert f"{url} opens nothing any more; " in done.stderr
    assert url not in snapshot("show", first).stdout
    assert snapshot("fetch", url).returncode != 0
    assert list((folder.parent / "remote/packs").iterdir()) == []
    again = snapshot("remove", first, "--from", "../remote")
    assert again.returncode != 0
    assert "has no such snapshot" in again.stderr
    snapshot("publish", first, "../remote")
    found = json.loads(snapshot("remove", url, "--from", "../remote", "--json").stdout)
    assert found["withdrawn"]["url"] == url
    web = snapshot("remove", first, "--from", "https://example.org/x")
    assert web.returncode != 0
    assert "folder or the bucket that the server serves" in web.stderr
    registry = snapshot("remove", first, "--from", "oci://example.org/x")
    assert "artifact with the tag s-HEX" in registry.stderr
