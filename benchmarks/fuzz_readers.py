"""Damaged files of every format, read by the readers: what comes of them, how fast, and in how much memory.

    python benchmarks/fuzz_readers.py --executions 1000000 --workers 2

A case is a good file, damaged at random: its number and the seed make it again. Workers of limited memory read them;
one that takes too long over a file is ended. What is neither a recording nor a refusal in words is kept with its
traceback in the folder --found. Of one recording in twenty everything is measured too.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.sharedctypes import RawArray, RawValue
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "lab" / "files"))
os.environ |= {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0"}  # for many small tables, some of which panic

from fuzz_mutations import damaged
from fuzz_outcomes import outcome
from fuzz_seeds import Seed, seeds

from natria.lab.measure import measure

OUTCOMES = ("recording", "with notes", "refused", "CRASH", "HANG", "MEMORY")
MEMORY = 1 << 30  # bytes of address space above what a worker holds once it has read a good file of each kind
MEASURED = 20  # of so many recordings one is measured
POLL_S = 0.2
SHARED_MEMORY = Path("/dev/shm")  # where there is one, so that no disk is worn


@dataclass
class Board:
    """What a worker shares with the one who watches it."""

    counts: Any = field(default_factory=lambda: RawArray(ctypes.c_long, len(OUTCOMES)))
    case: Any = field(default_factory=lambda: RawValue(ctypes.c_long, -1))  # the case in hand
    since: Any = field(default_factory=lambda: RawValue(ctypes.c_double, 0.0))  # when it began; zero: not begun
    slowest: Any = field(default_factory=lambda: RawValue(ctypes.c_double, 0.0))
    peak: Any = field(default_factory=lambda: RawValue(ctypes.c_long, 0))  # bytes above those of a good file


@dataclass(frozen=True)
class Task:
    """Every `step`-th case up to `end`."""

    format: str
    step: int
    end: int
    seed: int
    found: Path
    limit: float  # s of one file, all of which are below a megabyte


def case_of(number: int, seed: int, mine: Sequence[Seed], every: Sequence[Seed]) -> tuple[Seed, bytes, str]:
    random = Random(f"{seed} {mine[0].format} {number}")
    one, other = random.choice(mine), random.choice(every)
    suffix = other.suffix if random.random() < 0.05 else one.suffix
    return one, damaged(random, one.content, other.content), suffix


def word_for(path: Path, origin: Seed, *, with_measure: bool) -> str:
    """The outcome of a case. Raises what a reader must not."""
    recording = outcome(path)
    if recording is None:
        return "refused"
    if with_measure:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            measure(recording)
    return "recording" if set(recording.notes) <= set(origin.notes) else "with notes"


def work(board: Board, task: Task, first: int) -> None:
    every = seeds()
    mine = [one for one in every if one.format == task.format]
    warnings.simplefilter("error")  # what a reader notices belongs in its notes
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics of Rust code print themselves
    for one in mine:
        _warm_up(one)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    limit = _address_space() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        for number in range(first, task.end, task.step):
            origin, content, suffix = case_of(number, task.seed, mine, every)
            path = Path(folder) / f"case{number}{suffix}"
            path.write_bytes(content)
            board.case.value, board.since.value = number, time.monotonic()
            try:
                what = word_for(path, origin, with_measure=number % MEASURED == 0)
            except MemoryError:
                what = "MEMORY"
                _keep(task, number, content, suffix, traceback.format_exc())
            except BaseException:  # noqa: BLE001 - a panic of Rust code is no Exception
                what = "CRASH"
                _keep(task, number, content, suffix, traceback.format_exc())
            board.slowest.value = max(board.slowest.value, time.monotonic() - board.since.value)
            board.counts[OUTCOMES.index(what)] += 1
            board.peak.value = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
            path.unlink()


def _warm_up(one: Seed) -> None:
    """What is imported at the first use is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"good{one.suffix}"
        path.write_bytes(one.content)
        word_for(path, one, with_measure=True)


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _keep(task: Task, number: int, content: bytes, suffix: str, says: str) -> None:
    stem = f"{task.format.replace(' ', '_')}-{task.seed}-{number}"
    (task.found / f"{stem}{suffix}").write_bytes(content)
    (task.found / f"{stem}.why").write_text(says)


class Watch:
    """A worker, and another in its place where it dies or hangs; the case that it had in hand is left out then."""

    def __init__(self, task: Task, first: int) -> None:
        self.task, self.board = task, Board()
        self._start(first)

    def _start(self, first: int) -> None:
        self.board.since.value, self.board.case.value = 0.0, first - self.task.step
        self.process = get_context("spawn").Process(target=work, args=(self.board, self.task, first), daemon=True)
        self.process.start()

    def look(self) -> bool:
        """Whether there is more to wait for."""
        begun = self.board.since.value
        if self.process.is_alive():
            if not begun or time.monotonic() - begun < self.task.limit:
                return True
            self.process.kill()
            self._lost("HANG", f"took more than {self.task.limit:g} s")
        elif self.process.exitcode == 0:
            return False
        elif not begun:
            raise SystemExit(f"a worker for {self.task.format} did not start")
        else:  # the allocator of Rust code ends the process where memory is out
            self._lost("MEMORY" if self.process.exitcode == -6 else "CRASH", f"died with {self.process.exitcode}")
        return True

    def _lost(self, what: str, says: str) -> None:
        self.process.join()
        number = int(self.board.case.value)
        every = seeds()
        _, content, suffix = case_of(number, self.task.seed, [s for s in every if s.format == self.task.format], every)
        _keep(self.task, number, content, suffix, says)
        self.board.counts[OUTCOMES.index(what)] += 1
        self._start(number + self.task.step)

    def end_now(self) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


def run(task: Task, seconds: float) -> list[float]:
    """Counts by outcome, then seconds, the slowest read and the peak memory."""
    begun = time.monotonic()
    watches = [Watch(task, k) for k in range(task.step)]
    busy = True
    while busy and time.monotonic() - begun < seconds:
        time.sleep(POLL_S)
        busy = sum(watch.look() for watch in watches) > 0
    for watch in watches:
        watch.end_now()
    counts = [float(sum(w.board.counts[k] for w in watches)) for k in range(len(OUTCOMES))]
    slowest, peak = (max(getattr(w.board, name).value for w in watches) for name in ("slowest", "peak"))
    return [*counts, time.monotonic() - begun, slowest, peak]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--executions", type=int, default=20_000, help="in all, shared by the formats")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="in all, shared by the formats")
    parser.add_argument("--format", default="", help="only formats with this in their name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=float, default=10.0, help="s of one file; more where others use the machine")
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "natria-fuzz")
    given = parser.parse_args()
    given.found.mkdir(parents=True, exist_ok=True)
    formats = [f for f in dict.fromkeys(s.format for s in seeds()) if given.format.lower() in f.lower()]
    if not formats:
        parser.error(f"no format has {given.format!r} in its name")
    print(
        f"{'':24}{'executions':>11}"
        + "".join(f"{o:>11}" for o in OUTCOMES)
        + f"{'1/s':>7}{'slowest s':>11}{'peak MB':>9}"
    )
    total = [0.0] * (len(OUTCOMES) + 3)
    for name in formats:
        task = Task(name, given.workers, given.executions // len(formats), given.seed, given.found, given.limit)
        row = run(task, given.seconds / len(formats))
        print(_line(name, row), flush=True)
        total = [*(a + b for a, b in zip(total[:-2], row[:-2], strict=True)), *map(max, total[-2:], row[-2:])]
    print(_line("all", total))
    print(f"limits of a file: {MEMORY >> 20} MB, {given.limit:g} s; {given.workers} workers; seed {given.seed}")


def _line(name: str, row: Sequence[float]) -> str:
    counts, (seconds, slowest, peak) = row[:-3], row[-3:]
    number = sum(counts)
    cells = "".join(f"{c:11.0f}" for c in counts)
    return f"{name:24}{number:11.0f}{cells}{number / seconds:7.0f}{slowest:11.2f}{peak / 1e6:9.0f}"


if __name__ == "__main__":
    main()
