"""Brings the variables of a snapshot back into a kernel.

The kernel has run the notebook's imports and functions cells before. What cannot be had is no
error: it is listed with the reason, and the cell that makes it can be run instead.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import json
import keyword
import pickle
import platform
import re
from typing import Any, Callable, Mapping, Optional

from .errors import StepFailure
from .future import flags_of_kernel, future_flags
from .parameters import parameter_values
from .variables import UNBOUND, VariableLoader, formats
from .variables.buffers import load_with_buffers
from .variables.keeping import is_private
from .variables.safe import SafeUnpickler

Request = Mapping[str, Any]


# What pickle says of a class or function that the notebook's own cells define.
_UNDEFINED = re.compile(r"Can't get attribute '([^']+)' on <module '__main__'")


class Unfit(Exception):
    """A value cannot be had in this kernel; the text says why."""


def resume(path: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """Binds variables as a request file says, and prints the outcome as one line of JSON.

    The file holds ``variables`` (manifest entries, each with the ``path`` of its file), ``aside``
    (the same of values that these refer to and that no name means any more; may be missing),
    ``parameters`` (each with its ``value`` as JSON; they are bound and not told of),
    ``trusted`` (whether what could run code may be read), ``sources`` (of imports, functions and
    classes to make first), ``python`` and ``versions`` (of what they were saved with). The outcome
    has ``restored``, names, ``failed``, objects of a ``name`` and a ``reason``, and ``undefined``,
    why sources could not be run. ``places`` may say where the cells stand that define functions and
    classes, by name.
    """
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    undefined = []
    places = request.get("places", {})
    flags = flags_of_kernel()
    for source in request["sources"]:
        try:
            code = compile(source, "<snapshot>", "exec", flags, dont_inherit=True)
            flags |= future_flags([code])
            exec(code, namespace)
        except Exception as error:
            undefined.append(f"`{source.splitlines()[0]}`: {reason_of(error, places)}")
    namespace.update(parameters_of(request))
    values, failed = load_all(request)
    namespace.update(values)
    outcome = {"restored": list(values), "failed": failed, "undefined": undefined}
    print(json.dumps(outcome))
    return outcome


def parameters_of(request: Request) -> dict[str, Any]:
    """The parameters that the run had, but those that no name can have or no value fits."""
    found: dict[str, Any] = {}
    for item in request["parameters"]:
        if is_free_name(item["name"]):
            with contextlib.suppress(StepFailure, ValueError, SyntaxError):
                found.update(parameter_values([{**item, "default": json.loads(item["value"])}], {}))
    return found


def load_all(request: Request) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What can be loaded, by name, and what cannot, with the reason."""
    entries = {entry["name"]: entry for entry in request["variables"]}
    loader = VariableLoader(entries, CheckedReader(request), request.get("aside", ()))
    values: dict[str, Any] = {}
    failed: list[dict[str, str]] = []
    for name in entries:
        try:
            value = loader.read(name)
        except Exception as error:
            reason = reason_of(error, request.get("places", {}))
            failed.append({"name": name, "reason": reason})
        else:
            if value is not UNBOUND:
                values[name] = value
    return values, failed


def refusal(entry: Mapping[str, Any], request: Request) -> Optional[str]:
    """Why a variable is not to be read here, as far as that is known without its file."""
    if entry.get("unbound"):
        return None
    if not request["trusted"]:
        if not formats.is_safe(entry):
            return "reading it could run code, and its maker is not trusted"
        if not is_free_name(entry["name"]):
            return "its name would hide something of Python or of the notebook's program"
    # By the format: an entry could name any module to be imported.
    library, version = formats.library_of(entry), entry.get("version")
    if library is None or version is None:
        return None
    try:
        check_version(library, version)
    except Unfit as error:
        return str(error)
    return None


def is_free_name(name: Any) -> bool:
    """False for what no variable of a stranger may be called: what is no identifier, and the
    names that Python, IPython and their machinery use themselves."""
    return (
        isinstance(name, str)
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and not is_private(name)
        and not hasattr(builtins, name)
    )


def check_version(library: str, saved_with: str) -> None:
    """Raises Unfit when the kernel has another major or minor version."""
    try:
        module = importlib.import_module(library)
    except ImportError:
        raise Unfit(f"needs {library} {saved_with}, which the kernel lacks") from None
    have = vars(module).get("__version__")
    if have is not None and _minor(have) != _minor(saved_with):
        raise Unfit(f"needs {library} {saved_with}, the kernel has {have}")


def _minor(version: str) -> list[str]:
    return version.split(".")[:2]


class CheckedReader:
    """Reads files as their formats do, but no pickle of another version of a library."""

    def __init__(
        self, request: Request, own_class: Callable[[str], Optional[type]] = lambda name: None
    ) -> None:
        """``own_class``: what the names of the notebook's classes mean instead of the kernel's."""
        self._request = request
        self._own_class = own_class
        self._python: str = request["python"]
        self._versions: Mapping[str, str] = request["versions"]

    def __call__(self, entry: Mapping[str, Any], find: Callable[[str], Any]) -> Any:
        # Here, as one file may name what is in another.
        reason = refusal(entry, self._request)
        if reason is not None:
            raise Unfit(reason)
        path, tier = str(entry["path"]), "safe" if formats.is_safe(entry) else "trusted"
        kind = SafeUnpickler if tier == "safe" else self._unpickler()
        if entry["format"] == "buffers":
            return load_with_buffers(path, kind, find if entry.get("refers") else None)
        if entry["format"] == "pickle":
            with open(path, "rb") as file:
                return kind(file).load()
        return formats.by_name(entry["format"]).read(path, tier)

    def _unpickler(self) -> type:
        python, versions = self._python, self._versions
        own_class = self._own_class
        checked: set[str] = set()

        class CheckedUnpickler(pickle.Unpickler):
            def find_class(self, module: str, name: str) -> Any:
                top = module.split(".")[0]
                if name in ("find_function", "make_function", "_make_function", "CodeType"):
                    _check_python(python)
                if top not in checked and top in versions:
                    check_version(top, versions[top])
                checked.add(top)
                own = own_class(name) if module == "__main__" else None
                return super().find_class(module, name) if own is None else own

        return CheckedUnpickler


def _check_python(saved_with: str) -> None:
    """Functions are saved as bytecode, which belongs to one minor version."""
    if _minor(saved_with) != _minor(platform.python_version()):
        raise Unfit(f"needs Python {saved_with}, the kernel has {platform.python_version()}")


def reason_of(error: BaseException, places: Mapping[str, int]) -> str:
    """Why a variable could not be read, in a part of a sentence; ``places`` of cells by the names
    that they define, from 0."""
    return known_reason(error, places) or f"{type(error).__name__}: {error}"


def known_reason(error: BaseException, places: Mapping[str, int]) -> Optional[str]:
    """As ``reason_of``, for what can happen to a whole file; None for all else."""
    if isinstance(error, Unfit):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return f"needs {error.name}, which the kernel lacks"
    if isinstance(error, FileNotFoundError):
        return "its file is gone"
    undefined = _UNDEFINED.match(str(error)) if isinstance(error, AttributeError) else None
    if undefined is None:
        return None
    # A class inside another one is defined with that.
    place = places.get(undefined[1].split(".")[0])
    cell = "the cell that defines it" if place is None else f"cell {place + 1}, which defines it,"
    return f"needs `{undefined[1]}` of the notebook: run {cell} first"
