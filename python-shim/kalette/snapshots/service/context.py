"""What all operations of the service share."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import Any, Callable, NamedTuple

from ..api import Store
from ..progress import CancelToken, ProgressListener
from . import requests as args


@dataclass(frozen=True)
class Done:
    """Nothing to tell."""

    done: bool = True


class Context(NamedTuple):
    """One request: how it reports and how it is stopped."""

    stores: Stores
    progress: ProgressListener
    cancel: CancelToken

    def store(self, path: str) -> Store:
        return self.stores.get(path)


class Stores:
    """The stores that this process has open."""

    def __init__(self) -> None:
        self._open: dict[str, Store] = {}
        self._lock = threading.Lock()

    def open(self, wanted: args.OpenArgs) -> Store:
        store = Store.open(wanted.store, recover=False, keys=wanted.keys)
        if wanted.recover:
            store.recovered = tuple(store.recover())
        with self._lock:
            self._open[os.path.abspath(wanted.store)] = store
        return store

    def get(self, path: str) -> Store:
        """A store that is there already; ``open`` makes one."""
        key = os.path.abspath(path)
        with self._lock:
            if key not in self._open:
                self._open[key] = Store.open(key, create=False, recover=False)
            return self._open[key]

    def close(self) -> None:
        with self._lock:
            for store in self._open.values():
                store.close()


class Operation(NamedTuple):
    """How an operation is called, and the types of its arguments and its result."""

    run: Callable[[Any, Context], Any]
    args: Any
    result: Any
