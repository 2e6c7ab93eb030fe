"""One leg of one cell in steps fixed beforehand, for ensembles of thousands of cells.

Steps are small after each change of current, where the salt at the faces changes with the root of time, and grow until
they are a tenth of the leg. There is no control of the error: `PATTERN` was chosen by its error against `adaptive`,
which `benchmarks/cells_batch.py` prints.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import N_CHEMISTRY, Packed
from ..equations.rates import ionic_current, is_held, terminal_current, voltage
from ..equations.states import AT_TEMPERATURE
from ..equations.voltage_parts import N_PARTS
from ..failure.limits import N_EVENTS, NO_EVENT, distances, first_past
from .adaptive import Adaptive, SolveError, Trajectory
from .implicit import FOUND, MEMORY, NEW, begin, copy, step, work_for
from .rules import UNSOLVED, name_of

MOST_PARTS = 1000  # of a step, before the cell is given up
FINE = 0.125  # of a step, within which an event is located
EXACT = 1e-8  # of that: how closely it is found
ROUNDING = 1e-12  # of a step that is gone through in parts

# --- columns of what is read at each step
TIME, VOLTAGE, TEMPERATURE, CURRENT = range(4)
READ = 4


class Workspace(NamedTuple):
    """Arrays that the steps of one cell share: the cell, its limits, and reused memory."""

    shape: np.ndarray
    p: np.ndarray
    limits: np.ndarray
    work: np.ndarray  # of `implicit`
    memory: np.ndarray  # of `implicit`


def pattern(growth: float, span: float, largest: int) -> np.ndarray:
    """Return the steps of a leg as shares of it, growing by a factor up to a maximum.

    Each is longer than the one before by the factor, up to so many times the first; then so many of the largest.
    """
    lengths = growth ** np.arange(round(log(span) / log(growth)))
    steps = np.concatenate([lengths, np.full(largest, lengths[-1] * growth)])
    return np.asarray(steps / steps.sum())


PATTERN = pattern(growth=1.35, span=1000.0, largest=8)


@compiled
def _nearest(g: np.ndarray, start: np.ndarray) -> float:
    """Return the distance to the next event: 1 at the start of a step, below 0 after any event."""
    least = 1.0
    for k in range(len(g)):
        least = min(least, g[k] / start[k])
    return least


@compiled
def _locate(y: np.ndarray, h: float, current: float, space: Workspace) -> float:
    """Return the length of the step to the first event, with the state in FOUND; 0 without an event.

    By false position (Illinois), halving every third time, on the step itself: the event is where a step of that length
    ends, not on a line through its ends.
    """
    shape, p, limits, work = space.shape, space.p, space.limits, space.work
    g, start = np.empty(N_EVENTS), np.empty(N_EVENTS)
    distances(y, current, shape, p, limits, start)
    distances(work[NEW], current, shape, p, limits, g)
    copy(work[NEW], work[FOUND])
    low, high, at_low, at_high = 0.0, 1.0, 1.0, _nearest(g, start)
    side = turn = 0
    while high - low > EXACT:
        turn += 1
        middle = 0.5 * (low + high) if turn % 3 == 0 else low + (high - low) * at_low / (at_low - at_high)
        if not step(y, middle * h, current, shape, p, work, space.memory):
            return 0.0
        distances(work[NEW], current, shape, p, limits, g)
        far = _nearest(g, start)
        if far <= 0.0:
            copy(work[NEW], work[FOUND])
            high, at_high = middle, far
            at_low *= 0.5 if side < 0 else 1.0
            side = -1
        else:
            low, at_low = middle, far
            at_high *= 0.5 if side > 0 else 1.0
            side = 1
    return high * h


@compiled
def advance(y: np.ndarray, h: float, current: float, space: Workspace) -> tuple[float, int]:
    """Advance y by one step of the pattern; returns the elapsed time and the event.

    The step is divided where it has no solution as a whole, and where an event is in it: what ends a cell is often
    fast.
    """
    shape, p, limits, work = space.shape, space.p, space.limits, space.work
    gone, part, largest = 0.0, h, h
    for _ in range(MOST_PARTS):
        if h - gone <= ROUNDING * h:
            return h, NO_EVENT
        part = min(part, h - gone)
        if step(y, part, current, shape, p, work, space.memory):
            if first_past(work[NEW], current, shape, p, limits) == NO_EVENT:
                copy(work[NEW], y)
                gone += part
                part = min(2.0 * part, largest)
                continue
            if part > FINE * h:
                part = largest = FINE * h
                continue
            found = _locate(y, part, current, space)
            if found > 0.0:
                copy(work[FOUND], y)
                return gone + found, first_past(y, current, shape, p, limits)
        part *= 0.5
    return gone, UNSOLVED


@compiled
def workspace(shape: np.ndarray, p: np.ndarray, limits: np.ndarray, work: np.ndarray) -> Workspace:
    """Return the arrays of one cell; `work` is that of `work_for`."""
    return Workspace(shape, p, limits, work, np.empty(MEMORY))


@compiled
def leg(
    y: np.ndarray,
    current: float,
    seconds: float,
    steps: np.ndarray,
    space: Workspace,
    path: np.ndarray,
    states: np.ndarray,
) -> tuple[int, int]:
    """Run a leg from y at time zero, updating y; returns the number of steps and the event at its end.

    At the start and after each step `path` gets a row of readings; `states` the state, where there is room for it.
    """
    shape, p = space.shape, space.p
    begin(shape, p, space.memory)
    look(y, 0.0, current, shape, p, path[0])
    gone = 0.0
    for k in range(len(steps)):
        went, event = advance(y, seconds * steps[k], current, space)
        gone += went
        look(y, gone, current, shape, p, path[k + 1])
        if len(states):
            copy(y, states[k])
        if event != NO_EVENT:
            return k + 1, event
        if np.isnan(path[k + 1, VOLTAGE]):
            return k + 1, UNSOLVED
    path[len(steps), TIME] = seconds  # to the last bit
    return len(steps), NO_EVENT


@compiled
def look(y: np.ndarray, time: float, current: float, shape: np.ndarray, p: np.ndarray, row: np.ndarray) -> None:
    """Write the readings of a step: time, voltage, temperature, current."""
    row[TIME] = time
    row[VOLTAGE] = voltage(y, current, shape, p, np.empty(N_PARTS))
    row[TEMPERATURE] = y[shape[AT_TEMPERATURE]]
    row[CURRENT] = current
    if is_held(p):
        row[CURRENT] = terminal_current(current, ionic_current(y, current, shape, p), p)


class Fixed(Adaptive):
    """Fixed steps with the interface of the adaptive solver, so that `run` works with either.

    Of the requested times only the last counts; readings are at its own steps.
    """

    def __init__(self, packed: Packed, steps: np.ndarray = PATTERN) -> None:
        super().__init__(packed)
        self.steps = steps
        self._work = work_for(packed.tolerance, packed.shape[N_CHEMISTRY])

    def of(self, packed: Packed) -> Fixed:
        return Fixed(packed, self.steps)

    def go(self, y: np.ndarray, current: float, times: np.ndarray, limits: np.ndarray) -> Trajectory:
        shape, p, many = self.packed.shape, self.packed.p, len(self.steps)
        path, states = np.empty((1 + many, READ)), np.empty((1 + many, len(y)))
        states[0] = here = np.array(y, float)
        here = here.copy()
        space = workspace(shape, p, limits, self._work)
        last, event = leg(here, current, times[-1], self.steps, space, path, states[1:])
        if event == UNSOLVED:
            after = f"{path[last, TIME]:.6g} s at {current / 10:.4g} mA/cm^2"
            what = f"no step of the pattern could be solved after {after}"
            raise SolveError(what, "use the adaptive solver: it finds smaller steps and reports the fastest state")
        return Trajectory(path[: last + 1, TIME], states[: last + 1], name_of(event))
