"""The run of a case: states to rows of a table, its end, and how it goes on after it was stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from ....quantity import ModelError, OutputError
from ....store import Unfinished
from ..inputs import FARADAY
from ..machine_code import state_of_kernels
from ..measures import FRONT
from ..memory import Checkpoint, Kept, restore
from ..run import DepositState, StepPace, state_of, through
from ..settings import DepositGrid
from ..stepping import Stepper
from .book import CourseBook, rows_of
from .case import DepositionCase, Tell, first_metal, grid_of, physics_of, settings_of, silent
from .frames import Frame
from .limits import refuse_limits
from .live import Live
from .stages import NEARLY, SIGN, DepositionStage

BRIEFS = 128  # runs whose courses are at hand
CHECKPOINT = "checkpoint.npz"
RESUME = "give the folder and the settings of a run that was stopped, or leave out --resume to begin anew"
MOST_THREADS = 2
STEPS_TOLD = 1000  # a share of the run that is done is told in so many parts


@dataclass(frozen=True)
class DepositionOrder:
    """A case that is to be run, who hears of its progress, and where an unfinished run is kept."""

    case: DepositionCase
    tell: Tell = field(default=silent, compare=False)
    place: Unfinished = field(default=Unfinished(), compare=False)


@dataclass(frozen=True, eq=False)
class Deposition:
    """A course by column, the waves of its front by row, the last state, the fields over time."""

    grid: DepositGrid
    columns: dict[str, np.ndarray]
    waves: np.ndarray
    last: DepositState
    frames: tuple[Frame, ...]


@lru_cache(maxsize=1)
def deposition_of(order: DepositionOrder) -> Deposition:
    """Return the run of a case; the one that was made last is at hand for its other artefacts."""
    name, at = name_of_run(order.case), order.place
    live, earlier = (Live(one / name if one else None, at.must) for one in (at.folder, at.earlier))
    place = Checkpoint(live.folder / CHECKPOINT if live.folder else None, must=at.must)
    begun = earlier if earlier.has(CHECKPOINT) and not live.has(CHECKPOINT) else live
    if at.goes_on and not begun.has(CHECKPOINT):
        raise ModelError(f"{at.folder} has no unfinished run of this design{_others(at.folder)}", RESUME)
    made = run_case(order.case, place, order.tell, live, begun)
    place.forget()
    for one in (live, begun):
        one.forget(CHECKPOINT)
    return made


@lru_cache(maxsize=BRIEFS)
def brief_of(order: DepositionOrder) -> tuple[dict[str, np.ndarray], np.ndarray, DepositGrid]:
    """Return columns, waves and grid of a run: those of many runs are at hand, without their fields."""
    made = deposition_of(order)
    return made.columns, made.waves, made.grid


def _others(folder: Path | None) -> str:
    """Return which unfinished runs a folder has, in words."""
    names = [] if folder is None else sorted(path.parent.name for path in folder.glob(f"*/{CHECKPOINT}"))
    return f"; those there are of other settings or another version: {', '.join(names)}" if names else ""


def _kept_at(place: Checkpoint, words: str) -> str:
    """Return where a run was kept last, in words; nothing where it was not."""
    return "" if place.at is None or place.path is None else f"{words} that of {place.at:.4g} s in {place.path}"


def name_of_run(case: DepositionCase) -> str:
    """Return the name of the folder of an unfinished run: runs of other kernels have other digits."""
    return f"{case.key[:12]}-{state_of_kernels()[-12:]}"


def run_case(
    case: DepositionCase,
    place: Checkpoint,
    tell: Tell = silent,
    live: Live | None = None,
    begun: Live | None = None,
) -> Deposition:
    """Return a run, from its checkpoint on where there is one. `begun` is where an unfinished run lies."""
    grid = grid_of(case)
    refuse_limits(case, grid)
    book = CourseBook(case, grid, live or Live())
    try:
        for state in _states(case, book, place, tell, begun or book.live):
            book.take(state)
            if state.tip(grid.spacing) >= case.room:
                break
    except ModelError as bad:
        raise ModelError(f"{bad.what}{_kept_at(place, ', and the last good checkpoint is')}", bad.fix) from None
    except OSError as bad:
        where = bad.filename or book.live.folder  # what is written to an open file has no name in its error
        so_far = (
            f"cannot write {where}: {bad.strerror}; the run stopped after {book.last.time if book.last else 0:.4g} s"
        )
        again = _kept_at(place, "it goes on from") or "it begins anew"
        raise OutputError(so_far, f"free space or give another place with --out, and run again: {again}") from None
    assert book.last is not None
    return Deposition(grid, book.columns(), np.array(book.waves), book.last, tuple(book.frames.values()))


@dataclass(frozen=True)
class _Since:
    """The stage that runs: number, time (s) and charge (C/m^2) at its start, charge at that of its cycle."""

    stage: int
    time: float
    charge: float
    cycle: float


def _processors() -> int:
    """Return the processors that this process may use; only Linux tells which these are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _states(
    case: DepositionCase, book: CourseBook, place: Checkpoint, tell: Tell, begun: Live
) -> Iterator[DepositState]:
    """Yield the states of all stages."""
    grid, stages = book.grid, case.stages
    physics = physics_of(case, grid)
    grid.warn_of(physics.metal)
    settings = settings_of(case, min(MOST_THREADS, _processors()))
    xi = first_metal(case, grid)
    made = Stepper(grid, physics, settings, xi, np.full(grid.shape, physics.bath.concentration))
    first_step = settings.first_step / made.numbers.well
    pace, since = StepPace(first_step, balance=made.first_balance), _Since(0, 0.0, 0.0, 0.0)
    kept = place.found(begun.folder and begun.folder / CHECKPOINT)
    if kept is None:
        yield state_of(made, 0.0, 0, None)
    else:
        pace, since = _continued(made, kept, book, begun)
    with made.device:
        for number in range(since.stage, len(stages)):
            stage, book.stage = stages[number], number
            if number > since.stage:
                charge = _plated(made, pace)
                cycle = charge if stage.drive == "plate" else since.cycle
                since, pace.dt = _Since(number, made.time, charge, cycle), first_step
                made.redrive(stage.driven(case.supply))
            end = _End(case, grid, stage, since)
            times = since.time + np.linspace(0, end.longest, rows_of(case, stage) + 1)[1:]
            heard = _telling(tell, end, made, len(stages))
            try:
                yield from through(made, settings, times, heard, pace, end.after(made, place, book))
            except _Ended as ended:
                yield state_of(made, pace.step, pace.refused, pace.balance)
                if ended.all:
                    break
            book.keep(len(book.rows) - 1)


class _Ended(Exception):
    """Raised where a stage ends between two of its times; with `all`, the run."""

    def __init__(self, *, all_of_it: bool) -> None:
        super().__init__()
        self.all = all_of_it


@dataclass(frozen=True)
class _End:
    """When a stage ends."""

    case: DepositionCase
    grid: DepositGrid
    stage: DepositionStage
    since: _Since

    @property
    def charge(self) -> float:
        """The charge (C/m^2) at which it ends."""
        return self.stage.ends_at(self.since.charge - self.since.cycle)

    @property
    def longest(self) -> float:
        """The longest time, s: a current brings its charge in a time that is known."""
        return self.stage.lasts(self.charge)

    def after(self, made: Stepper, place: Checkpoint, book: CourseBook) -> Callable[[StepPace], None]:
        """Return what is called after each step: it ends the stage, or keeps the run."""
        far = int(np.ceil(self.case.room / self.grid.spacing - 0.5))

        def step(now: StepPace) -> None:
            strips = self.stage.drive == "strip"
            if made.xi[far:].max(initial=0.0) >= FRONT or (strips and made.xi[0].max() < FRONT):
                raise _Ended(all_of_it=True)
            if self.stage.voltage is not None and np.isfinite(self.charge):
                sign, (one, two) = SIGN[self.stage.drive], made.balances
                left = self.charge - sign * (_plated(made, now) - self.since.charge)
                if left <= NEARLY * self.charge:
                    raise _Ended(all_of_it=False)
                rate = sign * (one.metal - two.metal) * FARADAY / now.step
                now.dt = min(now.dt, left / rate) if rate > 0 else now.dt
            since = [float(one) for one in astuple(self.since)]
            place.keep(made, now, rows=np.array(book.rows), waves=np.array(book.waves), since=np.array(since))

        return step


def _plated(made: Stepper, pace: StepPace) -> float:
    """Return the charge that was plated since the start, C/m^2."""
    return (pace.balance.metal - made.first_balance.metal) * FARADAY


def _telling(tell: Tell, end: _End, made: Stepper, stages: int) -> Callable[[float, int], None]:
    """Return what tells the share of the run that is done."""

    def heard(_: float, __: int) -> None:
        part = (made.time - end.since.time) / end.longest
        tell(int((end.since.stage + part) / stages * STEPS_TOLD), STEPS_TOLD)

    return heard


def _continued(made: Stepper, kept: Kept, book: CourseBook, begun: Live) -> tuple[StepPace, _Since]:
    """Put the run and its book back to where they were kept."""
    stage, *numbers = kept["since"].tolist()
    since = _Since(int(stage), *numbers)
    book.rows, book.waves = kept["rows"].tolist(), list(kept["waves"])
    book.frames = begun.frames(len(book.rows))
    if since.stage:
        made.redrive(book.case.stages[since.stage].driven(book.case.supply))
    return restore(made, kept), since
