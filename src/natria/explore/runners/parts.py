"""How the parts of a sweep are run: here, in local processes, or by an executor such as Dask's.

Each way keeps the result of a part under a key of its content as soon as it is there, so a call that was interrupted
asks which parts are missing. A part whose worker dies is tried again; one that cannot be computed is listed with its
reason and stops nothing.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from ...quantity import OutputError
from ...store import Store, map_stored
from ...store.digests import digest_of_key
from ...store.progress import Failed, Mapped, Pace, Progress
from ...store.values import keep_value, kept_value

K = TypeVar("K")
T = TypeVar("T")
Tell = Callable[[Progress], None]
LOST, RESTART = "the cluster is lost", "start it again, and run again: it goes on"
AHEAD = 4  # parts that an executor is given for each worker, so that none waits for the next


@dataclass(frozen=True)
class KeptResults:
    """Where results are kept: a store, and the name and version of what makes them."""

    store: Store
    name: str
    version: int


def run_here(function: Callable[[K], T], keys: Sequence[K], kept: KeptResults, tell: Tell | None = None) -> Mapped[T]:
    """Run all parts in this process, one after the other."""
    state = _RunState.of(keys, kept, tell)
    for digest, key in state.missing():
        began = time.monotonic()
        try:
            value = function(key)
        except Exception as bad:  # noqa: BLE001 - a function may raise anything; its part has failed
            state.fail(digest, bad)
        else:
            state.keep(digest, value, time.monotonic() - began)
    return state.mapped()


def run_in_processes(workers: int | None = None) -> Callable[..., Mapped[Any]]:
    """Return a runner in so many local processes, all processors by default."""

    def run(function: Callable[[K], T], keys: Sequence[K], kept: KeptResults, tell: Tell | None = None) -> Mapped[T]:
        named = {"name": kept.name, "version": kept.version}
        return map_stored(function, keys, kept.store, workers=workers, progress=tell, **named)  # type: ignore[arg-type]

    return run


def run_by(executor: Executor, workers: Callable[[], int]) -> Callable[..., Mapped[Any]]:
    """Return a runner that gives parts to an executor and keeps what comes back.

    `workers` tells how many there are by now. They need no common disk.
    """

    def run(function: Callable[[K], T], keys: Sequence[K], kept: KeptResults, tell: Tell | None = None) -> Mapped[T]:
        state = _RunState.of(keys, kept, tell)
        missing = iter(state.missing())
        running: dict[Future[tuple[T, float]], str] = {}
        try:
            while True:
                with _of_cluster(state):
                    most = AHEAD * workers()
                    while len(running) < most and (one := next(missing, None)):
                        running[executor.submit(_timed, function, one[1])] = one[0]
                if not running:
                    return state.mapped()
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    digest = running.pop(future)
                    if future.cancelled():
                        raise state.stopped(LOST, RESTART)
                    if (bad := future.exception()) is not None:
                        state.fail(digest, bad)
                    else:
                        state.keep(digest, *future.result())
        finally:
            for future in running:
                future.cancel()

    return run


@contextmanager
def _of_cluster(state: _RunState) -> Iterator[None]:
    """Turn the errors of an executor that has ended into one that says how many parts are kept."""
    try:
        yield
    except (RuntimeError, CancelledError, OSError) as bad:
        raise state.stopped(f"{LOST}: {bad}", RESTART) from None


def _timed(function: Callable[[K], T], key: K) -> tuple[T, float]:
    """Return the result for a key and the seconds it took; runs on a worker."""
    began = time.monotonic()
    return function(key), time.monotonic() - began


@dataclass
class _RunState:
    """What of a call is there by now."""

    kept: KeptResults
    tell: Tell | None
    keys: Mapping[str, Any]
    order: tuple[str, ...]
    values: dict[str, Any]
    failed: dict[str, str]
    pace: Pace

    @classmethod
    def of(cls, keys: Sequence[Any], kept: KeptResults, tell: Tell | None) -> _RunState:
        order = tuple(digest_of_key(key, f"keys[{place}]") for place, key in enumerate(keys))
        each = dict(zip(order, keys, strict=True))
        values: dict[str, Any] = {}
        if kept.store.path is not None:
            found = {digest: kept_value(kept.store, kept.name, kept.version, digest) for digest in each}
            values = {digest: one.value for digest, one in found.items() if one is not None}
        state = cls(kept, tell, each, order, values, {}, Pace(len(each), time.monotonic(), found=len(values)))
        state.say()
        return state

    def missing(self) -> list[tuple[str, Any]]:
        return [(digest, key) for digest, key in self.keys.items() if digest not in self.values]

    def keep(self, digest: str, value: Any, seconds: float) -> None:
        if self.kept.store.path is not None:
            pickled = pickle.dumps(value, protocol=5)
            named = (self.kept.store, self.kept.name, self.kept.version, digest)
            try:
                keep_value(*named, key=self.keys[digest], pickled=pickled, seconds=seconds)
            except OutputError as bad:
                raise self.stopped(bad.what, "make room and run again: it goes on") from None
        self.values[digest] = value
        self.pace.made += 1
        self.say()

    def stopped(self, why: str, fix: str) -> OutputError:
        """Return the error of a call that cannot go on, with how many parts are kept."""
        done = f"{len(self.values)} of {len(self.keys)} results are kept" if self.kept.store.path else "none is kept"
        return OutputError(f"{why}; {done}", fix)

    def fail(self, digest: str, bad: BaseException) -> None:
        self.failed[digest] = f"{type(bad).__name__}: {bad}"
        self.pace.failed += 1
        self.say()

    def say(self) -> None:
        if self.tell:
            self.tell(self.pace.progress())

    def mapped(self) -> Mapped[Any]:
        failed = [(place, digest) for place, digest in enumerate(self.order) if digest in self.failed]
        listed = tuple(Failed(place, self.keys[digest], self.failed[digest]) for place, digest in failed)
        return Mapped(tuple(self.values.get(digest) for digest in self.order), listed)
