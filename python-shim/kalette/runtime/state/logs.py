"""Logging: levels, what is disabled, and handlers of the plain kinds."""

from __future__ import annotations

import logging
import sys
from typing import Any, Mapping, Optional

from .kinds import CannotCarry, Differences, Entries, Place
from .process import to_anywhere, to_here

# Names that no logger has: the root, and what `logging.disable` set.
_ROOT = ":root"
_DISABLED = ":disabled"
_STYLES: dict[type, str] = {
    logging.PercentStyle: "%",
    logging.StrFormatStyle: "{",
    logging.StringTemplateStyle: "$",
}
_OTHER = "other"


class LoggingState(Differences):
    """Each logger that is not as it is made, by name.

    Handlers of the plain kinds are made anew: those that write to the standard streams or to a
    file, with a plain format. A handler of another kind is the business of the library or of the
    prelude that adds it; where it is missing in the receiving step, that step fails.
    """

    def __init__(self, place: Place) -> None:
        super().__init__(lambda: _read(place), lambda name, value: _put(name, value, place), _drop)


def _read(place: Place) -> Entries:
    entries: Entries = {_DISABLED: logging.root.manager.disable, _ROOT: _told(logging.root, place)}
    fresh = _told(logging.Logger("fresh"), place)
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger):
            told = _told(logger, place)
            if told != fresh:
                entries[name] = told
    return entries


def _told(logger: logging.Logger, place: Place) -> dict[str, Any]:
    return {
        "level": logger.level,
        "propagate": logger.propagate,
        "disabled": logger.disabled,
        "handlers": [_described(handler, place) for handler in logger.handlers],
    }


def _described(handler: logging.Handler, place: Place) -> dict[str, Any]:
    """How to make the handler anew; only its type where that is not known."""
    kind = {"kind": _OTHER, "type": f"{type(handler).__module__}.{type(handler).__qualname__}"}
    form = _format(handler.formatter)
    if form is None or handler.filters:
        return kind
    shared = {"level": handler.level, "format": form}
    if type(handler) is logging.NullHandler:
        return {"kind": "null", **shared}
    if type(handler) is logging.FileHandler:
        path = to_anywhere(handler.baseFilename, place)
        return {"kind": "file", "file": path, "encoding": handler.encoding, **shared}
    if type(handler) is logging.StreamHandler:
        for name in ("stderr", "stdout"):
            if handler.stream in (getattr(sys, name), getattr(sys, f"__{name}__")):
                return {"kind": name, **shared}
    return kind


def _format(formatter: Optional[logging.Formatter]) -> Any:
    """The plain form of a formatter; False for none at all, None for one that has no plain form."""
    if formatter is None:
        return False
    style = getattr(formatter, "_style", None)
    if type(formatter) is not logging.Formatter or type(style) not in _STYLES:
        return None
    return {"text": formatter._fmt, "date": formatter.datefmt, "style": _STYLES[type(style)]}


def _drop(name: str) -> None:
    logger = logging.root.manager.loggerDict.get(name)
    if isinstance(logger, logging.Logger):
        logger.setLevel(logging.NOTSET)
        logger.propagate, logger.disabled = True, False
        logger.handlers.clear()


def _put(name: str, value: Any, place: Place) -> None:
    if name == _DISABLED:
        logging.disable(value)
        return
    logger = logging.root if name == _ROOT else logging.getLogger(name)
    logger.setLevel(value["level"])
    logger.propagate, logger.disabled = value["propagate"], value["disabled"]
    now = [_described(handler, place) for handler in logger.handlers]
    if now != value["handlers"]:
        logger.handlers[:] = _handlers(name, value["handlers"], logger, place)


def _handlers(
    name: str, wanted: list[Mapping[str, Any]], logger: logging.Logger, place: Place
) -> list[logging.Handler]:
    there = [(_described(handler, place), handler) for handler in logger.handlers]
    handlers = []
    for description in wanted:
        kept = next((pair for pair in there if pair[0] == description), None)
        if kept is not None:
            there.remove(kept)
            handlers.append(kept[1])
        elif description["kind"] != _OTHER:
            handlers.append(_made(description, place))
        elif name == _ROOT or name.split(".")[0] not in sys.modules:
            who = "the root logger" if name == _ROOT else f"logger {name}"
            raise CannotCarry(
                f"{who} has a handler of type {description['type']}",
                "Add the handler in an imports cell, which every step repeats.",
            )
    return handlers


def _made(description: Mapping[str, Any], place: Place) -> logging.Handler:
    kind, form = description["kind"], description["format"]
    handler: logging.Handler
    if kind == "file":
        path = to_here(description["file"], place)
        handler = logging.FileHandler(path, encoding=description["encoding"], delay=True)
    elif kind == "null":
        handler = logging.NullHandler()
    else:
        handler = logging.StreamHandler(getattr(sys, kind))
    handler.setLevel(description["level"])
    if form:
        handler.setFormatter(logging.Formatter(form["text"], form["date"], form["style"]))
    return handler
