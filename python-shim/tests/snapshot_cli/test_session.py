from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..notebooks import notebook, write


def test_files_of_the_folder_are_no_modules_of_the_program(folder):
    trap = "import sys; sys.stdout.write('trap'); sys.stderr.write('trap')"
    for name in ("ast", "random", "select", "json"):
        (folder / f"{name}.py").write_text(trap)
    (folder / "kalette").mkdir()
    (folder / "kalette" / "__init__.py").write_text(trap)
    write(folder / "n.ipynb", notebook((["step:make"], "rows = [1, 2]")))
    # `python -m kalette` would look into the folder first.
    program = Path(sys.executable).with_name("kalette")
    for command in (["snapshot", "create"], ["snapshot", "list"], ["doctor"], ["run", "n.ipynb"]):
        answer = subprocess.run([program, *command], cwd=folder, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr
        assert "trap" not in answer.stdout + answer.stderr
