"""What of a snapshot looks like a secret: it was taken along because somebody asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from ..capture.ignore import looks_secret
from ..errors import Refused
from ..format.names import DEPTH_LIMIT, path_text
from ..format.trees import FOLDER
from ..store.trees import Place, TreeReader, inner_place

# So many are listed.
MOST_SECRETS = 1000


@dataclass(frozen=True)
class Secrets:
    """Paths by the rules that leave likely secrets out of a snapshot; a folder ends with a slash
    and stands for all that is in it. ``more`` are not listed."""

    paths: tuple[str, ...]
    more: int


def secrets(trees: TreeReader, place: Place) -> Iterator[str]:
    """All of them in one folder and below it."""
    stack = [(b"", place)]
    while stack:
        folder, at = stack.pop()
        if folder.count(b"/") >= DEPTH_LIMIT:
            raise Refused("Folders are nested too deeply.", path_text(folder)[:200])
        inner: list[tuple[bytes, Place]] = []
        for row in trees.content_at(at, folder).rows:
            path = folder + b"/" + row.entry.name if folder else row.entry.name
            is_folder = row.entry.kind == FOLDER
            if looks_secret(path.split(b"/"), is_folder):
                yield path_text(path) + ("/" if is_folder else "")
            elif is_folder:
                inner.append((path, inner_place(row)))
        stack += reversed(inner)
