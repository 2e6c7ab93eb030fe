"""Many cells of one layout through one protocol or each through its own, in fixed steps, on all cores.

Of each leg a summary is kept, not its readings: the row of `observe` at its end and what is read along it. A cell ends
as in `run`, by the same rules. Each cell is computed by itself in the same order whatever the number of threads, so the
results are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import nan
from os import cpu_count
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from ..equations.compiled import compiled, kept
from ..equations.layout import Packed
from ..equations.observe import COLUMNS, fill
from ..failure.limits import EVENTS, N_EVENTS, Limits
from ..solvers.fixed import NO_EVENT, PATTERN, UNSOLVED, first_past, leg, look
from ..solvers.implicit import copy, work_for
from ..solvers.legs import Leg
from ..solvers.run import EVERY, LAST, LONGEST, RUNS_AWAY, VOLTAGE_LIMIT

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
ENDINGS = (*EVENTS, "voltage limit at once", "voltage limit never reached")  # the first are `failures.EVENTS`
NOT_SOLVED = "not solved"
_AT_ONCE, _NEVER = len(EVENTS), len(EVENTS) + 1
_VOLTAGE_LIMIT = EVENTS.index(VOLTAGE_LIMIT)
_RUNS_AWAY = tuple(EVENTS.index(name) for name in RUNS_AWAY)
_N_SUMMARY, _ALONG = len(SUMMARY), len(COLUMNS)
_CURRENT, _SECONDS, _VOLTS, _CYCLE, _STEP = range(5)
SHARE = 4  # cells that a thread takes at a time
_STRETCH = 60.0 * EVERY  # s, of a leg whose time is not known
_MOST_STRETCHES = int(LONGEST / _STRETCH)

F = TypeVar("F", bound=Callable[..., Any])


def compiled_without_lock(function: F) -> F:
    """As `compiled`, and other threads of Python run meanwhile: cells are shared out to a pool of them.

    Not `prange`: that adds a third to the time of compiling, hangs in a process that was forked after its first use
    (OpenMP), ends the process when two threads call it at a time (workqueue), and cannot be interrupted.
    """
    how = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "nogil": True}
    with kept():
        return cast("F", cast("Any", njit)(**how)(function))


@dataclass(frozen=True, eq=False)
class Outcome:
    """`legs` are summaries: members, then the legs that were asked for, then the columns of SUMMARY; nan where a member
    did not come so far. `last` is that of the last leg of each, `ended_by` why it ended before its protocol did."""

    legs: np.ndarray
    last: np.ndarray
    ended_by: tuple[str, ...]
    states: np.ndarray  # after the last leg


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
    """Cells of one shape, each through its program and within its limits, or all through the one that is given.

    `keep` says of the number of a leg whether its summary is kept, `progress` hears how many cells are done.
    """
    many = len(cells)
    tables = table_of(programs)
    wanted = [k for k in range(tables.shape[1]) if keep(k)]
    places = np.full(tables.shape[1], -1)
    places[wanted] = np.arange(len(wanted))
    p, states, tolerances = (np.array([getattr(c, name) for c in cells]) for name in ("p", "start", "tolerance"))
    bounds = np.array([each.array(None) for each in (limits if len(limits) > 1 else [*limits] * many)])
    out, last = np.full((many, len(wanted), _N_SUMMARY), nan), np.full((many, _N_SUMMARY), nan)
    codes = np.empty(many, np.int64)

    def some(first: int) -> int:
        end = min(first + SHARE, many)
        _members(cells[0].shape, p, states, tolerances, tables, bounds, steps, places, out, last, codes, first, end)
        return end - first

    done = 0
    with ThreadPoolExecutor(threads or cpu_count()) as pool:
        try:
            for some_more in pool.map(some, range(0, many, SHARE)):
                done += some_more
                progress(done)
        finally:
            pool.shutdown(cancel_futures=True)
    return Outcome(out, last, tuple(_name(code) for code in codes.tolist()), states)


def table_of(programs: Sequence[Iterable[Leg]]) -> np.ndarray:
    """The legs of each program as rows of numbers; a program that is shorter than others ends with rows of nan."""
    listed = [
        [(leg.current, leg.seconds, nan if leg.volts is None else leg.volts, leg.cycle, leg.step) for leg in program]
        for program in programs
    ]
    table = np.full((len(listed), max(map(len, listed), default=0), 5), nan)
    for place, rows in enumerate(listed):
        table[place, : len(rows)] = rows
    return table


def _name(code: int) -> str:
    if code == UNSOLVED:
        return NOT_SOLVED
    return "" if code == NO_EVENT else ENDINGS[code]


@compiled_without_lock
def _members(
    shape: np.ndarray,
    p: np.ndarray,
    states: np.ndarray,
    tolerances: np.ndarray,
    tables: np.ndarray,
    limits: np.ndarray,
    steps: np.ndarray,
    places: np.ndarray,
    out: np.ndarray,
    last: np.ndarray,
    codes: np.ndarray,
    first: int,
    end: int,
) -> None:
    for m in range(first, end):
        table = tables[m if len(tables) > 1 else 0]
        state, row = states[m : m + 1], last[m : m + 1]
        codes[m] = _member(shape, p[m], state, tolerances[m], table, limits[m], steps, places, out[m], row)


@compiled
def _member(
    shape: np.ndarray,
    p: np.ndarray,
    state: np.ndarray,
    tolerance: np.ndarray,
    table: np.ndarray,
    limits: np.ndarray,
    steps: np.ndarray,
    places: np.ndarray,
    out: np.ndarray,
    row: np.ndarray,
) -> int:
    """One cell through its legs, by the rules of `run`: a voltage limit ends its leg, another event the cell, and so do
    two legs in a row that are past their limit before any time has gone. The code of its end.

    `state` and `row`, its last summary, are tables of one row, as `fill` wants them.
    """
    y, last = state[0], row[0]
    work, g = work_for(tolerance), np.empty(N_EVENTS)
    stretches = _MOST_STRETCHES if np.isinf(table[:, _SECONDS]).any() else 1
    path = np.empty((1 + stretches * len(steps), 3))
    time, idle = 0.0, 0
    for k in range(len(table)):
        current, seconds, volts = table[k, _CURRENT], table[k, _SECONDS], table[k, _VOLTS]
        if np.isnan(current):
            break
        limits[0] = volts
        event, many = first_past(y, current, shape, p, limits, g), 0
        if event == NO_EVENT:
            idle = 0
            many, event = _leg(y, current, seconds, steps, shape, p, limits, work, path)
        else:
            idle += 1
            look(y, 0.0, current, shape, p, path[0])
        if event in _RUNS_AWAY and path[many, 0] >= (1.0 - LAST) * seconds:
            event = NO_EVENT  # all that was plated is stripped, as the protocol has it
        if event in _RUNS_AWAY and not np.isnan(volts):
            event = _VOLTAGE_LIMIT
        time += path[many, 0]
        last[0], last[2], last[3], last[4] = time, current, table[k, _CYCLE], table[k, _STEP]
        _summary(state, path[: many + 1], event, shape, p, row)
        if event == _VOLTAGE_LIMIT and idle == 0:
            last[1] = volts  # where the cycler switches off, also where the voltage jumps past it
        if places[k] >= 0:
            copy(last, out[places[k]])
        if event == _VOLTAGE_LIMIT and idle > 1:
            return _AT_ONCE
        if event == NO_EVENT and np.isinf(seconds):
            return _NEVER
        if event not in (_VOLTAGE_LIMIT, NO_EVENT):
            return event
    return NO_EVENT


@compiled
def _leg(
    y: np.ndarray,
    current: float,
    seconds: float,
    steps: np.ndarray,
    shape: np.ndarray,
    p: np.ndarray,
    limits: np.ndarray,
    work: np.ndarray,
    path: np.ndarray,
) -> tuple[int, int]:
    """A leg; one that only an event ends goes in stretches, as in `run`."""
    unkept = np.empty((0, len(y)))
    if not np.isinf(seconds):
        return leg(y, current, seconds, steps, shape, p, limits, work, path, unkept)
    gone, done, event = 0.0, 0, NO_EVENT
    while event == NO_EVENT and gone < LONGEST:
        many, event = leg(y, current, _STRETCH, steps, shape, p, limits, work, path[done:], unkept)
        for k in range(many + 1):
            path[done + k, 0] += gone
        done += many
        gone = path[done, 0]
    return done, event


@compiled
def _summary(
    state: np.ndarray, path: np.ndarray, event: int, shape: np.ndarray, p: np.ndarray, row: np.ndarray
) -> None:
    """The columns of SUMMARY from the state at the end of a leg and the times, voltages and temperatures along it. The
    mean by trapezes over the steps, the middle between two of them."""
    current, seconds = row[0, 2], path[-1, 0]
    fill(state, current, shape, p, row)
    area, middle, hottest = 0.0, path[0, 1], path[0, 2]
    for k in range(1, len(path)):
        hottest = max(hottest, path[k, 2])
        before, after = path[k - 1, 0], path[k, 0]
        area += 0.5 * (after - before) * (abs(path[k - 1, 1]) + abs(path[k, 1]))
        if before < 0.5 * seconds <= after:
            share = (0.5 * seconds - before) / (after - before)
            middle = (1.0 - share) * path[k - 1, 1] + share * path[k, 1]
    mean = area / seconds if seconds > 0.0 else abs(path[0, 1])
    along = (seconds, current * seconds, path[0, 1], middle, mean, hottest, float(event))
    for k in range(len(along)):
        row[0, _ALONG + k] = along[k]
