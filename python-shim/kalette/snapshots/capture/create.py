"""Making a snapshot: capture, make durable, name, acknowledge — in this order."""

from __future__ import annotations

import contextlib
import platform
from dataclasses import dataclass, field, replace
from typing import Any, Mapping, Optional, Sequence

from ..errors import SnapshotError, system_errors
from ..format import digests
from ..format.manifest import LISTED, Manifest, Root, Skipped, snapshot_id
from ..format.refs import check_name, make_url
from ..progress import Task
from ..store.opened import OpenStore
from ..trust.keys import KeyRing
from ..trust.signatures import sign_manifest
from .capture import Captured, CaptureOptions, IndexCache, RootCapture
from .clones import CloneProbe
from .state import StateKeeper, StateSource


@dataclass(frozen=True)
class Description:
    """What the caller says about a snapshot. ``name`` is that of its ref in the ``bucket``;
    left out, one is made of time and id."""

    bucket: str = "snapshots"
    name: Optional[str] = None
    title: str = ""
    message: str = ""
    parent: Optional[str] = None
    notebook: Optional[str] = None
    step: Optional[str] = None
    when: Optional[str] = None
    run: Optional[str] = None
    environment: Mapping[str, Any] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Created:
    """A snapshot that is durable. ``changed`` compares with the last one of the same roots;
    ``added_bytes`` and ``added_objects`` are what the store grew by."""

    id: str
    url: str
    bucket: str
    name: str
    manifest: Manifest
    changed: bool
    added_bytes: int
    added_objects: int
    signed: bool


@dataclass(frozen=True)
class Gathered:
    """What folders hold, durable, and in no snapshot yet. The locks are held meanwhile."""

    captures: Mapping[str, RootCapture]
    results: Mapping[str, Captured]
    state: Optional[str]
    file_bytes: int
    added_bytes: int
    added_objects: int


class Creator:
    """Makes the snapshots of one open store."""

    def __init__(self, store: OpenStore, ring: KeyRing, version: str) -> None:
        self._store = store
        self._ring = ring
        self._version = version
        self._cache = IndexCache()
        self._clones = CloneProbe()

    def create(
        self,
        roots: Mapping[str, str],
        options: CaptureOptions,
        description: Description,
        state: Optional[StateSource],
        task: Task,
    ) -> Created:
        """Captures the folders ``roots`` by name. Raises SnapshotError; then nothing is kept."""
        check_name(description.bucket, "bucket")
        if description.name is not None:
            check_name(description.name, "ref")
        if not roots:
            raise SnapshotError("bad-request", "There is no folder to capture.")
        captures = {name: self.root(path, options) for name, path in sorted(roots.items())}
        with contextlib.ExitStack() as stack, system_errors("making a snapshot"):
            for item in sorted(captures.values(), key=lambda item: item.lock_path):
                stack.enter_context(item.lock(task))
            stack.enter_context(self._store.no_prune(task))
            return self.create_locked(captures, description, state, task)

    def root(self, path: str, options: CaptureOptions) -> RootCapture:
        """A capture of one folder, for callers that hold its lock for longer."""
        return RootCapture(self._store, path, options, self._clones, self._cache)

    def create_locked(
        self,
        captures: Mapping[str, RootCapture],
        description: Description,
        state: Optional[StateSource],
        task: Task,
    ) -> Created:
        """As ``create``; the caller holds the locks of all captures and keeps prunes away."""
        return self.acknowledge(self.gather(captures, state, task), description)

    def gather(
        self, captures: Mapping[str, RootCapture], state: Optional[StateSource], task: Task
    ) -> Gathered:
        """The first half of ``create_locked``: all of it but the snapshot itself."""
        writer = self._store.writer()
        try:
            results = {name: item.run(writer, task) for name, item in captures.items()}
            files = writer.bytes
            kept = StateKeeper(self._store.layout, writer, self._clones, task).keep(state)
            task.begin("sync", None, writer.bytes)
            writer.finish()
            task.check()
        except BaseException:
            writer.abort()
            raise
        return Gathered(captures, results, kept, files, writer.bytes, writer.objects)

    def acknowledge(self, gathered: Gathered, description: Description) -> Created:
        """The second half: what was gathered is a snapshot when this returns."""
        captures = gathered.captures.values()
        parent = description.parent or next(iter(captures)).parent
        # Known only now, and afterwards to nobody: what the files took that were not there yet.
        noted = {"added": gathered.file_bytes, **description.environment}
        described = replace(description, environment=noted)
        manifest = self._manifest(gathered.results, described, gathered.state, parent)
        created = self.store_manifest(manifest, description.name)
        for item in captures:
            item.remember(created.id)
        return replace(
            created,
            changed=any(result.changed for result in gathered.results.values()),
            added_bytes=gathered.added_bytes,
            added_objects=gathered.added_objects,
        )

    def store_manifest(
        self, manifest: Manifest, name: Optional[str], durable: bool = True
    ) -> Created:
        """Signs and stores a manifest whose objects are durable, and gives it its ref."""
        data = manifest.encode()
        identifier = snapshot_id(data)
        signature = None
        with contextlib.suppress(SnapshotError):  # a pod may have no home: then unsigned
            signature = sign_manifest(data, self._ring)
        self._store.manifests.write(data, signature, durable)
        name = name or _default_name(manifest.time, identifier)
        try:
            self._store.refs.set(manifest.bucket, name, identifier, manifest.time, durable)
        except BaseException:
            # Its manifest alone puts a snapshot into the list, and nobody is told of this one.
            # A name that is there all the same must not point at nothing.
            if self._store.refs.get(manifest.bucket, name) != identifier:
                self._store.manifests.remove(identifier)
            raise
        url = make_url(manifest.bucket, name, identifier)
        signed = signature is not None
        return Created(identifier, url, manifest.bucket, name, manifest, True, 0, 0, signed)

    def capture_only(self, capture: RootCapture, task: Task) -> Captured:
        """The live folder as objects, without a snapshot of it. The caller holds the locks."""
        writer = self._store.writer()
        try:
            result = capture.run(writer, task)
            writer.finish()
        except BaseException:
            writer.abort()
            raise
        capture.remember(None)
        return result

    def _manifest(
        self,
        results: Mapping[str, Captured],
        description: Description,
        state: Optional[str],
        parent: Optional[str],
    ) -> Manifest:
        roots = tuple(
            Root(name, digests.text(item.tree), digests.text(item.meta), item.files, item.size)
            for name, item in results.items()
        )
        lists: dict[str, Sequence[Any]] = {
            "skipped": [item for result in results.values() for item in result.skipped],
            "torn": [item for result in results.values() for item in result.torn],
            "withheld": [item for result in results.values() for item in result.withheld],
            "external": [item for result in results.values() for item in result.external],
        }
        stable = all(result.stable for result in results.values())
        return self.describe(
            roots, description, lists, state, parent, "stable" if stable else "torn"
        )

    def describe(
        self,
        roots: tuple[Root, ...],
        description: Description,
        lists: Mapping[str, Sequence[Any]],
        state: Optional[str],
        parent: Optional[str],
        consistency: str,
    ) -> Manifest:
        """A manifest of now, by this program."""
        skipped: tuple[Skipped, ...] = tuple(lists.get("skipped", ()))[:LISTED]
        tools = {
            "kalette": self._version,
            "python": platform.python_version(),
            "platform": platform.system().lower(),
        }
        return Manifest(
            roots=roots,
            time=self._store.now_text(),
            bucket=description.bucket,
            title=description.title,
            message=description.message,
            parent=parent,
            state=state,
            notebook=description.notebook,
            step=description.step,
            when=description.when,
            run=description.run,
            consistency=consistency,
            skipped=skipped,
            torn=tuple(lists.get("torn", ()))[:LISTED],
            withheld=tuple(lists.get("withheld", ()))[:LISTED],
            external=tuple(lists.get("external", ()))[:LISTED],
            omitted={
                name: len(items) - LISTED for name, items in lists.items() if len(items) > LISTED
            },
            environment=dict(description.environment),
            tools={**tools, **description.tools},
        )


def _default_name(time: str, identifier: str) -> str:
    compact = time.replace("-", "").replace(":", "").replace(".", "")
    return f"{compact}-{identifier[7:15]}"
