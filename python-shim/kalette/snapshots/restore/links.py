"""Symbolic links of a snapshot that others made: which may be created."""

from __future__ import annotations

import itertools
from typing import Iterator

from ..errors import Refused
from ..format.names import path_text
from ..format.trees import LINK
from ..store.trees import Place, TreeReader

# In a live folder each of them is compared with each path.
_MOST_LINKS = 1000


def leaves_root(folder: bytes, target: bytes) -> bool:
    """Whether a link in ``folder`` (a path below the root) could lead out of the root.

    Only leading ``..`` are followed in mind: behind a name they could start anywhere, since the
    name may be a link itself.
    """
    if target.startswith(b"/"):
        return True
    depth = folder.count(b"/") + 1 if folder else 0
    parts = [part for part in target.split(b"/") if part not in (b"", b".")]
    up = 0
    while up < len(parts) and parts[up] == b"..":
        up += 1
    return up > depth or b".." in parts[up:]


def links_out(trees: TreeReader, place: Place) -> Iterator[str]:
    """Paths of all links that could lead out of a folder."""
    for path, row in trees.everything(place):
        if row.entry.kind == LINK and leaves_root(path.rpartition(b"/")[0], row.entry.content):
            yield path_text(path)


def few_links_out(trees: TreeReader, place: Place) -> tuple[str, ...]:
    """The same for a live folder; refused where there are too many."""
    found = tuple(itertools.islice(links_out(trees, place), _MOST_LINKS + 1))
    if len(found) > _MOST_LINKS:
        raise Refused(
            f"More than {_MOST_LINKS:,} links of the snapshot lead out of the folder.",
            "",
            "Restore it to a new folder.",
        )
    return found
