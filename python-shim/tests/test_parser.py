"""Our parser gives the trees that Python's own gives."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_trees_equal_those_of_python():
    node = shutil.which("node")
    assert node, "no Node on the PATH"
    answer = subprocess.run(
        [node, ROOT / "scripts/compare-parser.mjs", sys.executable, "--sample", "300"],
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    files = re.search(r"(\d+) files", answer.stdout)
    # A few of the library's own tests are no Python.
    assert files
    assert int(files[1]) > 250
