"""The example notebooks that come with the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

FOLDER = Path(__file__).parent.parent / "examples"
CHECKOUT = Path(__file__).parents[3] / "examples"


def examples_folder() -> Path:
    """The examples of the installed package, or those of the checkout it runs from."""
    return FOLDER if FOLDER.is_dir() else CHECKOUT


def files_of(example: Path) -> list[dict[str, Any]]:
    """The files a person works with: not the expected results that the tests compare with."""
    return [
        {"path": path.relative_to(example).as_posix(), "content": path.read_text("utf-8")}
        for path in sorted(example.rglob("*"))
        if path.is_file() and path.suffix in (".ipynb", ".csv", ".md")
    ]


class ExamplesHandler(APIHandler):  # type: ignore[misc]
    """Lists the examples by name."""

    auth_resource = "kalette"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        folder = examples_folder()
        names = sorted(path.parent.name for path in folder.glob("*/*.ipynb"))
        self.finish(json.dumps(names))


class ExampleHandler(APIHandler):  # type: ignore[misc]
    """The files of one example, to be written where the user wants them."""

    auth_resource = "kalette"

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        example = examples_folder() / name
        if not example.is_dir():
            raise web.HTTPError(404, f"There is no example {name}.")
        self.finish(json.dumps(files_of(example)))
