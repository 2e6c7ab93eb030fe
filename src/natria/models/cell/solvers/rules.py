"""Rules for all drivers: what ends a leg, which event ends a run, when a run makes no progress.

An event is its number in `EVENTS`; beside those there are the codes below. `run` (one cell) and `batch` (many) apply
the same functions in the same order: `idle_legs`, the solver, `end_of_leg`, `switches_off`, `end_of_run`.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from ..failure.limits import EMPTIED, EVENTS, FILLED, N_EVENTS, NO_EVENT, TAPERED, VOLTAGE_LIMIT

UNSOLVED = -2  # beside NO_EVENT and the numbers of EVENTS
AT_ONCE, NEVER = N_EVENTS, N_EVENTS + 1
ENDINGS = (*EVENTS, "voltage limit at once", "voltage limit never reached")  # names by number
NOT_SOLVED = "not solved"

STRETCH = 3600.0  # s at a time, of a leg whose end is not known
READINGS = 60  # of a stretch
LATER = 0.1  # of the time gone: the length of a stretch once that is longer
LONGEST = 3.6e6  # s, of a leg that only a voltage ends
SAME_TIME = 1e-9  # of the time of a leg: an event within it of the end comes with the end
MOST_IDLE = 1  # legs in a row that end before any time has passed; one more ends the run


@compiled
def stretch_after(gone: float) -> float:
    """Return the length (s) of the next stretch of a leg whose end is not known.

    It is zero after the longest leg. Stretches grow with the time gone, so that a leg that never ends has a few
    thousand readings.
    """
    left = LONGEST - gone
    return min(max(STRETCH, LATER * gone), left) if left > SAME_TIME * LONGEST else 0.0


def _most_stretches() -> int:
    """Return the number of stretches of the longest leg."""
    gone, many = 0.0, 0
    while (length := stretch_after(gone)) > 0.0:
        gone, many = gone + length, many + 1
    return many


MOST_STRETCHES = _most_stretches()


@compiled
def runs_away(event: int) -> bool:
    """Whether an electrode is empty or full, so that the voltage runs to the limit of a leg that has one."""
    return event in (EMPTIED, EMPTIED + 1, FILLED, FILLED + 1)


@compiled
def idle_legs(idle: int, event_at_start: int) -> int:
    """Return the number of legs in a row, up to this one, that were past a limit at time zero."""
    return 0 if event_at_start == NO_EVENT else idle + 1


@compiled
def end_of_leg(event: int, gone: float, seconds: float, volts: float) -> int:
    """Return the event of a leg as its protocol takes it. `volts` is nan for a leg without a limit."""
    if not runs_away(event):
        return event
    if gone >= (1.0 - SAME_TIME) * seconds:
        return NO_EVENT  # all that was plated is stripped, as the protocol asks
    return event if np.isnan(volts) else VOLTAGE_LIMIT


@compiled
def switches_off(event: int, idle: int) -> bool:
    """Whether the cycler switches off at the voltage limit.

    The last voltage is the limit then, even after a jump.
    """
    return event == VOLTAGE_LIMIT and idle == 0


@compiled
def end_of_run(event: int, seconds: float, idle: int) -> int:
    """Return the number in ENDINGS of what ends the run after this leg; NO_EVENT where it continues.

    A current that has tapered ends its leg only, a voltage limit too, unless several legs in a row end at once; every
    other event ends the run.
    """
    if event == VOLTAGE_LIMIT:
        return AT_ONCE if idle > MOST_IDLE else NO_EVENT
    if event == TAPERED:
        return NO_EVENT
    if event == NO_EVENT and np.isinf(seconds):
        return NEVER
    return event


def name_of(code: int) -> str:
    """Return the name of an event or an ending; empty for none."""
    if code == UNSOLVED:
        return NOT_SOLVED
    return "" if code == NO_EVENT else ENDINGS[code]


def code_of(name: str) -> int:
    """Return the number of an event by its name; the inverse of `name_of`."""
    return ENDINGS.index(name) if name else NO_EVENT
