"""Manifests: what a snapshot is, besides the bytes of its files."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Optional

from ..errors import Damaged, SnapshotError
from . import digests
from .canonical import canonical, parse_canonical
from .chunks import CHUNKER

FORMAT = "kalette-snapshot"
VERSION = 1
MANIFEST_LIMIT = 16 << 20
LISTED = 1000

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
_CONSISTENCY = ("stable", "frozen", "torn")


@dataclass(frozen=True)
class Root:
    """One captured folder: its content id, its meta object, its regular files and their bytes."""

    name: str
    tree: str
    meta: str
    files: int
    bytes: int


@dataclass(frozen=True)
class Skipped:
    """A path that is not in the snapshot, and why."""

    path: str
    why: str


@dataclass(frozen=True)
class Manifest:
    """Everything that a snapshot's id covers. Paths are text as ``names.path_text`` writes it.

    ``withheld`` are suspected secrets, ``external`` folders of other file systems and what the
    caller declared, ``torn`` files that changed while they were read. A list is cut at 1,000;
    ``omitted`` then counts the rest.
    """

    roots: tuple[Root, ...]
    time: str
    bucket: str = "snapshots"
    title: str = ""
    message: str = ""
    parent: Optional[str] = None
    state: Optional[str] = None
    notebook: Optional[str] = None
    step: Optional[str] = None
    when: Optional[str] = None
    run: Optional[str] = None
    consistency: str = "stable"
    skipped: tuple[Skipped, ...] = ()
    torn: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    omitted: dict[str, int] = field(default_factory=dict)
    environment: dict[str, Any] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)

    def root(self, name: Optional[str] = None) -> Root:
        """The root of that name, or the only one."""
        for root in self.roots:
            if root.name == name or (name is None and len(self.roots) == 1):
                return root
        known = ", ".join(root.name for root in self.roots)
        raise SnapshotError("missing", f"There is no root “{name or ''}”.", "", f"It has: {known}.")

    def encode(self) -> bytes:
        head = {"format": FORMAT, "version": VERSION, "hash": "sha256", "chunker": CHUNKER}
        return canonical({**head, **asdict(self)})


def snapshot_id(manifest: bytes) -> str:
    """The id of a snapshot: the digest of its manifest, in text."""
    return digests.text(digests.digest(manifest))


def decode_manifest(data: bytes, where: str) -> Manifest:
    """Reads a manifest of any origin; Damaged if it does not follow the format."""
    if len(data) > MANIFEST_LIMIT:
        raise Damaged("The manifest is larger than any manifest may be.", where)
    value = parse_canonical(data, where)
    if not isinstance(value, dict) or value.pop("format", None) != FORMAT:
        raise Damaged("This is no manifest of a snapshot.", where)
    version = value.pop("version", None)
    if version != VERSION or value.pop("hash", None) != "sha256":
        raise SnapshotError(
            "newer-format",
            f"The snapshot has version {str(version)[:20]} of the format, this program knows 1.",
            where,
            "Open it with a newer version of Kalette.",
        )
    if value.pop("chunker", None) != CHUNKER:
        raise SnapshotError(
            "newer-format", "The snapshot's files are cut in an unknown way.", where
        )
    if set(value) != {item.name for item in fields(Manifest)}:
        raise Damaged("The manifest has other fields than the format names.", where)
    try:
        return _checked(value)
    except (TypeError, KeyError, AttributeError, ValueError, SnapshotError) as error:
        raise Damaged(f"The manifest does not follow the format: {error}", where) from error


def _checked(value: dict[str, Any]) -> Manifest:
    value["roots"] = tuple(Root(**root) for root in value["roots"])
    value["skipped"] = tuple(Skipped(**item) for item in value["skipped"])
    for name in ("torn", "withheld", "external"):
        value[name] = tuple(value[name])
    manifest = Manifest(**value)
    _check(all(_is_root(root) for root in manifest.roots), "roots")
    _check(len({root.name for root in manifest.roots}) == len(manifest.roots) > 0, "root names")
    paths = (*manifest.torn, *manifest.withheld, *manifest.external)
    reasons = [part for item in manifest.skipped for part in (item.path, item.why)]
    texts = (manifest.title, manifest.message, manifest.bucket, *paths, *reasons)
    _check(all(isinstance(text, str) for text in texts), "text")
    optional = (manifest.notebook, manifest.step, manifest.when, manifest.run)
    _check(all(text is None or isinstance(text, str) for text in optional), "origin")
    _check(manifest.when in (None, "before", "after"), "when")
    _check(bool(_TIME.match(manifest.time)), "time")
    _check(manifest.consistency in _CONSISTENCY, "consistency")
    _check(all(isinstance(count, int) for count in manifest.omitted.values()), "omitted")
    _check(all(isinstance(tool, str) for tool in manifest.tools.values()), "tools")
    _check(isinstance(manifest.environment, dict), "environment")
    for reference in (manifest.parent, manifest.state):
        if reference is not None:
            digests.parse(reference)
    return manifest


def _is_root(root: Root) -> bool:
    digests.parse(root.tree)
    digests.parse(root.meta)
    return isinstance(root.name, str) and all(
        type(count) is int and count >= 0 for count in (root.files, root.bytes)
    )


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"wrong {what}")
