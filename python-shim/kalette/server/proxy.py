"""Hands requests of Jupyter's users to the engine, and streams its answers back."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.httpclient import HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.iostream import StreamClosedError
from tornado.netutil import Resolver
from tornado.simple_httpclient import HTTPStreamClosedError, SimpleAsyncHTTPClient

from ..node import NodeNotFoundError
from .engine import Engine, EngineStartError

# The resources of the engine's API; nothing else is passed on.
ROUTES = re.compile(
    r"^(health|openapi\.json|analyses|events|(runs|snapshots|operations)(/[A-Za-z0-9._~%:-]+)*)$"
)
REQUEST_SECONDS = 600.0
STREAM_SECONDS = 24 * 3600.0
BODY_BYTES = 100 << 20
# The browser's cookies and Jupyter's token stay here.
REQUEST_HEADERS = ("Accept", "Content-Type", "Last-Event-ID", "X-Request-Id")
RESPONSE_HEADERS = ("Content-Type", "Cache-Control", "Location", "X-Accel-Buffering")


class _UnixResolver(Resolver):
    def initialize(self, path: str) -> None:
        self._path = path

    async def resolve(
        self, host: str, port: int, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[tuple[int, Any]]:
        return [(socket.AF_UNIX, self._path)]


class ProxyHandler(APIHandler):  # type: ignore[misc]
    """Every method passes Jupyter's own authentication and authorisation first."""

    auth_resource = "kalette"

    def initialize(self, engine: Engine) -> None:
        self.engine = engine
        self._client: SimpleAsyncHTTPClient | None = None

    @web.authenticated
    @authorized
    async def get(self, route: str) -> None:
        await self._forward("GET", route)

    @web.authenticated
    @authorized
    async def post(self, route: str) -> None:
        await self._forward("POST", route)

    @web.authenticated
    @authorized
    async def delete(self, route: str) -> None:
        await self._forward("DELETE", route)

    def on_connection_close(self) -> None:
        """The browser went: so the engine may stop streaming to it."""
        super().on_connection_close()
        self._close_client()

    async def _forward(self, method: str, route: str) -> None:
        if not ROUTES.match(route):
            raise web.HTTPError(404)
        try:
            await asyncio.to_thread(self.engine.ensure_started)
        except (NodeNotFoundError, EngineStartError) as error:
            self._problem(503, "unreachable", str(error))
            return
        try:
            await self._exchange(method, route)
        except (OSError, HTTPStreamClosedError) as error:
            if not self._finished:
                self._problem(502, "unreachable", f"The engine ended while it answered ({error}).")
        except StreamClosedError:
            pass
        finally:
            self._close_client()

    async def _exchange(self, method: str, route: str) -> None:
        query = f"?{self.request.query}" if self.request.query else ""
        is_stream = route == "events"
        request = HTTPRequest(
            f"http://127.0.0.1:{self.engine.port or 80}/{route}{query}",
            method=method,
            headers=self._request_headers(),
            body=self.request.body if method == "POST" else None,
            request_timeout=STREAM_SECONDS if is_stream else REQUEST_SECONDS,
            header_callback=self._on_header,
            streaming_callback=self._on_chunk,
        )
        self._client = self._make_client()
        await self._client.fetch(request, raise_error=False)
        if not self._finished:
            await self.finish()

    def _make_client(self) -> SimpleAsyncHTTPClient:
        path = self.engine.socket
        resolver = {"resolver": _UnixResolver(path=path)} if path is not None else {}
        return SimpleAsyncHTTPClient(
            force_instance=True, max_buffer_size=BODY_BYTES, max_body_size=1 << 40, **resolver
        )

    def _request_headers(self) -> HTTPHeaders:
        headers = HTTPHeaders({"Authorization": f"Bearer {self.engine.token}"})
        for name in REQUEST_HEADERS:
            if name in self.request.headers:
                headers[name] = self.request.headers[name]
        return headers

    def _on_header(self, line: str) -> None:
        if line.startswith("HTTP/"):
            self.clear_header("Content-Type")
            self.set_status(int(line.split(" ", 2)[1]))
            return
        name, separator, value = line.partition(":")
        if separator and name.strip().title() in {header.title() for header in RESPONSE_HEADERS}:
            self.set_header(name.strip(), value.strip())

    def _on_chunk(self, chunk: bytes) -> None:
        if not self._finished:
            self.write(chunk)
            # A closed connection is noticed by on_connection_close.
            asyncio.ensure_future(self._flush())

    async def _flush(self) -> None:
        try:
            await self.flush()
        except (StreamClosedError, RuntimeError):
            self._close_client()

    def _problem(self, status: int, code: str, detail: str) -> None:
        if self._headers_written:
            return
        self.clear()
        self.set_status(status)
        self.set_header("Content-Type", "application/problem+json")
        self.finish(
            json.dumps(
                {
                    "type": "about:blank",
                    "title": "The engine does not answer",
                    "status": status,
                    "code": code,
                    "detail": detail,
                }
            )
        )

    def _close_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
