"""Which object lies where: the indexes of all packs, searched as one."""

from __future__ import annotations

import hashlib
import os
import re
import struct
from array import array
from bisect import bisect_left
from typing import Iterable, Iterator, Mapping, NamedTuple, Optional

from ..errors import Damaged
from .layout import Layout

RAW, ZLIB = 0, 1
RECORD_SIZE = 45
PACK_MAGIC = b"kalette-pack 1\n"
_PREFIXES = struct.Struct(">Q37x")
_FEW = 1 << 32
_BAD = re.compile(r"[0-9a-f]{64}-[0-9a-f]{64}\Z")


class Location(NamedTuple):
    """Where the bytes of an object are: the pack's name, then offset, length and codec in it."""

    pack: str
    offset: int
    length: int
    codec: int


def encode_index(records: Iterable[tuple[bytes, int, int, int]]) -> bytes:
    """The index of a pack from (digest, offset, length, codec) of each object, in any order."""
    return b"".join(
        digest + offset.to_bytes(6, "big") + length.to_bytes(6, "big") + bytes((codec,))
        for digest, offset, length, codec in sorted(records)
    )


def decode_record(data: bytes, number: int) -> tuple[bytes, int, int, int]:
    start = number * RECORD_SIZE
    record = data[start : start + RECORD_SIZE]
    offset, length = int.from_bytes(record[32:38], "big"), int.from_bytes(record[38:44], "big")
    return record[:32], offset, length, record[44]


def pack_name(index: bytes) -> str:
    return hashlib.sha256(index).hexdigest()


class _State(NamedTuple):
    """One look at the folder. Never changed: threads that search go on with the one they have."""

    seen: tuple[tuple[str, ...], tuple[str, ...]]
    packs: tuple[tuple[str, bytes], ...]
    prefixes: array[int]
    places: array[int]
    quarantined: frozenset[tuple[bytes, str]]
    lost: Mapping[str, frozenset[bytes]]
    damaged: tuple[str, ...]


class PackIndex:
    """All indexes of a store at one moment; ``refresh`` takes in what others have added.

    Safe to use from several threads.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        nothing = array("Q")
        self._state = _State(((), ()), (), nothing, nothing, frozenset(), {}, ())

    def refresh(self) -> bool:
        """Reads the folder anew; True when it has changed since the last time."""
        names = tuple(sorted(os.listdir(self._layout.packs)))
        bad = tuple(sorted(_listdir(self._layout.quarantine)))
        if self._state.seen == (names, bad) and not self.short:
            return False
        wanted = [name[:-4] for name in names if name.endswith(".idx")]
        known, short = dict(self._state.packs), set(self.short)
        loaded = [(name, known.get(name) or self._load(name)) for name in wanted]
        whole = tuple((name, data) for name, data in loaded if data is not None)
        # One that was short may have been written again.
        lost = {
            name: frozenset() if name in known and name not in short else self._lost(name, data)
            for name, data in whole
        }
        self._state = _State(
            (names, bad),
            whole,
            *_merged(whole),
            frozenset((bytes.fromhex(name[:64]), name[65:]) for name in bad if _BAD.match(name)),
            lost,
            tuple(name for name, data in loaded if data is None),
        )
        return True

    @property
    def packs(self) -> list[str]:
        return [name for name, _ in self._state.packs]

    @property
    def damaged(self) -> tuple[str, ...]:
        """Packs whose index is not what its name says; nothing of them counts."""
        return self._state.damaged

    @property
    def short(self) -> tuple[str, ...]:
        """Packs that are gone, or have lost their end; what is lost of them does not count."""
        return tuple(name for name, digests in self._state.lost.items() if digests)

    def records(self, pack: str) -> Iterator[tuple[bytes, int, int, int]]:
        """(digest, offset, length, codec) of every object of a pack, by digest."""
        data = dict(self._state.packs)[pack]
        return (decode_record(data, number) for number in range(len(data) // RECORD_SIZE))

    def good_records(self, pack: str) -> Iterator[tuple[bytes, int, int, int]]:
        """As ``records``, without what is known to be lost or bad."""
        state = self._state
        return (record for record in self.records(pack) if not _is_bad(state, record[0], pack))

    def looks_touched(self) -> bool:
        """Whether a pack is gone or was written to after its index, which is made last; nothing
        is read for that."""
        folder = self._layout.packs
        names = os.listdir(folder)
        return any(
            _time(os.path.join(folder, f"{name[:-4]}.pack")) > _time(os.path.join(folder, name))
            for name in names
            if name.endswith(".idx")
        )

    def find(self, digest: bytes) -> Optional[Location]:
        """Where an object is, in any pack that has it whole as far as is known."""
        state = self._state
        prefix = int.from_bytes(digest[:8], "big")
        place = bisect_left(state.prefixes, prefix)
        while place < len(state.prefixes) and state.prefixes[place] == prefix:
            number, record = divmod(state.places[place], _FEW)
            name, data = state.packs[number]
            start = record * RECORD_SIZE
            if data[start : start + 32] == digest and not _is_bad(state, digest, name):
                return Location(name, *decode_record(data, record)[1:])
            place += 1
        return None

    def __contains__(self, digest: bytes) -> bool:
        return self.find(digest) is not None

    def _load(self, name: str) -> Optional[bytes]:
        try:
            with open(os.path.join(self._layout.packs, f"{name}.idx"), "rb") as file:
                data = file.read()
        except FileNotFoundError:
            return b""  # a prune has just removed it
        if pack_name(data) != name or len(data) % RECORD_SIZE:
            return None
        return data

    def _lost(self, name: str, data: bytes) -> frozenset[bytes]:
        """The objects that the index of a pack names, and that are behind the end of it."""
        ends = range(32, len(data), RECORD_SIZE)
        last = max(ends, key=lambda place: data[place : place + 6], default=None)
        if last is None:
            return frozenset()
        _, offset, length, _ = decode_record(data, last // RECORD_SIZE)
        size = self._size(name)
        if size is None or offset + length <= size:
            return frozenset()
        records = (decode_record(data, number) for number in range(len(data) // RECORD_SIZE))
        return frozenset(digest for digest, start, count, _ in records if start + count > size)

    def _size(self, name: str) -> Optional[int]:
        """Bytes of a pack, none when it is gone; None when a prune is removing it."""
        place = os.path.join(self._layout.packs, name)
        try:
            return os.stat(f"{place}.pack").st_size
        except FileNotFoundError:
            return 0 if os.path.exists(f"{place}.idx") else None


def _is_bad(state: _State, digest: bytes, pack: str) -> bool:
    return (digest, pack) in state.quarantined or digest in state.lost[pack]


def _merged(packs: tuple[tuple[str, bytes], ...]) -> tuple[array[int], array[int]]:
    """The first 8 bytes of every digest in order, and where each is found."""
    # Sorting numbers that carry both prefix and place merges the sorted runs of the packs.
    merged: list[int] = []
    for number, (_, data) in enumerate(packs):
        start = number * _FEW
        merged += [
            prefix << 64 | start + record
            for record, (prefix,) in enumerate(_PREFIXES.iter_unpack(data))
        ]
    merged.sort()
    return (
        array("Q", [item >> 64 for item in merged]),
        array("Q", [item & 0xFFFFFFFFFFFFFFFF for item in merged]),
    )


def check_location(location: Location, pack_size: int) -> None:
    """Damaged if the index points outside of its pack."""
    if location.offset < len(PACK_MAGIC) or location.offset + location.length > pack_size:
        raise Damaged("A pack is shorter than its index says.", f"pack {location.pack}")


def _time(path: str) -> float:
    """When a file was changed last; later than all others when it is gone."""
    try:
        return os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return float("inf")


def _listdir(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except FileNotFoundError:
        return []
