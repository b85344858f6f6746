"""The manifests of a store, and the refs that keep snapshots alive."""

from __future__ import annotations

import contextlib
import os
import re
from typing import Iterator, NamedTuple, Optional

from ..errors import Damaged, Missing, SnapshotError
from ..format import digests
from ..format.manifest import MANIFEST_LIMIT, Manifest, Root, decode_manifest, snapshot_id
from ..format.refs import check_name, is_name, linked_id, parse_url
from .durable import sync_folder, write_atomic
from .layout import Layout

_KNOWN = 5000
_SHORT_ID = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})\Z")
_TOO_SHORT = re.compile(r"(?:sha256:)?[0-9a-f]{1,5}\Z")
_CHOICES = 10


class Ref(NamedTuple):
    """A name for a snapshot in a bucket."""

    bucket: str
    name: str
    id: str


class Manifests:
    """``snapshots/`` of a store: one canonical JSON file each, signature beside it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[str, Manifest] = {}

    def path(self, snapshot: str) -> str:
        return os.path.join(self._layout.snapshots, f"{digests.parse(snapshot).hex()}.json")

    def signature_path(self, snapshot: str) -> str:
        return self.path(snapshot)[:-5] + ".sig"

    def write(self, data: bytes, signature: Optional[bytes], durable: bool = True) -> str:
        """Stores a manifest, durably by default, and returns its id. Its objects come before."""
        identifier = snapshot_id(data)
        if signature is not None:
            # First and not synced by itself: a manifest without it is still a whole snapshot.
            path, scratch = self.signature_path(identifier), self._layout.tmp
            write_atomic(path, signature, scratch, durable=False)
        write_atomic(self.path(identifier), data, self._layout.tmp, durable)
        return identifier

    def read_bytes(self, snapshot: str) -> bytes:
        path = self.path(snapshot)
        try:
            with open(path, "rb") as file:
                data = file.read(MANIFEST_LIMIT + 1)
        except FileNotFoundError:
            raise Missing(
                "The store has no such snapshot.",
                snapshot,
                "It was removed or pruned, or is one of another workspace: see which ones are here "
                "in the list of snapshots, or ask for a link of it where it was published.",
            ) from None
        if snapshot_id(data) != digests.text(digests.parse(snapshot)):
            raise Damaged("The manifest of a snapshot has changed.", path)
        return data

    def read(self, snapshot: str) -> Manifest:
        known = self._known.get(snapshot)
        if known is not None and os.path.exists(self.path(snapshot)):
            return known
        manifest = decode_manifest(self.read_bytes(snapshot), snapshot)
        if len(self._known) < _KNOWN:
            self._known[snapshot] = manifest
        return manifest

    def read_signature(self, snapshot: str) -> Optional[bytes]:
        with (
            contextlib.suppress(FileNotFoundError),
            open(self.signature_path(snapshot), "rb") as file,
        ):
            return file.read(65536)
        return None

    def ids(self) -> list[str]:
        names = os.listdir(self._layout.snapshots)
        return sorted(f"sha256:{name[:-5]}" for name in names if _is_manifest(name))

    def with_root(self, tree: str, meta: str) -> Optional[tuple[str, Root]]:
        """A root with these two objects and the newest snapshot that has it, if there is one."""
        found: Optional[tuple[str, str, Root]] = None
        for identifier in self.ids():
            try:
                manifest = self.read(identifier)
            except SnapshotError:  # pruned meanwhile, or damaged: then it vouches for nothing
                continue
            for root in manifest.roots:
                newer = found is None or manifest.time > found[0]
                if (root.tree, root.meta) == (tree, meta) and newer:
                    found = (manifest.time, identifier, root)
        return found[1:] if found is not None else None

    def remove(self, snapshot: str) -> None:
        for path in (self.path(snapshot), self.signature_path(snapshot)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)

    def age(self, snapshot: str, now: float) -> float:
        """Seconds since the manifest was written here."""
        return now - os.stat(self.path(snapshot)).st_mtime


def _is_manifest(name: str) -> bool:
    return len(name) == 69 and name.endswith(".json") and bool(_SHORT_ID.match(name[:64]))


class Refs:
    """``refs/BUCKET/NAME`` with one id each; what they were before is in ``reflogs/``."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def set(self, bucket: str, name: str, snapshot: str, time: str, durable: bool = True) -> None:
        """Points a name at a snapshot at once, and durably by default."""
        check_name(bucket, "bucket")
        check_name(name, "ref")
        before = self.get(bucket, name)
        folder = os.path.join(self._layout.refs, bucket)
        for place in (folder, os.path.join(self._layout.reflogs, bucket)):
            if os.path.islink(place):
                raise Damaged("A folder of the store is a link.", place)
        if not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            sync_folder(self._layout.refs)
        data = f"{snapshot}\n".encode("ascii")
        # What fails now has pointed the name at nothing new.
        self._log(bucket, name, before, snapshot, time)
        write_atomic(os.path.join(folder, name), data, self._layout.tmp, durable)

    def get(self, bucket: str, name: str) -> Optional[str]:
        path = os.path.join(self._layout.refs, bucket, name)
        try:
            with open(path, encoding="ascii") as file:
                return digests.text(digests.parse(file.read(200).strip(), path))
        except FileNotFoundError:
            return None
        except (UnicodeDecodeError, SnapshotError):
            hint = "Give the snapshot a name again, and remove this file."
            raise Damaged("A ref names no snapshot.", path, hint) from None
        except IsADirectoryError:
            return None

    def remove(self, bucket: str, name: str, time: str) -> bool:
        check_name(bucket, "bucket")
        check_name(name, "ref")
        before = self.get(bucket, name)
        if before is None:
            return False
        os.unlink(os.path.join(self._layout.refs, bucket, name))
        self._log(bucket, name, before, None, time)
        return True

    def all(self, bucket: Optional[str] = None, strict: bool = False) -> Iterator[Ref]:
        """Every ref, by bucket and name. Those that cannot be read are left out, or when
        ``strict`` raise Damaged; what other programs have put beside them is no ref."""
        if bucket is not None:
            check_name(bucket, "bucket")
        buckets = [bucket] if bucket is not None else sorted(os.listdir(self._layout.refs))
        for place in buckets:
            folder = os.path.join(self._layout.refs, place)
            names = sorted(os.listdir(folder)) if is_name(place) and os.path.isdir(folder) else []
            for name in names:
                try:
                    found = self.get(place, name) if is_name(name) else None
                except SnapshotError:
                    if strict:
                        raise
                    continue
                if found is not None:
                    yield Ref(place, name, found)

    def _log(
        self, bucket: str, name: str, before: Optional[str], after: Optional[str], time: str
    ) -> None:
        folder = os.path.join(self._layout.reflogs, bucket)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "a", encoding="ascii") as file:
            file.write(f"{time} {before or '-'} {after or '-'}\n")


def resolve(wanted: str, manifests: Manifests, refs: Refs) -> str:
    """The full id of a snapshot given as an id, a unique beginning of one, BUCKET/NAME, a NAME
    in any bucket, a ``snap:`` URL or a link to where it was fetched from."""
    url = parse_url(wanted)
    if url is not None:
        return url.id
    if wanted.startswith("snap+") and (found_id := linked_id(wanted)):
        return found_id
    short = _SHORT_ID.match(wanted)
    if short is not None:
        if len(short[1]) == 64:
            return f"sha256:{short[1]}"
        found = {item for item in manifests.ids() if item[7:].startswith(short[1])}
    else:
        found = set()
    if not found:
        bucket, slash, name = wanted.rpartition("/")
        place = bucket if slash else None
        # What cannot be a name is none.
        if is_name(name) and (place is None or is_name(place)):
            found = {ref.id for ref in refs.all(place) if ref.name == name}
    if len(found) == 1:
        return found.pop()
    raise _several(wanted, found, manifests) if found else _none(wanted)


def _several(wanted: str, found: set[str], manifests: Manifests) -> SnapshotError:
    """Lists them as they can be told apart."""
    digits = next(
        n for n in range(12, 65) if len({item[7 : 7 + n] for item in found}) == len(found)
    )
    lines = []
    for item in found:
        try:
            manifest = manifests.read(item)
        except SnapshotError:  # pruned meanwhile
            continue
        what = f" {manifest.title}" if manifest.title else ""
        lines.append((manifest.time, f"{item[7 : 7 + digits]} {manifest.time}{what}"))
    shown = [line for _, line in sorted(lines, reverse=True)]
    more = [f"and {len(shown) - _CHOICES} more"] if len(shown) > _CHOICES else []
    return SnapshotError(
        "ambiguous",
        f"“{wanted[:200]}” stands for {len(found)} snapshots.",
        "",
        "\n  ".join(["Name one of them by its id:", *shown[:_CHOICES], *more]),
    )


def _none(wanted: str) -> SnapshotError:
    how = "a snapshot is named by an id, 6 digits of it or more, by a name, or by its link"
    hint = f"See kalette snapshot list; {how}."
    if "://" in wanted:
        forms = "snap:BUCKET/NAME@sha256:… here, or snap+https://…#sha256:… elsewhere"
        return SnapshotError(
            "bad-url",
            f"“{wanted[:200]}” is no link to a snapshot.",
            "",
            f"Links are {forms}. {hint}",
        )
    if not wanted.strip():
        return SnapshotError("bad-name", "No snapshot is named.", "", hint)
    if _TOO_SHORT.match(wanted):
        return Missing(f"“{wanted}” is too short for an id, and no name either.", "", hint)
    return Missing(f"There is no snapshot “{wanted[:200]}” here.", "", hint)
