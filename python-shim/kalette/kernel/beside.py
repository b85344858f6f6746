"""What of a snapshot only steps beside have, taken from what those left.

The same rule as ``from-beside.ts`` has for notebooks that are opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

Record = Mapping[str, Any]
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Behind:
    """What stood behind a step of a run: the id of its snapshot, and what that says.

    ``place`` is where the last cell of the step stands in the notebook.
    """

    snapshot: str
    step: Optional[str]
    place: Optional[int]
    record: Record


def with_beside(own: Behind, others: Sequence[Behind]) -> dict[str, Any]:
    """The record with what steps beside have that stand above in the notebook.

    ``others`` are what stood behind steps of the same run that ended well. Each entry names its
    ``snapshot``, and with ``beside`` the step that it was taken from.
    """
    record, above = own.record, _above(own, others)
    taken = []
    for item in record["missing"]:
        holder = _holder(item, above)
        if holder is not None:
            entry = _entry(holder, item["name"])
            taken.append({**(entry or {}), "snapshot": holder.snapshot, "beside": holder.step})
    names = {entry["name"] for entry in taken}
    variables = [{**entry, "snapshot": own.snapshot} for entry in record["variables"]] + taken
    used = {entry["snapshot"] for entry in taken}
    versions: dict[str, Any] = {}
    for one in above:
        versions.update(one.record["versions"] if one.snapshot in used else {})
    return {
        **record,
        "versions": {**versions, **record["versions"]},
        "variables": variables,
        "aside": _aside(own, variables, above),
        "missing": [item for item in record["missing"] if item["name"] not in names],
    }


def _above(own: Behind, others: Sequence[Behind]) -> list[Behind]:
    """From the first on; what was saved with other versions would not be read with these."""
    end = own.place
    found = [
        (other.place, at, other)
        for at, other in enumerate(others)
        if end is not None and other.place is not None and other.place < end
    ]
    return [other for *_, other in sorted(found) if _fits(own.record, other.record)]


def _fits(one: Record, other: Record) -> bool:
    versions = one["versions"]
    return one["python"] == other["python"] and all(
        versions.get(name, version) == version for name, version in other["versions"].items()
    )


def _holder(item: Mapping[str, Any], above: Sequence[Behind]) -> Optional[Behind]:
    """The last step above that has what another one made.

    Steps between that do not wait for the maker say so. Of two that have it apart from one another
    either may have changed it.
    """
    name, step = item["name"], item.get("step")
    if not isinstance(step, str) or item.get("outdated"):
        return None
    places = [at for at, one in enumerate(above) if one.step == step]
    made = _entry(above[places[0]], name) if places else None
    if made is None:
        return None
    maker, *later = above[places[0] :]
    others = [one for one in later if not _is_left_to(step, name, one)]
    holder = others[-1] if others else maker
    last = _entry(holder, name)
    if last is None:
        return None
    same = (made["digest"], last["digest"])
    entries = [_entry(one, name) for one in others]
    is_one = all(entry is not None and entry["digest"] in same for entry in entries)
    return holder if is_one else None


def _is_left_to(maker: str, name: str, behind: Behind) -> bool:
    return any(
        item["name"] == name and item.get("step") == maker and not item.get("outdated")
        for item in behind.record["missing"]
    )


def _entry(behind: Behind, name: str) -> Optional[Entry]:
    return next((entry for entry in behind.record["variables"] if entry["name"] == name), None)


def _aside(
    own: Behind, variables: Sequence[Entry], above: Sequence[Behind]
) -> list[dict[str, Any]]:
    """What files name that came along, where the name means something else here."""
    there = {_key(entry) for entry in variables}
    aside = [{**entry, "snapshot": own.snapshot} for entry in own.record["aside"]]
    there.update(map(_key, aside))
    records = {one.snapshot: one.record for one in above}
    left: list[Entry] = [entry for entry in variables if "beside" in entry]
    while left:
        one = left.pop()
        record, referents = records[one["snapshot"]], one.get("referents")
        for other in (*record["variables"], *record["aside"]):
            is_meant = isinstance(referents, dict) and (
                referents.get(other["name"]) == other["digest"]
            )
            if is_meant and _key(other) not in there:
                there.add(_key(other))
                aside.append({**other, "snapshot": one["snapshot"]})
                left.append(aside[-1])
    return aside


def _key(entry: Entry) -> tuple[str, str]:
    return entry["digest"], entry["name"]
