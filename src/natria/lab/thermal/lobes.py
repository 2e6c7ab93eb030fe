"""Where a curve over temperature changes.

Runs in which its slope stands out from the base line, by sign.

The slope is that of the curve smoothed by a Gaussian of 1/150 of the range. Its noise is that of the readings, through
the same filter; a lobe counts where its largest slope exceeds eight of it and 5 % of the largest.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ...quantity import FitError
from ..kinetics.inputs import Vector, same_length, vector
from ..mechanics.segments import noise_of

WIDTH = 1 / 150  # of the range: standard deviation of the filter
SIGMAS = 8.0  # of the noise of the slope
LEAST = 0.05  # of the largest slope
FOOT = 0.01  # of the peak of the slope: a lobe ends there, or at two of the noise
FEWEST = 60  # readings
BACK = 0.01  # of the range: by which the temperature may go back


@dataclass(frozen=True)
class SlopeLobe:
    """A run of one sign of the slope: where it begins, is steepest and ends (K).

    `change` of the curve across it.
    """

    begin: float
    steepest: float
    end: float
    change: float

    @property
    def flank(self) -> tuple[float, float, float]:
        return self.begin, self.steepest, self.end

    @property
    def sign(self) -> int:
        return 1 if self.change > 0 else -1


def thermal_points(temperature: ArrayLike, values: ArrayLike) -> tuple[Vector, Vector]:
    """Return checked rows of rising temperature (K) and values."""
    t, y = vector(temperature, "temperature"), vector(values, "values")
    same_length(temperature=t, values=y)
    if len(t) < FEWEST:
        raise FitError(f"{len(t)} readings, expected {FEWEST} or more", "export the curve with all its readings")
    back = np.maximum.accumulate(t) - t
    if back.max() > BACK * np.ptp(t):
        k = int(np.flatnonzero(back > BACK * np.ptp(t))[0])
        what = f"the temperature falls at reading {k + 1}, by {back[k]:.3g} K"
        raise FitError(what, "give one run on heating: cut off cooling and holds")
    order = np.argsort(t, kind="stable")
    return t[order], y[order]


def lobes(t: Vector, y: Vector) -> tuple[SlopeLobe, ...]:
    """Return the lobes of a curve over rising temperature, in order."""
    from scipy.ndimage import gaussian_filter1d
    from scipy.signal import find_peaks

    grid = np.linspace(t[0], t[-1], len(t))
    even = np.interp(grid, t, y)
    step = float(grid[1] - grid[0])
    width = max(WIDTH * len(t), 2.0)  # readings
    slope = gaussian_filter1d(even, width, order=1, mode="nearest") / step
    slope -= float(np.median(slope))
    # variance of a Gaussian derivative of white noise: sigma^2/(4 sqrt(pi) width^3)
    noise = noise_of(y) / (step * sqrt(4 * sqrt(pi) * width**3))
    least = max(SIGMAS * noise, LEAST * float(np.abs(slope).max()), 1e-300)
    found: list[SlopeLobe] = []
    for sign in (1, -1):
        tops, _ = find_peaks(np.concatenate([[0.0], sign * slope, [0.0]]), height=least, prominence=0.5 * least)
        for top in tops - 1:
            foot = max(2 * noise, FOOT * abs(float(slope[top])))
            first, last = _reach(sign * slope, int(top), foot)
            found.append(SlopeLobe(grid[first], grid[top], grid[last], float(np.sum(slope[first : last + 1]) * step)))
    return tuple(sorted(found, key=lambda one: one.steepest))


def _reach(slope: Vector, top: int, foot: float) -> tuple[int, int]:
    """Return the first and last place of a lobe: down to its foot, or to the valley before the next one."""
    first = last = top
    while first > 0 and slope[first - 1] > foot and not _rises(slope, first, -1, top):
        first -= 1
    while last < len(slope) - 1 and slope[last + 1] > foot and not _rises(slope, last, 1, top):
        last += 1
    return first, last


def _rises(slope: Vector, at: int, way: int, top: int) -> bool:
    """Whether the slope rises again by a tenth of the lobe beyond a place: another lobe begins."""
    beyond = slope[at:] if way > 0 else slope[: at + 1][::-1]
    low = float(beyond[0])
    if low > 0.5 * slope[top]:
        return False
    for value in beyond[1:]:
        if value < low:
            return False
        if value > low + 0.1 * slope[top]:
            return True
    return False
