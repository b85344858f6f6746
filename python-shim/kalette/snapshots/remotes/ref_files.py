"""The refs of a bucket as a file that is read over HTTP."""

from __future__ import annotations

from typing import Optional

from ..errors import Missing
from .carrier import RefAnswer
from .client import Client

_LIMIT = 16 << 20


def fetch_refs(client: Client, url: str, tag: str) -> Optional[RefAnswer]:
    """The refs unless they are those of ``tag``, an ETag; None where there are none."""
    headers = {"If-None-Match": tag} if tag else {}
    try:
        answer, data = client.fetch(url, _LIMIT, headers, expected=(200, 304))
    except Missing:
        return None
    if answer.status == 304:
        return RefAnswer(None, tag)
    return RefAnswer(data, answer.header("ETag") or "")
