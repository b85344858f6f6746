"""State objects: files that belong to a snapshot but to no folder of it, such as variables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ..errors import Damaged
from . import digests
from .canonical import canonical, parse_canonical
from .names import why_not_a_name


@dataclass(frozen=True)
class StateFile:
    """The content of one file of a state, as in a tree; when it is ``whole``, ``digest`` is that
    of its bytes, however many they are, and ``files/`` has it in one piece."""

    digest: str
    size: int
    whole: bool = False


@dataclass(frozen=True)
class State:
    """A record whose meaning is the caller's, and the files that it speaks of by name."""

    record: Any
    files: Mapping[str, StateFile]

    def encode(self) -> bytes:
        files = {
            name: {
                "digest": item.digest,
                "size": item.size,
                **({"whole": True} if item.whole else {}),
            }
            for name, item in self.files.items()
        }
        head = {"format": "kalette-state", "version": 1}
        return canonical({**head, "files": files, "record": self.record})


def decode_state(data: bytes, where: str) -> State:
    """Reads a state object of any origin."""
    value = parse_canonical(data, where)
    try:
        if (value["format"], value["version"]) != ("kalette-state", 1):
            raise ValueError("it is of another kind or version")
        files = {}
        for name, item in value["files"].items():
            why = why_not_a_name(name.encode("utf-8"))
            if why or type(item["size"]) is not int or item["size"] < 0:
                raise ValueError(f"the file “{name}” has a wrong name or size")
            digests.parse(item["digest"])
            whole = item.get("whole", False)
            if type(whole) is not bool:
                raise ValueError(f"nobody can tell how the file “{name}” is kept")
            files[name] = StateFile(item["digest"], item["size"], whole)
        return State(value["record"], files)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Damaged(f"The state of the snapshot cannot be read: {error}.", where) from error
