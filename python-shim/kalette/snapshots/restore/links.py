"""Symbolic links of a snapshot that others made: which may be created."""

from __future__ import annotations


def leaves_root(folder: bytes, target: bytes) -> bool:
    """Whether a link in ``folder`` (a path below the root) could lead out of the root.

    Only leading ``..`` are followed in mind: behind a name they could start anywhere, since the
    name may be a link itself.
    """
    if target.startswith(b"/"):
        return True
    depth = folder.count(b"/") + 1 if folder else 0
    parts = [part for part in target.split(b"/") if part not in (b"", b".")]
    up = 0
    while up < len(parts) and parts[up] == b"..":
        up += 1
    return up > depth or b".." in parts[up:]
