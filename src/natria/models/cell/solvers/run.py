"""Run a cell through its protocol leg by leg; each leg is yielded, so a long run takes little memory.

A run ends with its protocol, or before it with a named reason: a resource used up, a contact lost, a crack. It never
ends with an exception of the solver where a cell simply cannot pass the required current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isfinite, nan

import numpy as np

from ..electrodes.ageing import NEW, Aged, aged_by, numbers_of
from ..electrodes.dispatch import DEEP
from ..equations.layout import KIND, N_CHEMISTRY, PATH, Packed
from ..equations.observe import VOLTAGE, rows
from ..failure.limits import NO_EVENT, Limits
from .adaptive import Adaptive, SolveError, Trajectory
from .legs import Leg
from .rules import (
    AT_ONCE,
    LONGEST,
    NEVER,
    READINGS,
    code_of,
    end_of_leg,
    end_of_run,
    idle_legs,
    name_of,
    stretch_after,
    switches_off,
)

SAMPLES = 40  # readings a leg, evenly over its time, and some more where it begins
OFTEN, LAST = 3, 12  # readings of a chemistry, times those of others; in the last interval of a leg that an event ends
MEND = "look at the current and the resistances of [counter.depth], or leave it out"
EARLY = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3)  # of the time between two of them


@dataclass(frozen=True)
class State:
    """State from which a run continues: number of the next leg, time, states, end of the last leg.

    `idle` counts the legs at the end so far that passed their limit at time zero; `aged` is what is left of the
    counter electrode as built.
    """

    leg: int
    time: float
    y: np.ndarray
    idle: int = 0
    aged: Aged = NEW


@dataclass(frozen=True)
class Ending:
    """Why a run ended before its protocol did. `event` is its name, `why` a sentence."""

    event: str
    why: str
    time: float  # s since the start of the run
    leg: Leg


@dataclass(frozen=True)
class Done:
    """A finished leg: its readings (the columns of `observe`), the state after it, whether the run ended."""

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
    """Yield the legs of a program from the start, or from the state of an earlier run."""
    solver = solver or Adaptive(packed)
    limits = limits or Limits()
    state = start or State(0, 0.0, packed.start)
    for leg in program:
        if leg.number < state.leg:
            continue
        done = _leg(solver, leg, limits, state, samples=samples)
        yield done
        if done.ending:
            return
        state = done.state


def _leg(solver: Adaptive, leg: Leg, limits: Limits, state: State, *, samples: int) -> Done:
    fresh = solver.packed
    bounds, solver = limits.array(leg.volts, leg.taper), _aged(solver, state.aged).holding(leg.held)
    past = solver.passed(state.y, leg.current, bounds)
    idle = idle_legs(state.idle, code_of(past))
    if past:
        path = Trajectory(np.zeros(1), state.y[None], past)
    elif isfinite(leg.seconds):
        path = _gone(solver, leg, state.y, leg.seconds * _fractions(samples), bounds, state.time)
    else:
        path = _until(solver, leg, state, bounds)
    done = _done(solver.packed, leg, path, state, idle)
    if fresh.ageing is None:
        return done
    aged, y = aged_by(fresh, state.aged, path.time, path.states)
    return replace(done, state=replace(done.state, y=y, aged=aged))


def _aged(solver: Adaptive, aged: Aged) -> Adaptive:
    """Return the solver of the cell with what is left of its counter electrode."""
    return solver if aged == NEW else solver.of(replace(solver.packed, p=numbers_of(solver.packed, aged)))


def _gone(solver: Adaptive, leg: Leg, y: np.ndarray, times: np.ndarray, bounds: np.ndarray, since: float) -> Trajectory:
    """Run a stretch of a leg; an error of the solver is reported with time and step of the run."""
    try:
        return solver.go(y, leg.current, times, bounds)
    except SolveError as stopped:
        begun = f"cycle {leg.cycle}, step {leg.step} ({leg.verb}), from {since:.6g} s of the run on"
        raise SolveError(f"{begun}: {stopped.what}", stopped.fix) from None


def _fractions(samples: int) -> np.ndarray:
    """Return the times of the readings of a leg, over its duration."""
    early = np.array(EARLY) / samples
    return np.concatenate([[0.0], early, np.arange(1, samples + 1) / samples])


def _until(solver: Adaptive, leg: Leg, state: State, bounds: np.ndarray) -> Trajectory:
    """Run a leg that only an event ends, in stretches of readings.

    The voltage of a chemistry has plateaus and steep ends: it is read more often, and most often before the end.
    """
    plateaus = bool(solver.packed.shape[N_CHEMISTRY])
    many = READINGS * (OFTEN if plateaus else 1)
    first, later = _fractions(many), np.arange(many + 1) / many
    gone, y, event = 0.0, state.y, ""
    paths: list[Trajectory] = []
    while not event and (length := stretch_after(gone)) > 0.0:
        times = length * (later if paths else first)
        path = _gone(solver, leg, y, times, bounds, state.time + gone)
        paths.append(Trajectory(path.time[bool(paths) :] + gone, path.states[bool(paths) :]))
        gone, y, event = gone + path.end, path.last, path.event
        if event and plateaus and len(path.time) > 1:
            paths[-1:] = _with_end(solver, leg, paths[-1], bounds, state.time)
    return Trajectory(np.concatenate([p.time for p in paths]), np.concatenate([p.states for p in paths]), event)


def _with_end(solver: Adaptive, leg: Leg, path: Trajectory, bounds: np.ndarray, since: float) -> list[Trajectory]:
    """Return a path with more readings in the last interval before its end."""
    if len(path.time) < 2:
        return [path]
    start, length = float(path.time[-2]), float(path.time[-1] - path.time[-2])
    times = length * np.arange(LAST + 1) / LAST
    more = _gone(solver, leg, path.states[-2], times[:-1], bounds, since + start)
    if more.event:  # it came a little earlier than before
        return [path]
    inner = Trajectory(more.time[1:] + start, more.states[1:])
    return [
        Trajectory(path.time[:-1], path.states[:-1]),
        inner,
        Trajectory(path.time[-1:], path.states[-1:], path.event),
    ]


def _done(packed: Packed, leg: Leg, path: Trajectory, state: State, idle: int) -> Done:
    volts = nan if leg.volts is None else leg.volts
    event = end_of_leg(code_of(path.event), path.end, leg.seconds, volts)
    made = rows(state.time + path.time, path.states, leg.current, (leg.cycle, leg.step), packed.shape, packed.p)
    if any(kind >= DEEP for kind in packed.shape[KIND : KIND + 2]) and np.isnan(made[:, VOLTAGE]).any():
        at = f"cycle {leg.cycle}, step {leg.step} ({leg.verb})"
        raise SolveError(
            f"{at}: no reaction over the depth of an electrode carries {leg.current / 10:.4g} mA/cm^2", MEND
        )
    if switches_off(event, idle):
        made[-1, VOLTAGE] = volts
    after = State(leg.number + 1, state.time + path.end, path.last.copy(), idle)
    ended_by = name_of(event) or ("time" if isfinite(leg.seconds) else "")
    ending = end_of_run(event, leg.seconds, idle)
    return Done(leg, made, after, ended_by, None if ending == NO_EVENT else _ending(ending, leg, after.time, packed))


def _ending(code: int, leg: Leg, time: float, packed: Packed) -> Ending:
    if code == AT_ONCE:
        why = "the voltage is past its limit as soon as the current is switched on, in both directions"
    elif code == NEVER and leg.taper is not None:
        why = f"the current did not fall to {leg.taper / 10:.4g} mA/cm^2 in {LONGEST / 3600:g} h at {leg.held:g} V"
    elif code == NEVER:
        why = f"{leg.volts:g} V were not reached in {LONGEST / 3600:g} h"
        path = packed.p[PATH]
        if leg.volts is not None and abs(leg.current) <= path * abs(leg.volts):
            why += f"; at {leg.current / path:.3g} V the path for electrons carries the whole current"
    else:
        why = _why(name_of(code), leg)
    return Ending(name_of(code), why, time, leg)


REASONS = {
    "salt depleted": "the salt at the plating face is used up: the current is above the limiting one",
    "working electrode empty": "all sodium of the working electrode is stripped",
    "counter electrode empty": "all sodium of the counter electrode is stripped",
    "working electrode full": "no sodium fits into the working electrode any more",
    "counter electrode full": "no sodium fits into the counter electrode any more",
    "contact lost at the working electrode": "voids part the working electrode from the solid",
    "contact lost at the counter electrode": "voids part the counter electrode from the solid",
    "sodium melts": "the cell is as warm as sodium melts",
    "crack at the working electrode": "sodium opens a flaw at the working electrode and shorts the cell",
    "crack at the counter electrode": "sodium opens a flaw at the counter electrode and shorts the cell",
}


def _why(event: str, leg: Leg) -> str:
    drive = f"{abs(leg.current) / 10:.4g} mA/cm^2" if leg.held is None else f"{leg.held:g} V"
    return f"{REASONS[event]} ({leg.verb} at {drive}, cycle {leg.cycle})"
