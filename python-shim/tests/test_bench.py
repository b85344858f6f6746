"""The benchmark of snapshots runs through; what it measures says nothing at this size."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts/bench/snapshots.py"


def test_the_benchmark_of_snapshots_measures_every_row(tmp_path):
    sizes = {"FULL": "0", "FILES": "40", "BIG_MB": "6", "ROUNDS": "1", "SHARE": "0.001"}
    said = subprocess.run(
        [sys.executable, SCRIPT],
        env={**os.environ, **sizes, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    rows = [
        line.split()[0] for line in said.stdout.splitlines()[1:] if line[:4].strip()[:1].isdigit()
    ]
    assert set(map(str, range(1, 12))) | {"13", "14", "15", "16", "17", "18"} <= set(rows)
    assert not list(tmp_path.iterdir())
