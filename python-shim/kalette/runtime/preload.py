"""Which packages the host may import before it forks.

Importing is safe, computing is not: a library that started its own threads of work in the host
would hang in a forked child. The list holds only packages whose mere import starts none; what is
not on it is imported in the child.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import threading
import time
from typing import Any, Iterable, Optional

from .shells import Shell

SECONDS_EACH = 10.0

# What every step needs sooner or later, where the interpreter has it.
ALWAYS = ("ctypes", "uuid", "cloudpickle")

# In the order of import. Code of the workspace is never preloaded: it may change.
SAFE_TO_PRELOAD = (
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "matplotlib",
    "matplotlib.pyplot",
    "pyarrow",
    "PIL",
)


def allowed(modules: Iterable[str]) -> list[str]:
    """Those of the wanted modules, or their parents, that may be preloaded; in safe order."""
    wanted = set(modules)
    roots = {name.split(".")[0] for name in wanted}
    known = [name for name in SAFE_TO_PRELOAD if name in wanted or name in roots]
    parts = sorted(
        name for name in wanted if name not in known and name.split(".")[0] in ("sklearn", "scipy")
    )
    return known + parts


def preload(modules: Iterable[str], shell: Shell) -> list[dict[str, Any]]:
    """Imports what is allowed as a cell would, and says what came of it, as ``hello`` has it."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    loaded = []
    deadline = time.monotonic() + SECONDS_EACH * 3
    for name in allowed(modules):
        if time.monotonic() > deadline:
            break
        begin = time.monotonic()
        try:
            with shell.importing():
                module = importlib.import_module(name)
        except Exception:  # the step that needs it will say why
            continue
        loaded.append(
            {
                "name": name,
                "version": getattr(module, "__version__", None),
                "seconds": round(time.monotonic() - begin, 3),
                "threads": threading.active_count(),
            }
        )
    return loaded


def warm_up(shell: Shell) -> None:
    """Does once what each child would do first: it imports, and fills the shell's own caches."""
    shell.compile_error("pass", "<kalette>")
    for name in ALWAYS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def why_not_fork() -> Optional[str]:
    """The reason why a child must be started anew instead of forked; None when forking is safe."""
    if sys.platform in ("win32", "darwin"):
        return f"forking is not safe on {sys.platform}"
    others = [
        thread.name for thread in threading.enumerate() if thread is not threading.main_thread()
    ]
    if others:
        return f"imported packages started threads: {', '.join(others)}"
    return None
