"""Evaluation of a function for many keys in local processes.

Each result is kept at once, so a call that was interrupted continues where it stopped.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from ..quantity import InputError, ModelError, OutputError, Problem
from .digests import digest_of_key
from .progress import Failed, Mapped, Pace, Progress
from .store import Store
from .values import kept_value
from .worker import MapTask, Message, work

K = TypeVar("K")
T = TypeVar("T")
AGAIN = 0.2  # s until a key that another process works on is looked at again
STARTS = 10  # workers in a row that end before they are ready


def map_stored(
    function: Callable[[K], T],
    keys: Iterable[K],
    store: Store,
    *,
    name: str,
    version: int,
    workers: int | None = None,
    attempts: int = 3,
    progress: Callable[[Progress], None] | None = None,
) -> Mapped[T]:
    """Return the results of a function for each key.

    They are computed in `workers` processes and kept in the store one by one.

    `function` and `keys` are picklable and mean the same in every process; `name` and `version` stand for the function,
    so raise the version when its results change. What is kept already is not computed again. A key whose worker is
    killed is tried `attempts` times; one for which the function raises has failed. Failed keys are computed again by
    the next call.
    """
    several = list(keys)
    digests = [digest_of_key(key, f"keys[{place}]") for place, key in enumerate(several)]
    try:
        task = MapTask(pickle.dumps(function), store.folder, name, version)
    except (pickle.PicklingError, AttributeError, TypeError) as bad:
        fix = "give a function of a module; functools.partial of one carries what is held fixed"
        raise InputError("map_stored", [Problem(name, f"the function cannot be pickled: {bad}", fix)]) from None
    crew = _Crew(task, store, attempts, progress)
    crew.take(dict(zip(digests, several, strict=True)))
    try:
        crew.run(min(workers or os.cpu_count() or 1, len(crew.waiting)))
    finally:
        crew.end()
    failed = tuple(
        Failed(place, key, crew.failed[digest])
        for place, (digest, key) in enumerate(zip(digests, several, strict=True))
        if digest in crew.failed
    )
    return Mapped(tuple(crew.values.get(digest) for digest in digests), failed)


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    digest: str = ""  # of the key that it works on


@dataclass
class _Crew:
    """The state of one call: which keys wait, who works on what, what came of it."""

    task: MapTask
    store: Store
    attempts: int
    report: Callable[[Progress], None] | None
    keys: dict[str, Any] = field(default_factory=dict)
    waiting: deque[str] = field(default_factory=deque)
    elsewhere: dict[str, float] = field(default_factory=dict)  # keys that another process has; when to look again
    values: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    deaths: dict[str, int] = field(default_factory=dict)
    team: list[_Worker] = field(default_factory=list)
    stopped: str = ""  # why no further key is handed out
    starts: int = 0
    pace: Pace = field(default_factory=lambda: Pace(0, time.monotonic()))

    def take(self, keys: dict[str, Any]) -> None:
        """The keys; what is kept already is read."""
        self.keys = keys
        self.pace.total = len(keys)
        for digest in keys:
            if self._read(digest):
                self.pace.found += 1
            else:
                self.waiting.append(digest)
        self._tell()

    def run(self, size: int) -> None:
        """Work until every key is kept or has failed."""
        for _ in range(size):
            self._start()
        while self._open():
            self._look_elsewhere()
            self._hand_out()
            if not self._open():
                break
            ready = wait([one.pipe for one in self.team], AGAIN if self.elsewhere else None)
            for worker in [one for one in self.team if one.pipe in ready]:
                self._hear(worker)
        if self.stopped:
            done = f"{len(self.values)} of {len(self.keys)} results are kept"
            raise OutputError(f"{self.stopped.partition(chr(10))[0]}; {done}", "make room and call again: it goes on")

    def end(self) -> None:
        """No worker outlives the call."""
        for one in self.team:
            one.pipe.close()
            one.process.kill()
        for one in self.team:
            one.process.join()
        self.team.clear()

    def _open(self) -> bool:
        working = any(one.digest for one in self.team)
        return working if self.stopped else working or bool(self.waiting or self.elsewhere)

    def _start(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self.task), name=f"natria {self.task.name}")
        try:
            process.start()
        finally:
            theirs.close()  # or its end would never be seen
        self.team.append(_Worker(process, ours))

    def _hand_out(self) -> None:
        if self.stopped:
            return
        for one in self.team:
            if one.ready and not one.digest and self.waiting:
                digest = self.waiting.popleft()
                one.digest = digest
                try:
                    one.pipe.send((digest, self.keys[digest]))
                except (BrokenPipeError, ConnectionResetError):
                    continue  # it has ended; its pipe says so next
                except (pickle.PicklingError, AttributeError, TypeError) as bad:
                    one.digest = ""
                    self._fail(digest, f"the key cannot be pickled: {bad}")

    def _look_elsewhere(self) -> None:
        """Keys that another process had: kept by now, or to be tried again."""
        late = [digest for digest, when in self.elsewhere.items() if when <= time.monotonic()]
        for digest in late:
            del self.elsewhere[digest]
            if self._read(digest):
                self.pace.found += 1
                self._tell()
            else:
                self.waiting.append(digest)

    def _hear(self, worker: _Worker) -> None:
        try:
            message: Message = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return
        if message.state == "warning":
            self.store.tell(message.why)
            return
        digest, worker.digest = worker.digest, ""
        match message.state:
            case "ready":
                worker.ready, self.starts = True, 0
            case "kept":
                self._kept(digest)
            case "busy":
                self.elsewhere[digest] = time.monotonic() + AGAIN
            case "failed":
                self._fail(digest, message.why)
            case "full":
                self.stopped = message.why
            case "broken":
                fix = "give a function of a module that every process can import"
                raise InputError("map_stored", [Problem(self.task.name, f"no worker can load it: {message.why}", fix)])

    def _kept(self, digest: str) -> None:
        if self._read(digest):
            self.pace.made += 1
            self._tell()
        else:
            self._died(digest, "its result was damaged on disk")

    def _replace(self, worker: _Worker) -> None:
        """Another worker in the place of one that ended."""
        worker.process.join()
        worker.pipe.close()
        self.team.remove(worker)
        if not worker.ready:
            self.starts += 1
            if self.starts >= STARTS:
                what = f"{STARTS} workers of {self.task.name} in a row {_how(worker.process)} before they began"
                raise ModelError(what, 'call map_stored of a script under `if __name__ == "__main__":`')
        if worker.digest:
            self._died(worker.digest, f"its worker {_how(worker.process)}")
        if not self.stopped and (self.waiting or self.elsewhere):
            self._start()

    def _died(self, digest: str, how: str) -> None:
        self.deaths[digest] = self.deaths.get(digest, 0) + 1
        if self.deaths[digest] >= self.attempts:
            self._fail(digest, f"{how}; tried {self.attempts} times")
        else:
            self.waiting.append(digest)

    def _fail(self, digest: str, why: str) -> None:
        self.failed[digest] = why
        self.pace.failed += 1
        self._tell()

    def _read(self, digest: str) -> bool:
        """Whether a key has a result that can be read; it is then among the values."""
        found = kept_value(self.store, self.task.name, self.task.version, digest)
        if found is None:
            return False
        self.values[digest] = found.value
        return True

    def _tell(self) -> None:
        if self.report:
            self.report(self.pace.progress())


def _how(process: SpawnProcess) -> str:
    code = process.exitcode or 0
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
