"""Files that run by themselves once they lie in a workspace: what a consent has to name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Iterator, Optional

from ..capture.ignore import PatternList
from ..errors import Refused
from ..format.names import path_bytes, path_text
from ..format.trees import FOLDER, LINK
from ..store.trees import Content, Place, Row, TreeReader
from .unasked import unasked

# What the consent speaks of, and what a restore can be told to leave out.
STARTUP, ENVIRONMENT, HOOK = "startup", "environment", "hook"

_HOOKS = PatternList(
    b"""
.git
.vscode
.idea
.devcontainer
**/.git/hooks/*
**/.git/config
**/.vscode/*
**/.idea/*
**/.devcontainer/*
""".splitlines()
)

_ENVIRONMENTS = PatternList(
    b"""
*.pth
**/site-packages/**
**/dist-packages/**
kernel.json
pyvenv.cfg
""".splitlines()
)

_STARTUP = PatternList(
    b"""
**/.ipython/profile_*/startup/*
ipython_config.py
ipython_kernel_config.py
jupyter_*_config.py
jupyter_*_config.json
**/.jupyter/**
sitecustomize.py
usercustomize.py
conftest.py
.bashrc
.bash_profile
.bash_login
.bash_logout
.profile
.zshrc
.zshenv
.zprofile
.zlogin
.envrc
.gitconfig
**/.config/autostart/*
**/.pythonrc*
""".splitlines()
)

_LOADABLE = (b"py", b"pyc", b"so", b"pyd")


# So many are listed.
MOST_HAZARDS = 1000


@dataclass(frozen=True)
class Hazard:
    """``kind`` is startup, environment or hook; ``hides``: the module that Python would take
    the file for."""

    path: str
    kind: str
    hides: Optional[str] = None


def hazards(trees: TreeReader, place: Place) -> Iterator[Hazard]:
    """All that is code on opening: start-up files, hooks, environments, and modules that hide
    one which a kernel imports by itself. Paths are text."""
    packages: dict[bytes, str] = {}
    for path, content in trees.folders(place):
        package = packages.pop(path, None)
        has_kernels = _has_kernels(path, content)
        for row in content.rows:
            below = path + b"/" + row.entry.name if path else row.entry.name
            if row.entry.kind == FOLDER:
                if has_kernels and (module := _imported(row.entry.name)):
                    packages[below] = module
                continue
            kind = _kind_of(below) or (HOOK if _makes_repository(row, content) else None)
            hides = package if _is_package(row) else _hidden(row) if has_kernels else None
            if kind or hides:
                yield Hazard(path_text(below), kind or STARTUP, None if kind else hides)


def withheld(trees: TreeReader, place: Place, kinds: Collection[str]) -> frozenset[bytes]:
    """Paths of the hazards of some kinds."""
    if not kinds:
        return frozenset()
    found = hazards(trees, place)
    return frozenset(path_bytes(hazard.path) for hazard in found if hazard.kind in kinds)


def few_withheld(trees: TreeReader, place: Place, kinds: Collection[str]) -> tuple[str, ...]:
    """The same as text, for a live folder, where each of them is compared with each path."""
    found = withheld(trees, place, kinds)
    if len(found) > MOST_HAZARDS:
        raise Refused(
            f"More than {MOST_HAZARDS:,} files of the snapshot run by themselves.",
            "",
            "Restore it to a new folder.",
        )
    return tuple(path_text(path) for path in found)


def _has_kernels(path: bytes, content: Content) -> bool:
    """Kernels start in the folders of notebooks, and commands at the top."""
    return not path or any(row.entry.name.endswith(b".ipynb") for row in content.rows)


def _kind_of(path: bytes) -> Optional[str]:
    # Some file systems take `.GIT` for `.git`.
    parts = path.lower().split(b"/")
    if parts[-1].endswith(b".sample"):
        return None
    for kind, patterns in ((HOOK, _HOOKS), (ENVIRONMENT, _ENVIRONMENTS), (STARTUP, _STARTUP)):
        if patterns.verdict(parts, False):
            return kind
    return None


def _makes_repository(row: Row, content: Content) -> bool:
    """Git takes such a folder for a repository, with the programs that its `config` names."""
    if row.entry.name != b"HEAD":
        return False
    return {b"objects", b"refs"} <= {other.entry.name for other in content.rows}


def _hidden(row: Row) -> Optional[str]:
    name, dot, rest = row.entry.name.partition(b".")
    # A link may lead to a whole package.
    is_module = rest.endswith(_LOADABLE) if dot else row.entry.kind == LINK
    return _imported(name) if is_module else None


def _is_package(row: Row) -> bool:
    """Without this file a folder is a package only where no other of the name is found."""
    name = row.entry.name
    return name.startswith(b"__init__.") and name.endswith(_LOADABLE)


def _imported(name: bytes) -> Optional[str]:
    text = name.decode("ascii", "replace")
    return text if text in unasked() else None
