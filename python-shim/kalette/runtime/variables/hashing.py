"""Writing a file once and knowing its digest."""

from __future__ import annotations

import hashlib
import os
from typing import Any


class HashingFile:
    """A binary file that is hashed while it is written; ``close`` makes it durable."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "xb")
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self._hash.update(view)
        self._file.write(view)
        self.bytes += view.nbytes
        return view.nbytes

    def flush(self) -> None:
        self._file.flush()

    @property
    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"

    def __enter__(self) -> HashingFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
