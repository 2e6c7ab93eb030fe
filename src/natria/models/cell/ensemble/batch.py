"""Many cells of one layout through protocols in fixed steps, on all cores.

Each leg keeps a summary, not its readings: the row of `observe` at its end, and values taken along it. A cell ends by
the same rules as in `run`. Each cell is computed by itself in the same order whatever the number of threads, so results
are identical to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import nan
from os import cpu_count
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit

from ..equations import observe
from ..equations.compiled import compiled, kept
from ..equations.layout import HELD, N_CHEMISTRY, Packed
from ..equations.observe import COLUMNS, fill
from ..failure.limits import NO_EVENT, TAPER, VOLTS, Limits, first_past
from ..solvers.fixed import CURRENT, PATTERN, READ, TEMPERATURE, TIME, VOLTAGE, Workspace, leg, look, workspace
from ..solvers.implicit import copy, work_for
from ..solvers.legs import Leg
from ..solvers.rules import MOST_STRETCHES, end_of_leg, end_of_run, idle_legs, name_of, stretch_after, switches_off

SUMMARY: dict[str, str] = {  # column -> unit; of a leg: the row of `observe` at its end, then what is read along it
    **COLUMNS,
    "seconds": "s",
    "charge": "C/m^2",
    "voltage_start": "V",  # just after the current is switched
    "voltage_middle": "V",  # after half of its time
    "voltage_mean": "V",  # of |V| over time
    "hottest": "K",
    "event": "1",  # that ended it, by its place in ENDINGS; -1 where its time did
}
ALONG = len(COLUMNS)  # place of the first of those that are read along a leg
# --- columns of a table of legs
_CURRENT, _SECONDS, _VOLTS, _CYCLE, _STEP, _HELD, _TAPER = range(7)
_LEG_COLUMNS = 7
SHARE = 4  # cells that a thread takes at a time

F = TypeVar("F", bound=Callable[..., Any])


def compiled_without_lock(function: F) -> F:
    """Compile as `compiled` does and release the lock of Python, for a pool of threads.

    Not `prange`: that adds a third to the time of compiling, hangs in a process that was forked after its first use
    (OpenMP), ends the process when two threads call it at a time (workqueue), and cannot be interrupted.
    """
    how = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "nogil": True}
    with kept():
        return cast("F", cast("Any", njit)(**how)(function))


@dataclass(frozen=True, eq=False)
class Outcome:
    """Results of a batch; `legs` are summaries: members, then requested legs, then columns of SUMMARY.

    Values are nan where a member ended earlier. `last` is the last leg of each member, `ended_by` why it ended before
    its protocol did.
    """

    legs: np.ndarray
    last: np.ndarray
    ended_by: tuple[str, ...]
    states: np.ndarray  # after the last leg


class Members(NamedTuple):
    """All members as arrays, a row each; a thread writes only into its own rows."""

    shape: np.ndarray
    p: np.ndarray
    states: np.ndarray
    tolerances: np.ndarray
    tables: np.ndarray  # a table of legs for each member, or one for all
    limits: np.ndarray
    last: np.ndarray  # summary of the last leg
    codes: np.ndarray  # of the end


class KeptLegs(NamedTuple):
    """The steps of a leg, and the summaries that are kept.

    `places` has for each leg its place in `legs`, or -1.
    """

    steps: np.ndarray
    places: np.ndarray
    legs: np.ndarray


def go_all(
    cells: Sequence[Packed],
    programs: Sequence[Iterable[Leg]],
    limits: Sequence[Limits],
    keep: Callable[[int], bool] = lambda _: True,
    *,
    steps: np.ndarray = PATTERN,
    threads: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Run cells of one shape, each through its own program and limits, or all through the same.

    `keep` tells by the number of a leg whether its summary is kept; `progress` is called with the number of cells done.
    """
    return go_rows(rows_of(cells, programs, limits), keep, steps=steps, threads=threads, progress=progress)


@dataclass(frozen=True, eq=False)
class CellRows:
    """Cells of one shape as arrays: a row each, or one row of legs or limits for all."""

    shape: np.ndarray
    p: np.ndarray
    states: np.ndarray
    tolerances: np.ndarray
    tables: np.ndarray  # of legs: cells, legs, columns
    limits: np.ndarray

    def __len__(self) -> int:
        return len(self.p)


def rows_of(cells: Sequence[Packed], programs: Sequence[Iterable[Leg]], limits: Sequence[Limits]) -> CellRows:
    """Return cells of one shape as rows; programs and limits are those of all, or one for each."""
    p, states, tolerances = (np.array([getattr(c, name) for c in cells]) for name in ("p", "start", "tolerance"))
    bounds = np.array([each.array(None) for each in limits])
    return CellRows(cells[0].shape, p, states, tolerances, table_of(programs), bounds)


def go_rows(
    rows: CellRows,
    keep: Callable[[int], bool] = lambda _: True,
    *,
    steps: np.ndarray = PATTERN,
    threads: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Run cells that are rows already; arguments as in `go_all`."""
    many, tables, states = len(rows), rows.tables, rows.states.copy()
    wanted = [k for k in range(tables.shape[1]) if keep(k)]
    places = np.full(tables.shape[1], -1)
    places[wanted] = np.arange(len(wanted))
    bounds = np.array(np.broadcast_to(rows.limits, (many, rows.limits.shape[1])))  # each cell writes into its own
    last, codes = np.full((many, len(SUMMARY)), nan), np.empty(many, np.int64)
    members = Members(rows.shape, rows.p.copy(), states, rows.tolerances, tables, bounds, last, codes)
    kept_legs = KeptLegs(steps, places, np.full((many, len(wanted), len(SUMMARY)), nan))

    def some(first: int) -> int:
        end = min(first + SHARE, many)
        _range(members, kept_legs, first, end)
        return end - first

    done = 0
    with ThreadPoolExecutor(threads or cpu_count()) as pool:
        try:
            for some_more in pool.map(some, range(0, many, SHARE)):
                done += some_more
                progress(done)
        finally:
            pool.shutdown(cancel_futures=True)
    return Outcome(kept_legs.legs, last, tuple(name_of(code) for code in codes.tolist()), states)


def table_of(programs: Sequence[Iterable[Leg]]) -> np.ndarray:
    """Return the legs of each program as rows of numbers; shorter programs end with rows of nan."""
    listed = [[leg_numbers(leg) for leg in program] for program in programs]
    table = np.full((len(listed), max(map(len, listed), default=0), _LEG_COLUMNS), nan)
    for place, rows in enumerate(listed):
        table[place, : len(rows)] = rows
    return table


def leg_numbers(leg: Leg) -> list[float]:
    """Return a leg as a row of a table of legs."""
    volts, held, taper = (nan if x is None else x for x in (leg.volts, leg.held, leg.taper))
    return [leg.current, leg.seconds, volts, leg.cycle, leg.step, held, taper]


@compiled_without_lock
def _range(members: Members, kept_legs: KeptLegs, first: int, end: int) -> None:
    """Run members `first` up to `end`, one after the other."""
    for m in range(first, end):
        members.codes[m] = _member(m, members, kept_legs)


@compiled
def _member(m: int, members: Members, kept_legs: KeptLegs) -> int:
    """Run one cell through its legs by `rules`; returns the number of its end in ENDINGS, or NO_EVENT."""
    shape, p, limits, steps = members.shape, members.p[m], members.limits[m], kept_legs.steps
    table = members.tables[m if len(members.tables) > 1 else 0]
    state, row = members.states[m : m + 1], members.last[m : m + 1]  # tables of one row, as `fill` wants them
    y, last = state[0], row[0]
    space = workspace(shape, p, limits, work_for(members.tolerances[m], shape[N_CHEMISTRY]))
    stretches = MOST_STRETCHES if np.isinf(table[:, _SECONDS]).any() else 1
    path = np.empty((1 + stretches * len(steps), READ))
    time, idle = 0.0, 0
    for k in range(len(table)):
        current, seconds, volts = table[k, _CURRENT], table[k, _SECONDS], table[k, _VOLTS]
        if np.isnan(current):
            break
        limits[VOLTS], limits[TAPER], p[HELD] = volts, table[k, _TAPER], table[k, _HELD]
        event, many = first_past(y, current, shape, p, limits), 0
        idle = idle_legs(idle, event)
        if event == NO_EVENT:
            many, event = _leg(y, current, seconds, steps, space, path)
        else:
            look(y, 0.0, current, shape, p, path[0])
        event = end_of_leg(event, path[many, TIME], seconds, volts)
        time += path[many, TIME]
        last[observe.TIME], last[observe.CURRENT] = time, current
        last[observe.CYCLE], last[observe.STEP] = table[k, _CYCLE], table[k, _STEP]
        _summary(state, path[: many + 1], event, shape, p, row)
        if switches_off(event, idle):
            last[observe.VOLTAGE] = volts
        if kept_legs.places[k] >= 0:
            copy(last, kept_legs.legs[m, kept_legs.places[k]])
        ending = end_of_run(event, seconds, idle)
        if ending != NO_EVENT:
            return ending
    return NO_EVENT


@compiled
def _leg(
    y: np.ndarray, current: float, seconds: float, steps: np.ndarray, space: Workspace, path: np.ndarray
) -> tuple[int, int]:
    """Run one leg; a leg that only an event ends goes in stretches, as in `run`."""
    unkept = np.empty((0, len(y)))
    if not np.isinf(seconds):
        return leg(y, current, seconds, steps, space, path, unkept)
    gone, done, event = 0.0, 0, NO_EVENT
    while event == NO_EVENT and stretch_after(gone) > 0.0:
        many, event = leg(y, current, stretch_after(gone), steps, space, path[done:], unkept)
        for k in range(many + 1):
            path[done + k, TIME] += gone
        done += many
        gone = path[done, TIME]
    return done, event


@compiled
def _summary(
    state: np.ndarray, path: np.ndarray, event: int, shape: np.ndarray, p: np.ndarray, row: np.ndarray
) -> None:
    """Write the columns of SUMMARY from the final state of a leg and the readings along it.

    The mean is by the trapezoidal rule over the steps, the middle by interpolation between two of them.
    """
    current, seconds = row[0, observe.CURRENT], path[-1, TIME]
    fill(state, current, shape, p, row)
    start = path[0, VOLTAGE]
    area, charge, middle, hottest = 0.0, 0.0, start, path[0, TEMPERATURE]
    for k in range(1, len(path)):
        hottest = max(hottest, path[k, TEMPERATURE])
        before, after = path[k - 1, TIME], path[k, TIME]
        area += 0.5 * (after - before) * (abs(path[k - 1, VOLTAGE]) + abs(path[k, VOLTAGE]))
        charge += 0.5 * (after - before) * (path[k - 1, CURRENT] + path[k, CURRENT])
        if before < 0.5 * seconds <= after:
            share = (0.5 * seconds - before) / (after - before)
            middle = (1.0 - share) * path[k - 1, VOLTAGE] + share * path[k, VOLTAGE]
    mean = area / seconds if seconds > 0.0 else abs(start)
    if not np.isnan(p[HELD]):
        current = charge / seconds if seconds > 0.0 else 0.0
    along = (seconds, current * seconds, start, middle, mean, hottest, float(event))
    for k in range(len(along)):
        row[0, ALONG + k] = along[k]
