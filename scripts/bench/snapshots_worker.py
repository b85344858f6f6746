"""One operation on snapshots in a process of its own; says the result as one line of JSON."""

from __future__ import annotations

import json
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kalette.snapshots import KnownFile, StateSource, Store


def create(store: str, tree: str) -> dict[str, object]:
    return {"id": Store.open(store).create(tree).id}


def restore(store: str, snapshot: str, target: str) -> dict[str, object]:
    return {"files": Store.open(store).restore(snapshot, target).files}


def in_place(store: str, snapshot: str, target: str) -> dict[str, object]:
    return {"files": Store.open(store).restore_in_place(snapshot, target).files}


def steps(store: str, tree: str, scripts: str) -> dict[str, object]:
    """Before and after each of six steps; what the steps themselves do is not counted."""
    sys.path.insert(0, scripts)
    from workspaces import change_tree

    opened, seconds = Store.open(store), 0.0
    opened.create(tree)
    for number in range(6):
        begin = time.perf_counter()
        opened.create(tree)
        seconds += time.perf_counter() - begin
        change_tree(Path(tree), 0.01, 1000 + number)
        time.sleep(1.2)
        begin = time.perf_counter()
        opened.create(tree)
        seconds += time.perf_counter() - begin
    return {"seconds": seconds}


def resident(store: str, tree: str) -> dict[str, object]:
    """The unchanged folder again, by a process that is there already."""
    opened = Store.open(store)
    opened.create(tree)
    begin = time.perf_counter()
    opened.create(tree)
    return {"seconds": time.perf_counter() - begin}


def nothing(store: str) -> dict[str, object]:
    return {"path": Store.open(store).path}


def variables(store: str, folder: str) -> dict[str, object]:
    """Saving and opening values, beside dill and pickle; only what is installed."""
    import numpy
    import pandas
    from kalette.runtime.variables import save_variables

    os.makedirs(folder)
    values = {
        "table": {number: [number, str(number), number / 7] for number in range(500_000)},
        "frame": _frame(numpy, pandas),
    }
    found: dict[str, object] = {}
    for number, name in (("13", "table"), ("13a", "frame")):
        value = values[name]

        def save(name: str = name) -> object:
            return save_variables([[name]], values, tempfile.mkdtemp(dir=folder), {})

        ours = _best(save)
        found[number] = {"ours": ours, "theirs": _dill(value, os.path.join(folder, "dill"))}
    plain = _best(lambda: _pickle(values["table"], os.path.join(folder, "pickle")))
    found["13b"] = {"ours": found["13"]["ours"], "theirs": plain}  # type: ignore[index]
    found["14"] = _opening(store, folder)
    return found


def _frame(numpy: Any, pandas: Any) -> Any:
    """A million rows: six columns of numbers, one of texts, one of categories."""
    texts = [f"text {number % 1000}" for number in range(1_000_000)]
    columns = {f"c{n}": numpy.random.default_rng(n).random(1_000_000) for n in range(6)}
    columns["text"] = pandas.Series(texts, dtype=object)
    columns["kind"] = pandas.Series(texts).astype("category")
    return pandas.DataFrame(columns)


def _opening(store: str, folder: str) -> dict[str, float]:
    """From the store's path of a linked array to its first element."""
    import hashlib

    import numpy

    array = numpy.random.default_rng(0).random(25_000_000)
    path = os.path.join(folder, "array.npy")
    numpy.save(path, array)
    os.chmod(path, 0o444)
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    _pickle(array, os.path.join(folder, "array.pickle"))
    opened = Store.open(store)
    known = KnownFile(path, digest, os.path.getsize(path))
    created = opened.record(opened.list(limit=1)[0].id, state=StateSource(None, {"a": known}))

    def mapped() -> None:
        state = opened.state(created.id)
        assert state is not None
        assert numpy.load(state.files["a"].path, mmap_mode="c")[0] == array[0]

    def unpickled() -> None:
        with open(os.path.join(folder, "array.pickle"), "rb") as file:
            assert pickle.load(file)[0] == array[0]

    return {"ours": _best(mapped), "theirs": _best(unpickled)}


def _pickle(value: object, path: str) -> None:
    with open(path, "wb") as file:
        pickle.dump(value, file, protocol=5)


def _dill(value: object, path: str) -> float | None:
    try:
        import dill
    except ImportError:
        return None

    def dump() -> None:
        with open(path, "wb") as file:
            dill.dump(value, file)

    return _best(dump, 1)


def _best(action: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begin)
    return min(taken)


OPERATIONS = {
    "create": create,
    "restore": restore,
    "in-place": in_place,
    "steps": steps,
    "resident": resident,
    "nothing": nothing,
    "variables": variables,
}

if __name__ == "__main__":
    print(json.dumps(OPERATIONS[sys.argv[1]](*sys.argv[2:])))
