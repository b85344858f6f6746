"""Looks for variables that the snapshots of a run bring back otherwise than the notebook had them.

Notebooks are those of ``fuzz-flow.py``. Each is run with ``kalette run``; what is loaded from the
snapshot after each step is compared with what the cells down to the end of that step leave in one
process. A variable that is neither brought back nor listed with a reason counts too.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings

from fuzz.snapshots import search


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="how many notebooks")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    begin = time.monotonic()
    result = search(range(chosen.seed, chosen.seed + chosen.count))
    taken = time.monotonic() - begin
    differ = len(result.reports)
    print(
        f"{chosen.count} notebooks, {result.judged} judged, {result.compared} variables compared,"
        f" {result.missing} missing with a reason, {result.apart} parts apart, {differ} differ,"
        f" {taken:.0f} s"
    )
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
