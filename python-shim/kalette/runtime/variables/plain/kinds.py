"""NumPy's types of elements, as text, lists and tuples."""

from __future__ import annotations

from typing import Any

_KINDS = frozenset("biufcSUmMV")


def kind_of(found: Any) -> Any:
    """A type of elements as text, as a list for one with fields, or as a tuple for what a list does
    not tell; None if that loses some."""
    if found.metadata is not None:
        return None
    if found.kind == "O":
        return "O"
    if found.hasobject or found.kind not in _KINDS:
        return None
    if found.names is None and found.subdtype is None:
        return found.str
    kind = _listed(found)
    return _told(found) if kind is None else kind


def element_type(kind: Any) -> Any:
    """The type of elements that ``kind_of`` told of."""
    import numpy

    if not isinstance(kind, tuple):
        return numpy.dtype(kind)
    if kind[0] == "parts":
        return numpy.dtype((element_type(kind[1]), kind[2]))
    _, is_record, names, kinds, offsets, titles, size, is_aligned = kind
    fields: Any = {
        "names": list(names),
        "formats": [element_type(one) for one in kinds],
        "offsets": list(offsets),
        "titles": list(titles),
        "itemsize": size,
    }
    made = numpy.dtype(fields, align=bool(is_aligned))
    return numpy.dtype((numpy.record, made)) if is_record else made


def _listed(found: Any) -> Any:
    import numpy

    if found.names is None:
        return None
    try:
        kind = found.descr
        return kind if _is_same(numpy.dtype(kind), found) else None
    except (TypeError, ValueError):  # its fields overlap, or are more than a list says
        return None


def _told(found: Any) -> Any:
    import numpy

    if found.subdtype is not None:
        kind = kind_of(found.subdtype[0])
        return None if kind is None else ("parts", kind, found.subdtype[1])
    fields = [found.fields[name] for name in found.names]
    kinds = [kind_of(field[0]) for field in fields]
    if None in kinds:
        return None
    offsets = [field[1] for field in fields]
    titles = [field[2] if len(field) > 2 else None for field in fields]
    if not all(title is None or type(title) is str for title in titles):
        return None
    is_record = found.type is numpy.record
    kind = (
        *("fields", is_record, found.names, tuple(kinds), tuple(offsets), tuple(titles)),
        *(found.itemsize, found.isalignedstruct),
    )
    try:
        return kind if _is_same(element_type(kind), found) else None
    except (TypeError, ValueError):
        return None


def _is_same(a: Any, b: Any) -> bool:
    """Of equal types one may still give records with attributes, be aligned or say more."""
    if a != b or a.type is not b.type or a.isalignedstruct != b.isalignedstruct:
        return False
    if a.metadata is not None or b.metadata is not None:
        return False
    if a.subdtype is not None:
        return _is_same(a.subdtype[0], b.subdtype[0])
    return all(_is_same(a.fields[name][0], b.fields[name][0]) for name in a.names or ())
