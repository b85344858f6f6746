"""The service as the engine uses it: a process, lines in, lines out."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from kalette.snapshots.service.schema import document

SCHEMA = Path(__file__).parents[3] / "schema" / "snapshots.json"


class Client:
    """Speaks to one service and checks every line against the published schema."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kalette.snapshots"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        self.document = json.loads(SCHEMA.read_text())
        self.hello = json.loads(self._process.stdout.readline())
        self.events = []
        self._count = 0

    def send(self, op, **args):
        self._count += 1
        self.write(json.dumps({"id": self._count, "op": op, "args": args}))
        return self._count

    def write(self, text):
        self._process.stdin.write(text.encode() + b"\n")
        self._process.stdin.flush()

    def answer(self, identifier):
        """The answer to a request; those of others meanwhile are an error of the test."""
        while True:
            message = json.loads(self._process.stdout.readline())
            if message.get("event") == "progress":
                fields = {key: message[key] for key in message if key not in ("id", "event")}
                self._check({"$ref": "#/$defs/Progress"}, fields)
                self.events.append(message)
                continue
            assert message["id"] == identifier
            return message

    def call(self, op, **args):
        self._check(self.document["operations"][op]["args"], args)
        message = self.answer(self.send(op, **args))
        assert "ok" in message, message
        self._check(self.document["operations"][op]["result"], message["ok"])
        return message["ok"]

    def error(self, op, **args):
        error = self.answer(self.send(op, **args))["error"]
        self._check({"$ref": "#/$defs/Error"}, error)
        return error["code"]

    def _check(self, shape, value):
        jsonschema.Draft202012Validator({**shape, "$defs": self.document["$defs"]}).validate(value)

    def close(self):
        self._process.stdin.close()
        return self._process.wait(timeout=20)


@pytest.fixture
def client():
    made = Client()
    yield made
    assert made.close() == 0


def test_the_published_schema_is_that_of_the_code():
    assert json.loads(SCHEMA.read_text()) == document(), (
        "run python -m kalette.snapshots.service.schema > schema/snapshots.json"
    )


def test_every_operation_answers_as_the_schema_says(client, workspace, tmp_path):
    assert client.hello["protocol"] == "kalette-snapshots/1"
    (workspace / "a").write_text("1")
    (workspace / "d").mkdir()
    path, place = str(tmp_path / "store"), str(workspace)
    assert client.call("open", store=path) == {"path": path, "recovered": []}
    state = {"record": {"n": [1, None]}, "files": {"v": str(workspace / "a")}}
    about = {"title": "one", "step": "train", "when": "before", "run": "r1"}
    first = client.call("create", store=path, roots={"w": place}, description=about, state=state)
    assert {event["phase"] for event in client.events} >= {"walk", "read", "state", "sync"}
    assert first["manifest"]["step"] == "train"
    (workspace / "a").write_text("22")
    second = client.call("create", store=path, roots={"w": place})
    on = {"store": path, "snapshot": first["id"]}
    page = client.call("list", store=path, limit=1)
    assert page["more"]
    assert page["snapshots"][0]["id"] == second["id"]
    rest = client.call("list", store=path, before=second["id"])
    assert [item["id"] for item in rest["snapshots"]] == [first["id"]]
    assert client.call("list", store=path, run="r1")["snapshots"] == rest["snapshots"]
    assert client.call("show", **on)["manifest"] == first["manifest"]
    assert client.call("signature", **on)["trust"] == "own"
    assert client.call("inspect", **on)["entries"] == 2
    assert [item["path"] for item in client.call("files", **on)["files"]] == ["a", "d"]
    assert base64.b64decode(client.call("read", **on, path="a")["content"]) == b"1"
    assert client.call("export", **on, path="a", target=str(tmp_path / "a"))["bytes"] == 1
    assert client.call("state", **on)["state"]["record"] == {"n": [1, None]}
    client.call("exportState", **on, name="v", target=str(tmp_path / "v"))
    (tmp_path / "big").write_bytes(bytes(70_000))
    (tmp_path / "big").chmod(0o444)
    digest = hashlib.sha256(bytes(70_000)).hexdigest()
    known = {"path": str(tmp_path / "big"), "digest": digest, "size": 70_000}
    kept = {"record": None, "files": {"b": known}}
    recorded = client.call("record", **on, description=about, state=kept, durable=False)
    found = client.call("state", store=path, snapshot=recorded["id"])["state"]["files"]["b"]
    assert os.path.samefile(found["path"], tmp_path / "big")
    changes = client.call("diff", store=path, before=first["id"], after=second["id"])["changes"]
    assert [(item["path"], item["how"]) for item in changes] == [("a", "changed")]
    assert client.call("preview", **on, target=place)["total"] == 1
    assert not client.call("restore", **on, target=str(tmp_path / "out"))["inPlace"]
    done = client.call("restoreInPlace", **on, target=place, options={"keep": ["d"]})
    assert done["safety"]
    parents = [{"step": "x", "snapshot": first["id"]}, {"step": "y", "snapshot": second["id"]}]
    joined = client.call("join", store=path, base=first["id"], parents=parents)
    assert (
        joined["snapshot"]["manifest"]["roots"][0]["tree"] == second["manifest"]["roots"][0]["tree"]
    )
    assert client.call("tag", **on, name="v1")["url"].startswith("snap:tags/v1@sha256:")
    client.call("untag", store=path, name="v1")
    assert client.call("verify", store=path)["ok"]
    assert client.call("prune", store=path, policy={"keepLast": 1, "graceSeconds": 0})["snapshots"]
    assert client.call("usage", store=path)["snapshots"]
    key = client.call("keys", store=path)["own"]
    client.call("trust", store=path, key=key, comment="me")
    assert client.call("distrust", store=path, key=key)["done"]
    assert client.call("recover", store=path)["recovered"] == []


def test_every_remote_operation_answers_as_the_schema_says(client, workspace, tmp_path):
    (workspace / "a").write_text("1")
    path, remote = str(tmp_path / "store"), str(tmp_path / "remote")
    client.call("open", store=path)
    state = {"record": {"n": 1}, "files": {"v": str(workspace / "a")}}
    created = client.call("create", store=path, roots={"w": str(workspace)}, state=state)
    options = {"bucket": "team", "name": "v1", "compress": True}
    on = {"store": path, "snapshot": created["id"]}
    published = client.call("publish", **on, remote=remote, options=options)
    assert published["url"] == f"snap+file://{remote}#{created['id']}"
    other = str(tmp_path / "other")
    client.call("open", store=other)
    link = {"store": other, "url": published["url"]}
    looked = client.call("inspectUrl", **link)
    assert (looked["state"]["record"], looked["signature"]["trust"]) == ({"n": 1}, "own")
    assert (looked["missingBytes"], looked["difference"]) == (2, None)
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "b").write_text("2")
    would = client.call("inspectUrl", **link, target=str(tmp_path / "live"))["difference"]
    changes = {(item["path"], item["how"]) for item in would["changes"]}
    assert changes == {("a", "added"), ("b", "removed")}
    assert not (tmp_path / "live" / "a").exists()
    follow = {"store": other, "remote": remote, "bucket": "team"}
    assert not client.call("subscribe", **follow)["refs"][0]["local"]
    client.events.clear()
    fetched = client.call("fetch", **link, bucket="mine")
    assert fetched["url"].startswith("snap:mine/")
    assert {event["phase"] for event in client.events} >= {"list", "download", "sync"}
    assert not client.call("poll", store=other)["polled"][0]["changed"]
    assert client.call("subscriptions", store=other)["subscriptions"][0]["refs"][0]["local"]
    assert client.call("unsubscribe", **follow)["done"]
    assert client.error("fetch", store=other, url="snap+https://host/x") == "no-digest"
    assert client.error("publish", **on, remote="https://me:pw@host/") == "bad-url"


def test_wrong_requests_are_refused_and_the_service_lives_on(client, tmp_path):
    path = str(tmp_path / "store")
    assert client.error("list", store=path) == "missing"
    client.call("open", store=path)
    for op, args in (
        ("nothing", {}),
        ("list", {"store": 5}),
        ("list", {"store": path, "limit": True}),
        ("list", {"store": path, "more": 1}),
        ("create", {"store": path}),
        ("create", {"store": path, "roots": {}}),
        ("create", {"store": path, "roots": ["x"]}),
        ("create", {"store": path, "roots": {"w": path}, "description": {"bucket": 1}}),
    ):
        assert client.error(op, **args) == "bad-request"
    assert client.error("show", store=path, snapshot="sha256:" + "0" * 64) == "missing"
    for text in ("{", "[]", '"x"', "{}"):
        client.write(text)
        assert client.answer(None)["error"]["code"] == "bad-request"
    assert client.call("usage", store=path)["snapshots"] == 0


def test_requests_run_beside_each_other_and_can_be_cancelled(client, workspace, tmp_path):
    path = str(tmp_path / "store")
    client.call("open", store=path)
    for number in range(400):
        (workspace / f"f{number}").write_bytes(os.urandom(200_000))
    slow = client.send("create", store=path, roots={"w": str(workspace)})
    assert client.call("usage", store=path)["snapshots"] == 0
    assert client.call("cancel", id=slow) == {"done": True}
    message = client.answer(slow)
    assert message["error"]["code"] == "cancelled"
    assert client.call("list", store=path)["snapshots"] == []
    assert client.call("cancel", id=slow) == {"done": False}


def test_the_end_of_the_input_stops_what_is_under_way(workspace, tmp_path):
    client, path = Client(), str(tmp_path / "store")
    client.call("open", store=path)
    for number in range(400):
        (workspace / f"f{number}").write_bytes(os.urandom(200_000))
    client.send("create", store=path, roots={"w": str(workspace)})
    assert client.close() == 0
    assert os.listdir(os.path.join(path, "snapshots")) == []
    assert os.listdir(os.path.join(path, "tmp")) == []
