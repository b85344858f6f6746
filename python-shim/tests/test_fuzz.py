"""Random notebooks, run step by step, do what they do when they run whole.

More of them: ``make fuzz COUNT=10000 SEED=1000``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_steps_of_random_notebooks_do_what_the_notebook_does():
    # In a process of its own: it forks, and no thread of another test may be in the way.
    answer = subprocess.run(
        [sys.executable, "scripts/fuzz-flow.py", "--count", "300", "--seed", "20000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    judged = int(answer.stdout.split(" judged")[0].split()[-1])
    assert judged > 150
