"""Failure of a step of a current ramp, judged by the earlier steps of the same direction.

The voltage of a healthy cell is the sum of an ohmic and a kinetic part, both concave and rising with the current:

    |V| = R I + a (4 R_gas T / F) asinh(I / 2 i0),  R >= 0, a >= 0

With rising current |V|/I may fall (kinetics), but |V| does not. All (R, a, i0) consistent with the earlier steps give a
band for the next |V|. |V| below the band indicates a short; |V| well above it a voltage run-away, from voids at the
stripped electrode or a depleted electrolyte. A sudden drop inside a step is a failure without any model, as no healthy
cell shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from ....quantity.text.show import number
from ..half_cycles import END, MIDDLE
from .staircase import SAME
from .step_noise import StepNoise, white

Criterion = Literal["voltage drop", "voltage run-away", "noise"]

THERMAL = 4 * 8.314462618 / 96485.33212  # V/K: 2 faces x 2 RT/F
RECENT = 6  # latest currents used for the band; earlier ones no longer represent the cell
FOLLOWS = 0.01  # relative misfit above the best one, up to which curves count as consistent with the steps
FALL = 0.15  # below the band: contact, activation and temperature change |V| by less from one step to the next
FIRST_FALL = 0.35  # the same for the first few steps of a direction, in which fresh surfaces are activated
FEW_STEPS = 3  # earlier steps; with fewer, a step is one of the first
SUDDEN = 0.06  # smallest relative drop inside a step, compared with the step before
AWAY = 2.0  # times the upper end of the band
CUT = 0.9  # of the usual time or charge of a step: a shorter one was cut off
NOISY = 5.0  # times the noise of the earlier steps, and
AUDIBLE = 0.01  # of |V|
INSIDE = (0.1, 0.97)  # part of a step searched for a drop; before it, the nucleation spike falls in a healthy cell
SPIKE_GONE = 0.3  # start of the search if no earlier step shows the healthy shape
SPLIT = 0.05  # of the readings of a step on each side of a split
FEWEST = 4  # readings on each side of a split
GRID = 160  # trial exchange currents, 7 % apart: a curve between two of them is met within FOLLOWS


@dataclass(frozen=True)
class StepFailure:
    """`into` is the time (s) from the start of the step to the failure; None if it is unknown."""

    criterion: Criterion
    text: str
    into: float | None = None
    size: float | None = None  # relative drop of |V|


@dataclass(frozen=True, eq=False)
class RampStep:
    """A step at one current: time from its start (s) and |V| along the current (V) of its readings."""

    current: float  # A, positive
    time: np.ndarray
    voltage: np.ndarray
    mid: float  # V
    end: float
    extent: float  # time or charge relative to the usual one of the test

    @cached_property
    def noise(self) -> float:
        """Standard deviation of the readings (V) from their second differences."""
        return white(self.voltage)


def failure(step: RampStep, before: list[RampStep], noise: StepNoise, temperature: float) -> StepFailure | None:
    """Return the failure of a step, None if it passed. The first step of a direction has no reference."""
    recent = _latest(before)
    return (
        sudden(step, recent, noise)
        or _low(step, recent, noise, temperature, is_settled=len(before) >= FEW_STEPS)
        or _noisy(step, recent)
        or _away(step, recent, noise, temperature)
    )


def _latest(before: list[RampStep]) -> list[RampStep]:
    """Return the last step at each of the latest currents, which represents the present state of the cell."""
    last = [one for one, after in pairwise(before) if not _same(one, after)] + before[-1:]
    return last[-RECENT:]


def _same(one: RampStep, other: RampStep) -> bool:
    return abs(one.current / other.current - 1) <= SAME


def band(current: np.ndarray, voltage: np.ndarray, at: float, temperature: float) -> tuple[float, float]:
    """Return the lowest and highest |V| at the current `at` that the ohmic and kinetic model allows.

    For each i0 of a grid, R and a are fitted (non-negative, relative weights); all curves with a misfit within FOLLOWS
    of the best are used. With one reading the band extends from equal |V| to equal |V|/I.
    """
    if len(np.unique(current)) < 2:
        usual, seen = float(np.median(voltage)), float(np.median(current))
        return min(usual, usual * at / seen), max(usual, usual * at / seen)
    i0 = np.geomspace(current.min() / 1e2, current.max() * 1e2, GRID)
    kinetic, ahead = (THERMAL * temperature * np.arcsinh(i / (2 * i0)) for i in (current[:, None], at))
    ohmic = np.repeat(current[:, None], GRID, axis=1)
    resistance, share = _not_negative(ohmic / voltage[:, None], kinetic / voltage[:, None])
    misfit = np.sqrt(np.mean((ohmic / voltage[:, None] * resistance + kinetic / voltage[:, None] * share - 1) ** 2, 0))
    chosen = misfit <= misfit.min() + FOLLOWS
    ahead_of = (resistance * at + share * ahead)[chosen]
    return float(ahead_of.min()), float(ahead_of.max())


def _not_negative(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return x, y >= 0 that minimise |a x + b y - 1| for each column (non-negative least squares)."""
    aa, ab, bb, a1, b1 = (a * a).sum(0), (a * b).sum(0), (b * b).sum(0), a.sum(0), b.sum(0)
    det = aa * bb - ab**2
    safe = np.where(det > 1e-12 * aa * bb, det, np.inf)
    x, y = (a1 * bb - b1 * ab) / safe, (b1 * aa - a1 * ab) / safe
    both = (x > 0) & (y > 0)
    only_a = a1**2 / aa >= b1**2 / bb
    return np.where(both, x, np.where(only_a, a1 / aa, 0.0)), np.where(both, y, np.where(only_a, 0.0, b1 / bb))


def sudden(step: RampStep, before: list[RampStep], noise: StepNoise) -> StepFailure | None:
    """Return a drop inside the step that lasts to its end.

    It is measured in ln |V| relative to the shape of the step before, and exceeds what noise makes in any of the splits
    that are tried.
    """
    width = max(FEWEST, round(SPLIT * len(step.voltage)))
    if len(step.voltage) < 3 * width:
        return None
    if step.voltage.min() <= 0:
        return _vanished(step, width, noise)
    level = np.log(step.voltage)
    relative = noise.std / float(np.median(step.voltage))
    share = step.time / step.time[-1]
    known = bool(before) and len(before[-1].voltage) > width and before[-1].voltage.min() > 0
    if known:
        last = before[-1]
        level = level - np.interp(share, last.time / last.time[-1], np.log(last.voltage))
        relative = float(np.hypot(relative, noise.std / np.median(last.voltage)))
    middle = np.median(np.lib.stride_tricks.sliding_window_view(level, width), axis=1)
    fall = middle[:-width] - middle[width:]  # of the split before reading k + width
    at = np.arange(len(fall)) + width
    fall = np.where((share[at] > (INSIDE[0] if known else SPIKE_GONE)) & (share[at] < INSIDE[1]), fall, -np.inf)
    k = int(np.argmax(fall))
    place = int(at[k])
    # The error of the difference of two medians of `width` readings each.
    error = max(relative, white(level)) * np.sqrt(np.pi / width)
    lasts = middle[k] - float(np.median(level[place:]))
    if fall[k] < max(SUDDEN, noise.sure(len(fall)) * error) or lasts < fall[k] / 2:
        return None
    place = _edge(level, place, width)
    size = float(1 - np.exp(-fall[k]))
    return StepFailure(
        "voltage drop",
        f"|V| drops by {size:.0%} inside the step, {number(float(step.time[place]))} s after its start",
        float(step.time[place]),
        size,
    )


def _edge(level: np.ndarray, place: int, width: int) -> int:
    """Return the first reading of a drop: the least-squares split of the readings around it."""
    low = max(0, place - width)
    around = level[low : place + width]
    splits = range(1, len(around))
    cost = [np.var(around[:s]) * s + np.var(around[s:]) * (len(around) - s) for s in splits]
    return low + 1 + int(np.argmin(cost))


def _vanished(step: RampStep, width: int, noise: StepNoise) -> StepFailure | None:
    """Return a failure for a voltage that falls to zero or below, by more than noise."""
    below = np.median(np.lib.stride_tricks.sliding_window_view(step.voltage, width), axis=1) <= noise.std
    if step.mid <= noise.sure(len(below)) * noise.std or not below.any():
        return None
    first = float(step.time[int(np.argmax(below))])
    return StepFailure("voltage drop", f"|V| falls to zero {number(first)} s after the start of the step", first, 1.0)


def _low(
    step: RampStep, before: list[RampStep], noise: StepNoise, temperature: float, *, is_settled: bool
) -> StepFailure | None:
    """Return a failure for a mid or end |V| below the band of the earlier steps."""
    allowed = FALL if is_settled else FIRST_FALL
    for name, value, (current, seen) in _levels(step, before):
        if not len(seen):
            continue
        low, _high = band(current, seen, step.current, temperature)
        error = noise.error(len(step.voltage) * (1 - END if name == "end" else MIDDLE[1] - MIDDLE[0]))
        if value < (1 - allowed) * low - error:
            size = 1 - max(value, 0.0) / low
            text = f"{name} |V| is {size:.0%} below the band extrapolated from earlier steps ({low * 1e3:.3g} mV)"
            return StepFailure("voltage drop", text, None, size)
    return None


def _away(step: RampStep, before: list[RampStep], noise: StepNoise, temperature: float) -> StepFailure | None:
    """Return a failure for |V| far above the band of the earlier steps, or at the limit.

    The limit is the voltage that cuts off the step.
    """
    peak = float(step.voltage[-8:].max())
    was_cut = step.extent < CUT
    _end, _value, (current, seen) = _levels(step, before)[1]
    if not len(seen):
        if was_cut and peak > AWAY * step.mid:
            return StepFailure("voltage run-away", f"cut off at {peak:.3g} V, {peak / step.mid:.3g} times its mid |V|")
        return None
    _low, high = band(current, seen, step.current, temperature)
    limit = AWAY * (high + noise.error(len(step.voltage) * (1 - END)))
    if step.end > limit or (was_cut and peak > limit):
        where = f"cut off at {peak:.3g} V" if was_cut else f"end |V| {step.end:.3g} V"
        onset = float(step.time[int(np.argmax(step.voltage > limit))])
        return StepFailure("voltage run-away", f"{where}; upper band from earlier steps: {high:.3g} V", onset)
    return None


def _noisy(step: RampStep, before: list[RampStep]) -> StepFailure | None:
    usual = [s.noise for s in before if np.isfinite(s.noise)]
    if not usual or not step.noise > max(NOISY * float(np.median(usual)), AUDIBLE * abs(step.mid)):
        return None
    return StepFailure(
        "noise", f"readings scatter by {step.noise * 1e3:.3g} mV, {np.median(usual) * 1e3:.3g} mV before"
    )


def _levels(step: RampStep, before: list[RampStep]) -> tuple[tuple[str, float, tuple[np.ndarray, np.ndarray]], ...]:
    """Return mid and end |V| of a step, each with the currents and |V| of the earlier steps."""
    current = np.array([s.current for s in before])
    found = []
    for name, value, seen in (
        ("mid", step.mid, np.array([s.mid for s in before])),
        ("end", step.end, np.array([s.end for s in before])),
    ):
        good = seen > 0
        found.append((name, value, (current[good], seen[good])))
    return tuple(found)
