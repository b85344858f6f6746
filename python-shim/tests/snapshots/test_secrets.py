from __future__ import annotations

from kalette.snapshots.reading import reader


def fill(workspace, rules=""):
    for path in (
        "a.pem",
        "deep/er/.env",
        "deep/id_rsa.pub",
        ".aws/credentials",
        ".aws/config",
        "cacert.pem",
        ".env.example",
        "home/.kube/config",
        "notes.txt",
    ):
        file = workspace / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    (workspace / ".snapshotignore").write_text(rules)


def test_what_was_taken_along_is_found_by_the_rules_that_leave_it_out(store, workspace):
    fill(workspace)
    withheld = store.create(str(workspace)).manifest.withheld
    assert sorted(withheld) == [".aws/", "a.pem", "deep/er/.env", "home/.kube/config"]
    assert store.secrets(store.list()[0].id).paths == ()
    fill(workspace, "".join(f"!/{path}\n" for path in withheld))
    taken = store.create(str(workspace))
    assert taken.manifest.withheld == ()
    found = store.secrets(taken.id)
    assert (sorted(found.paths), found.more) == (sorted(withheld), 0)


def test_more_than_can_be_listed_are_counted(store, workspace, monkeypatch):
    monkeypatch.setattr(reader, "MOST_SECRETS", 2)
    fill(workspace, "!*.pem\n!.env\n!.aws/\n")
    found = store.secrets(store.create(str(workspace)).id)
    assert (len(found.paths), found.more) == (2, 1)


def test_a_folder_that_has_the_name_of_a_file_is_named_once(store, workspace):
    fill(workspace, "!.aws/\n")
    assert store.secrets(store.create(str(workspace)).id).paths == (".aws/",)


def test_all_folders_of_a_snapshot_are_looked_at(store, workspace, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    fill(workspace, "!a.pem\n")
    fill(other, "!/deep/er/.env\n")
    made = store.create({"one": str(workspace), "two": str(other)})
    assert store.secrets(made.id).paths == ("a.pem", "deep/er/.env")
