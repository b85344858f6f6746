"""Of what a difference takes away: what looks like a secret."""

from __future__ import annotations

from ..capture.ignore import looks_secret
from ..format.names import path_text

# So many are named.
MOST = 100

_PLAIN, _SECRET, _NAMED = 0, 1, 2


class LostSecrets:
    """Gathers paths that are gone or another; a folder ends with a slash and stands for all that
    was in it. Each folder comes before what is in it."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._folders: dict[bytes, int] = {b"": _PLAIN}

    def add(self, path: bytes, is_folder: bool) -> None:
        if len(self.paths) >= MOST:
            return
        above = self._kind(path.rpartition(b"/")[0])
        if above == _NAMED or (above == _SECRET and is_folder):
            return
        if above == _SECRET or looks_secret(path.split(b"/"), is_folder):
            self.paths.append(path_text(path) + ("/" if is_folder else ""))
            if is_folder:
                self._folders[path] = _NAMED

    def _kind(self, folder: bytes) -> int:
        if folder not in self._folders:
            above = self._kind(folder.rpartition(b"/")[0])
            is_secret = above == _PLAIN and looks_secret(folder.split(b"/"), True)
            self._folders[folder] = _SECRET if is_secret else above
        return self._folders[folder]
