"""Opens JupyterLab on a copy of the examples, in a folder where nothing of yours lies."""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from pathlib import Path
from typing import Sequence

from kalette.server.examples import examples_folder

WORKSPACE = Path("demo")
EXPECTED = ("expected",)


def main() -> None:
    """Copies what is not there yet, so that a second start finds your changes again."""
    for example in sorted(examples_folder().iterdir()):
        target = WORKSPACE / example.name
        if example.is_dir() and not target.exists():
            shutil.copytree(example, target, ignore=shutil.ignore_patterns(*EXPECTED))
            # Makes each example a workspace of its own, not a part of this repository.
            (target / ".kalette").mkdir()
    command = command_of(sys.argv[1:])
    os.execv(command[0], command)


def command_of(more: Sequence[str]) -> list[str]:
    """How JupyterLab is started; it says where it is served when no browser can be opened."""
    jupyter = Path(sys.executable).with_name("jupyter")
    command = [str(jupyter), "lab", "--notebook-dir", str(WORKSPACE), *more]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if not has_browser():
        command.append("--no-browser")
    # Else it lists all language servers that are not installed.
    command.append("--LanguageServerManager.autodetect=False")
    command.append("--LabApp.default_url=/lab/tree/digits/digits.ipynb")
    return command


def has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


if __name__ == "__main__":
    main()
