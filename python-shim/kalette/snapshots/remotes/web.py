"""A web server as a remote: any that serves a store's folder, read-only."""

from __future__ import annotations

import base64
import contextlib
import netrc
import re
from typing import Iterator, Optional, Union
from urllib.parse import unquote, urlsplit

from ..errors import Missing
from ..progress import Task
from .carrier import ReadOnly, RefAnswer
from .client import Client, Headers, Part
from .ref_files import fetch_refs

_LISTING_LIMIT = 64 << 20
_LINK = re.compile(rb"""href\s*=\s*["']?(?:\./)?([^"'/?#>\s]+)["']?""", re.IGNORECASE)


class WebCarrier(ReadOnly):
    """Needs nothing of the server but files; asks for parts of them where it can."""

    def __init__(self, remote: str, task: Task) -> None:
        self.remote = remote
        self.task = task
        self._login = _login_of(urlsplit(remote).hostname or "")
        self._client = Client(remote, task, self._authorize if self._login else None)

    def close(self) -> None:
        self._client.close()

    def size(self, name: str) -> Optional[int]:
        with self._client.send("HEAD", self._at(name), expected=(200, 404, 410)) as answer:
            return answer.length if answer.status == 200 else None

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        return self._client.stream(self._at(name), start, length)

    def read(self, name: str, limit: int) -> bytes:
        return self._client.fetch(self._at(name), limit)[1]

    def names(self, folder: str) -> Iterator[str]:
        """As far as the server lists folders, which many do."""
        try:
            page = self._client.fetch(f"{self._at(folder)}/", _LISTING_LIMIT)[1]
        except Missing:
            return iter(())
        return (unquote(match[1].decode("utf-8", "replace")) for match in _LINK.finditer(page))

    def refs(self, bucket: str, tag: str = "") -> Optional[RefAnswer]:
        return fetch_refs(self._client, self._at(f"refs/{bucket}.json"), tag)

    def _at(self, name: str) -> str:
        return f"{self.remote}/{name}"

    def _authorize(
        self, method: str, url: str, headers: Headers, body: Union[bytes, Part]
    ) -> Headers:
        return {"Authorization": f"Basic {self._login}"}


def _login_of(host: str) -> str:
    """What .netrc has for exactly this host, as HTTP wants it."""
    with contextlib.suppress(OSError, netrc.NetrcParseError):
        found = netrc.netrc().hosts.get(host)
        if found is not None and found[2]:
            return base64.b64encode(f"{found[0]}:{found[2]}".encode()).decode("ascii")
    return ""
