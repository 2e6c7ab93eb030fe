"""A current ramp with each of its steps judged: what the protocol held, what passed, what failed and how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...results import Cycling
from ..half_cycles import runs
from ..kind import plating_sign
from ..levels import Levels, levels
from .staircase import SAME, Staircase, staircase
from .step_failure import CUT, RampStep, StepFailure, failure, sudden

CONSTANT = 0.05  # relative spread of the times, or of the charges, of the steps of a protocol that holds them
ROOM = 298.15  # K: shapes the kinetic part of the band where the design gives no temperature


@dataclass(frozen=True, eq=False)
class CurrentRamp:
    """A test of the critical current, judged. Arrays and lists with an entry a step at one current, in order."""

    steps: Levels
    stairs: Staircase
    way: np.ndarray  # +1 plates the working electrode, -1 strips it
    extent: np.ndarray  # time or charge of the step over what the protocol gives it
    constant: str  # "time", "capacity" or "": what is the same in all steps
    failures: tuple[StepFailure | None, ...]  # of the steps of the ramp
    earlier: int | None  # the first step before the ramp in which |V| falls suddenly

    @property
    def first(self) -> int | None:
        """The step that failed first."""
        return next((k for k, failed in enumerate(self.failures) if failed), None)

    def passed(self, way: int | None, until: int) -> float | None:
        """A: the highest current of the ramp that passed before a step, in one direction or (None) in any."""
        good = self._passing[:until] & (self.stairs.level[:until] >= 0)
        if way is not None:
            good &= self.way[:until] == way
        return float(self.stairs.currents[self.stairs.level[:until][good].max()]) if good.any() else None

    @property
    def _passing(self) -> np.ndarray:
        return np.array([f is None for f in self.failures], bool) & (self.extent >= CUT)


def judged(cycling: Cycling) -> CurrentRamp | None:
    """The ramp of a test with each step judged; None where the current is not raised in steps."""
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
    begin, last = np.flatnonzero(on_ramp)[[0, -1]]
    for k in range(len(steps)):
        failed = None
        if k <= last:
            step, before = _step(cycling, steps, k, float(extent[k])), healthy[int(way[k])]
            if on_ramp[k]:
                failed = failure(step, before, kelvin)
            elif k < begin and earlier is None and sudden(step, before):
                earlier = k
            if failed is None:
                before.append(step)
        failures.append(failed)
    return CurrentRamp(steps, stairs, way, extent, constant, tuple(failures), earlier)


def _steps(every: Levels) -> Levels:
    """Steps at one current; what a flicker or a rest parts, in the same half-cycle at the same current, is one."""
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
    """What the protocol holds constant, and how much of it each step got. Spread is the median distance from the
    median, as a step that was cut off says nothing of the protocol."""
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
