"""Sessions at one store that are killed at any moment, again and again.

Two processes work at two folders and one store. Each says what it begins and what it has done;
then both are killed, the store is opened again, and everything that was said has to hold.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Optional

from kalette.snapshots import PrunePolicy, Store

from .folders import change_folder, make_folder, picture

WORKERS = 2
KEPT = 24
SEEN_AGAIN = 2


def fingerprint(path: str) -> str:
    """Of everything about a folder that a snapshot keeps."""
    hashed = hashlib.sha256()
    for name, (kind, executable, content, *rest) in sorted(picture(path).items()):
        hashed.update(repr((name, kind, executable, len(content or b""), rest)).encode())
        hashed.update(content or b"")
    return hashed.hexdigest()


@dataclass
class Ledger:
    """What was acknowledged. ``kept`` must be there: id, fingerprint and ref; what is in
    ``doubtful`` may be gone. ``pending`` is what each worker had begun when it was killed."""

    kept: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    published: list[tuple[str, str]] = field(default_factory=list)
    pending: dict[int, dict[str, Any]] = field(default_factory=dict)

    def take(self, worker: int, said: dict[str, Any]) -> None:
        """One line that a worker said."""
        if "begin" in said:
            self.pending[worker] = said
            for gone in said.get("drop", ()):
                self.kept.pop(gone, None)
                self.doubtful.add(gone)
            return
        self.pending.pop(worker, None)
        if "kept" in said:
            identifier, print_, bucket, name = said["kept"]
            self.kept[identifier] = (print_, bucket, name)
        if "published" in said:
            self.published.append((said["published"], said["print"]))


class Worker:
    """One session: random operations until it is killed."""

    def __init__(self, place: str, number: int, seed: int, ledger: Ledger, sink: int) -> None:
        self._folder = os.path.join(place, f"workspace{number}")
        self._out = os.path.join(place, f"out{number}")
        self._remote = os.path.join(place, "remote")
        self._bucket = f"worker{number}"
        self._rng = random.Random(seed)
        self._sink = sink
        self._store = open_store(place)
        self._mine = {key: item for key, item in ledger.kept.items() if item[1] == self._bucket}

    def run(self) -> None:
        operations = [self._create] * 4 + [self._restore] * 2 + [self._in_place] * 2
        operations += [self._drop, self._publish]
        self._create()
        while True:
            self._rng.choice(operations)()

    def _say(self, **said: Any) -> None:
        os.write(self._sink, json.dumps(said).encode() + b"\n")

    def _create(self) -> str:
        from kalette.snapshots import Description

        change_folder(self._folder, self._rng.randrange(1 << 30), 4)
        found = fingerprint(self._folder)
        self._say(begin="create")
        made = self._store.create(self._folder, Description(bucket=self._bucket))
        self._mine[made.id] = (found, made.bucket, made.name)
        self._say(done="create", kept=(made.id, found, made.bucket, made.name))
        return made.id

    def _restore(self) -> None:
        chosen = self._rng.choice(list(self._mine))
        shutil.rmtree(self._out, ignore_errors=True)
        self._say(begin="restore", print=self._mine[chosen][0])
        self._store.restore(chosen, self._out)
        self._say(done="restore")

    def _in_place(self) -> None:
        before = self._create()
        goal = self._rng.choice(list(self._mine))
        prints = [self._mine[item][0] for item in (goal, before)]
        self._say(begin="in place", prints=prints)
        self._store.restore_in_place(goal, self._folder)
        self._say(done="in place")

    def _drop(self) -> None:
        last = max(0, len(self._mine) - KEPT // 2)
        gone = self._rng.sample(list(self._mine)[:-1], min(last, len(self._mine) - 1))
        self._say(begin="prune", drop=gone)
        for item in gone:
            _, bucket, name = self._mine.pop(item)
            self._store.untag(name, bucket)
        self._store.prune(PrunePolicy(keep_last=None, grace_seconds=0))
        self._say(done="prune")

    def _publish(self) -> None:
        chosen = self._rng.choice(list(self._mine))
        self._say(begin="publish")
        url = self._store.publish(chosen, self._remote).url
        self._say(done="publish", published=url, print=self._mine[chosen][0])


def open_store(place: str) -> Store:
    return Store.open(os.path.join(place, "store"), keys=os.path.join(place, "keys"))


class Sessions:
    """Everything below the folder ``place``; equal seeds begin with equal folders."""

    def __init__(self, place: str, seed: int, longest: float = 0.05, entries: int = 40) -> None:
        self._place = place
        self._seed = seed
        self._longest = longest
        self._rng = random.Random(seed)
        self._ledger = Ledger()
        self.tally: Counter[str] = Counter()
        for number in range(WORKERS):
            make_folder(os.path.join(place, f"workspace{number}"), seed + number, entries)
        open_store(place).close()

    def kill(self, number: int) -> None:
        """One round: work, a kill, and a look at what is left. Raises AssertionError."""
        with contextlib.ExitStack() as stack:
            started = [
                stack.enter_context(self._started(worker, number)) for worker in range(WORKERS)
            ]
            for worker, (_, pipe) in enumerate(started):
                self._follow(worker, pipe, 2)  # has done something
            self._follow(0, started[0][1], self._rng.randrange(1, 8))
            time.sleep(self._rng.uniform(0, self._longest))
            for child, _ in started:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        for worker in range(WORKERS):
            begun = self._ledger.pending.get(worker)
            self.tally[begun["begin"] if begun else "between"] += 1
        if self._rng.random() < 0.3:
            self._kill_recovery()
        self.check(f"seed {self._seed}, kill {number}")

    @contextlib.contextmanager
    def _started(self, worker: int, number: int) -> Iterator[tuple[int, Any]]:
        seed = self._seed * 1_000_003 + number * WORKERS + worker

        def work(sink: int) -> None:
            Worker(self._place, worker, seed, self._ledger, sink).run()

        child, source = forked(work)
        with os.fdopen(source, "rb") as pipe:
            yield child, pipe
            self._follow(worker, pipe, None)

    def _follow(self, worker: int, pipe: Any, begun: Optional[int]) -> None:
        """Takes in what a worker says, until it has begun so many operations."""
        while begun != 0 and (line := pipe.readline()):
            # The last one may be half a line.
            if line.endswith(b"\n"):
                said = json.loads(line)
                assert said.get("begin") != "failure", said["why"]
                self._ledger.take(worker, said)
                if begun is not None and "begin" in said:
                    begun -= 1

    def _kill_recovery(self) -> None:
        child, source = forked(lambda sink: open_store(self._place).close())
        time.sleep(self._rng.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(source)
        self.tally["recovery"] += 1

    def check(self, what: str) -> None:
        """Whatever was acknowledged is there and whole, and nothing is half done."""
        ledger = self._ledger
        store = open_store(self._place)
        for item in store.recovered:
            assert item.how != "failed", (what, item)
            self.tally[item.how] += 1
        verified = store.verify()
        assert verified.ok, (what, verified)
        there = {item.id for item in store.list()}
        assert ledger.kept.keys() <= there, (what, ledger.kept.keys() - there)
        assert not [name for name in os.listdir(self._place) if ".restoring-" in name], what
        assert os.listdir(os.path.join(self._place, "store", "restores")) == [], what
        for worker, begun in ledger.pending.items():
            self._check_begun(worker, begun, what)
        ledger.pending.clear()
        for item in self._rng.sample(sorted(ledger.kept), min(SEEN_AGAIN, len(ledger.kept))):
            self._check_content(store, item, ledger.kept[item][0], what)
        if ledger.published:
            self._check_published(*self._rng.choice(ledger.published), what)
        store.close()

    def _check_begun(self, worker: int, begun: dict[str, Any], what: str) -> None:
        if begun["begin"] == "in place":
            found = fingerprint(os.path.join(self._place, f"workspace{worker}"))
            assert found in begun["prints"], what
        if begun["begin"] == "restore":
            out = os.path.join(self._place, f"out{worker}")
            assert not os.path.exists(out) or fingerprint(out) == begun["print"], what

    def _check_content(self, store: Store, snapshot: str, print_: str, what: str) -> None:
        again = os.path.join(self._place, "again")
        store.restore(snapshot, again)
        assert fingerprint(again) == print_, (what, snapshot)
        shutil.rmtree(again)

    def _check_published(self, url: str, print_: str, what: str) -> None:
        elsewhere = os.path.join(self._place, "elsewhere")
        store = Store.open(elsewhere, keys=os.path.join(self._place, "keys"))
        fetched = store.fetch(url)
        self._check_content(store, fetched.id, print_, what)
        store.close()
        shutil.rmtree(elsewhere)


def forked(action: Callable[[int], None]) -> tuple[int, int]:
    """Starts a process; returns its id and the end of a pipe whose other end it was given."""
    source, sink = os.pipe()
    child = os.fork()
    if child:
        os.close(sink)
        return child, source
    try:
        os.close(source)
        action(sink)
    except BaseException:
        why = traceback.format_exc()
        with contextlib.suppress(OSError):
            os.write(sink, json.dumps({"begin": "failure", "why": why[-3000:]}).encode() + b"\n")
    finally:
        os._exit(1)


def run(count: int, seed: int, place: str, told: Optional[Callable[[int], None]] = None) -> Counter:
    """Kills ``count`` times; the folder ``place`` is left as it is when something does not hold."""
    sessions = Sessions(place, seed)
    for number in range(count):
        sessions.kill(number)
        if told is not None:
            told(number + 1)
    return sessions.tally
