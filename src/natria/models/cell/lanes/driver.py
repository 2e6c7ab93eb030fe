"""Cells side by side through their legs, each in its own steps.

As soon as one ends, the next cell comes into its lane. A step in which a cell has no solution, or an event, is done
again for this cell alone by `fixed.advance`, which divides it; so are the first and the last state of each leg. All
else is done for all lanes at once.
"""

from __future__ import annotations

import numpy as np

from ..ensemble.members import (
    LEG_CURRENT,
    LEG_SECONDS,
    KeptLegs,
    Members,
    compiled_without_lock,
    end_leg,
    start_leg,
    table_for,
)
from ..equations.compiled import compiled
from ..equations.states import AT_TEMPERATURE
from ..equations.voltage_parts import N_PARTS
from ..failure.limits import NO_EVENT
from ..solvers.fixed import CURRENT, TEMPERATURE, TIME, VOLTAGE, advance, look, workspace
from ..solvers.implicit import (
    BAND,
    COUPLED,
    KNOWN,
    MEMORY,
    STAGE,
    STEP,
    begin,
    work_for,
)
from ..solvers.rules import UNSOLVED, idle_legs, stretch_after
from .choices import as_given, as_lanes, choose
from .metals import past_any, voltage_of_metals
from .step import BAND_ROWS, MEMORY_ROWS, Beside, step_beside
from .table import (
    BEFORE,
    CLOCK,
    DRIVE,
    GONE,
    IDLE,
    LEG,
    LENGTH,
    MEMBER,
    NOBODY,
    PLACE,
    READ_AT_ONCE,
    SECONDS,
    SINCE,
    TAKEN,
    THERE,
    VOLTS_AFTER,
    LaneTable,
    begin_stretch,
    empty_table,
    put,
    seat,
    take,
)
from .vectors import LANES


@compiled
def _next_leg(lane: int, members: Members, kept_legs: KeptLegs, table: LaneTable) -> bool:
    """Begin the next leg of a lane that takes time; returns whether there is one."""
    counts, path = table.counts, table.path[lane]
    m = counts[MEMBER, lane]
    legs = table_for(m, members)
    while counts[LEG, lane] + 1 < len(legs):
        counts[LEG, lane] += 1
        k = counts[LEG, lane]
        current, seconds = legs[k, LEG_CURRENT], legs[k, LEG_SECONDS]
        if np.isnan(current):
            break
        event = start_leg(m, k, members)
        counts[IDLE, lane], counts[BEFORE, lane] = idle_legs(counts[IDLE, lane], event), 0
        look(members.states[m], 0.0, current, members.shape, members.p[m], path[0])
        if event == NO_EVENT:
            table.numbers[DRIVE, lane] = current
            put(members.limits[m], lane, table.limits)
            begin_stretch(lane, 0.0, seconds, table)
            return True
        if _end_leg(lane, 0, event, members, kept_legs, table):
            return False
    members.codes[m] = NO_EVENT
    return False


@compiled
def _end_leg(lane: int, many: int, event: int, members: Members, kept_legs: KeptLegs, table: LaneTable) -> bool:
    """End the leg of a lane after so many steps; returns whether the run ends with it."""
    counts, numbers = table.counts, table.numbers
    m, ran = counts[MEMBER, lane], (numbers[CLOCK, lane], counts[IDLE, lane])
    path = table.path[lane, : many + 1]
    numbers[CLOCK, lane], ending = end_leg(m, counts[LEG, lane], event, ran, path, members, kept_legs)
    members.codes[m] = ending
    return ending != NO_EVENT


@compiled
def _step_alone(lane: int, members: Members, table: LaneTable) -> tuple[float, int]:
    """Take the step of one lane by itself, as from before it; returns the elapsed time and the event."""
    m, memory = table.counts[MEMBER, lane], table.memory
    shape, p, y = members.shape, members.p[m], members.states[m]
    space = workspace(shape, p, members.limits[m], work_for(members.tolerances[m], 0))
    begin(shape, p, space.memory)
    for row in range(KNOWN, MEMORY_ROWS):
        space.memory[row] = table.before[row, lane]
    for row in range(BAND, BAND + BAND_ROWS):
        take(table.work[row], lane, space.work[row])
    went, event = advance(y, table.numbers[LENGTH, lane], table.numbers[DRIVE, lane], space)
    for row in range(KNOWN, MEMORY_ROWS):
        memory[row, lane] = space.memory[row]
    memory[STEP, lane] = 0.0  # so that the lanes factorise anew
    for row in range(BAND, BAND + BAND_ROWS):
        put(space.work[row], lane, table.work[row])
    put(y, lane, table.y)
    return went, event


@compiled
def _step_all(cells: Beside, y: np.ndarray, numbers: np.ndarray, before: np.ndarray, parts: np.ndarray) -> None:
    """Take the step of all lanes at once where it can be taken; says so in `numbers`."""
    for row in range(MEMORY_ROWS):
        before[row] = cells.memory[row]
    current, stage = numbers[DRIVE], cells.work[STAGE]
    solved = step_beside(y, numbers[LENGTH], current, numbers[THERE] > 0.0, cells)
    volts = voltage_of_metals(stage, current, cells.shape, cells.p, parts)
    taken = solved & ~np.isnan(volts) & ~past_any(stage, current, cells.shape, cells.p, cells.limits, parts)
    for k in range(len(y)):
        y[k] = choose(taken, stage[k], y[k])
    numbers[TAKEN], numbers[VOLTS_AFTER] = choose(taken, 1.0, 0.0), volts


@compiled
def _read(lane: int, members: Members, table: LaneTable) -> int:
    """Write the reading of a lane after its step; returns the event.

    A step that could not be taken with the others is taken alone.
    """
    counts, numbers = table.counts, table.numbers
    m, place = counts[MEMBER, lane], counts[BEFORE, lane] + counts[PLACE, lane] + 1
    row, went, event = table.path[lane, place], numbers[LENGTH, lane], NO_EVENT
    if numbers[TAKEN, lane] > 0.0:
        row[VOLTAGE], row[CURRENT] = numbers[VOLTS_AFTER, lane], numbers[DRIVE, lane]
        row[TEMPERATURE] = table.y[members.shape[AT_TEMPERATURE], lane]
    else:
        take(table.y, lane, members.states[m])
        went, event = _step_alone(lane, members, table)
        look(members.states[m], 0.0, numbers[DRIVE, lane], members.shape, members.p[m], row)
    numbers[GONE, lane] += went
    counts[PLACE, lane] += 1
    row[TIME] = numbers[GONE, lane] + numbers[SINCE, lane]
    return UNSOLVED if event == NO_EVENT and np.isnan(row[VOLTAGE]) else event


@compiled
def _read_taken(counts: np.ndarray, numbers: np.ndarray, warmth: np.ndarray, path: np.ndarray, steps: int) -> int:
    """Write the readings of all lanes whose step was taken and is not the last of its stretch.

    The others are marked as not `READ_AT_ONCE`; returns how many there are.
    """
    others = 0
    for lane in range(LANES):
        place = counts[PLACE, lane] + 1
        if numbers[TAKEN, lane] == 0.0 or place == steps:
            counts[READ_AT_ONCE, lane] = 0
            others += 1
            continue
        gone, at = numbers[GONE, lane] + numbers[LENGTH, lane], counts[BEFORE, lane] + place
        path[lane, at, TIME] = gone + numbers[SINCE, lane]
        path[lane, at, VOLTAGE], path[lane, at, CURRENT] = numbers[VOLTS_AFTER, lane], numbers[DRIVE, lane]
        path[lane, at, TEMPERATURE] = warmth[lane]
        numbers[GONE, lane], counts[PLACE, lane], counts[READ_AT_ONCE, lane] = gone, place, 1
    return others


@compiled
def _goes_on(lane: int, event: int, members: Members, kept_legs: KeptLegs, table: LaneTable) -> bool:
    """End what ends with the step of a lane (a stretch, a leg, a run); returns whether its member goes on."""
    counts, numbers, steps = table.counts, table.numbers, len(kept_legs.steps)
    m = counts[MEMBER, lane]
    if event == NO_EVENT:
        if counts[PLACE, lane] < steps:
            return True
        since = numbers[SECONDS, lane] + numbers[SINCE, lane]  # to the last bit
        table.path[lane, counts[BEFORE, lane] + steps, TIME] = since
        seconds = table_for(m, members)[counts[LEG, lane], LEG_SECONDS]
        if np.isinf(seconds) and stretch_after(since) > 0.0:
            counts[BEFORE, lane] += steps
            begin_stretch(lane, since, seconds, table)
            return True
    take(table.y, lane, members.states[m])
    many = counts[BEFORE, lane] + counts[PLACE, lane]
    return not _end_leg(lane, many, event, members, kept_legs, table) and _next_leg(lane, members, kept_legs, table)


@compiled
def _next_member(lane: int, rest: np.ndarray, members: Members, kept_legs: KeptLegs, table: LaneTable) -> int:
    """Put the next member that has a leg to run into a lane; returns how many were looked at."""
    looked = 0
    for m in rest:
        looked += 1
        seat(lane, m, members, table)
        if _next_leg(lane, members, kept_legs, table):
            return looked
    table.counts[MEMBER, lane], table.counts[PLACE, lane], table.numbers[THERE, lane] = NOBODY, 0, 0.0
    return looked


@compiled_without_lock
def run_beside(members: Members, kept_legs: KeptLegs, places: np.ndarray) -> None:
    """Run the members at these places side by side; all of them agree on what decides a branch."""
    table, shape, steps = empty_table(members, kept_legs), members.shape, kept_legs.steps
    counts, numbers, path, warmth = table.counts, table.numbers, table.path, table.y[shape[AT_TEMPERATURE]]
    first = np.empty(MEMORY)
    begin(shape, members.p[places[0]], first)
    coupled = first[COUPLED] != 0.0
    lanes = Beside(
        shape, as_given(table.p), as_lanes(table.limits), as_lanes(table.work), as_lanes(table.memory), coupled
    )
    y, seen, before = as_lanes(table.y), as_lanes(numbers), as_lanes(table.before)
    parts = as_lanes(np.zeros((N_PARTS, LANES)))
    came = 0
    for lane in range(LANES):  # a lane without a member has the numbers of one
        seat(lane, places[0], members, table)
        came += _next_member(lane, places[came:], members, kept_legs, table)
    while counts[MEMBER].max() != NOBODY:
        for lane in range(LANES):
            numbers[LENGTH, lane] = numbers[SECONDS, lane] * steps[counts[PLACE, lane]]
        _step_all(lanes, y, seen, before, parts)
        if _read_taken(counts, numbers, warmth, path, len(steps)) == 0:
            continue
        for lane in range(LANES):
            if counts[READ_AT_ONCE, lane] or counts[MEMBER, lane] == NOBODY:
                continue
            event = _read(lane, members, table)
            if not _goes_on(lane, event, members, kept_legs, table):
                came += _next_member(lane, places[came:], members, kept_legs, table)
