"""Hard links: which names of a walk are names of one file."""

from __future__ import annotations

import hashlib
from typing import Iterable, Mapping

from ..format.metas import TOKEN_SIZE
from .folder import Folder

Tokens = Mapping[bytes, Mapping[bytes, bytes]]


def link_tokens(folders: Iterable[Folder]) -> Tokens:
    """Folder path → name → token, for files that have two or more names within the walk.

    A token is made of the first of the paths, so that it is the same on every machine.
    """
    names: dict[tuple[int, int], list[tuple[Folder, bytes]]] = {}
    for folder in folders:
        for device, inode, name in folder.links or ():
            names.setdefault((device, inode), []).append((folder, name))
    tokens: dict[bytes, dict[bytes, bytes]] = {}
    for group in names.values():
        if len(group) < 2:
            continue
        first, name = group[0]
        token = hashlib.sha256(b"kalette-link 1\n" + first.child(name)).digest()[:TOKEN_SIZE]
        for folder, name in group:
            tokens.setdefault(folder.path, {})[name] = token
    return tokens


def tokens_key(tokens: Mapping[bytes, bytes]) -> bytes:
    """Changes when the tokens of a folder do."""
    if not tokens:
        return b"\0" * 8
    text = b"".join(name + b"\0" + token for name, token in sorted(tokens.items()))
    return hashlib.sha256(text).digest()[:8]
