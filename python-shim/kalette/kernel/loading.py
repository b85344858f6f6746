"""The variables of a snapshot as a mapping, each read when it is asked for."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from ..runtime.resume import CheckedReader, known_reason, parameters_of, reason_of, refusal
from ..runtime.variables import UNBOUND, VariableLoader
from ..runtime.variables.classes import apart, has_same_definition
from ..snapshots import KeptState, Snapshot, SnapshotError, Store
from ..snapshots.trust.signatures import BAD
from .beside import Behind, with_beside
from .naming import run_meant
from .taking import state_file
from .workspace import find_workspace

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")


class NotLoadedError(KeyError):
    """A variable that is not there, or cannot be read here; the text says why."""

    def __str__(self) -> str:
        return str(self.args[0])


class Variables(Mapping[str, Any]):
    """Variables by name. Reading one brings it into memory; arrays are mapped from their files,
    and what shared objects goes on sharing them. Parameters of the run are among them.
    ``missing`` has those that cannot be had, with the reasons and the cells that make them, counted
    from 1; ``url`` names the snapshot.

    ``others`` are snapshots behind steps of the same run, looked at where they are needed: what
    only steps beside have that stand above in the notebook is taken from there."""

    def __init__(
        self,
        store: Store,
        snapshot: Snapshot,
        trusted: bool,
        names: Optional[Iterable[str]] = None,
        others: Iterable[Snapshot] = (),
    ) -> None:
        self.url = snapshot.url
        self._store = store
        self._states: dict[str, Optional[KeptState]] = {}
        self._scratch = tempfile.TemporaryDirectory(prefix="kalette-load-")
        own = self._behind(snapshot)
        is_whole = all("step" not in item for item in own.record["missing"])
        behind = [] if is_whole else [self._behind(one) for one in others]
        record = with_beside(own, behind)
        request = {**record, "trusted": trusted}
        self.missing: dict[str, str] = {
            item["name"]: f"{item['reason']}{_needed(item)}" for item in record["missing"]
        }
        self._entries: dict[str, Mapping[str, Any]] = {}
        for entry in record["variables"]:
            why = refusal(entry, request)
            if why is not None:
                self.missing[entry["name"]] = why
            elif not entry.get("unbound"):
                self._entries[entry["name"]] = entry
        kept = {entry["name"] for entry in record["variables"]} | self.missing.keys()
        self._parameters = {
            name: value for name, value in parameters_of(record).items() if name not in kept
        }
        self._places: Mapping[str, int] = record["places"]
        self._choose(names)
        reader = CheckedReader(request, self._class)
        self._reading: set[str] = set()
        # All of them: a chosen one may name what is in the file of another.
        self._all = {entry["name"]: entry for entry in record["variables"]}
        self._loader = VariableLoader(
            self._all,
            lambda entry, find: reader({**entry, "path": self._path(entry)}, find),
            record["aside"],
        )

    def __getitem__(self, name: str) -> Any:
        if name in self._entries:
            try:
                with apart():
                    value = self._loader.read(name)
            except Exception as error:
                # What is known needs no look into our own lines.
                cause = None if known_reason(error, self._places) else error
                why = reason_of(error, self._places)
                raise NotLoadedError(f"`{name}` cannot be read: {why}.") from cause
            if value is not UNBOUND:
                return value
        if name in self._parameters:
            return self._parameters[name]
        raise NotLoadedError(self._why_not(name))

    def __iter__(self) -> Iterator[str]:
        yield from self._entries
        yield from self._parameters

    def __len__(self) -> int:
        return len(self._entries) + len(self._parameters)

    def __repr__(self) -> str:
        parts = [f"{name}: {entry.get('type')}" for name, entry in self._entries.items()]
        parts += [f"{name}: {type(value).__name__}" for name, value in self._parameters.items()]
        parts += [f"{name}: not here, {why}" for name, why in self.missing.items()]
        return f"<variables of {self.url}\n  " + "\n  ".join(parts or ["none"]) + ">"

    def _class(self, name: str) -> Optional[type]:
        """A class of the notebook as the snapshot has it, where steps changed what the cell that
        defines it here has made; none while it is read itself."""
        own = vars(sys.modules["__main__"]).get(name)
        if not isinstance(own, type) or name not in self._all or name in self._reading:
            return None
        self._reading.add(name)
        try:
            found = self._loader.read(name)
        finally:
            self._reading.remove(name)
        is_same = isinstance(found, type) and has_same_definition(own, found)
        return found if is_same else None

    def _choose(self, names: Optional[Iterable[str]]) -> None:
        if names is None:
            return
        wanted = [names] if isinstance(names, str) else list(names)
        there = set(self)
        lacking = [name for name in wanted if name not in there]
        if lacking:
            raise NotLoadedError(" ".join(self._why_not(name) for name in lacking))
        self._entries = {name: self._entries[name] for name in wanted if name in self._entries}
        self._parameters = {
            name: self._parameters[name] for name in wanted if name in self._parameters
        }

    def _behind(self, snapshot: Snapshot) -> Behind:
        self._states[snapshot.id] = state = self._store.state(snapshot.id)
        manifest = snapshot.manifest
        return Behind(snapshot.id, manifest.step, _place(snapshot), _record(state))

    def _why_not(self, name: str) -> str:
        if name in self.missing:
            return f"`{name}` is not loaded: {self.missing[name]}."
        there = ", ".join(self) or "none"
        return f"The snapshot has no variable `{name}`. It has: {there}."

    def _path(self, entry: Mapping[str, Any]) -> str:
        name = state_file(entry)
        snapshot = entry["snapshot"]
        state = self._states[snapshot]
        kept = state.files.get(name) if state is not None else None
        if kept is None:
            raise FileNotFoundError(name)
        if kept.path is not None:
            return kept.path
        target = os.path.join(self._scratch.name, name)
        if not os.path.exists(target):
            self._store.export_state(snapshot, name, target)
        return target


def load(source: str, step: Optional[str], names: Optional[Iterable[str]]) -> Variables:
    """See :func:`kalette.load`."""
    if not isinstance(source, str) or not source:
        raise TypeError(
            f"kalette.load() needs the name of a run or the URL of a snapshot, not {source!r}."
        )
    workspace = find_workspace()
    # What is fetched is kept here.
    store = workspace.open() if source.startswith("snap+") else workspace.existing()
    snapshot = _find(store, workspace.root, source, step)
    trusted = store.signature(snapshot.id).is_trusted
    return Variables(store, snapshot, trusted, names, _others(store, snapshot))


def _others(store: Store, snapshot: Snapshot) -> Iterator[Snapshot]:
    """What the same person's snapshots say stood behind the steps of its run that ended well."""
    manifest, signature = snapshot.manifest, store.signature(snapshot.id)
    if manifest.run is None or manifest.when != "after" or signature.trust == BAD:
        return
    seen = set()
    for item in store.list(run=manifest.run):
        step, when = item.manifest.step, item.manifest.when
        if when == "after" and step not in seen and store.signature(item.id) == signature:
            seen.add(step)
            if item.manifest.environment.get("partial") is not True:
                yield item


def _find(store: Store, root: str, source: str, step: Optional[str]) -> Snapshot:
    if source.startswith("snap+"):
        found = store.show(store.fetch(source).id)
    elif source.startswith("snap:") or re.match(r"(sha256:)?[0-9a-f]{8,64}\Z", source):
        found = store.show(re.split(r"[?#]", source)[0])
    else:
        return _of_run(run_meant(store, root, source), step)
    manifest = found.manifest
    if step is None or manifest.step == step:
        return found
    if manifest.run is None:
        raise SnapshotError("no-step", f"The snapshot is not of a run, so it has no step {step}.")
    return _of_run(store.list(run=manifest.run), step)


def _of_run(snapshots: Sequence[Snapshot], step: Optional[str]) -> Snapshot:
    """What the step left, the newest time it ran; without a step, what the last one in the notebook
    left."""
    ended: dict[Optional[str], Snapshot] = {}
    for item in snapshots:
        if item.manifest.when == "after":
            ended.setdefault(item.manifest.step, item)
    if not ended:
        raise SnapshotError("no-step", "No step of the run has ended, so it has no variables.")
    if step is None:
        return max(ended.values(), key=_order)
    if step in ended:
        return ended[step]
    known = ", ".join(map(str, reversed(ended)))
    raise SnapshotError("no-step", f"The run has no step {step} that ended. It has: {known}.")


def _place(snapshot: Snapshot) -> Optional[int]:
    place = snapshot.manifest.environment.get("place")
    return place if type(place) is int else None


def _order(snapshot: Snapshot) -> int:
    place = _place(snapshot)
    return -1 if place is None else place


def _record(state: Optional[KeptState]) -> dict[str, Any]:
    """The record of a state, as far as it is one: whoever made the snapshot wrote it."""
    record = state.record if state is not None else None
    if not isinstance(record, dict) or record.get("version") != 1:
        record = {}
    versions, places = record.get("versions"), record.get("places")
    return {
        "python": str(record.get("python")),
        "versions": versions if isinstance(versions, dict) else {},
        "places": {
            name: place
            for name, place in (places if isinstance(places, dict) else {}).items()
            if type(place) is int
        },
        "variables": [item for item in _objects(record.get("variables")) if _is_entry(item)],
        "aside": [item for item in _objects(record.get("aside")) if _is_entry(item)],
        "parameters": [item for item in _objects(record.get("parameters")) if _is_parameter(item)],
        "missing": [
            item
            for item in _objects(record.get("missing"))
            if isinstance(item.get("name"), str) and "reason" in item
        ],
    }


def _needed(item: Mapping[str, Any]) -> str:
    """The cells to run one after the other, as ``kalette snapshot show`` says it."""
    places = [one.get("index") for one in (item, *_objects(item.get("next")))]
    cells = ", ".join(str(place + 1) for place in places if type(place) is int)
    several = "s" if "," in cells else ""
    return f"; needs cell{several} {cells}" if cells else ""


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is_parameter(item: Mapping[str, Any]) -> bool:
    texts = all(isinstance(item.get(key), str) for key in ("name", "type", "value"))
    return texts and isinstance(item.get("source", ""), str)


def _is_entry(item: Mapping[str, Any]) -> bool:
    texts = all(isinstance(item.get(key), str) for key in ("name", "file", "digest", "format"))
    return texts and item.get("tier") in ("safe", "trusted") and bool(_DIGEST.match(item["digest"]))
