"""Sending a blob to a registry: at once, or in parts of a session that can be resumed."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from ..errors import Refused, SnapshotError
from ..format import digests
from ..progress import Task
from .carrier import Source
from .client import Client, shown
from .connections import Answer

PART = 16 << 20
_ATTEMPTS = 5


def upload_blob(client: Client, url: str, source: Source, task: Task) -> None:
    """Sends all bytes; what a session has taken is not sent again when a part breaks off."""
    with client.send("POST", url, expected=(202,)) as answer:
        place = _session(url, answer)
    digest = digests.text(source.digest())
    if source.size <= PART:
        with client.send("PUT", _closing(place, digest), _BYTES, (source, 0, source.size), (201,)):
            return
    position = failures = 0
    while position < source.size:
        task.check()
        length = min(PART, source.size - position)
        headers = {**_BYTES, "Content-Range": f"{position}-{position + length - 1}"}
        try:
            part = (source, position, length)
            with client.send("PATCH", place, headers, part, expected=(202, 204)) as answer:
                place, position = _session(place, answer), position + length
                failures = 0
        except SnapshotError as error:
            failures += 1
            if failures > _ATTEMPTS or error.code not in ("network", "damaged"):
                raise
            place, position = _taken(client, place)
    with client.send("PUT", _closing(place, digest), _BYTES, b"", (201,)):
        return


_BYTES = {"Content-Type": "application/octet-stream"}


def _taken(client: Client, place: str) -> tuple[str, int]:
    """How much of the blob the session has by now."""
    with client.send("GET", place, expected=(204, 202, 200)) as answer:
        found = re.match(r"(?:bytes=)?0-(\d+)\Z", answer.header("Range") or "")
        return _session(place, answer), int(found[1]) + 1 if found else 0


def _closing(place: str, digest: str) -> str:
    return f"{place}{'&' if '?' in place else '?'}digest={digest}"


def _session(url: str, answer: Answer) -> str:
    """Where the session goes on; never on another host, which would get the bytes."""
    target = urljoin(url, answer.header("Location") or url)
    if urlsplit(target)[:2] != urlsplit(url)[:2]:
        raise Refused("The registry wants the data sent to another host.", shown(url))
    return target
