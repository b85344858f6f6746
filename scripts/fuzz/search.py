"""Goes through seeds and collects the notebooks that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from fuzz.grammar import notebook
from fuzz.oracle import Compiler, judge
from fuzz.shrink import shrunk, text_of

BATCH = 50


@dataclass
class Result:
    """What a search found; notebooks with a diagnostic are told, the others judged."""

    judged: int = 0
    told: Counter[str] = field(default_factory=Counter)
    # Each with its seed, made as small as possible.
    reports: list[str] = field(default_factory=list)
    # Variables that steps received where that was counted, and those that nobody would miss.
    received: int = 0
    removable: list[str] = field(default_factory=list)


def search(seeds: Sequence[int], most: int, *, removes: bool = False) -> Result:
    """Judges the notebooks of some seeds, until `most` of them differ."""
    result = Result()
    compiler = Compiler()
    for first in range(0, len(seeds), BATCH):
        _search_batch(seeds[first : first + BATCH], most, compiler, result, removes)
    compiler.close()
    return result


def _search_batch(
    seeds: Sequence[int], most: int, compiler: Compiler, result: Result, removes: bool
) -> None:
    notebooks = [notebook(seed) for seed in seeds]
    for seed, one, compiled in zip(seeds, notebooks, compiler.compile(notebooks), strict=True):
        codes = {problem["code"] for problem in compiled["urgent"]}
        result.told.update(codes)
        if codes or len(result.reports) >= most:
            continue
        result.judged += 1
        verdict = judge(one, compiled, removes=removes)
        result.received += verdict.received
        result.removable += [f"seed {seed}: {line}" for line in verdict.removable or []]
        if verdict.differences:
            small, why = shrunk(one, verdict, compiler)
            lines = "\n   ".join(why.differences)
            result.reports.append(f"seed {seed}\n{text_of(small)}\n   {lines}")
