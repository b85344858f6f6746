"""Statements that make sense with the values there are."""

from __future__ import annotations

import random
from typing import Any

from fuzz.forms import (
    BEGINNINGS,
    BLOCKS,
    CLASS_FORMS,
    FUNCTION_FORMS,
    KINDS,
    LITERALS,
    MARKS,
    NOTHING,
    PRINTS,
    SIMPLE,
    VALUES,
)

POOL = ("a", "b", "c", "d", "e", "f")
FUNCTIONS = ("p", "q", "r", "s")
CLASSES = ("K", "L")


class Names:
    """What the names of a notebook stand for at the moment."""

    def __init__(self, space: dict[str, Any]) -> None:
        self.space = space

    def of(self, kind: str) -> list[str]:
        own = (*POOL, *FUNCTIONS, *CLASSES, "m", "n")
        return [name for name in own if name in self.space and kind_of(self.space[name]) == kind]

    def printable(self) -> list[str]:
        own = (*POOL, *FUNCTIONS, "m", "n")
        return [name for name in own if name in self.space and _text(self.space[name])]

    def are_small(self) -> bool:
        return all(
            len(_text(value) or "") < 300
            for name, value in self.space.items()
            if name in POOL and not callable(value)
        )


def _text(value: Any) -> str | None:
    try:
        text = repr(value)
    except RecursionError:
        return None
    return None if " at 0x" in text else text


def kind_of(value: Any) -> str:
    if isinstance(value, type):
        return "class"
    if callable(value):
        return "function"
    for kind, types in (
        ("number", (int, float)),
        ("text", str),
        ("list", list),
        ("dict", dict),
        ("set", set),
        ("tuple", tuple),
    ):
        if isinstance(value, types):
            return kind
    return "instance" if type(value).__module__ == "__main__" else "other"


class Writer:
    """Chooses parts of statements at random."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng = rng
        self.names = names

    def pick(self, *options: str) -> str:
        return self.rng.choice(options)

    def old(self, kind: str) -> str:
        """A name of a kind; where there is none, something of that kind."""
        known = self.names.of(kind)
        return self.rng.choice(known) if known else LITERALS[kind]

    def some(self) -> str:
        """Any name there is."""
        known = [name for kind in KINDS for name in self.names.of(kind)]
        return self.rng.choice(known) if known else "1"

    def new(self) -> str:
        return self.rng.choice(POOL)

    def atom(self) -> str:
        return self.pick(str(self.rng.randint(0, 9)), "'v'", self.old("number"))

    def value(self, depth: int = 1) -> str:
        """An expression."""
        form = self.rng.choice(VALUES)
        parts = {kind: self.old(kind) for kind in KINDS}
        inner = self.value(depth - 1) if depth else self.some()
        return form.format(
            **parts, atom=self.atom(), some=self.some(), other=self.some(), inner=inner
        )

    def filled(self, form: str) -> str:
        """A statement from its form."""
        kinds = {kind: self.old(kind) for kind in KINDS}
        return form.format(
            *MARKS,
            **kinds,
            list2=self.old("list"),
            new=self.new(),
            new2=self.new(),
            some=self.some(),
            other=self.some(),
            atom=self.atom(),
            value=self.value(),
            value2=self.value(),
            fname=self.rng.choice(FUNCTIONS),
            fname2=self.rng.choice(FUNCTIONS),
            cname=self.rng.choice(CLASSES),
        )


def candidate(rng: random.Random, names: Names) -> str | None:
    """A statement that may or may not run; None where it would only be about literals."""
    statement = _candidate(rng, names)
    if NOTHING in statement:
        return None
    lonely = any(literal in statement for literal in ("[5]", "{'k': 6}", "(8, 9)", "len(", "list("))
    return None if lonely and rng.random() < 0.8 else statement


def _candidate(rng: random.Random, names: Names) -> str:
    writer = Writer(rng, names)
    kind = rng.random()
    if kind < 0.45:
        return writer.filled(rng.choice(SIMPLE))
    if kind < 0.62:
        return writer.filled(rng.choice(PRINTS))
    if kind < 0.77:
        return writer.filled(rng.choice(FUNCTION_FORMS))
    if kind < 0.84:
        return writer.filled(rng.choice(CLASS_FORMS))
    return _block(writer)


def _block(writer: Writer) -> str:
    lines = []
    for line in writer.filled(writer.rng.choice(BLOCKS)).split("\n"):
        if line.strip() in MARKS:
            indent = line.split(line.strip())[0]
            lines += [indent + inner for inner in _body(writer).split("\n")]
        else:
            lines.append(line)
    return "\n".join(lines)


def _body(writer: Writer) -> str:
    forms = [
        writer.rng.choice((*SIMPLE, *SIMPLE, *PRINTS)) for _ in range(writer.rng.randint(1, 2))
    ]
    return "\n".join(writer.filled(form) for form in forms)


def beginning(rng: random.Random) -> list[str]:
    return [form.format() for form in rng.sample(BEGINNINGS, rng.randint(1, 3))]


def prelude_statement(rng: random.Random, names: Names) -> str:
    """A statement for a cell that every step repeats."""
    writer = Writer(rng, names)
    kind = rng.random()
    if kind < 0.6:
        return writer.filled(rng.choice(FUNCTION_FORMS))
    if kind < 0.8:
        return writer.filled(rng.choice(CLASS_FORMS))
    return writer.filled(
        rng.choice(("{new} = {atom}", "{new} = [{atom}]", "{new} = {{'k': {atom}}}"))
    )
