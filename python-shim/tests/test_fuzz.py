"""Random notebooks, run step by step, do what they do when they run whole.

More of them: ``make fuzz COUNT=10000 SEED=1000`` and ``make fuzz-snapshots COUNT=100``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def fuzz(script, count, seed):
    """How many notebooks were judged. In a process of its own: it forks, and no thread of another
    test may be in the way."""
    answer = subprocess.run(
        [sys.executable, f"scripts/{script}.py", "--count", str(count), "--seed", str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return int(answer.stdout.split(" judged")[0].split()[-1])


def test_steps_of_random_notebooks_do_what_the_notebook_does():
    assert fuzz("fuzz-flow", 300, 20000) > 150


def test_snapshots_of_random_notebooks_have_what_the_notebook_had():
    assert fuzz("fuzz-snapshots", 5, 80000020) > 2
