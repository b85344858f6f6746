"""Loads exactly the variables that the plan names."""

from __future__ import annotations

from typing import Any, Mapping

from ..errors import StepFailure
from . import formats

# What `get` returns for a name that its maker left unbound.
UNBOUND = object()


class VariableLoader:
    """Reads received variables one by one; names of one group keep sharing their objects."""

    def __init__(self, manifest: Mapping[str, Mapping[str, Any]]) -> None:
        self._manifest = manifest
        self._groups: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The value, or UNBOUND.

        Raises StepFailure that names the variable when its file is missing, damaged or needs
        something that this interpreter lacks.
        """
        entry = self._manifest.get(name)
        if entry is None:
            raise StepFailure("load", f"`{name}` was not handed to this step.", name="KeyError")
        if entry.get("unbound"):
            return UNBOUND
        try:
            return self._read(name, entry)
        except Exception as error:
            raise StepFailure(
                "load",
                f"`{name}` ({entry.get('type')}) could not be loaded: "
                f"{type(error).__name__}: {error}.",
                name=type(error).__name__,
                hint=_hint(entry, error),
            ) from error

    def _read(self, name: str, entry: Mapping[str, Any]) -> Any:
        path = str(entry["path"])
        chosen = formats.by_name(entry["format"])
        if entry.get("group") is None:
            return chosen.read(path, entry["tier"])
        # Each name may bring a copy of the group's file: what is in it tells that it is the same.
        file = str(entry.get("digest") or path)
        if file not in self._groups:
            self._groups[file] = chosen.read(path, entry["tier"])
        return self._groups[file][name]


def _hint(entry: Mapping[str, Any], error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"Import {error.name} in an imports cell, and install it where the step runs."
    if isinstance(error, AttributeError):
        return "What it names must be defined at the top level of a functions cell or of its step."
    library, version = entry.get("library"), entry.get("version")
    if library and version:
        return f"It was saved with {library} {version}: the versions may not fit together."
    return "Run the step that makes it again."
