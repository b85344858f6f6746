"""Each kind of remote for a test."""

from __future__ import annotations

from typing import Optional

from .servers import LocalServer

KINDS = ("file", "http", "s3", "oci")


class Place:
    """Where to publish and what to fetch from; for a web server these are two."""

    def __init__(
        self, kind: str, target: str, source: str, server: Optional[LocalServer] = None
    ) -> None:
        self.kind, self.target, self.source = kind, target, source
        self.server = server

    def url(self, snapshot: str) -> str:
        return f"snap+{self.source}{'@' if self.kind == 'oci' else '#'}{snapshot}"
