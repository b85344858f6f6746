"""Looks for notebooks whose steps, run apart, silently differ from the notebook.

A notebook for which the analysis gives an error or a warning is not judged: there the promise is
that somebody was told. What is found is made as small as possible and printed with its seed.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings

from fuzz.search import search


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many notebooks")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed")
    parser.add_argument("--most", type=int, default=10, help="stop after so many differences")
    parser.add_argument(
        "--removes", action="store_true", help="also count the transfers that nobody would miss"
    )
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    begin = time.monotonic()
    result = search(
        range(chosen.seed, chosen.seed + chosen.count), chosen.most, removes=chosen.removes
    )
    for report in result.reports:
        print(report, end="\n\n")
    taken = time.monotonic() - begin
    differ = len(result.reports)
    print(f"{chosen.count} notebooks, {result.judged} judged, {differ} differ, {taken:.0f} s")
    if chosen.removes:
        count, all_of_them = len(result.removable), max(result.received, 1)
        print("\n".join(result.removable))
        print(f"{count} of {result.received} transfers removable, {count / all_of_them:.1%}")
    print("told:", ", ".join(f"{code} {number}" for code, number in result.told.most_common()))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
