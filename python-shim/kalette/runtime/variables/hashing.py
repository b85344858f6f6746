"""Writing a file once and knowing its digest."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any


class HashingFile(io.RawIOBase):
    """A new binary file, hashed while it is written, and durable once it is closed."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._file = open(path, "xb")  # noqa: SIM115  closed with this file
        self._hash = hashlib.sha256()
        self.bytes = 0

    @property
    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self._hash.update(view)
        self._file.write(view)
        self.bytes += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        return self.bytes

    def begin_again(self) -> None:
        """Forgets what was written."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = hashlib.sha256()
        self.bytes = 0

    def close(self) -> None:
        if not self.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        super().close()
