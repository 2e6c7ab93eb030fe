"""A current ramp with the outcome of each step: protocol, steps that passed, failures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...results import Cycling
from ..half_cycles import runs
from ..kind import plating_sign
from ..levels import Levels, levels
from .staircase import SAME, Staircase, staircase
from .step_failure import CUT, RECENT, RampStep, StepFailure, failure, sudden
from .step_noise import step_noise

CONSTANT = 0.05  # relative spread of the times, or the charges, of the steps of a protocol that keeps them constant
ROOM = 298.15  # K: temperature of the kinetic part of the band if the design gives none


@dataclass(frozen=True, eq=False)
class CurrentRamp:
    """A critical current test with judged steps.

    Arrays and tuples have one entry per constant-current step.
    """

    steps: Levels
    stairs: Staircase
    way: np.ndarray  # +1 plates the working electrode, -1 strips it
    extent: np.ndarray  # time or charge of the step relative to the protocol
    constant: str  # "time", "capacity" or "": the quantity that is equal in all steps
    failures: tuple[StepFailure | None, ...]  # per step
    earlier: int | None  # first step before the ramp with a sudden drop of |V|

    @property
    def first(self) -> int | None:
        """Index of the first step that failed, None if none did."""
        return next((k for k, failed in enumerate(self.failures) if failed), None)

    def passed(self, way: int | None, until: int) -> float | None:
        """Return the highest current (A) that passed before a step, in one direction or in any (None)."""
        good = self._passing[:until] & (self.stairs.level[:until] >= 0)
        if way is not None:
            good &= self.way[:until] == way
        return float(self.stairs.currents[self.stairs.level[:until][good].max()]) if good.any() else None

    @property
    def _passing(self) -> np.ndarray:
        return np.array([f is None for f in self.failures], bool) & (self.extent >= CUT)


def judge_ramp(cycling: Cycling) -> CurrentRamp | None:
    """Return the current ramp of a test with each step judged; None if the current is not raised in steps."""
    recording = cycling.recording
    steps = _steps(levels(recording.time, recording.voltage, recording.current, cycling.halves))
    stairs = staircase(np.abs(steps.current), steps.duration)
    if stairs is None:
        return None
    way = np.sign(steps.current).astype(int) * plating_sign(recording, cycling.halves, cycling.specimen)
    on_ramp = stairs.level >= 0
    constant, extent = _extent(steps, on_ramp)
    temperature = cycling.specimen.temperature
    kelvin = ROOM if temperature is None else temperature.value
    failures: list[StepFailure | None] = []
    earlier: int | None = None
    healthy: dict[int, list[RampStep]] = {1: [], -1: []}
    read: list[np.ndarray] = []  # |V| of the steps that passed, of both directions: they have one instrument
    begin, last = np.flatnonzero(on_ramp)[[0, -1]]
    for k in range(len(steps)):
        failed = None
        if k <= last:
            step, before = _step(cycling, steps, k, float(extent[k])), healthy[int(way[k])]
            noise = step_noise(step.voltage, read[-2 * RECENT :])
            if on_ramp[k]:
                failed = failure(step, before, noise, kelvin)
            elif k < begin and earlier is None and sudden(step, before, noise):
                earlier = k
            if failed is None:
                before.append(step)
                read.append(step.voltage)
        failures.append(failed)
    return CurrentRamp(steps, stairs, way, extent, constant, tuple(failures), earlier)


def _steps(every: Levels) -> Levels:
    """Return the constant-current steps.

    Steps that a flicker or a rest separates in one half-cycle are joined.
    """
    flat = every.pick(every.held == "current")
    if not len(flat):
        return flat
    new = (np.diff(flat.half) != 0) | (np.abs(np.diff(np.log(np.abs(flat.current)))) > SAME)
    first, stop = runs(np.cumsum(np.r_[False, new]))
    longest = np.array([a + int(np.argmax(flat.duration[a:b])) for a, b in zip(first, stop, strict=True)])
    merged = flat.pick(longest)
    return Levels(
        half=merged.half,
        held=merged.held,
        first=flat.first[first],
        stop=flat.stop[stop - 1],
        start=flat.start[first],
        duration=np.add.reduceat(flat.duration, first),
        current=merged.current,
        charge=np.add.reduceat(flat.charge, first),
        voltage_mid=merged.voltage_mid,
        voltage_end=flat.voltage_end[stop - 1],
    )


def _extent(steps: Levels, on_ramp: np.ndarray) -> tuple[str, np.ndarray]:
    """Return the quantity that the protocol keeps constant, and its relative value in each step.

    The spread is the median absolute deviation, so that steps that were cut off do not count.
    """
    spread = {}
    for name, size in (("time", steps.duration), ("capacity", steps.charge)):
        usual = float(np.median(size[on_ramp]))
        spread[name] = (float(np.median(np.abs(size[on_ramp] / usual - 1))), size / usual)
    name = min(spread, key=lambda n: spread[n][0])
    if spread[name][0] > CONSTANT:
        return "", np.ones(len(steps))
    return name, spread[name][1]


def _step(cycling: Cycling, steps: Levels, k: int, extent: float) -> RampStep:
    recording, halves = cycling.recording, cycling.halves
    rows = np.arange(steps.first[k], steps.stop[k])
    sign = np.sign(steps.current[k])
    rows = rows[halves.on[rows] == sign]
    return RampStep(
        current=abs(float(steps.current[k])),
        time=recording.time[rows] - steps.start[k],
        voltage=sign * recording.voltage[rows],
        mid=float(sign * steps.voltage_mid[k]),
        end=float(sign * steps.voltage_end[k]),
        extent=extent,
    )
