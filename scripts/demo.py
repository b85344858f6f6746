"""Opens JupyterLab on a copy of the examples, in a folder where nothing of yours lies."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

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
    jupyter = Path(sys.executable).with_name("jupyter")
    command = [str(jupyter), "lab", "--notebook-dir", str(WORKSPACE), *sys.argv[1:]]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    command.append("--LabApp.default_url=/lab/tree/digits/digits.ipynb")
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
