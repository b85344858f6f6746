"""What a kernel has imported, as statements that import it again.

A kernel does not know the cells that its notebook calls imports; it does know what each name of
its namespace is bound to, which is the same wherever the code ran.
"""

from __future__ import annotations

import sys
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Mapping, Optional

from ..runtime.variables.keeping import is_private


def imports_of(namespace: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Statements, one for each name that an import binds, in the order of the namespace; and the
    names of modules and library code that no import finds."""
    statements, lost = [], []
    for name, value in namespace.items():
        if is_private(name) or not _is_library(value):
            continue
        found = _of_module(name, value) if isinstance(value, ModuleType) else _of_code(name, value)
        if found is None:
            lost.append(name)
        else:
            statements.append(found)
    return statements, lost


def _is_library(value: Any) -> bool:
    if isinstance(value, (FunctionType, type)):
        return value.__module__ != "__main__"
    return isinstance(value, (ModuleType, BuiltinFunctionType))


def _of_module(name: str, module: ModuleType) -> Optional[str]:
    full = module.__name__
    if sys.modules.get(full) is not module or not _is_path(full):
        return None
    if full != name:
        return f"import {full} as {name}"
    # `import a.b` binds `a` alone; what of it was loaded has to be there again.
    inner = sorted(
        f"{full}.{part}"
        for part, value in vars(module).items()
        if isinstance(value, ModuleType)
        and not part.startswith("_")
        and sys.modules.get(f"{full}.{part}") is value
    )
    return f"import {', '.join([full, *inner])}"


def _of_code(name: str, value: Any) -> Optional[str]:
    module = getattr(value, "__module__", None)
    own = getattr(value, "__name__", "")
    holder = sys.modules.get(module) if isinstance(module, str) else None
    if holder is None or not _is_path(str(module)) or vars(holder).get(own) is not value:
        return None
    return f"from {module} import {own}" + ("" if own == name else f" as {name}")


def _is_path(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))
