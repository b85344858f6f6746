"""Requests that try again, follow within reason, and never tell a secret to another host."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import time
from typing import Callable, Iterator, Mapping, Optional, Union
from urllib.parse import urlsplit

from ..errors import Missing, SnapshotError, Spoilt
from ..progress import Task
from .carrier import Source, gather
from .connections import Answer, Broken, Connections, next_place
from .urls import without_secrets

# Seconds before a request is sent again.
PAUSES: tuple[float, ...] = (0.2, 0.6, 1.5, 3.0)
_AGAIN = {408, 429, 500, 502, 503, 504}
_MOVED = {301, 302, 303, 307, 308}
_MOVES = 5
_LONGEST_WAIT = 20.0

Part = tuple[Source, int, int]
Headers = Mapping[str, str]
# Method, address, headers and the SHA-256 of the body → headers that prove who asks.
Authorizer = Callable[[str, str, Headers, Union[bytes, Part]], Headers]


class Client:
    """Speaks HTTP for one carrier. ``authorize`` is asked for the carrier's own host only;
    ``challenged`` is told of a refusal, and says whether to ask again."""

    def __init__(
        self,
        base: str,
        task: Task,
        authorize: Optional[Authorizer] = None,
        challenged: Optional[Callable[[Answer], bool]] = None,
    ) -> None:
        self._host = urlsplit(base)[:2]
        self._task = task
        self._authorize = authorize
        self._challenged = challenged
        self._connections = Connections()
        self.ranges = True

    def close(self) -> None:
        self._connections.close()

    @contextlib.contextmanager
    def send(
        self,
        method: str,
        url: str,
        headers: Optional[Headers] = None,
        body: Union[bytes, Part] = b"",
        expected: tuple[int, ...] = (200,),
    ) -> Iterator[Answer]:
        """One request with its answer, whose status is among ``expected``."""
        answer = self._insist(method, url, headers or {}, body)
        try:
            if answer.status not in expected:
                raise failure(answer)
            yield answer
        finally:
            self._connections.release(answer)

    def fetch(
        self,
        url: str,
        limit: int,
        headers: Optional[Headers] = None,
        expected: tuple[int, ...] = (200,),
    ) -> tuple[Answer, bytes]:
        """A whole small body, from the beginning again when it breaks off."""
        why = ""
        for pause in (*PAUSES, None):
            with self.send("GET", url, headers, expected=expected) as answer:
                try:
                    return answer, gather(answer.pieces(), limit, shown(url))
                except Broken as error:
                    why = str(error)
            if pause is not None:
                self._wait(pause)
        raise interrupted(url, why)

    def stream(
        self, url: str, start: int, length: int, headers: Optional[Headers] = None
    ) -> Iterator[bytes]:
        """Bytes of a file; after an interruption the rest is asked for."""
        position, end, failures = start, start + length, 0
        while position < end:
            before = position
            why = "the file is shorter than it should be"
            try:
                for data in self._part(url, position, end, headers or {}):
                    position += len(data)
                    yield data
            except Broken as error:
                why = str(error)
            failures = failures + 1 if position == before else 0
            if position < end:
                if failures > len(PAUSES):
                    raise interrupted(url, why)
                self._wait(PAUSES[max(failures - 1, 0)] if PAUSES else 0)

    def _part(self, url: str, start: int, end: int, headers: Headers) -> Iterator[bytes]:
        wanted = {**headers, "Range": f"bytes={start}-{end - 1}"}
        with self.send("GET", url, wanted, expected=(200, 206)) as answer:
            skip = start
            if answer.status == 206:
                skip = start - _begin(answer)
            else:
                self.ranges = False
            if skip < 0:
                raise Spoilt("The remote sent another part than it was asked for.", shown(url))
            left = end - start
            for data in answer.pieces():
                self._task.check()
                if skip:
                    data, skip = data[skip:], max(0, skip - len(data))
                data = data[:left]
                left -= len(data)
                if data:
                    yield data
                if not left:
                    return

    def _insist(self, method: str, url: str, headers: Headers, body: Union[bytes, Part]) -> Answer:
        asked = False
        why = ""
        for pause in (*PAUSES, None):
            self._task.check()
            wait = pause
            try:
                answer = self._follow(method, url, headers, body)
                if answer.status == 401 and not asked and self._challenged is not None:
                    asked = True
                    if self._challenged(answer):
                        self._connections.release(answer)
                        answer = self._follow(method, url, headers, body)
                if answer.status not in _AGAIN:
                    return answer
                why = f"it answers {answer.status}"
                wait = pause and max(pause, _asked_to_wait(answer))
                self._connections.release(answer)
            except ssl.SSLCertVerificationError as error:
                raise interrupted(url, f"its certificate is not trusted: {error.verify_message}")
            except (OSError, http.client.HTTPException) as error:
                why = str(error) or type(error).__name__
            if wait is not None:
                self._wait(wait)
        raise interrupted(url, why)

    def _follow(self, method: str, url: str, headers: Headers, body: Union[bytes, Part]) -> Answer:
        for _ in range(_MOVES):
            answer = self._once(method, url, headers, body)
            location = answer.header("Location")
            if answer.status not in _MOVED or method not in ("GET", "HEAD") or not location:
                return answer
            self._connections.release(answer)
            url = next_place(url, location)
        raise SnapshotError("network", "The remote leads from one place to the next.", shown(url))

    def _once(self, method: str, url: str, headers: Headers, body: Union[bytes, Part]) -> Answer:
        full = {"User-Agent": "kalette", "Accept-Encoding": "identity", **headers}
        if self._authorize is not None and urlsplit(url)[:2] == self._host:
            full.update(self._authorize(method, url, full, body))
        if isinstance(body, bytes):
            if method not in ("GET", "HEAD"):
                full["Content-Length"] = str(len(body))
            return self._connections.exchange(method, url, full, body or None)
        source, start, length = body
        full["Content-Length"] = str(length)
        return self._connections.exchange(method, url, full, self._sent(source, start, length))

    def _sent(self, source: Source, start: int, length: int) -> Iterator[bytes]:
        for data in source.pieces(start, length):
            self._task.check()
            yield data

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._task.check()
            time.sleep(min(left, 0.1))


def failure(answer: Answer) -> SnapshotError:
    """What a status means to the user."""
    where = shown(answer.url)
    region = answer.header("x-amz-bucket-region")
    if region and answer.status in (301, 307, 400):
        hint = f"Set AWS_REGION to {region[:40]}."
        return SnapshotError("no-access", "The bucket is in another region.", where, hint)
    if answer.status in (401, 403):
        return SnapshotError(
            "no-access",
            f"The remote refuses access ({answer.status}).",
            where,
            "Check that your credentials are set up for it and still valid.",
        )
    if answer.status in (404, 410):
        return Missing("The remote has no such file.", where)
    if answer.status == 416:
        return Spoilt("A file of the remote is shorter than it should be.", where)
    return SnapshotError("network", f"The remote answers {answer.status}.", where)


def interrupted(url: str, why: str) -> SnapshotError:
    return SnapshotError(
        "network",
        f"The remote cannot be reached, or stopped answering: {why[:200]}.",
        shown(url),
        "Try again: what has arrived is not sent again.",
    )


def shown(url: str) -> str:
    """An address as messages may show it: a query may hold a signature."""
    return without_secrets(url).partition("?")[0]


def _begin(answer: Answer) -> int:
    """The first byte of a partial answer."""
    text = (answer.header("Content-Range") or "").partition("bytes ")[2].partition("-")[0]
    return int(text) if text.isdigit() else -1


def _asked_to_wait(answer: Answer) -> float:
    text = answer.header("Retry-After") or ""
    return min(float(text), _LONGEST_WAIT) if text.isdigit() else 0.0
