from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError


async def test_health_is_proxied(jp_fetch):
    response = await jp_fetch("kalette", "health")
    assert json.loads(response.body)["ok"] is True


async def test_the_api_describes_itself(jp_fetch):
    document = json.loads((await jp_fetch("kalette", "openapi.json")).body)
    assert document["openapi"].startswith("3.1")
    assert "/runs" in document["paths"]


@pytest.mark.parametrize(
    "path",
    [
        ["health"],
        ["openapi.json"],
        ["runs"],
        ["runs", "x"],
        ["events"],
        ["examples"],
        ["examples", "digits"],
    ],
    ids="/".join,
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_no_route_answers_without_the_token(jp_fetch, method, path):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch(
            "kalette",
            *path,
            method=method,
            headers={"Authorization": "token wrong"},
            allow_nonstandard_methods=True,
        )
    assert error.value.code in (403, 405)


async def test_only_the_api_is_passed_on(jp_fetch):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch("kalette", "secrets")
    assert error.value.code == 404


async def test_refusals_come_as_problems(jp_fetch):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch(
            "kalette",
            "runs",
            method="POST",
            body=json.dumps({"notebook": "not/there.ipynb"}),
        )
    problem = json.loads(error.value.response.body)
    assert error.value.response.headers["Content-Type"].startswith("application/problem+json")
    assert problem["code"]
    assert "not/there.ipynb" in problem["detail"]


async def test_a_path_may_not_leave_the_served_folder(jp_fetch):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch(
            "kalette",
            "analyses",
            method="POST",
            body=json.dumps({"notebook": "../../etc/passwd"}),
        )
    assert error.value.code in (400, 403, 404, 422)


async def test_examples_are_listed_and_given(jp_fetch):
    names = json.loads((await jp_fetch("kalette", "examples")).body)
    assert {"digits", "sales", "first-steps"} <= set(names)
    files = json.loads((await jp_fetch("kalette", "examples", "sales")).body)
    assert {file["path"] for file in files} == {"sales.ipynb", "sales.csv"}


async def test_an_unknown_example_is_not_found(jp_fetch):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch("kalette", "examples", "none")
    assert error.value.code == 404
