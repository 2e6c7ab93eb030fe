"""Branches of a full cell: charge of each half-cycle, and voltage at shares of it.

Against time a full cell cannot be compared: its half-cycles end at a voltage, and a simulated one that holds a little
less charge would be empty before the end of the recording. So each half-cycle is run at its current to the voltage at
which the recorded one ended, and compared at shares of its own charge. The charge is one more number:

    V(share x Q) for 20 shares in its middle, and ln Q, with a standard deviation that is given

Both follow smoothly from every input. Where a half-cycle was ended by its charge or time, the charge that the simulated
one passes down to the last voltage is compared all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isfinite

import numpy as np

from ...design import Design
from ...lab.cycling.half_cycles import HalfCycles
from ...lab.cycling.levels import levels
from ...models.cell import Leg
from ...models.cell.equations.layout import Packed, pack
from ...models.cell.equations.observe import TIME, VOLTAGE
from ...models.cell.failure.limits import Limits
from ...models.cell.prepare import prepare
from ...models.cell.solvers.adaptive import Adaptive, SolveError
from ...models.cell.solvers.run import Done, run
from ...quantity import Finding
from ...record import Recording
from .data import REST, SOLVER, Simulated, Unreachable
from .replay import CannotReplay

SHARES = tuple((k + 0.5) / 20 for k in range(20))  # of a half-cycle, at which voltages are compared
TOLERANCE = 1e-9  # numerics: with 1e-8 voltages where a couple runs out jump by millivolts from step to step
JUST_BEFORE = 1 - 1e-6  # numerics: of the time of a half-cycle, whose end is an event
BRIEF = 1.0  # s: a shorter pause between two half-cycles is the cycler's, and no rest


@dataclass(frozen=True, eq=False)
class HalfCycleBranch:
    """A half-cycle (number from 0) in SI per area; a positive current charges, `rest` is before it."""

    number: int
    current: float
    rest: float
    end: float
    charge: float
    volts: np.ndarray
    is_compared: bool


@dataclass(frozen=True, eq=False)
class Branches:
    """Some cycles of a recording of a full cell.

    `charge_error` is the relative standard deviation of a charge.

    The numbers are the voltages of all compared half-cycles, then the logarithms of their charges.
    """

    finding: Finding
    system: str
    recording: Recording
    branches: tuple[HalfCycleBranch, ...]
    noise: float  # V
    charge_error: float

    is_weighted: bool = field(default=True, init=False)

    @property
    def label(self) -> str:
        return self.recording.file

    @property
    def compared(self) -> tuple[HalfCycleBranch, ...]:
        return tuple(one for one in self.branches if one.is_compared)

    @property
    def volts(self) -> int:
        """Return how many of the numbers are voltages."""
        return len(SHARES) * len(self.compared)

    @property
    def target(self) -> np.ndarray:
        charges = [np.log(one.charge) for one in self.compared]
        return np.concatenate([*(one.volts for one in self.compared), charges])

    @property
    def scale(self) -> np.ndarray:
        least = SOLVER * max(float(np.abs(one.volts).max()) for one in self.compared)
        many = len(self.compared)
        volts = np.full(self.volts, np.hypot(self.noise, least))
        return np.concatenate([volts, np.full(many, self.charge_error)])

    def said_by(self, design: Design) -> Simulated:
        prepared = prepare(design.patched({"protocol": {"steps": list(REST)}}))
        packed = pack(prepared.cell)
        program = tuple(self.legs())
        try:
            ended = self._run(packed, program, prepared.limits)
            timed = self._run(packed, tuple(map(_timed, program, ended)), prepared.limits)
        except SolveError as bad:
            raise Unreachable(bad.what) from None
        shown = [
            curve for curve, branch in zip(filter(_flows, timed), self.branches, strict=True) if branch.is_compared
        ]
        curves, charges = zip(*map(_curve, shown), strict=True)
        return Simulated(np.concatenate([*curves, np.log(charges)]), prepared.origin)

    def _run(self, packed: Packed, program: tuple[Leg, ...], limits: Limits) -> tuple[Done, ...]:
        solver = Adaptive(packed, TOLERANCE, TOLERANCE)
        done = tuple(run(packed, program, limits, samples=2 * len(SHARES), solver=solver))
        if done and (ending := done[-1].ending):
            raise Unreachable(f"{ending.why}, before the end of {self.label}")
        if any(_flows(one) and one.rows[-1, TIME] <= one.rows[0, TIME] for one in done):
            raise Unreachable(f"a half-cycle of {self.label} is past its end as soon as it begins")
        return done

    def legs(self) -> Iterator[Leg]:
        """Return the half-cycles of the recording, and the rests between them."""
        number = 0
        for one in self.branches:
            cycle = 1 + one.number // 2
            if one.rest > BRIEF:
                yield Leg(number, cycle, 1, "rest", 0.0, one.rest)
                number += 1
            yield Leg(number, cycle, 1, "charge" if one.current > 0 else "discharge", one.current, volts=one.end)
            number += 1


def _flows(done: Done) -> bool:
    return done.leg.current != 0


def _timed(leg: Leg, done: Done) -> Leg:
    """Return a leg that a voltage ended as one of its time, so that it is read at shares of it exactly."""
    if leg.volts is None:
        return leg
    return replace(leg, seconds=JUST_BEFORE * float(done.rows[-1, TIME] - done.rows[0, TIME]), volts=None)


def _curve(done: Done) -> tuple[np.ndarray, float]:
    """Return the voltage at the shares of the charge of a step, and the charge (C/m^2)."""
    time = done.rows[:, TIME] - done.rows[0, TIME]
    volts = np.interp(np.array(SHARES) * time[-1], time, done.rows[:, VOLTAGE])
    return volts, float(abs(done.leg.current) * time[-1])


def branches_of(
    recording: Recording, halves: HalfCycles, cycles: tuple[int, int], *, area: float
) -> tuple[HalfCycleBranch, ...]:
    """Return the half-cycles up to the last of `cycles`; those before the first are not compared."""
    found = levels(recording.time, recording.voltage, recording.current, halves)
    made = []
    for k in range(2 * cycles[1]):
        mine = np.flatnonzero(found.half == k)
        if len(mine) != 1 or found.held[mine[0]] != "current":
            what = f"half-cycle {k + 1} is not at one constant current; branches are compared of such alone"
            raise CannotReplay(what, "give --cycles before it")
        made.append(_branch(recording, halves, k, area, is_compared=k >= 2 * (cycles[0] - 1)))
    return tuple(made)


def _branch(recording: Recording, halves: HalfCycles, k: int, area: float, *, is_compared: bool) -> HalfCycleBranch:
    rows = halves.rows(k)
    time = recording.time[rows] - halves.start[k]
    volts = np.interp(np.array(SHARES) * halves.duration[k], time, recording.voltage[rows])
    charge, rest = float(halves.charge[k]) / area, float(halves.rest_before[k])
    if not (isfinite(charge) and charge > 0):
        raise CannotReplay(f"half-cycle {k + 1} passes no charge", "give --cycles before it")
    current = float(halves.sign[k]) * charge / float(halves.duration[k])
    return HalfCycleBranch(k, current, rest, float(halves.voltage_last[k]), charge, volts, is_compared)
