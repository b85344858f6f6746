"""Where the steps of a notebook, run apart, did something else than the notebook."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

from .request import Difference, Request
from .running import Outcome, Outputs

Files = Mapping[str, str]

# Addresses of objects and processes' own numbers say nothing of what was computed.
_ADDRESS = re.compile(r"\b(?:at|id=)\s?0x[0-9a-fA-F]+")
# scikit-learn counts the estimators that a process has shown.
_SHOWN = re.compile(r"\bsk-(container|estimator)-id-\d+")


def compare(request: Request, schedule: str, whole: Outcome, parts: Outcome) -> list[Difference]:
    """Errors, outputs and values; as far as the notebook itself came."""
    return [
        *_errors(request, schedule, whole, parts),
        *_shown(request, schedule, whole.outputs, parts.outputs),
        *_values(request, schedule, whole, parts),
    ]


def compare_files(schedule: str, whole: Files, parts: Files) -> list[Difference]:
    return [
        Difference("file", schedule, None, None, path, whole.get(path), parts.get(path))
        for path in sorted({*whole, *parts})
        if whole.get(path) != parts.get(path)
    ]


def without(found: Sequence[Difference], varying: Sequence[Difference]) -> list[Difference]:
    """Only what is the same whenever the notebook itself is run."""
    keys = {_key(one) for one in varying}
    return [one for one in found if _key(one) not in keys]


def _key(one: Difference) -> tuple[Any, ...]:
    return (one.what, one.step if one.what == "value" else None, one.cell, one.name)


def _errors(
    request: Request, schedule: str, whole: Outcome, parts: Outcome
) -> Iterator[Difference]:
    expected, found = whole.error, parts.error
    if error_text(expected) == error_text(found):
        return
    if expected is not None and found is None and _is_after(request, expected["cell"], parts):
        return
    error = found or expected or {}
    place, owner = _place(request, error.get("cell"))
    texts = (error_text(expected), error_text(found))
    yield Difference("error", schedule, error.get("step") or owner, place, None, *texts)


def _is_after(request: Request, cell: Optional[str], parts: Outcome) -> bool:
    """The notebook ends in a cell that is no part of any step: the shown metrics."""
    _, owner = _place(request, cell)
    return owner is not None and owner not in parts.values


def error_text(error: Optional[Mapping[str, Any]]) -> Optional[str]:
    """What was raised; where does not count."""
    return None if error is None else _plain(f"{error['name']}: {error['message']}")


def _shown(request: Request, schedule: str, whole: Outputs, parts: Outputs) -> Iterator[Difference]:
    for cell in request.cells:
        one = cell["id"]
        if one not in whole or one not in parts:
            continue
        expected, found = text_of(whole[one]), text_of(parts[one])
        if expected != found:
            place, owner = _place(request, one)
            texts = around(expected, found)
            yield Difference("output", schedule, owner, place, None, *texts)


def text_of(outputs: Sequence[Mapping[str, Any]]) -> str:
    """What a cell shows, as one text: streams as they are, everything else as JSON."""
    texts = []
    for output in outputs:
        if output["output_type"] == "stream":
            texts.append("".join(output["text"]))
        else:
            data = output.get("data", {})
            plain = data.get("text/plain") if set(data) == {"text/plain"} else None
            texts.append(
                "".join(plain) if plain else json.dumps(data, sort_keys=True, ensure_ascii=False)
            )
    return _plain("".join(texts))


BEFORE = 60
BEHIND = 240


def around(one: str, other: str) -> tuple[str, str]:
    """Two texts where they begin to differ, without most of what is the same."""
    pairs = zip(one, other, strict=False)
    length = min(len(one), len(other))
    first = next((i for i, (a, b) in enumerate(pairs) if a != b), length)
    return _excerpt(one, first), _excerpt(other, first)


def _excerpt(text: str, first: int) -> str:
    start = max(0, first - BEFORE)
    end = first + BEHIND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _plain(text: str) -> str:
    return _SHOWN.sub(r"sk-\1-id", _ADDRESS.sub("at 0x…", text))


def _values(
    request: Request, schedule: str, whole: Outcome, parts: Outcome
) -> Iterator[Difference]:
    """Of every name its value in the step that changed it last."""
    if whole.error is not None:
        return
    for step in request.steps:
        found, expected = parts.values.get(step.name), whole.values.get(step.name)
        if found is None or expected is None:
            continue
        mentioned = names_in(step.plan["cells"])
        for name, value in found.items():
            if whole.changed.get(name) != step.name or name not in mentioned:
                continue
            real = expected.get(name, value)
            texts = _plain(real), _plain(value)
            if texts[0] != texts[1]:
                yield Difference("value", schedule, step.name, None, name, *around(*texts))


def names_in(cells: Sequence[Mapping[str, Any]]) -> set[str]:
    """Names that the cells of a step mention; others are not the step's business.

    What functions mention counts where they bind it: whether they are called is not known here.
    """
    finder = _Names()
    for cell in cells:
        try:
            finder.visit(ast.parse(cell["source"]))
        except SyntaxError:
            # Magics: every word may be a name.
            finder.found.update(re.findall(r"\w+", cell["source"]))
    return finder.found


class _Names(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        self.found.add(node.id)

    def visit_Global(self, node: ast.Global) -> None:
        self.found.update(node.names)

    def visit_alias(self, node: ast.alias) -> None:
        self.found.add((node.asname or node.name).split(".")[0])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.found.add(node.name)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.args)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.found.add(node.name)
        for part in [*node.decorator_list, node.args]:
            self.visit(part)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Global):
                self.found.update(inner.names)


def _place(request: Request, cell: Optional[str]) -> tuple[Optional[int], Optional[str]]:
    for one in request.cells:
        if one["id"] == cell:
            return one["index"], one["owner"]
    return None, None
