"""Getting objects out of a remote's packs, in as few requests as make sense."""

from __future__ import annotations

from typing import Callable, Iterable, Iterator, NamedTuple

from ..errors import Missing, Spoilt, remote_content
from ..format import digests
from ..format.chunks import OBJECT_LIMIT
from ..store.objects import unpack
from ..store.pack_index import PACK_MAGIC, ZLIB
from .carrier import Carrier
from .remote_index import RemoteIndex, RemoteLocation

# Bytes that are rather read and thrown away than asked for by another request.
_GAP = 256 << 10
# From this share of a pack on, all of it is read at once.
_MOST_OF_A_PACK = 0.5

Taker = Callable[[bytes, bytes], None]
Member = tuple[bytes, RemoteLocation]


class Span(NamedTuple):
    """Adjacent objects of one pack, by offset; ``end`` is behind the last."""

    pack: str
    start: int
    end: int
    members: list[Member]


class Downloader:
    """Reads objects by digest; each is checked before anybody else sees it."""

    def __init__(self, carrier: Carrier, index: RemoteIndex) -> None:
        self._carrier = carrier
        self._index = index
        self.bytes = 0
        self.requests = 0

    def missing(self, wanted: Iterable[bytes]) -> list[bytes]:
        """Those that no pack has."""
        return [digest for digest in wanted if self._index.find(digest) is None]

    def size(self, wanted: Iterable[bytes]) -> int:
        """How many bytes these are on the way."""
        found = (self._index.find(digest) for digest in wanted)
        return sum(location.length for location in found if location is not None)

    def get(self, wanted: Iterable[bytes], take: Taker) -> None:
        """Calls ``take`` with the digest and the content of each, in the order of the packs."""
        for span in self._spans(wanted):
            self._read(span, take)

    def _spans(self, wanted: Iterable[bytes]) -> Iterator[Span]:
        packs: dict[str, list[Member]] = {}
        for digest in wanted:
            location = self._index.find(digest)
            if location is None:
                raise Missing(
                    "The remote lacks an object of the snapshot.",
                    digests.text(digest),
                    "Publish the snapshot again.",
                )
            if location.offset < len(PACK_MAGIC) or location.length > OBJECT_LIMIT + 64:
                raise Spoilt("An index of the remote leads nowhere.", f"packs/{location.pack}.idx")
            packs.setdefault(location.pack, []).append((digest, location))
        for pack, members in packs.items():
            members.sort(key=lambda member: member[1].offset)
            needed = sum(location.length for _, location in members)
            whole = needed >= self._index.packs[pack] * _MOST_OF_A_PACK
            yield from _joined(pack, members, OBJECT_LIMIT if whole else _GAP)

    def _read(self, span: Span, take: Taker) -> None:
        name = f"packs/{span.pack}.pack"
        stream = self._carrier.stream(name, span.start, span.end - span.start)
        self.requests += 1
        window, base = bytearray(), span.start
        for digest, location in span.members:
            drop = location.offset - base
            while len(window) < drop + location.length:
                if drop >= len(window):
                    drop -= len(window)
                    base += len(window)
                    window.clear()
                elif drop:
                    del window[:drop]
                    base, drop = base + drop, 0
                data = next(stream, b"")
                if not data:
                    raise Spoilt("A pack of the remote is shorter than its index says.", name)
                self.bytes += len(data)
                self._carrier.task.advance(0, len(data))
                window += data
            content = bytes(window[drop : drop + location.length])
            take(digest, _checked(digest, content, location))


def _checked(digest: bytes, data: bytes, location: RemoteLocation) -> bytes:
    where = f"packs/{location.pack}.pack"
    if location.codec == ZLIB:
        with remote_content():
            data = unpack(data, OBJECT_LIMIT, where)
    elif location.codec:
        raise Spoilt(f"An object has the unknown codec {location.codec}.", where)
    if digests.digest(data) != digest:
        raise Spoilt(
            "The remote sent something else than the snapshot consists of.",
            where,
            "Do not use this remote before you know why.",
        )
    return data


def _joined(pack: str, members: list[Member], gap: int) -> Iterator[Span]:
    start = end = 0
    group: list[Member] = []
    for member in members:
        location = member[1]
        if group and location.offset > end + gap:
            yield Span(pack, start, end, group)
            group = []
        if not group:
            start = end = location.offset
        group.append(member)
        end = max(end, location.offset + location.length)
    if group:
        yield Span(pack, start, end, group)
