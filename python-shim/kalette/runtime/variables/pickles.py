"""Pickling with one question answered on the way: could loading this run code?

Values made of plain types are written so that an unpickler with a short allow-list reads them
back (the *safe* tier); everything else is *trusted*: it loads only where its maker is trusted.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import pickle
import sys
from types import CellType, MappingProxyType
from typing import IO, Any, Callable, Mapping, Optional

from . import plain
from .attributes import dicts_among, reduce_attributes
from .classes import reduce_class, with_nameless_bases
from .faithful import Faithful, is_changed
from .functions import (
    is_generic,
    is_of_notebook,
    reduce_argument,
    reduce_cached_property,
    reduce_cell,
    reduce_function,
    reduce_shared_draw,
)
from .own_arrays import is_mapped
from .plain.views import memory_of
from .references import Known, Reference
from .safe import SafeUnpickler, is_plain

PROTOCOL = 5


def _refuse_copies(value: Any) -> None:
    """cloudpickle would turn an open text file into a copy of its text in memory, and a view of
    memory into a copy of its bytes."""
    if isinstance(value, io.IOBase) and not isinstance(value, (io.BytesIO, io.StringIO)):
        raise pickle.PicklingError("an open file cannot be pickled")
    if type(value) is memoryview:
        raise pickle.PicklingError("a view of memory cannot be pickled")


def _have_home(value: type) -> None:
    """A class whose library loads the module that it names only when it is asked for (as NumPy
    does with `numpy.rec`) would be taken for one that can be had by no name."""
    home = value.__module__
    if isinstance(home, str) and home not in sys.modules and home.partition(".")[0] in sys.modules:
        with contextlib.suppress(Exception):
            importlib.import_module(home)


class Memories:
    """Notices arrays that show memory which another one of the same pickle shows."""

    def __init__(self) -> None:
        # Who shows it: kept, so that no other array gets the same identity.
        self._seen: dict[int, Any] = {}
        self.any_shared = False

    def meet(self, value: Any) -> None:
        numpy = sys.modules.get("numpy")
        if numpy is not None and type(value) is numpy.ndarray:
            known = self._seen.setdefault(id(memory_of(value)), value)
            self.any_shared = self.any_shared or known is not value


def _pickler_class() -> type:
    """cloudpickle's pickler where it is installed, else Python's."""
    try:
        import cloudpickle
    except ImportError:
        return _TierPickler
    return _with_cloudpickle(cloudpickle.Pickler)


class _TierPickler(pickle.Pickler):
    is_safe = True
    shared: Mapping[int, Any] = MappingProxyType({})
    dicts: frozenset[int] = frozenset()
    memories: Optional[Memories] = None
    faithful: Faithful

    def reducer_override(self, value: Any) -> Any:
        # Called for all but the exact built-in types, which are always safe.
        _refuse_copies(value)
        if self.memories is not None:
            self.memories.meet(value)
        reduced = plain.reduce(value, self.shared)
        if reduced is not None:
            return reduced
        if self.is_safe and not is_plain(value):
            self.is_safe = False
        reduced = self.faithful.reduce(value)
        if reduced is not None:
            self.is_safe = False
        return reduced or reduce_attributes(value, self.dicts) or NotImplemented


def _with_cloudpickle(base: Any) -> type:
    class TierCloudPickler(base):  # type: ignore[misc]
        """Functions travel as code (see ``functions``); classes of the top level by their name.

        A step that receives an instance has the class from source, and the instance must be of
        that class: so its pickle may not bring a second one.
        """

        is_safe = True
        shared: Mapping[int, Any] = MappingProxyType({})
        dicts: frozenset[int] = frozenset()
        by_value: frozenset[str] = frozenset()
        # Identities of the values that are saved, as against what comes along with them.
        own: frozenset[int] = frozenset()
        memories: Optional[Memories] = None
        faithful: Faithful

        def reducer_override(self, value: Any) -> Any:
            _refuse_copies(value)
            if self.memories is not None:
                self.memories.meet(value)
            reduced = plain.reduce(value, self.shared)
            if reduced is not None:
                return reduced
            if self.is_safe and not is_plain(value):
                self.is_safe = False
            is_named = isinstance(value, type) or is_generic(value)
            if is_named and self._is_of_notebook(value):
                return NotImplemented
            if is_of_notebook(value):
                return reduce_function(value)
            if isinstance(value, CellType):
                return reduce_cell(value)
            reduced = self.faithful.reduce(value)
            if reduced is not None:
                self.is_safe = False
                return reduced
            attributes = reduce_attributes(value, self.dicts)
            if attributes is not None:
                return attributes
            shared = reduce_shared_draw(value)
            if shared is not None:
                return shared
            argument = reduce_argument(value)
            if argument is not None:
                return argument
            if type(value) is functools.cached_property:
                return reduce_cached_property(value)
            if isinstance(value, type):
                _have_home(value)
            reduced = super().reducer_override(value)
            if isinstance(value, type) and isinstance(reduced, tuple) and len(reduced) == 6:
                return reduce_class(value, reduced, id(value) in self.own)
            return reduced

        def _is_of_notebook(self, value: Any) -> bool:
            main = sys.modules.get("__main__")
            name = value.__qualname__
            return (
                value.__module__ == "__main__"
                and name not in self.by_value
                and getattr(main, name, None) is value
            )

    return TierCloudPickler


def dump(
    value: Any,
    file: IO[bytes],
    by_value: frozenset[str] = frozenset(),
    take: Optional[Callable[[Any], bool]] = None,
    known: Optional[Known] = None,
    shared: Mapping[int, Any] = MappingProxyType({}),
    memories: Optional[Memories] = None,
    is_to_compare: bool = False,
) -> str:
    """Pickles into ``file`` and returns the tier, ``safe`` or ``trusted``.

    ``by_value`` names the classes of the notebook that the receiver does not have from source.
    ``take`` gets each buffer that can stand beside the pickle, and returns False if it took it.
    ``known`` are objects that are in other files: only their names are written. Views of the
    memory in ``shared`` (see ``plain.views``) stay views of it; ``memories`` is shown each array.
    ``is_to_compare`` leaves out what says nothing: which texts are one object, and what lies
    between the fields of records. Nobody is to read such a pickle.
    Raises whatever the value's own pickling raises.
    """
    kind = _referring(_pickler_class(), known) if known else _pickler_class()
    kind = _comparing(kind) if is_to_compare else kind
    pickler: Any = kind(file, protocol=PROTOCOL, buffer_callback=take)
    pickler.shared = shared
    pickler.dicts = dicts_among(value)
    pickler.memories = memories
    pickler.faithful = Faithful()
    if by_value:
        pickler.by_value = by_value
        values = value.values() if isinstance(value, dict) else ()
        pickler.own = frozenset(map(id, with_nameless_bases((value, *values))))
    pickler.dump(value)
    return "safe" if pickler.is_safe else "trusted"


def _referring(base: Any, known: Known) -> type:
    # A class of its own, as asking for each object takes time.
    class ReferringPickler(base):  # type: ignore[misc]
        def persistent_id(self, value: Any) -> Optional[Reference]:
            return known.get(id(value))

    return ReferringPickler


def _comparing(base: Any) -> type:
    class ComparingPickler(base):  # type: ignore[misc]
        def persistent_id(self, value: Any) -> Optional[bytes]:
            # Another object each time, so that it is written out where it stands.
            return value.encode("utf-8", "surrogatepass") if type(value) is str else None

        def reducer_override(self, value: Any) -> Any:
            numpy = sys.modules.get("numpy")
            if numpy is not None and type(value) is numpy.ndarray and value.dtype.names:
                fields = [(name, value[name].copy()) for name in value.dtype.names]
                return tuple, ([value.shape, str(value.dtype), *fields],)
            return super().reducer_override(value)

    return ComparingPickler


def load(file: IO[bytes], tier: str) -> Any:
    """The value in ``file``; of the safe tier only plain data is accepted."""
    unpickler = SafeUnpickler if tier == "safe" else pickle.Unpickler
    return unpickler(file).load()


def culprit(value: Any, depth: int = 3) -> Optional[str]:
    """Where in a value the part is that cannot be pickled: ``['a'].stream``, say."""
    if depth == 0 or can_pickle(value):
        return None
    for path, part in _parts(value):
        if not can_pickle(part):
            return path + (culprit(part, depth - 1) or "")
    return None


def can_pickle(value: Any) -> bool:
    try:
        dump(value, io.BytesIO())  # type: ignore[arg-type]
    except Exception:
        return False
    return True


def _parts(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(f"[{key!r}]", item) for key, item in list(value.items())[:1000]]
    if isinstance(value, (list, tuple)):
        return [(f"[{place}]", item) for place, item in enumerate(value[:1000])]
    attributes = getattr(value, "__dict__", None)
    if isinstance(attributes, dict) and not is_mapped(value):
        return [(f".{name}", item) for name, item in attributes.items()]
    return []


def is_for_us(value: Any) -> bool:
    """True for a value with functions of the notebook in it, or with what pickles of other makers
    would change; arrays are not looked into."""
    finder = _Finder(io.BytesIO(), PROTOCOL)
    try:
        finder.dump(value)
    except _Found:
        return True
    except Exception:
        # Whoever pickles it says why it cannot be done.
        return False
    return False


class _Found(Exception):
    """There is something that others do not pickle well."""


class _Finder(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if is_of_notebook(value) or is_changed(value):
            raise _Found
        numpy = sys.modules.get("numpy")
        if numpy is not None and type(value) is numpy.ndarray and not value.dtype.hasobject:
            return int, ()
        return NotImplemented
