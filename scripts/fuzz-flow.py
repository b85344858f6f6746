"""Looks for notebooks whose steps, run apart, silently differ from the notebook.

A notebook for which the analysis gives an error or a warning is not judged: there the promise is
that somebody was told. What is found is made as small as possible and printed with its seed.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter

from fuzz.grammar import notebook
from fuzz.oracle import Compiler, judge
from fuzz.shrink import shrunk, text_of

BATCH = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many notebooks")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed")
    parser.add_argument("--most", type=int, default=10, help="stop after so many differences")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    compiler = Compiler()
    told: Counter[str] = Counter()
    found = judged = 0
    begin = time.monotonic()
    for first in range(chosen.seed, chosen.seed + chosen.count, BATCH):
        seeds = range(first, min(first + BATCH, chosen.seed + chosen.count))
        notebooks = [notebook(seed) for seed in seeds]
        for seed, one, compiled in zip(seeds, notebooks, compiler.compile(notebooks), strict=True):
            codes = {problem["code"] for problem in compiled["urgent"]}
            told.update(codes)
            if codes or found >= chosen.most:
                continue
            judged += 1
            verdict = judge(one, compiled)
            if verdict.differences:
                found += 1
                small, why = shrunk(one, verdict, compiler)
                lines = "\n   ".join(why.differences)
                print(f"seed {seed}\n{text_of(small)}\n   {lines}\n", flush=True)
    compiler.close()
    taken = time.monotonic() - begin
    print(f"{chosen.count} notebooks, {judged} judged, {found} differ, {taken:.0f} s")
    print("told:", ", ".join(f"{code} {number}" for code, number in told.most_common()))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
