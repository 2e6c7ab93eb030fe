"""A cell through its protocol, leg by leg. Each leg is handed out as it is done, so a long run takes no memory.

A run ends with its protocol, or before it with a named reason: what was used up, lost or broken. It never ends with an
exception of the solver where a cell simply cannot do what is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from ..equations.layout import Packed
from ..equations.observe import PLACE, rows
from ..failure.limits import EVENTS, Limits
from .adaptive import Adaptive, Path, SolveError
from .legs import Leg

SAMPLES = 40  # readings a leg, evenly over its time, and some more where it begins
EARLY = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3)  # of the time between two of them
EVERY = 60.0  # s between readings of a leg whose end is not known
LONGEST = 3.6e6  # s, of a leg that only a voltage ends
VOLTAGE_LIMIT = EVENTS[0]
LAST = 1e-9  # of the time of a leg
RUNS_AWAY = EVENTS[2:4]  # without sodium the voltage runs away, to the limit of a leg that has one


@dataclass(frozen=True)
class State:
    """All that a run needs to go on: the number of the next leg, the time so far, the states, how the last leg ended.
    `idle` counts the legs at the end so far that passed their limit before any time had gone."""

    leg: int
    time: float
    y: np.ndarray
    idle: int = 0


@dataclass(frozen=True)
class Ending:
    """Why a run ended before its protocol did. `event` is the name of it, `why` says it in a sentence."""

    event: str
    why: str
    time: float  # s since the start of the run
    leg: Leg


@dataclass(frozen=True)
class Done:
    """A leg that is done: its readings (the columns of `observe`), the state after it, and whether that was the end."""

    leg: Leg
    rows: np.ndarray
    state: State
    ended_by: str  # the time, or the event of the leg: "voltage limit"
    ending: Ending | None = None


def run(
    packed: Packed,
    program: Iterable[Leg],
    limits: Limits | None = None,
    start: State | None = None,
    *,
    samples: int = SAMPLES,
    solver: Adaptive | None = None,
) -> Iterator[Done]:
    """The legs of a program from the start, or from the state that an earlier run left."""
    solver = solver or Adaptive(packed)
    limits = limits or Limits()
    state = start or State(0, 0.0, packed.start)
    for leg in program:
        if leg.number < state.leg:
            continue
        done = _leg(packed, solver, leg, limits, state, samples=samples)
        yield done
        if done.ending:
            return
        state = done.state


def _leg(packed: Packed, solver: Adaptive, leg: Leg, limits: Limits, state: State, *, samples: int) -> Done:
    bounds = limits.array(leg.volts)
    if past := solver.passed(state.y, leg.current, bounds):
        still = Path(np.zeros(1), state.y[None], past)
        return _done(packed, leg, still, state, idle=state.idle + 1)
    if isfinite(leg.seconds):
        path = _gone(solver, leg, state.y, leg.seconds * _fractions(samples), bounds, state.time)
    else:
        path = _until(solver, leg, state, bounds)
    return _done(packed, leg, path, state, idle=0)


def _gone(solver: Adaptive, leg: Leg, y: np.ndarray, times: np.ndarray, bounds: np.ndarray, since: float) -> Path:
    """A stretch of a leg. Where the solver gives up, it does so at a time and in a step of the run."""
    try:
        return solver.go(y, leg.current, times, bounds)
    except SolveError as stopped:
        begun = f"cycle {leg.cycle}, step {leg.step} ({leg.verb}), from {since:.6g} s of the run on"
        raise SolveError(f"{begun}: {stopped.what}", stopped.fix) from None


def _fractions(samples: int) -> np.ndarray:
    """The times of the readings of a leg, over its time."""
    early = np.array(EARLY) / samples
    return np.concatenate([[0.0], early, np.arange(1, samples + 1) / samples])


def _until(solver: Adaptive, leg: Leg, state: State, bounds: np.ndarray) -> Path:
    """A leg that only an event ends, in stretches of readings."""
    times = np.concatenate([[0.0], EVERY * np.array(EARLY), EVERY * np.arange(1, 61)])
    gone, y, event = 0.0, state.y, ""
    paths: list[Path] = []
    while not event and gone < LONGEST:
        path = _gone(solver, leg, y, times, bounds, state.time + gone)
        paths.append(Path(path.time[bool(paths) :] + gone, path.states[bool(paths) :]))
        gone, y, event = gone + path.time[-1], path.states[-1], path.event
        times = np.concatenate([[0.0], EVERY * np.arange(1, 61)])
    return Path(np.concatenate([p.time for p in paths]), np.concatenate([p.states for p in paths]), event)


def _done(packed: Packed, leg: Leg, path: Path, state: State, idle: int) -> Done:
    if path.event in RUNS_AWAY and path.time[-1] >= (1 - LAST) * leg.seconds:
        path = Path(path.time, path.states)  # all that was plated is stripped, as the protocol has it
    if leg.volts is not None and path.event in RUNS_AWAY:
        path = Path(path.time, path.states, VOLTAGE_LIMIT)
    made = rows(state.time + path.time, path.states, leg.current, (leg.cycle, leg.step), packed.shape, packed.p)
    after = State(leg.number + 1, state.time + float(path.time[-1]), path.states[-1].copy(), idle)
    ended_by = path.event or ("time" if isfinite(leg.seconds) else "")
    if path.event == VOLTAGE_LIMIT and leg.volts is not None and not idle:
        made[-1, PLACE["voltage"]] = leg.volts  # where the cycler switches off, also where the voltage jumps past it
    return Done(leg, made, after, ended_by, _ending(leg, path, after))


def _ending(leg: Leg, path: Path, after: State) -> Ending | None:
    """An event ends the run, but for a voltage limit, which ends its leg; unless no leg gets anywhere any more."""
    if path.event and path.event != VOLTAGE_LIMIT:
        return Ending(path.event, _why(path.event, leg), after.time, leg)
    if path.event and after.idle > 1:
        why = "the voltage is past its limit as soon as the current is switched on, in both directions"
        return Ending("voltage limit at once", why, after.time, leg)
    if not path.event and leg.seconds == inf:
        why = f"{leg.volts:g} V were not reached in {LONGEST / 3600:g} h"
        return Ending("voltage limit never reached", why, after.time, leg)
    return None


REASONS = {
    "salt depleted": "the salt at the plating face is used up: the current is above the limiting one",
    "working electrode empty": "all sodium of the working electrode is stripped",
    "counter electrode empty": "all sodium of the counter electrode is stripped",
    "contact lost at the working electrode": "voids part the working electrode from the solid",
    "contact lost at the counter electrode": "voids part the counter electrode from the solid",
    "sodium melts": "the cell is as warm as sodium melts",
    "crack at the working electrode": "sodium opens a flaw at the working electrode and shorts the cell",
    "crack at the counter electrode": "sodium opens a flaw at the counter electrode and shorts the cell",
}


def _why(event: str, leg: Leg) -> str:
    return f"{REASONS[event]} ({leg.verb} at {abs(leg.current) / 10:.4g} mA/cm^2, cycle {leg.cycle})"
