"""One operation on snapshots in a process of its own; says the result as one line of JSON."""

from __future__ import annotations

import json
import os
import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kalette.snapshots import KnownFile, StateSource, Store

# The part of the full size that the variables have.
SHARE = float(os.environ.get("SHARE") or 1)


def part_of(count: int) -> int:
    return max(10, int(count * SHARE))


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
    """The unchanged folder by a process that is there already, and a bare walk in turns with it:
    listing every folder and the stat of every entry."""
    opened = Store.open(store)
    opened.create(tree)
    seconds: dict[str, list[float]] = {"create": [], "walk": []}
    for _ in range(9):
        for name, action in (
            ("walk", lambda: _walk(tree)),
            ("create", lambda: opened.create(tree)),
        ):
            begin = time.perf_counter()
            action()
            seconds[name].append(time.perf_counter() - begin)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def _walk(root: str) -> None:
    pending = [root]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)


def restored(store: str, tree: str) -> dict[str, object]:
    """The first snapshot of a folder that this store has restored."""
    created = Store.open(store).create(tree)
    return {"id": created.id, "tree": created.manifest.roots[0].tree}


def first_variable(store: str, folder: str) -> dict[str, object]:
    """From a snapshot with 1 GB of arrays to the first element of one in a new kernel."""
    import numpy
    from kalette.runtime.variables import save_variables

    values = {f"a{number}": numpy.full(part_of(31_250_000), float(number)) for number in range(4)}
    entries = save_variables([[name] for name in values], values, folder, {})
    kept = {}
    for entry in entries:
        path = os.path.join(folder, entry["file"])
        os.chmod(path, 0o444)
        kept[entry["file"]] = KnownFile(path, entry["digest"], entry["bytes"])
    opened = Store.open(store)
    snapshot = opened.list(limit=1)[0].id
    created = opened.record(snapshot, state=StateSource({"variables": entries}, kept))
    os.sync()
    begin = time.perf_counter()
    taken = _resumed(Store.open(store), created.id, os.path.join(folder, "out"))
    return {"seconds": time.perf_counter() - begin, "kernel": taken}


def _resumed(store: Store, snapshot: str, out: str) -> float:
    """What the engine and the kernel do; returns the seconds that the kernel took to start."""
    from jupyter_client.manager import start_new_kernel

    state = store.state(snapshot)
    assert state is not None
    os.makedirs(out)
    request: dict[str, Any] = {
        "trusted": False,
        "sources": [],
        "parameters": [],
        "python": "",
        "versions": {},
        "variables": [],
    }
    for entry in state.record["variables"]:
        path = os.path.join(out, entry["file"])
        store.export_state(snapshot, entry["file"], path)
        request["variables"].append({**entry, "path": path})
    Path(out, "request.json").write_text(json.dumps(request))
    begin = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3")
    started = time.perf_counter() - begin
    code = (
        "from kalette.runtime.resume import resume\n"
        f"assert not resume({os.path.join(out, 'request.json')!r}, globals())['failed']\n"
        "assert a3[0] == 3.0"
    )
    reply = client.execute_interactive(code, output_hook=lambda _: None)
    assert reply["content"]["status"] == "ok", reply["content"]
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return started


def nothing(store: str) -> dict[str, object]:
    return {"path": Store.open(store).path}


def variables(store: str, folder: str) -> dict[str, object]:
    """Saving and opening values, beside dill and pickle; only what is installed."""
    import numpy
    import pandas
    from kalette.runtime.variables import save_variables

    os.makedirs(folder)
    values = {
        "table": {number: [number, str(number), number / 7] for number in range(part_of(500_000))},
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
    rows = part_of(1_000_000)
    texts = [f"text {number % 1000}" for number in range(rows)]
    columns = {f"c{n}": numpy.random.default_rng(n).random(rows) for n in range(6)}
    columns["text"] = pandas.Series(texts, dtype=object)
    columns["kind"] = pandas.Series(texts).astype("category")
    return pandas.DataFrame(columns)


def _opening(store: str, folder: str) -> dict[str, float]:
    """From the store's path of a linked array to its first element."""
    import hashlib

    import numpy

    array = numpy.random.default_rng(0).random(part_of(25_000_000))
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
    "restored": restored,
    "first-variable": first_variable,
    "nothing": nothing,
    "variables": variables,
}

if __name__ == "__main__":
    print(json.dumps(OPERATIONS[sys.argv[1]](*sys.argv[2:])))
