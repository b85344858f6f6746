"""Files that run by themselves once they lie in a workspace: what a consent has to name."""

from __future__ import annotations

import itertools
from typing import Iterator

from ..capture.ignore import PatternList
from ..format.names import path_text
from ..format.trees import FOLDER
from ..store.trees import Place, TreeReader

HAZARDS = PatternList(
    b"""
**/.ipython/profile_*/startup/*
ipython_config.py
ipython_kernel_config.py
jupyter_*_config.py
jupyter_*_config.json
**/.jupyter/**
sitecustomize.py
usercustomize.py
*.pth
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
**/.git/hooks/*
**/.git/config
**/.vscode/*
**/.idea/*
**/.devcontainer/*
kernel.json
pyvenv.cfg
**/.config/autostart/*
**/.pythonrc*
""".splitlines()
)


def hazards(trees: TreeReader, place: Place, most: int = 1000) -> Iterator[str]:
    """Paths that are code on opening, such as start-up files, hooks and environments."""
    found = (
        path_text(path)
        for path, row in trees.everything(place)
        if row.entry.kind != FOLDER and HAZARDS.verdict(path.split(b"/"), False)
    )
    return itertools.islice((path for path in found if not path.endswith(".sample")), most)
