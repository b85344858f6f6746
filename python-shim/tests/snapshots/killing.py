"""Runs an operation in a process of its own and kills it at its n-th change of the disk."""

from __future__ import annotations

import errno
import os
import signal
from typing import Any, Callable, Optional

# Every call of the system by which a store or a restored folder changes.
CALLS = ("write", "pwrite", "replace", "rename", "fsync", "mkdir", "rmdir", "unlink", "symlink")
CALLS += ("link", "ftruncate", "utime", "fchmod")


class Killer:
    """Counts the calls; in front of the one numbered ``at`` the process ends."""

    def __init__(self, at: Optional[int]) -> None:
        self._at = at
        self.count = 0

    def install(self) -> None:
        for name in CALLS:
            setattr(os, name, self._counting(name, getattr(os, name)))

    def _counting(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self._at:
                if name == "write" and len(arguments[1]) > 1:
                    call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return counted


class Filler(Killer):
    """From the call numbered ``at`` on, the disk is full: nothing more can be written or made."""

    TAKING = ("write", "pwrite", "mkdir", "symlink", "link", "ftruncate")

    def install(self) -> None:
        super().install()
        plain = os.open

        def opened(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
            if flags & os.O_CREAT and self._at is not None and self.count >= self._at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return plain(path, flags, *arguments, **named)

        os.open = opened

    def _counting(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self._at is not None and self.count >= self._at and name in self.TAKING:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call(*arguments, **named)

        return counted


def run_killed(
    operation: Callable[[], str], at: Optional[int], kind: type[Killer] = Killer
) -> tuple[str, int]:
    """What the operation acknowledged before its end, and how many calls it made if it ended by
    itself. What ``operation`` returns is the acknowledgement."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(source)
            plain = os.write
            killer = kind(at)
            killer.install()
            answer = operation()
            plain(sink, f"{killer.count} {answer}".encode())
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    count, _, answer = told.partition(" ")
    return answer, int(count or 0)
