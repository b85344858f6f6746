from __future__ import annotations

import pytest
from kalette.snapshots import InPlaceOptions


@pytest.fixture
def taken(workspace):
    """A workspace whose likely secret is taken along from now on."""

    def take():
        (workspace / ".env").write_text("TOKEN=1")
        (workspace / ".snapshotignore").write_text("!/.env\n")

    (workspace / "data.csv").write_text("1")
    return take


def test_a_secret_that_goes_is_in_the_safety_snapshot(store, workspace, taken):
    older = store.create(str(workspace))
    taken()
    done = store.restore_in_place(older.id, str(workspace))
    assert not (workspace / ".env").exists()
    assert store.read(done.safety, ".env") == b"TOKEN=1"
    store.restore_in_place(done.safety, str(workspace))
    assert (workspace / ".env").read_text() == "TOKEN=1"


def test_a_secret_that_no_snapshot_has_stays(store, workspace):
    (workspace / "data.csv").write_text("1")
    older = store.create(str(workspace))
    (workspace / ".env").write_text("TOKEN=1")
    (workspace / "new").mkdir()
    (workspace / "new/a.pem").write_text("key")
    (workspace / "new/x").write_text("x")
    store.restore_in_place(older.id, str(workspace))
    assert (workspace / ".env").read_text() == "TOKEN=1"
    assert (workspace / "new/a.pem").read_text() == "key"


def test_after_one_that_left_the_secret_out_there_is_a_way_back(store, workspace, taken):
    (workspace / ".env").write_text("TOKEN=1")
    older = store.create(str(workspace))
    assert older.manifest.withheld == (".env",)
    taken()
    done = store.restore_in_place(older.id, str(workspace))
    assert (workspace / ".env").read_text() == "TOKEN=1"
    assert not (workspace / ".snapshotignore").exists()
    (workspace / ".env").write_text("TOKEN=2")
    back = store.restore_in_place(done.safety, str(workspace))
    assert (workspace / ".env").read_text() == "TOKEN=1"
    assert store.read(back.safety, ".env") == b"TOKEN=2"


def test_what_is_in_a_folder_of_secrets_is_saved_before_it_is_written_over(store, workspace):
    keys = workspace / "my [keys]" / ".ssh"
    keys.mkdir(parents=True)
    (keys / "id_rsa ").write_text("other")
    (keys / "id_rsa").write_text("old")
    rules = workspace / ".snapshotignore"
    rules.write_text("!.ssh/\n!id_rsa\n")
    taken = store.create(str(workspace))
    rules.unlink()
    (keys / "id_rsa").write_text("new")
    before = store.preview(taken.id, str(workspace))
    assert before.secrets == ("my [keys]/.ssh/id_rsa",)
    done = store.restore_in_place(taken.id, str(workspace))
    assert (keys / "id_rsa").read_text() == "old"
    assert store.read(done.safety, "my [keys]/.ssh/id_rsa") == b"new"


def test_a_preview_names_the_secrets_that_would_go(store, workspace, taken):
    older = store.create(str(workspace))
    taken()
    (workspace / ".snapshotignore").write_text("!.env\n!.aws/\n")
    for name in ("config", "deep/er"):
        file = workspace / ".aws" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    found = store.preview(older.id, str(workspace), limit=0, plain=True)
    assert found.secrets == (".aws/", ".env")
    now = store.create(str(workspace))
    (workspace / ".aws/config").write_text("y")
    assert store.preview(now.id, str(workspace)).secrets == (".aws/config",)
    chosen = InPlaceOptions(only=(".env",))
    assert store.preview(now.id, str(workspace), chosen).secrets == ()
