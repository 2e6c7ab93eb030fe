"""The cells of a batch, and one of them through its legs. Compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit

from ..equations import observe
from ..equations.compiled import compiled, kept
from ..equations.layout import HELD, N_CHEMISTRY
from ..equations.observe import COLUMNS, fill
from ..failure.limits import NO_EVENT, TAPER, VOLTS, first_past
from ..solvers.fixed import CURRENT, READ, TEMPERATURE, TIME, VOLTAGE, Workspace, leg, look, workspace
from ..solvers.implicit import copy, work_for
from ..solvers.rules import MOST_STRETCHES, end_of_leg, end_of_run, idle_legs, stretch_after, switches_off

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
LEG_CURRENT, LEG_SECONDS, LEG_VOLTS, LEG_CYCLE, LEG_STEP, LEG_HELD, LEG_TAPER = range(7)
LEG_COLUMNS = 7

F = TypeVar("F", bound=Callable[..., Any])


def compiled_without_lock(function: F) -> F:
    """Compile as `compiled` does and release the lock of Python, for a pool of threads.

    Not `prange`: that adds a third to the time of compiling, hangs in a process that was forked after its first use
    (OpenMP), ends the process when two threads call it at a time (workqueue), and cannot be interrupted.
    """
    how = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "nogil": True}
    with kept():
        return cast("F", cast("Any", njit)(**how)(function))


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


@compiled
def table_for(m: int, members: Members) -> np.ndarray:
    """Return the table of legs of a member."""
    return members.tables[m if len(members.tables) > 1 else 0]


@compiled
def start_leg(m: int, k: int, members: Members) -> int:
    """Set what leg k of a member asks for; returns the event that is past as it starts, or NO_EVENT."""
    row, limits, p = table_for(m, members)[k], members.limits[m], members.p[m]
    limits[VOLTS], limits[TAPER], p[HELD] = row[LEG_VOLTS], row[LEG_TAPER], row[LEG_HELD]
    return first_past(members.states[m], row[LEG_CURRENT], members.shape, p, limits)


@compiled
def end_leg(
    m: int, k: int, event: int, ran: tuple[float, int], path: np.ndarray, members: Members, kept_legs: KeptLegs
) -> tuple[float, int]:
    """Write the summary of leg k of a member; returns the time after it, and the end of the run.

    The end is NO_EVENT where the run goes on.
    `ran` is the time before it, and how many legs in a row were past a limit at once.
    """
    row, last, shape, p = table_for(m, members)[k], members.last[m], members.shape, members.p[m]
    time, idle = ran
    seconds, volts = row[LEG_SECONDS], row[LEG_VOLTS]
    event = end_of_leg(event, path[-1, TIME], seconds, volts)
    time += path[-1, TIME]
    last[observe.TIME], last[observe.CURRENT] = time, row[LEG_CURRENT]
    last[observe.CYCLE], last[observe.STEP] = row[LEG_CYCLE], row[LEG_STEP]
    _summary(members.states[m : m + 1], path, event, shape, p, members.last[m : m + 1])
    if switches_off(event, idle):
        last[observe.VOLTAGE] = volts
    if kept_legs.places[k] >= 0:
        copy(last, kept_legs.legs[m, kept_legs.places[k]])
    return time, end_of_run(event, seconds, idle)


@compiled
def most_readings(members: Members, kept_legs: KeptLegs) -> int:
    """Return the largest number of readings along a leg."""
    stretches = MOST_STRETCHES if np.isinf(members.tables[:, :, LEG_SECONDS]).any() else 1
    return int(1 + stretches * len(kept_legs.steps))


@compiled_without_lock
def run_one_by_one(members: Members, kept_legs: KeptLegs, places: np.ndarray) -> None:
    """Run the members at these places, one after the other."""
    path = np.empty((most_readings(members, kept_legs), READ))
    for m in places:
        members.codes[m] = _member(m, members, kept_legs, path)


@compiled
def _member(m: int, members: Members, kept_legs: KeptLegs, path: np.ndarray) -> int:
    """Run one cell through its legs by `rules`; returns the number of its end in ENDINGS, or NO_EVENT."""
    shape, p, y, table = members.shape, members.p[m], members.states[m], table_for(m, members)
    space = workspace(shape, p, members.limits[m], work_for(members.tolerances[m], shape[N_CHEMISTRY]))
    time, idle = 0.0, 0
    for k in range(len(table)):
        current, seconds, many = table[k, LEG_CURRENT], table[k, LEG_SECONDS], 0
        if np.isnan(current):
            break
        event = start_leg(m, k, members)
        idle = idle_legs(idle, event)
        if event == NO_EVENT:
            many, event = _leg(y, current, seconds, kept_legs.steps, space, path)
        else:
            look(y, 0.0, current, shape, p, path[0])
        time, ending = end_leg(m, k, event, (time, idle), path[: many + 1], members, kept_legs)
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
