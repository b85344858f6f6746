"""A value in a few words."""

from __future__ import annotations

import re
from typing import Any

from .attributes import attribute

HIDDEN = "not shown, as it looks like a secret, but saved"

_SECRET = {
    *("password", "passwd", "pwd", "passphrase", "secret", "secrets", "token", "apikey"),
    *("credential", "credentials", "bearer"),
}
_SECRET_KEYS = {"api", "access", "account", "private", "secret", "signing", "encryption", "auth"}


def type_name(value: Any) -> str:
    """The qualified name of a value's class; of a builtin one without its module."""
    kind = type(value)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def detail(name: str, value: Any) -> str:
    """What a list shows beside a name: ``float64 6735 × 64``, ``12 items``, ``0.5``. It goes
    wherever the list goes, so that what looks like a secret is not in it."""
    if looks_secret(name, value):
        return HIDDEN
    try:
        return _detail(value)
    except Exception:  # properties of the notebook's own classes may do anything
        return ""


def looks_secret(name: str, value: Any) -> bool:
    """True for texts with ``password``, ``token``, ``api_key`` and the like in their name, and
    for numbers whose name ends so: ``token_count`` is none."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().split("_")
    found = [
        word in _SECRET or (word == "key" and number > 0 and words[number - 1] in _SECRET_KEYS)
        for number, word in enumerate(words)
    ]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return found[-1]
    return isinstance(value, str) and any(found)


def _detail(value: Any) -> str:
    shape, dtype = attribute(value, "shape"), attribute(value, "dtype")
    if isinstance(shape, tuple):
        size = " × ".join(str(count) for count in shape)
        return f"{dtype} {size}".strip() if dtype is not None else size
    if value is None or isinstance(value, (bool, int, float, complex)):
        shown = repr(value)
        return shown if len(shown) <= 40 else shown[:40] + "…"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        return "1 item" if len(value) == 1 else f"{len(value)} items"
    return ""
