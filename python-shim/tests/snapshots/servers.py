"""A web server with parts, a bucket that checks signatures, and a registry: small, local, and
able to fail at any request."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Optional
from urllib.parse import parse_qsl, quote, unquote, urlsplit

# What happens instead of an answer: "drop" hangs up, "cut" sends half of the body, "spoil"
# changes a byte of it, a number is a status, a text beginning with http redirects there.
Fault = Callable[["Handler"], Any]


class Handler(BaseHTTPRequestHandler):
    """Answers through ``server.app``, unless ``server.fault`` has something else in mind."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        return

    def _serve(self) -> None:
        server: LocalServer = self.server.owner  # type: ignore[attr-defined]
        self.split = urlsplit(self.path)
        self.query = dict(parse_qsl(self.split.query, keep_blank_values=True))
        length = int(self.headers.get("Content-Length") or 0)
        with server.lock:
            server.seen.append((self.command, self.path, dict(self.headers)))
        self.fault = server.fault(self) if server.fault is not None else None
        if self.fault == "drop":
            self.close_connection = True
            return
        self.body = self.rfile.read(length)
        server.received += length
        if isinstance(self.fault, int):
            self.answer(self.fault)
        elif isinstance(self.fault, str) and self.fault.startswith("http"):
            self.answer(307, headers={"Location": self.fault})
        else:
            server.app(self)

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = _serve

    def answer(self, status: int, data: bytes = b"", headers: Optional[dict] = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        head = self.command == "HEAD" or status in (204, 304)
        if self.fault == "spoil" and data:
            data = data[:-1] + bytes((data[-1] ^ 1,))
        if not (head and "Content-Length" in (headers or {})):
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.fault == "cut" and len(data) > 1:
            data, self.close_connection = data[: len(data) // 2], True
        if not head:
            with contextlib.suppress(OSError):
                self.wfile.write(data)
            self.server.owner.sent += len(data)  # type: ignore[attr-defined]

    def content(self, data: bytes, ranges: bool = True) -> None:
        """A file, or the part that is asked for."""
        tag = f'"{hashlib.md5(data).hexdigest()}"'
        if self.headers.get("If-None-Match") == tag:
            self.answer(304, headers={"ETag": tag})
            return
        asked = re.match(r"bytes=(\d+)-(\d*)\Z", self.headers.get("Range") or "")
        if asked and ranges:
            start, end = int(asked[1]), int(asked[2] or len(data) - 1)
            if start >= len(data):
                self.answer(416)
                return
            part = data[start : end + 1]
            where = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
            self.answer(206, part, {"ETag": tag, "Content-Range": where})
            return
        self.answer(200, data, {"ETag": tag})


class LocalServer:
    """Listens on a port of its own until it is closed; ``seen`` are all requests."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.fault: Optional[Fault] = None
        self.seen: list[tuple[str, str, dict]] = []
        self.received = self.sent = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.owner = self  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fail_at(self, number: int, how: Any) -> None:
        """From now on the request of that number fails, once."""
        count = [0]

        def fault(_: Handler) -> Any:
            count[0] += 1
            return how if count[0] == number else None

        self.fault = fault

    def app(self, handler: Handler) -> None:
        raise NotImplementedError


class WebServer(LocalServer):
    """Serves a folder; ``ranges`` and ``lists``: whether it sends parts, and lists folders."""

    def __init__(self, folder: str, ranges: bool = True, lists: bool = True) -> None:
        super().__init__()
        self.folder, self.ranges, self.lists = folder, ranges, lists
        self.login = ""

    def app(self, handler: Handler) -> None:
        if self.login and handler.headers.get("Authorization") != self.login:
            handler.answer(401)
            return
        path = os.path.join(self.folder, unquote(handler.split.path).lstrip("/"))
        if os.path.isdir(path) and self.lists:
            names = "".join(f'<a href="{quote(name)}">{name}</a>\n' for name in os.listdir(path))
            handler.answer(200, names.encode())
        elif os.path.isfile(path):
            with open(path, "rb") as file:
                handler.content(file.read(), self.ranges)
        else:
            handler.answer(404)


class Bucket(LocalServer):
    """S3 as far as it is needed, at ``/BUCKET/KEY``; refuses what is not signed rightly."""

    KEY, SECRET, REGION = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-test-1"

    def __init__(self, page: int = 3, conditions: bool = True) -> None:
        super().__init__()
        self.page, self.conditions = page, conditions
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, tuple[str, dict[int, bytes]]] = {}
        self.unsigned = 0

    def app(self, handler: Handler) -> None:
        if not self._is_signed(handler):
            self.unsigned += 1
            handler.answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            return
        bucket, _, key = unquote(handler.split.path).lstrip("/").partition("/")
        getattr(self, f"_{handler.command.lower()}")(handler, f"{bucket}/{key}")

    def _is_signed(self, handler: Handler) -> bool:
        """Computed from the specification, with nothing of the tested code."""
        head = handler.headers
        found = re.match(
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, "
            r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})\Z",
            head.get("Authorization") or "",
        )
        if not found or found[1] != self.KEY or found[3] != self.REGION:
            return False
        if head["x-amz-content-sha256"] != hashlib.sha256(handler.body).hexdigest():
            return False
        pairs = [item.partition("=") for item in handler.split.query.split("&") if item]
        query = "&".join(sorted(f"{name}={value}" for name, _, value in pairs))
        headers = "".join(f"{name}:{head[name]}\n" for name in found[4].split(";"))
        path = handler.split.path
        wanted = [handler.command, path, query, headers, found[4], head["x-amz-content-sha256"]]
        digest = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
        scope = [found[2], found[3], "s3", "aws4_request"]
        text = "\n".join(["AWS4-HMAC-SHA256", head["x-amz-date"], "/".join(scope), digest])
        key = b"AWS4" + self.SECRET.encode()
        for item in (*scope, text):
            key = hmac.digest(key, item.encode(), "sha256")
        return key.hex() == found[5] and {"host", "x-amz-date"} <= set(found[4].split(";"))

    def _get(self, handler: Handler, path: str) -> None:
        query = handler.query
        if query.get("list-type") == "2":
            self._list(handler, path)
        elif "uploads" in query:
            rows = [
                f"<Upload><Key>{name.partition('/')[2]}</Key><UploadId>{item}</UploadId></Upload>"
                for item, (name, _) in self.uploads.items()
                if name.startswith(path + query.get("prefix", ""))
            ]
            handler.answer(200, f"<X>{''.join(rows)}</X>".encode())
        elif "uploadId" in query:
            parts = self.uploads[query["uploadId"]][1]
            rows = [
                f"<Part><PartNumber>{number}</PartNumber><ETag>&quot;"
                f"{hashlib.md5(data).hexdigest()}&quot;</ETag><Size>{len(data)}</Size></Part>"
                for number, data in sorted(parts.items())
            ]
            handler.answer(200, f"<X>{''.join(rows)}</X>".encode())
        elif path in self.objects:
            handler.content(self.objects[path])
        else:
            handler.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _list(self, handler: Handler, path: str) -> None:
        start = handler.query.get("continuation-token", "")
        keys = sorted(key for key in self.objects if key.startswith(path + handler.query["prefix"]))
        keys = [key for key in keys if key > start]
        rows = "".join(f"<Key>{key.partition('/')[2]}</Key>" for key in keys[: self.page])
        if len(keys) > self.page:
            last = keys[self.page - 1]
            rows += f"<NextContinuationToken>{last}</NextContinuationToken>"
        handler.answer(200, f"<ListBucketResult>{rows}</ListBucketResult>".encode())

    def _head(self, handler: Handler, path: str) -> None:
        data = self.objects.get(path)
        if data is None:
            handler.answer(404)
        else:
            handler.answer(200, headers={"Content-Length": str(len(data))})

    def _put(self, handler: Handler, path: str) -> None:
        tag = f'"{hashlib.md5(handler.body).hexdigest()}"'
        if "partNumber" in handler.query:
            parts = self.uploads[handler.query["uploadId"]][1]
            parts[int(handler.query["partNumber"])] = handler.body
            handler.answer(200, headers={"ETag": tag})
            return
        conditions = [name for name in ("If-Match", "If-None-Match") if handler.headers.get(name)]
        if conditions and not self.conditions:
            handler.answer(501)
            return
        with self.lock:
            old = self.objects.get(path)
            old_tag = None if old is None else f'"{hashlib.md5(old).hexdigest()}"'
            wanted = handler.headers.get("If-Match")
            if (wanted and wanted != old_tag) or ("If-None-Match" in conditions and old_tag):
                status = 412
            else:
                status, self.objects[path] = 200, handler.body
        handler.answer(status, headers={"ETag": tag})

    def _delete(self, handler: Handler, path: str) -> None:
        # As S3 does, also where nothing is.
        self.objects.pop(path, None)
        handler.answer(204)

    def _post(self, handler: Handler, path: str) -> None:
        if "uploads" in handler.query:
            name = secrets.token_hex(4) + "+/="
            self.uploads[name] = (path, {})
            handler.answer(200, f"<X><UploadId>{name}</UploadId></X>".encode())
            return
        _, parts = self.uploads.pop(handler.query["uploadId"])
        self.objects[path] = b"".join(parts[number] for number in sorted(parts))
        handler.answer(200, b"<X/>")


class Registry(LocalServer):
    """The distribution specification as far as it is needed, with tokens."""

    USER, PASSWORD = "me", "pass:word"

    def __init__(self) -> None:
        super().__init__()
        self.blobs: dict[str, bytes] = {}
        self.tags: dict[str, bytes] = {}
        self.sessions: dict[str, bytearray] = {}
        self.tokens: set[str] = set()
        self.upload_host = ""

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def app(self, handler: Handler) -> None:
        path = handler.split.path
        if path == "/token":
            self._token(handler)
            return
        if (handler.headers.get("Authorization") or "").partition(" ")[2] not in self.tokens:
            challenge = f'Bearer realm="{self.url}/token",service="test",scope="repository:x:pull"'
            handler.answer(401, headers={"WWW-Authenticate": challenge})
            return
        for pattern, act in (
            (r"/v2/team/data/blobs/(sha256:[0-9a-f]{64})\Z", self._blob),
            (r"/v2/team/data/blobs/uploads/(\w*)\Z", self._upload),
            (r"/v2/team/data/manifests/([\w.-]+)\Z", self._manifest),
            (r"/v2/team/data/tags/(list)\Z", self._list),
        ):
            found = re.match(pattern, path)
            if found:
                act(handler, found[1])
                return
        handler.answer(404)

    def _token(self, handler: Handler) -> None:
        pair = base64.b64encode(f"{self.USER}:{self.PASSWORD}".encode()).decode()
        if handler.headers.get("Authorization") != f"Basic {pair}":
            handler.answer(401)
            return
        token = secrets.token_hex(8)
        self.tokens.add(token)
        handler.answer(200, json.dumps({"token": token}).encode())

    def _blob(self, handler: Handler, digest: str) -> None:
        data = self.blobs.get(digest)
        if data is None:
            handler.answer(404)
        elif handler.command == "HEAD":
            handler.answer(200, headers={"Content-Length": str(len(data))})
        else:
            handler.content(data)

    def _upload(self, handler: Handler, session: str) -> None:
        if handler.command == "POST":
            session = secrets.token_hex(8)
            self.sessions[session] = bytearray()
        data = self.sessions[session]
        place = f"{self.upload_host}/v2/team/data/blobs/uploads/{session}?state=a%2Fb"
        headers = {"Location": place, "Range": f"0-{max(len(data) - 1, 0)}"}
        if handler.command == "PATCH":
            start = int(handler.headers["Content-Range"].partition("-")[0])
            if start != len(data):
                handler.answer(416, headers=headers)
                return
            data += handler.body
        if handler.command == "PUT":
            data += handler.body
            wanted = handler.query["digest"]
            if f"sha256:{hashlib.sha256(data).hexdigest()}" != wanted:
                handler.answer(400)
                return
            self.blobs[wanted] = bytes(data)
            del self.sessions[session]
            handler.answer(201)
            return
        headers["Range"] = f"0-{len(data) - 1}" if data else ""
        handler.answer(204 if handler.command == "GET" else 202, headers=headers)

    def _manifest(self, handler: Handler, tag: str) -> None:
        if handler.command == "PUT":
            value = json.loads(handler.body)
            for item in (value["config"], *value["layers"]):
                if len(self.blobs.get(item["digest"], b"")) != item["size"]:
                    handler.answer(400)
                    return
            self.tags[tag] = handler.body
            handler.answer(201)
        elif tag in self.tags:
            handler.answer(200, self.tags[tag])
        else:
            handler.answer(404)

    def _list(self, handler: Handler, _: str) -> None:
        tags = sorted(tag for tag in self.tags if tag > handler.query.get("last", ""))[:2]
        headers = {}
        if tags and tags[-1] != max(self.tags):
            headers["Link"] = f'</v2/team/data/tags/list?n=2&last={tags[-1]}>; rel="next"'
        handler.answer(200, json.dumps({"name": "team/data", "tags": tags}).encode(), headers)
