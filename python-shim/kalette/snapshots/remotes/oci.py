"""A container registry as a remote: one artifact for each snapshot, its packs are the layers.

Titles of layers are names of a store, so that ``oras pull`` makes a folder that is a remote.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Iterator, NamedTuple, Optional, Sequence
from urllib.parse import urlsplit

from ..errors import Damaged, Missing, Refused, SnapshotError, Spoilt
from ..format import digests
from ..progress import Task
from .carrier import RefAnswer, Source, gather, manifest_name
from .client import Client, shown
from .connections import is_local
from .oci_auth import RegistryLogin
from .oci_upload import upload_blob
from .urls import not_withdrawn

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
ARTIFACT = "application/vnd.kalette.snapshot.v1"
REFS = "application/vnd.kalette.snapshot.refs.v1"
_TYPES = {"packs": "pack", "files": "file", "snapshots": "about"}
_TITLE = "org.opencontainers.image.title"
_MANIFEST_LIMIT = 4 << 20
_TAGS_LIMIT = 4 << 20
_LISTED = 200
_SESSIONS = 3
_REFS_LIMIT = 16 << 20
_SAFE_TAG = re.compile(r"[A-Za-z0-9_.-]{1,100}\Z")


class Blob(NamedTuple):
    """Where a name's bytes are in the registry."""

    digest: str
    size: int


class RegistryCarrier:
    """``oci://REGISTRY/NAME``; knows the names of every snapshot that it has looked at."""

    def __init__(self, remote: str, task: Task) -> None:
        self.remote = remote
        self.task = task
        parts = urlsplit(remote)
        host = "registry-1.docker.io" if parts.netloc == "docker.io" else parts.netloc
        scheme = "http" if is_local(parts.hostname or "") else "https"
        repository = parts.path.strip("/")
        self._base = f"{scheme}://{host}/v2/{repository}"
        login = RegistryLogin(host, repository, task)
        self._client = Client(self._base, task, login.authorize, login.challenged)
        self._blobs: dict[str, Blob] = {}

    def close(self) -> None:
        self._client.close()

    def size(self, name: str) -> Optional[int]:
        blob = self._blobs.get(name)
        return blob.size if blob is not None else None

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        blob = self._blob(name)
        return self._client.stream(f"{self._base}/blobs/{blob.digest}", start, length)

    def read(self, name: str, limit: int) -> bytes:
        if name.startswith("snapshots/") and name.endswith(".json"):
            self._open(_tag_of(name[10:-5]))
        blob = self._blob(name)
        if blob.size > limit:
            raise Refused(f"A file of the remote is larger than {limit:,} bytes.", self.remote)
        return self._content(blob, limit)

    def names(self, folder: str) -> Iterator[str]:
        """Those of the snapshots that were tagged last, as the registry lists them."""
        tags = [tag for tag in self._tags() if tag.startswith("s-")]
        for tag in tags[-_LISTED:]:
            try:
                self._open(tag)
            except (Missing, Damaged):  # somebody else's, or removed meanwhile
                continue
        prefix = f"{folder}/"
        return (name[len(prefix) :] for name in self._blobs if name.startswith(prefix))

    def put(self, name: str, source: Source) -> bool:
        blob = Blob(digests.text(source.digest()), source.size)
        self._blobs[name] = blob
        if self._has(blob):
            return False
        for attempt in range(_SESSIONS):
            try:
                upload_blob(self._client, f"{self._base}/blobs/uploads/", source, self.task)
                break
            except SnapshotError as error:
                again = error.code in ("network", "missing") and attempt + 1 < _SESSIONS
                # The last answer of a session may get lost when everything has arrived.
                if self._has(blob):
                    break
                if not again:
                    raise
        return True

    def _has(self, blob: Blob) -> bool:
        url = f"{self._base}/blobs/{blob.digest}"
        with self._client.send("HEAD", url, expected=(200, 404)) as answer:
            return answer.status == 200 and answer.length in (None, blob.size)

    def remove(self, name: str) -> None:
        raise not_withdrawn(self.remote)

    def commit(self, snapshot: str, manifest: bytes, needs: Sequence[str]) -> None:
        self.put(manifest_name(snapshot), Source(manifest))
        layers = [self._descriptor(name) for name in needs]
        config = {
            "mediaType": f"{ARTIFACT}+json",
            "digest": snapshot,
            "size": len(manifest),
        }
        self._put_manifest(_tag_of(snapshot[7:]), ARTIFACT, config, layers)

    def refs(self, bucket: str, tag: str = "") -> Optional[RefAnswer]:
        try:
            value, digest = self._manifest(_refs_tag(bucket))
        except Missing:
            return None
        if digest == tag:
            return RefAnswer(None, tag)
        return RefAnswer(self._content(_blob_of(value["config"]), _REFS_LIMIT), digest)

    def put_refs(self, bucket: str, data: bytes, tag: str) -> bool:
        # A registry knows no conditions: this look, and the caller's afterwards, have to do.
        before = self.refs(bucket, tag)
        if (before.tag if before is not None else "") != tag:
            return False
        self.put("refs", Source(data))
        blob = self._blobs.pop("refs")
        config = {"mediaType": f"{REFS}+json", "digest": blob.digest, "size": blob.size}
        layer = {**config, "annotations": {_TITLE: f"refs/{bucket}.json"}}
        self._put_manifest(_refs_tag(bucket), REFS, config, [layer])
        return True

    def _blob(self, name: str) -> Blob:
        blob = self._blobs.get(name)
        if blob is None:
            raise Missing("The remote has no such file.", f"{self.remote}/{name}")
        return blob

    def _content(self, blob: Blob, limit: int) -> bytes:
        url = f"{self._base}/blobs/{blob.digest}"
        data = gather(self._client.stream(url, 0, blob.size), limit, shown(url))
        if digests.text(digests.digest(data)) != blob.digest:
            raise Spoilt("The registry sent something else than it was asked for.", shown(url))
        return data

    def _open(self, tag: str) -> None:
        """Takes in the names of a snapshot."""
        value, _ = self._manifest(tag)
        found = {}
        try:
            for layer in value["layers"]:
                title = layer["annotations"][_TITLE]
                if isinstance(title, str) and title.partition("/")[0] in _TYPES:
                    found[title] = _blob_of(layer)
            found[f"snapshots/{tag[2:]}.json"] = _blob_of(value["config"])
        except (KeyError, TypeError, AttributeError):
            raise Spoilt("The artifact is no snapshot.", f"{self.remote}:{tag}") from None
        self._blobs.update(found)

    def _manifest(self, tag: str) -> tuple[dict[str, Any], str]:
        url = f"{self._base}/manifests/{tag}"
        data = self._client.fetch(url, _MANIFEST_LIMIT, {"Accept": MANIFEST})[1]
        try:
            value = json.loads(data)
            if isinstance(value, dict) and isinstance(value.get("config"), dict):
                return value, f"sha256:{hashlib.sha256(data).hexdigest()}"
        except (ValueError, RecursionError):
            pass
        raise Spoilt("The artifact is no snapshot.", f"{self.remote}:{tag}")

    def _put_manifest(
        self, tag: str, kind: str, config: dict[str, Any], layers: list[dict[str, Any]]
    ) -> None:
        value = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "artifactType": kind,
            "config": config,
            "layers": layers,
        }
        data = json.dumps(value, separators=(",", ":")).encode("utf-8")
        if len(data) > _MANIFEST_LIMIT:
            raise SnapshotError(
                "too-large",
                f"The snapshot lies in {len(layers):,} files, more than a registry takes.",
                self.remote,
                "Prune the store: that joins small packs.",
            )
        url, headers = f"{self._base}/manifests/{tag}", {"Content-Type": MANIFEST}
        with self._client.send("PUT", url, headers, data, expected=(200, 201, 202)):
            return

    def _descriptor(self, name: str) -> dict[str, Any]:
        blob = self._blob(name)
        kind = _TYPES[name.partition("/")[0]]
        return {
            "mediaType": f"application/vnd.kalette.snapshot.{kind}.v1",
            "digest": blob.digest,
            "size": blob.size,
            "annotations": {_TITLE: name},
        }

    def _tags(self) -> list[str]:
        url, found = f"{self._base}/tags/list?n=1000", []
        for _ in range(100):
            try:
                answer, data = self._client.fetch(url, _TAGS_LIMIT)
            except Missing:  # a repository that nothing was ever put into
                return []
            try:
                found += [tag for tag in json.loads(data)["tags"] or () if isinstance(tag, str)]
            except (ValueError, KeyError, TypeError, RecursionError):
                raise Spoilt("The registry's list of tags cannot be read.", shown(url)) from None
            link = re.match(r'\s*<([^>]*)>\s*;\s*rel="?next', answer.header("Link") or "")
            last = re.search(r"[?&](last=[^&#]*)", link[1]) if link else None
            if last is None:
                break
            url = f"{self._base}/tags/list?n=1000&{last[1]}"
        return found


def _blob_of(descriptor: Any) -> Blob:
    digest, size = descriptor["digest"], descriptor["size"]
    digests.parse(digest)
    if type(size) is not int or size < 0:
        raise Spoilt("The artifact is no snapshot.")
    return Blob(digest, size)


def _tag_of(hex_id: str) -> str:
    return f"s-{hex_id}"


def _refs_tag(bucket: str) -> str:
    """Not every bucket's name can be a tag."""
    if _SAFE_TAG.match(bucket):
        return f"refs-{bucket}"
    return f"refs--{hashlib.sha256(bucket.encode('utf-8')).hexdigest()}"
