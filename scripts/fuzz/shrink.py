"""Makes a notebook smaller while it keeps differing from its steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fuzz.grammar import Notebook
from fuzz.oracle import Compiler, Verdict, judge

ROUNDS = 300


def shrunk(notebook: Notebook, verdict: Verdict, compiler: Compiler) -> tuple[Notebook, Verdict]:
    """The smallest notebook found that ends as this one does, and how its steps differ."""
    best = notebook
    rounds = 0
    while rounds < ROUNDS:
        for smaller in _smaller(best):
            rounds += 1
            compiled = compiler.compile([smaller])[0]
            if compiled["urgent"]:
                continue
            found = judge(smaller, compiled)
            if found.differences and found.error == verdict.error:
                best, verdict = smaller, found
                break
        else:
            break
    return best, verdict


def _smaller(notebook: Notebook) -> Iterator[Notebook]:
    for place in range(len(notebook)):
        yield notebook[:place] + notebook[place + 1 :]
    for place, cell in enumerate(notebook):
        if cell.tags:
            yield _with(notebook, place, tags=[])
        for number in range(len(cell.statements)):
            kept = cell.statements[:number] + cell.statements[number + 1 :]
            if kept:
                yield _with(notebook, place, statements=kept)
    for place, cell in enumerate(notebook):
        for number, statement in enumerate(cell.statements):
            for shorter in _shorter(statement):
                kept = [*cell.statements]
                kept[number] = shorter
                yield _with(notebook, place, statements=kept)


def _shorter(statement: str) -> Iterator[str]:
    """The statement without one of its lines, or its block alone."""
    lines = statement.split("\n")
    if len(lines) > 2:
        for place in range(1, len(lines)):
            yield "\n".join(lines[:place] + lines[place + 1 :])
    if len(lines) == 2 and lines[1].startswith("    "):
        yield lines[1].strip()


def _with(notebook: Notebook, place: int, **changes: list[str]) -> Notebook:
    return [*notebook[:place], replace(notebook[place], **changes), *notebook[place + 1 :]]


def text_of(notebook: Notebook) -> str:
    return "\n".join(f"# {' '.join([cell.role, *cell.tags])}\n{cell.source}" for cell in notebook)
