"""The steady current of a cell at constant voltage, from its decay.

    I(t) = I_ss + a exp(-t/T1) [+ b exp(-t/T2) ...]

The steady value is fitted, so that a record that stops early still gives it, with a spread that grows as the decay is
cut short. The readings are weighted by their noise, an absolute part and one in proportion to the current, since the
current may fall by decades. Further exponentials are taken, one by one, as long as AICc asks for them. Their sum stands
for the decay of a salt profile, whose late part is one exponential, and for the charging of double layers before it,
which in a record of many decades of time looks like several. What is systematic in the residuals is said, since the
steady current can then lie outside of its interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from ...quantity import FitError
from ..results import Remark
from .inputs import Vector, same_length, vector
from .line import FitSpread, inverse_of_normal, spread_of
from .tafel.noise import reading_noise, smoothed
from .temperature.arrhenius import information_criterion

FEWEST = 8  # readings
MOST_READINGS = 600  # of a fit; longer records are averaged in equal parts of log time
STEADY = 0.05  # of the steady current: a larger change is left at the end of the record
TIMES = 24  # trial time constants
EVIDENCE = 6.0  # of AICc: a further exponential must lower it by more
MOST_TERMS = 5
SYSTEMATIC = 4.0  # standard deviations, 1/sqrt(n), of the correlation of neighbouring residuals


@dataclass(frozen=True, eq=False)
class CurrentDecay:
    """A decay of the current. `initial` is the first reading after the step, `delay` (s) its time."""

    time: Vector  # s after the step, as fitted
    current: Vector
    fitted: Vector
    steady: float  # A
    steady_std: float  # widened by Student's t
    initial: float  # A
    initial_std: float  # A
    delay: float  # s
    time_constants: tuple[float, ...]  # s
    left: float  # A: the change that is left at the end of the record
    spread: FitSpread
    remarks: tuple[Remark, ...]


def fit_decay(time: ArrayLike, current: ArrayLike, step: float | None = None) -> CurrentDecay:
    """Return the steady current of a decay.

    `time` in s; `step` is the time of the voltage step, by default that of the first reading.
    """
    seconds, flow = vector(time, "time (s)"), vector(current, "current (A)")
    same_length(time=seconds, current=flow)
    if len(seconds) < FEWEST or (np.diff(seconds) <= 0).any():
        what = f"a decay needs at least {FEWEST} readings in the order of time; found {len(seconds)}"
        raise FitError(what, "give one voltage step at a time")
    begin = float(seconds[0]) if step is None else step
    t, i = _thinned(seconds - begin, flow)
    noise = _relative_noise(i)
    best = _fit(t, i, noise, ())
    while len(best[1]) < MOST_TERMS and len(t) >= (len(best[1]) + 1) * FEWEST:
        more = _fit(t, i, noise, best[1])
        if more[0] > best[0] - EVIDENCE:
            break
        best = more
    _, constants, found, fitted = best
    residuals = (i - fitted) / noise
    spread = spread_of(residuals, None, 1 + 2 * len(constants))
    matrix = _slopes(t, constants, found) / noise[:, None]
    inverse = inverse_of_normal(matrix)
    std = spread.factor * spread.scale * sqrt(max(float(inverse[0, 0]), 0.0))
    steady = float(found[0])
    left = float(sum(a * np.exp(-t[-1] / tau) for a, tau in zip(found[1:], constants, strict=True)))
    remarks = []
    if abs(left) > STEADY * abs(steady):
        text = f"Not steady at the end of the record: {abs(left / steady):.2g} of the steady current is still to go."
        remarks.append(Remark("not-steady", text))
    if abs(steady) < 2 * std:
        remarks.append(Remark("steady-current-unknown", "The steady current is not told from zero."))
    if _correlation(residuals) > SYSTEMATIC / sqrt(len(t)):
        text = (
            "The decay is no sum of exponentials within its scatter: the steady current can lie outside its interval."
        )
        remarks.append(Remark("decay-systematic", text))
    first, delay = float(flow[0]), float(seconds[0] - begin)
    first_std = float(spread.scatter * noise[0])
    return CurrentDecay(t, i, fitted, steady, std, first, first_std, delay, constants, left, spread, tuple(remarks))


def _thinned(t: Vector, i: Vector) -> tuple[Vector, Vector]:
    """Average long records over equal numbers of readings, so that the errors stay equal."""
    if len(t) <= MOST_READINGS:
        return t, i
    each = len(t) // MOST_READINGS
    count = len(t) // each * each
    return t[-count:].reshape(-1, each).mean(axis=1), i[-count:].reshape(-1, each).mean(axis=1)


def _relative_noise(i: Vector) -> Vector:
    """Return the noise of each reading over that of the least noisy one."""
    absolute, relative = reading_noise(i)
    noise = np.hypot(absolute, relative * smoothed(i))
    return np.asarray(noise / noise.min()) if float(noise.min()) > 0 else np.ones_like(i)


def _amplitudes(t: Vector, i: Vector, noise: Vector, constants: tuple[float, ...]) -> tuple[Vector, Vector]:
    matrix = np.stack([np.ones_like(t), *(np.exp(-t / tau) for tau in constants)], axis=1)
    found, *_ = np.linalg.lstsq(matrix / noise[:, None], i / noise, rcond=None)
    return np.asarray(found, float), np.asarray(matrix @ found, float)


def _fit(
    t: Vector, i: Vector, noise: Vector, known: tuple[float, ...]
) -> tuple[float, tuple[float, ...], Vector, Vector]:
    """Return AICc, time constants, amplitudes (steady first) and the curve.

    It has one exponential more than is known. By variable projection, from the known time constants and the best of a
    grid for the new one; the first two are searched on the grid together.
    """
    from scipy.optimize import least_squares

    shortest, longest = float(np.min(np.diff(t))), float(t[-1])
    scale = float(np.ptp(i / noise)) or 1.0
    grid = np.geomspace(shortest, 2 * longest, TIMES)

    def off(logs: Vector) -> Vector:
        return np.asarray((_amplitudes(t, i, noise, tuple(np.exp(logs)))[1] - i) / noise / scale, float)

    starts = [(*known, tau) for tau in grid]
    if len(known) == 1:
        starts += [(a, b) for k, a in enumerate(grid[::2]) for b in grid[2 * k + 2 :: 2]]
    start = min((np.log(one) for one in starts), key=lambda logs: float(np.sum(off(logs) ** 2)))
    ends = np.log(shortest / 3), np.log(5 * longest)
    best = least_squares(off, np.clip(start, *ends), bounds=ends, x_scale=1.0)
    constants = tuple(float(v) for v in sorted(np.exp(best.x)))
    found, fitted = _amplitudes(t, i, noise, constants)
    return information_criterion((i - fitted) / noise, None, 1 + 2 * len(constants)), constants, found, fitted


def _correlation(residuals: Vector) -> float:
    """Return the correlation of neighbouring residuals; 0 where there are none."""
    square = float(residuals @ residuals)
    return float(residuals[1:] @ residuals[:-1]) / square if square > 0 else 0.0


def _slopes(t: Vector, constants: tuple[float, ...], found: Vector) -> np.ndarray:
    """Derivatives by the steady current, the amplitudes and the logarithms of the time constants."""
    decays = [np.exp(-t / tau) for tau in constants]
    by_tau = [a * d * t / tau for a, d, tau in zip(found[1:], decays, constants, strict=True)]
    return np.stack([np.ones_like(t), *decays, *by_tau], axis=1)
