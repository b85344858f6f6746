"""One line of an ignore file as gitignore(5) reads it, matched in linear time."""

from __future__ import annotations

import re
from typing import Callable, NamedTuple, Optional, Union

_LINE_LIMIT = 4096
_POSIX = {
    b"alnum": b"0-9A-Za-z",
    b"alpha": b"A-Za-z",
    b"blank": b" \\t",
    b"cntrl": b"\\x00-\\x1f\\x7f",
    b"digit": b"0-9",
    b"graph": b"\\x21-\\x7e",
    b"lower": b"a-z",
    b"print": b"\\x20-\\x7e",
    b"punct": b"\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
    b"space": b" \\t\\n\\r\\f\\v",
    b"upper": b"A-Z",
    b"xdigit": b"0-9A-Fa-f",
}

# One part of a pattern between slashes: itself, what matches it, or None for ``**``.
Segment = Union[bytes, Callable[[bytes], object], None]


class Pattern(NamedTuple):
    """``segments`` match the path's own, from the folder of the ignore file when ``anchored``,
    else the last one alone."""

    negated: bool
    folders_only: bool
    anchored: bool
    segments: tuple[Segment, ...]
    suffix: Optional[bytes]

    def matches(self, path: list[bytes], is_folder: bool) -> bool:
        """``path``: the names from the ignore file's folder down to the entry."""
        if self.folders_only and not is_folder:
            return False
        if not self.anchored:
            return _same(self.segments[0], path[-1])
        return _match_path(self.segments, path)


def parse_line(line: bytes) -> Optional[Pattern]:
    """The pattern of a line; None for comments, blank lines and what can match nothing."""
    line = _without_trailing_spaces(line.rstrip(b"\r\n"))
    if not line or line.startswith(b"#") or len(line) > _LINE_LIMIT:
        return None
    negated = line.startswith(b"!")
    line = line[1:] if negated else line
    folders_only = line.endswith(b"/")
    line = line[:-1] if folders_only else line
    anchored = b"/" in line
    line = re.sub(rb"((?:^|[^\\])(?:\\\\)*)\\/", rb"\1/", line)  # a slash needs no escape
    parts = line[1:].split(b"/") if line.startswith(b"/") else line.split(b"/")
    if any(part == b"" for part in parts):
        return None
    segments: list[Segment] = []
    for part in parts:
        wild = anchored and len(part) > 1 and not part.strip(b"*")
        segment = None if wild else _segment(part)
        if segment is _NEVER:
            return None
        if not (wild and segments and segments[-1] is None):
            segments.append(segment)
    suffix = part[1:] if _is_suffix(line) and not anchored else None
    return Pattern(negated, folders_only, anchored, tuple(segments), suffix)


def _without_trailing_spaces(line: bytes) -> bytes:
    end = len(line)
    while end and line[end - 1] == 0x20:
        slashes = len(line[: end - 1]) - len(line[: end - 1].rstrip(b"\\"))
        if slashes % 2:
            break
        end -= 1
    return line[:end]


def _is_suffix(line: bytes) -> bool:
    return line[:1] == b"*" and len(line) > 1 and not re.search(rb"[*?\[\\]", line[1:])


def _same(segment: Segment, name: bytes) -> bool:
    if segment is None:
        return True
    return segment == name if isinstance(segment, bytes) else segment(name) is not None


def _match_path(segments: tuple[Segment, ...], path: list[bytes]) -> bool:
    """As for ``*`` in names: only the last ``**`` ever needs another try."""
    at = place = 0
    retry: Optional[tuple[int, int]] = None
    # A last ``**`` stands for what is inside a folder, never for the folder itself.
    inside = segments[-1] is None and len(segments) > 1
    segments = segments[:-1] if inside else segments
    while place < len(path):
        if at == len(segments) and inside:
            return True
        if at < len(segments) and segments[at] is None:
            retry = (at + 1, place)
            at += 1
        elif at < len(segments) and _same(segments[at], path[place]):
            at, place = at + 1, place + 1
        elif retry is not None:
            at, place = retry[0], retry[1] + 1
            retry = (at, place)
        else:
            return False
    at += at < len(segments) and segments[at] is None
    return at == len(segments) and not inside


def _segment(part: bytes) -> Segment:
    if not re.search(rb"[*?\[\\]", part):
        return part
    pieces = _pieces(part)
    if pieces is None:
        return _NEVER
    if len(pieces) == 1:
        return re.compile(pieces[0] + rb"\Z", re.DOTALL).match
    # The first place where a piece fits is as good as any other, so nothing is tried twice.
    middle = b"".join(
        b"(?=(?P<g%d>.*?%s))(?P=g%d)" % (number, piece, number)
        for number, piece in enumerate(pieces[1:-1])
    )
    whole = pieces[0] + middle + b".*" + pieces[-1] + rb"\Z"
    return re.compile(whole, re.DOTALL).match


def _never(name: bytes) -> None:
    return None


_NEVER = _never


def _pieces(part: bytes) -> Optional[list[bytes]]:
    """Regular expressions of what stands between the stars; None if it can match nothing."""
    pieces = [b""]
    place = 0
    while place < len(part):
        char = part[place : place + 1]
        place += 1
        if char == b"*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append(b"")
            continue
        if char == b"?":
            found = b"."
        elif char == b"[":
            group = _group(part, place)
            if group is None:
                return None
            found, place = group
        elif char == b"\\":
            if place == len(part):
                return None
            found = re.escape(part[place : place + 1])
            place += 1
        else:
            found = re.escape(char)
        pieces[-1] += found
    return pieces


def _group(part: bytes, place: int) -> Optional[tuple[bytes, int]]:
    """The class of characters that begins before ``place``, and where it ends."""
    negated = part[place : place + 1] in (b"!", b"^")
    place += negated
    members: list[bytes] = []
    first = True
    while True:
        char = part[place : place + 1]
        if not char:
            return None
        if char == b"]" and not first:
            break
        first = False
        named = re.compile(rb"\[:(\w+):\]").match(part, place)
        if named:
            if named[1] not in _POSIX:
                return None
            members.append(_POSIX[named[1]])
            place = named.end()
            continue
        low, place = _member(part, place)
        if part[place : place + 1] == b"-" and part[place + 1 : place + 2] not in (b"]", b""):
            high, place = _member(part, place + 1)
            if low <= high:
                members.append(_code(low) + b"-" + _code(high))
        else:
            members.append(_code(low))
    inside = b"".join(members)
    if not inside:
        return (b"." if negated else b"(?!)"), place + 1
    return b"[" + (b"^" if negated else b"") + inside + b"]", place + 1


def _member(part: bytes, place: int) -> tuple[int, int]:
    if part[place : place + 1] == b"\\" and place + 1 < len(part):
        place += 1
    return part[place], place + 1


def _code(char: int) -> bytes:
    return b"\\x%02x" % char
