"""What this store has seen of the buckets of remotes: ``remotes/``, on this machine only."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from typing import Mapping

from ..errors import Damaged, Refused
from ..store.durable import write_atomic
from ..store.layout import Layout
from ..trust.signatures import Signature
from .bucket_refs import BucketRefs


@dataclass(frozen=True)
class Seen:
    """The last list of a bucket: its counter, who signed it, and its tag for the next look."""

    remote: str
    bucket: str
    counter: int = 0
    digest: str = ""
    key: str = ""
    tag: str = ""
    subscribed: bool = False
    refs: Mapping[str, str] = field(default_factory=dict)


class SeenBuckets:
    """One small file for each bucket. Who replaces a list has to hold nothing: the higher
    counter is always taken over from the remote again."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def get(self, remote: str, bucket: str) -> Seen:
        try:
            return _read(self._path(remote, bucket))
        except FileNotFoundError:
            return Seen(remote, bucket)

    def set(self, seen: Seen) -> None:
        os.makedirs(self._layout.remotes, exist_ok=True)
        data = json.dumps(asdict(seen)).encode("utf-8")
        write_atomic(self._path(seen.remote, seen.bucket), data, self._layout.tmp)

    def subscribed(self) -> list[Seen]:
        """All subscriptions, by remote and bucket."""
        try:
            names = os.listdir(self._layout.remotes)
        except FileNotFoundError:
            return []
        found = []
        for name in names:
            if name.endswith(".json"):
                path = os.path.join(self._layout.remotes, name)
                found.append(_read(path))
        return sorted(
            (item for item in found if item.subscribed), key=lambda item: (item.remote, item.bucket)
        )

    def _path(self, remote: str, bucket: str) -> str:
        name = hashlib.sha256(f"{remote}\n{bucket}".encode()).hexdigest()[:32]
        return os.path.join(self._layout.remotes, f"{name}.json")


def _read(path: str) -> Seen:
    try:
        with open(path, encoding="utf-8") as file:
            return Seen(**json.load(file))
    except (ValueError, TypeError) as error:
        raise Damaged(
            "What was seen of a remote cannot be read.",
            path,
            "Remove the file and subscribe again.",
        ) from error


def advance(seen: Seen, refs: BucketRefs, signature: Signature, tag: str) -> Seen:
    """What is seen now; Refused if the list is older than the last, or of another's key."""
    digest = hashlib.sha256(refs.encode()).hexdigest()
    if refs.counter < seen.counter or (refs.counter == seen.counter and digest != seen.digest):
        raise Refused(
            "The remote shows an older list of names than it did before.",
            f"{seen.remote} {seen.bucket}",
            "Somebody may be hiding newer snapshots: ask whoever runs the remote.",
        )
    if seen.key and signature.key != seen.key and not signature.is_trusted:
        raise Refused(
            "The list of names is signed by another key than before.",
            f"{seen.remote} {seen.bucket}",
            f"If {signature.key} is right, trust it, or unsubscribe and subscribe again.",
        )
    return replace(
        seen,
        counter=refs.counter,
        digest=digest,
        key=signature.key or "",
        tag=tag,
        refs=dict(refs.refs),
    )
