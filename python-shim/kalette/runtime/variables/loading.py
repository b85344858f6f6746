"""Loads exactly the variables that the plan names."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional, Sequence

from ..errors import StepFailure
from . import formats
from .buffers import load_with_buffers, unpickler_of

# Reads the file of a manifest entry; the other argument gives objects of other files by name.
Reader = Callable[[Mapping[str, Any], Callable[[str], Any]], Any]

# What `get` returns for a name that its maker left unbound.
UNBOUND = object()


class VariableLoader:
    """Reads received variables one by one; names of one group keep sharing their objects."""

    def __init__(
        self,
        manifest: Mapping[str, Mapping[str, Any]],
        reader: Optional[Reader] = None,
        aside: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """``aside``: entries of what others mean by a name that means something else by now."""
        self._manifest = manifest
        self._aside = {(one["name"], one["digest"]): one for one in aside}
        self._reader = reader or _read_file
        self._groups: dict[str, Any] = {}
        # What other files name must be the same object for all of them.
        self._named = {name for one in (*manifest.values(), *aside) for name in _referred(one)}
        self._found: dict[tuple[str, str], Any] = {}

    def get(self, name: str) -> Any:
        """The value, or UNBOUND.

        Raises StepFailure that names the variable when its file is missing, damaged or needs
        something that this interpreter lacks.
        """
        entry = self._manifest.get(name)
        if entry is None:
            raise StepFailure("load", f"`{name}` was not handed to this step.", name="KeyError")
        try:
            return self.read(name)
        except Exception as error:
            raise StepFailure(
                "load",
                f"`{name}` ({entry.get('type')}) could not be loaded: "
                f"{type(error).__name__}: {error}.",
                name=type(error).__name__,
                hint=_hint(entry, error),
            ) from error

    def read(self, name: str) -> Any:
        """As ``get``, but raises whatever reading the file raises."""
        return self._value(name, self._manifest[name])

    def _value(self, name: str, entry: Mapping[str, Any]) -> Any:
        if entry.get("unbound"):
            return UNBOUND
        # Each name may bring a copy of the group's file: what is in it tells that it is the same.
        file = str(entry.get("digest") or entry["path"])
        if entry.get("group") is None:
            return self._alone(name, file, entry)
        if file not in self._groups:
            self._groups[file] = self._reader(entry, self._meaning(entry))
        return self._groups[file][name]

    def _alone(self, name: str, file: str, entry: Mapping[str, Any]) -> Any:
        if (name, file) in self._found:
            return self._found[name, file]
        value = self._reader(entry, self._meaning(entry))
        if name in self._named:
            self._found[name, file] = value
        return value

    def _meaning(self, entry: Mapping[str, Any]) -> Callable[[str], Any]:
        """What a file means by the names in it: the values that they had when it was written."""
        referents = entry.get("referents")

        def find(name: str) -> Any:
            digest = referents.get(name) if isinstance(referents, dict) else None
            other = self._aside.get((name, digest)) if isinstance(digest, str) else None
            named = self._manifest.get(name)
            if other is None or (named is not None and named.get("digest") == digest):
                return self.read(name)
            return self._value(name, other)

        return find


def _referred(entry: Mapping[str, Any]) -> list[Any]:
    # A stranger may have written it.
    names = entry.get("refers")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _read_file(entry: Mapping[str, Any], find: Callable[[str], Any]) -> Any:
    if entry.get("refers"):
        return load_with_buffers(str(entry["path"]), unpickler_of(entry["tier"]), find)
    return formats.by_name(entry["format"]).read(str(entry["path"]), entry["tier"])


def _hint(entry: Mapping[str, Any], error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"Import {error.name} in an imports cell, and install it where the step runs."
    if isinstance(error, AttributeError):
        return "What it names must be defined at the top level of a functions cell or of its step."
    library, version = entry.get("library"), entry.get("version")
    if library and version:
        return f"It was saved with {library} {version}: the versions may not fit together."
    return (
        "If running the step that makes it again does not help, hand on what it is made from,"
        " or write it to a file there and read that here."
    )
