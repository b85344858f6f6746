"""A bucket as a remote: Amazon's S3, or any that speaks its protocol."""

from __future__ import annotations

import datetime
import hashlib
import html
import os
import re
from typing import Iterator, Optional, Sequence, Union
from urllib.parse import quote, urlsplit

from ..errors import SnapshotError
from ..progress import Task
from . import aws
from .carrier import RefAnswer, Source, manifest_name
from .client import Client, Headers, Part
from .ref_files import fetch_refs

# Larger files are sent in parts, of which those that have arrived are not sent again.
PART = 64 << 20
_PARTS = 10_000
_PAGE_LIMIT = 8 << 20
_PAGES = 1000
_KEYS = 1_000_000


class S3Carrier:
    """``s3://BUCKET/PREFIX``; without credentials it reads what is public."""

    def __init__(self, remote: str, task: Task) -> None:
        self.remote = remote
        self.task = task
        parts = urlsplit(remote)
        self._bucket = parts.netloc
        self._prefix = parts.path.strip("/")
        self._credentials = aws.find_credentials(os.environ)
        self._region = aws.find_region(os.environ)
        self._base = self._base_of(aws.find_endpoint(os.environ).rstrip("/"))
        self._client = Client(self._base, task, self._authorize)

    def close(self) -> None:
        self._client.close()

    def size(self, name: str) -> Optional[int]:
        with self._client.send("HEAD", self._at(name), expected=(200, 404, 403)) as answer:
            # Who may not list a bucket is told 403 for what is not there.
            if answer.status == 403:
                return None
            return answer.length if answer.status == 200 else None

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        return self._client.stream(self._at(name), start, length)

    def read(self, name: str, limit: int) -> bytes:
        return self._client.fetch(self._at(name), limit)[1]

    def names(self, folder: str) -> Iterator[str]:
        prefix = self._key(folder) + "/"
        for key in self._listed("list-type=2", prefix, "continuation-token"):
            yield key[len(prefix) :]

    def put(self, name: str, source: Source) -> bool:
        if self.size(name) == source.size:
            return False
        if source.size <= PART:
            with self._client.send("PUT", self._at(name), {}, (source, 0, source.size)):
                return True
        self._put_parts(name, source)
        return True

    def remove(self, name: str) -> None:
        with self._client.send("DELETE", self._at(name), expected=(200, 204, 404)):
            return

    def commit(self, snapshot: str, manifest: bytes, needs: Sequence[str]) -> None:
        self.put(manifest_name(snapshot), Source(manifest))

    def refs(self, bucket: str, tag: str = "") -> Optional[RefAnswer]:
        return fetch_refs(self._client, self._at(f"refs/{bucket}.json"), tag)

    def put_refs(self, bucket: str, data: bytes, tag: str) -> bool:
        url = self._at(f"refs/{bucket}.json")
        condition = {"If-Match": tag} if tag else {"If-None-Match": "*"}
        with self._client.send("PUT", url, condition, data, (200, 404, 409, 412, 501)) as answer:
            status = answer.status
        if status != 501:
            return status == 200
        # Older servers know no conditions: then the caller's look afterwards has to do.
        with self._client.send("PUT", url, {}, data):
            return True

    def _put_parts(self, name: str, source: Source) -> None:
        """In parts, going on where an earlier attempt has stopped."""
        size = max(PART, -(-source.size // _PARTS))
        upload = self._unfinished(name) or self._begin(name)
        there = self._parts_there(name, upload)
        listed = []
        for number, start in enumerate(range(0, source.size, size), 1):
            length = min(size, source.size - start)
            tag = there.get((number, length))
            if tag is None or not self._same(tag, source, start, length):
                url = f"{self._at(name)}?partNumber={number}&uploadId={quote(upload, safe='')}"
                with self._client.send("PUT", url, {}, (source, start, length)) as answer:
                    tag = answer.header("ETag") or ""
            listed.append(
                f"<Part><PartNumber>{number}</PartNumber><ETag>{html.escape(tag)}</ETag></Part>"
            )
        text = f"<CompleteMultipartUpload>{''.join(listed)}</CompleteMultipartUpload>"
        url = f"{self._at(name)}?uploadId={quote(upload, safe='')}"
        with self._client.send("POST", url, {}, text.encode()) as answer:
            # This answer may begin with 200 and still be an error.
            if b"<Error>" in answer.start():
                raise SnapshotError("network", "The bucket could not join the parts.", self.remote)

    def _same(self, tag: str, source: Source, start: int, length: int) -> bool:
        hashed = hashlib.md5(usedforsecurity=False)
        for data in source.pieces(start, length):
            self.task.check()
            hashed.update(data)
        return tag.strip('"') == hashed.hexdigest()

    def _begin(self, name: str) -> str:
        with self._client.send("POST", f"{self._at(name)}?uploads=") as answer:
            found = _values(answer.start(), "UploadId")
        if not found:
            raise SnapshotError("network", "The bucket takes no parts of files.", self.remote)
        return found[0]

    def _unfinished(self, name: str) -> Optional[str]:
        url = f"{self._base}/?prefix={quote(self._key(name), safe='')}&uploads="
        with self._client.send("GET", url, expected=(200, 403, 404, 501)) as answer:
            page = answer.start(_PAGE_LIMIT) if answer.status == 200 else b""
        keys, uploads = _values(page, "Key"), _values(page, "UploadId")
        found = [upload for key, upload in zip(keys, uploads) if key == self._key(name)]
        return found[-1] if found else None

    def _parts_there(self, name: str, upload: str) -> dict[tuple[int, int], str]:
        """ETags of the parts that have arrived, by number and size."""
        found: dict[tuple[int, int], str] = {}
        marker = ""
        for _ in range(_PAGES):
            query = f"part-number-marker={marker}&uploadId={quote(upload, safe='')}"
            page = self._page(f"{self._at(name)}?{query.replace('part-number-marker=&', '')}")
            rows = zip(_values(page, "PartNumber"), _values(page, "Size"), _values(page, "ETag"))
            found.update({(int(number), int(size)): tag for number, size, tag in rows})
            if _values(page, "IsTruncated") != ["true"]:
                break
            marker = "".join(_values(page, "NextPartNumberMarker")[:1])
        return found

    def _listed(self, query: str, prefix: str, token_name: str) -> Iterator[str]:
        token, count = "", 0
        for _ in range(_PAGES):
            more = f"&{token_name}={quote(token, safe='')}" if token else ""
            page = self._page(f"{self._base}/?{query}&prefix={quote(prefix, safe='')}{more}")
            keys = _values(page, "Key")
            yield from (key for key in keys if key.startswith(prefix))
            count += len(keys)
            before = token
            token = "".join(_values(page, "NextContinuationToken")[:1])
            if not token or token == before:
                return
            if count > _KEYS:
                break
        raise SnapshotError("network", "The list of the bucket does not end.", self.remote)

    def _page(self, url: str) -> bytes:
        return self._client.fetch(url, _PAGE_LIMIT)[1]

    def _authorize(
        self, method: str, url: str, headers: Headers, body: Union[bytes, Part]
    ) -> Headers:
        if self._credentials is None:
            return {}
        if isinstance(body, bytes):
            payload = hashlib.sha256(body).hexdigest()
        else:
            source, start, length = body
            whole = (start, length) == (0, source.size)
            digest = source.digest() if whole else source.digest_of(start, length)
            payload = digest.hex()
        now = datetime.datetime.now(datetime.timezone.utc)
        return aws.sign(self._credentials, self._region, method, url, payload, now)

    def _base_of(self, endpoint: str) -> str:
        if endpoint:
            return f"{endpoint}/{self._bucket}"
        if "." in self._bucket:  # no certificate covers its name as part of a host
            return f"https://s3.{self._region}.amazonaws.com/{self._bucket}"
        return f"https://{self._bucket}.s3.{self._region}.amazonaws.com"

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}" if self._prefix else name

    def _at(self, name: str) -> str:
        return f"{self._base}/{quote(self._key(name), safe='/-_.~')}"


def _values(page: bytes, tag: str) -> list[str]:
    """The texts of all elements of that name, without a parser that a page could abuse."""
    found = re.findall(rf"<{tag}>([^<]*)</{tag}>".encode(), page)
    return [html.unescape(item.decode("utf-8", "replace")) for item in found]
