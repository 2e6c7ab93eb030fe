"""The cells in the lanes as arrays whose last axis is the lane. Compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ensemble.members import KeptLegs, Members, most_readings
from ..equations.compiled import compiled
from ..equations.layout import N_STATES
from ..failure.limits import N_LIMITS
from ..solvers.fixed import READ
from ..solvers.implicit import KNOWN, LEAVES, NEWTON, SCALE, SHARE, SIZE, STEP
from ..solvers.rules import stretch_after
from .step import MEMORY_ROWS, WORK_ROWS
from .vectors import LANES

NOBODY = -1
# --- of each lane: its member, leg, steps done of its stretch, readings before that, legs in a row past a limit at
# once; whether its step was read with those of others
MEMBER, LEG, PLACE, BEFORE, IDLE, READ_AT_ONCE = range(6)
COUNTS = 6
# --- of each lane: length of its step (s), current, time gone in its stretch, length of that, time of the leg before
# that, time of all legs before; whether there is a member, whether its step was taken, and the voltage after it
LENGTH, DRIVE, GONE, SECONDS, SINCE, CLOCK, THERE, TAKEN, VOLTS_AFTER = range(9)
NUMBERS = 9


class LaneTable(NamedTuple):
    """The cells in the lanes, as arrays whose last axis is the lane."""

    counts: np.ndarray
    numbers: np.ndarray
    y: np.ndarray
    p: np.ndarray
    limits: np.ndarray
    work: np.ndarray  # of `step`
    memory: np.ndarray
    before: np.ndarray  # the memory before a step
    path: np.ndarray  # lanes, readings, columns


@compiled
def empty_table(members: Members, kept_legs: KeptLegs) -> LaneTable:
    """Return a table with nobody in it."""
    states = members.shape[N_STATES]
    counts, numbers = np.full((COUNTS, LANES), NOBODY), np.zeros((NUMBERS, LANES))
    y, p = np.zeros((states, LANES)), np.zeros((members.p.shape[1], LANES))
    limits, work = np.zeros((N_LIMITS, LANES)), np.zeros((WORK_ROWS, states, LANES))
    memory, before = np.ones((MEMORY_ROWS, LANES)), np.ones((MEMORY_ROWS, LANES))
    path = np.zeros((LANES, most_readings(members, kept_legs), READ))
    return LaneTable(counts, numbers, y, p, limits, work, memory, before, path)


@compiled
def put(column: np.ndarray, lane: int, table: np.ndarray) -> None:
    """Write the numbers of one cell into its lane."""
    for k in range(len(column)):
        table[k, lane] = column[k]


@compiled
def take(table: np.ndarray, lane: int, column: np.ndarray) -> None:
    """Read the numbers of one cell from its lane."""
    for k in range(len(column)):
        column[k] = table[k, lane]


@compiled
def seat(lane: int, m: int, members: Members, table: LaneTable) -> None:
    """Put a member into a lane."""
    put(members.p[m], lane, table.p)
    put(members.states[m], lane, table.y)
    put(members.limits[m], lane, table.limits)
    for k in range(members.shape[N_STATES]):
        table.work[SCALE, k, lane] = 1.0 / (NEWTON * members.tolerances[m, k])
    table.counts[MEMBER, lane], table.counts[LEG, lane], table.counts[IDLE, lane] = m, -1, 0
    table.counts[PLACE, lane], table.numbers[SECONDS, lane] = 0, 1.0
    table.numbers[CLOCK, lane], table.numbers[THERE, lane] = 0.0, 1.0


@compiled
def begin_stretch(lane: int, since: float, seconds: float, table: LaneTable) -> None:
    """Begin a stretch of a leg; only a leg without a length has more than one, as in `run`."""
    numbers, memory = table.numbers, table.memory
    numbers[SECONDS, lane] = stretch_after(since) if np.isinf(seconds) else seconds
    numbers[SINCE, lane], numbers[GONE, lane], table.counts[PLACE, lane] = since, 0.0, 0
    memory[STEP, lane] = memory[KNOWN, lane] = 0.0
    memory[LEAVES, lane] = memory[SIZE, lane] = memory[SHARE, lane] = 1.0
