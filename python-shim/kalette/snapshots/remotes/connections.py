"""Connections to web servers: kept open, through proxies, and where they may lead."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import urllib.request
from typing import Iterator, Mapping, Optional, Union
from urllib.parse import SplitResult, urljoin, urlsplit

from ..errors import Refused

TIMEOUT = 30.0
_PIECE = 1 << 18

Body = Union[None, bytes, Iterator[bytes]]


class Broken(Exception):
    """An answer ended before its end."""


class Answer:
    """The head of an answer; its body comes piece by piece."""

    def __init__(
        self, raw: http.client.HTTPResponse, method: str, url: str, key: tuple[str, str]
    ) -> None:
        self._raw = raw
        self._method = method
        self.url = url
        self.key = key
        self.status = raw.status
        self.done = False

    def header(self, name: str) -> Optional[str]:
        return self._raw.getheader(name)

    @property
    def length(self) -> Optional[int]:
        """The announced bytes of the body."""
        text = self._raw.getheader("Content-Length") or ""
        return int(text) if text.isdigit() else None

    def pieces(self) -> Iterator[bytes]:
        """The body; raises Broken when it is shorter than announced."""
        expected, size = self.length, 0
        try:
            while data := self._raw.read(_PIECE):
                size += len(data)
                yield data
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(error)) from error
        if expected is not None and size < expected:
            raise Broken(f"{size} of {expected} bytes")
        self.done = True

    def drain(self) -> bool:
        """Ends an answer that has no body, so that the connection can be used again."""
        if self._method != "HEAD" and self.length != 0 and self.status not in (204, 304):
            return False
        self._raw.read()
        return True

    def start(self, limit: int = 65536) -> bytes:
        """The beginning of the body, for messages of errors."""
        parts, size = [], 0
        try:
            for data in self.pieces():
                parts.append(data)
                size += len(data)
                if size > limit:
                    break
        except Broken:
            pass
        return b"".join(parts)[:limit]


class Connections:
    """One open connection to each host."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], http.client.HTTPConnection] = {}
        self._proxies = urllib.request.getproxies()
        self._context: Optional[ssl.SSLContext] = None

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: Body) -> Answer:
        """Sends one request, follows nothing; raises OSError or HTTPException."""
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc)
        connection = self._open.pop(key, None) or self._connect(parts)
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        if self._proxy(parts) and parts.scheme == "http":
            target = url
        try:
            try:
                connection.request(method, target, body=body, headers=dict(headers))
            except (BrokenPipeError, ConnectionResetError):
                # A server may answer and hang up before it has read everything.
                if body is None:
                    raise
            answer = Answer(connection.getresponse(), method, url, key)
        except BaseException:
            connection.close()
            raise
        self._open[key] = connection
        return answer

    def release(self, answer: Answer) -> None:
        """To be called for every answer; a body that was not read to its end costs the
        connection."""
        if not answer.done and not answer.drain():
            connection = self._open.pop(answer.key, None)
            if connection is not None:
                connection.close()

    def _connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        host, port = parts.hostname or "", parts.port
        proxy = self._proxy(parts)
        if parts.scheme == "https":
            self._context = self._context or ssl.create_default_context()
            if proxy is not None:
                tunnel = http.client.HTTPSConnection(
                    proxy.hostname or "", proxy.port, timeout=TIMEOUT, context=self._context
                )
                tunnel.set_tunnel(host, port or 443)
                return tunnel
            return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=self._context)
        if proxy is not None:
            return http.client.HTTPConnection(proxy.hostname or "", proxy.port, timeout=TIMEOUT)
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT)

    def _proxy(self, parts: SplitResult) -> Optional[SplitResult]:
        host = parts.hostname or ""
        proxy = self._proxies.get(parts.scheme)
        if not proxy or is_local(host) or urllib.request.proxy_bypass(host):
            return None
        return urlsplit(proxy if "://" in proxy else f"http://{proxy}")


def is_local(host: str) -> bool:
    """Whether this is the machine itself, as far as the name tells."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def next_place(url: str, location: str) -> str:
    """Where a redirection leads; Refused if it must not lead there."""
    target = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(target)
    if new.scheme not in ("http", "https") or not new.hostname:
        raise Refused("The remote leads to something that is no web address.", old.netloc)
    if old.scheme == "https" and new.scheme == "http":
        raise Refused("The remote leads from an encrypted place to a plain one.", old.netloc)
    if new.username is not None or new.password is not None:
        raise Refused("The remote leads to an address with credentials.", old.netloc)
    if old.hostname != new.hostname and _is_inside(new.hostname) and not _is_inside(old.hostname):
        raise Refused("The remote leads into this machine or its private network.", old.netloc)
    return target


def _is_inside(host: Optional[str]) -> bool:
    try:
        found = socket.getaddrinfo(host or "", None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(item[4][0]).is_global for item in found)
