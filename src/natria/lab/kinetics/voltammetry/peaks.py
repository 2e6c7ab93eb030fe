"""Peaks of a sweep above a straight baseline: voltage, current, width and charge, each with a spread.

A peak of a rising sweep is a maximum, of a falling sweep a minimum of the current. It counts where its prominence
exceeds six standard deviations of the noise after smoothing, and 5 % of the range of the current. The baseline is the
straight line through the feet, the two valleys beside it; a baseline that bends under the peak cannot be seen. The
voltage of the peak is the vertex of a polynomial through its top; the charge is the area above the baseline over time.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ..inputs import Vector
from ..line import inverse_of_normal
from .sweeps import PotentialSweep

SIGNIFICANT = 6.0  # standard deviations of the noise
PROMINENT = 0.05  # of the range of the current of the sweep
TOP = 0.35  # of the prominence below the maximum: the readings of its polynomial
DEGREE = 4  # of the polynomial: peaks of diffusion are skewed
FEWEST = 7  # readings of a top
SMOOTH = 0.004  # of the range of the voltage: smoothing for the search, not for the values
EDGE = 0.01  # of the readings at each end: the current turns there with the voltage
FOOT = 4.0  # widths at half height to either side in which the feet are looked for


@dataclass(frozen=True)
class SweepPeak:
    """A peak of a sweep. Currents and charge have the sign of the current; `height` is above the baseline."""

    direction: int  # of the sweep
    voltage: float  # V
    voltage_std: float
    current: float  # A, from zero
    height: float  # A, from the baseline
    height_std: float
    charge: float  # C, from the baseline
    charge_std: float
    width: float  # V, at half of the prominence
    feet: tuple[float, float]  # V, low and high: ends of the baseline
    base: tuple[float, float]  # A: the baseline there


def current_noise(current: Vector) -> float:
    """Return the standard deviation of a reading of the current, from second differences."""
    if len(current) < 3:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(current, 2))) / sqrt(6.0))


def sweep_peaks(sweep: PotentialSweep) -> tuple[SweepPeak, ...]:
    """Return the peaks of a sweep in the order of the voltage."""
    from scipy.ndimage import gaussian_filter1d
    from scipy.signal import find_peaks, peak_widths

    y = sweep.direction * sweep.current
    noise = current_noise(sweep.current)
    sigma = max(SMOOTH * len(y), 1.0)
    smooth = gaussian_filter1d(y, sigma, mode="nearest")
    of_smooth = noise / sqrt(2 * sqrt(np.pi) * sigma)
    least = max(PROMINENT * float(np.ptp(smooth)), SIGNIFICANT * of_smooth * sqrt(2.0))
    if least <= 0:
        return ()
    edge = int(EDGE * len(y) + 3 * sigma)
    if len(y) < 2 * edge + FEWEST:
        return ()
    inner = smooth[edge : len(y) - edge]
    places, found = find_peaks(inner, prominence=least)
    widths = peak_widths(inner, places, rel_height=0.5)[0]
    places, bases = places + edge, (found["left_bases"] + edge, found["right_bases"] + edge)
    made = []
    for n, place in enumerate(places):
        reach = int(FOOT * widths[n]) + 1
        low = max(int(bases[0][n]), place - reach, int(places[n - 1]) if n else 0)
        high = min(int(bases[1][n]), place + reach, int(places[n + 1]) if n + 1 < len(places) else len(y) - 1)
        left = low + int(np.argmin(smooth[low : place + 1]))
        right = place + int(np.argmin(smooth[place : high + 1]))
        span = (left, int(place), right)
        made.append(_peak(sweep, (y, smooth), span, (float(found["prominences"][n]), float(widths[n])), noise))
    return tuple(sorted(made, key=lambda peak: peak.voltage))


def _peak(
    sweep: PotentialSweep,
    curves: tuple[Vector, Vector],
    span: tuple[int, int, int],
    size: tuple[float, float],
    noise: float,
) -> SweepPeak:
    y, smooth = curves
    left, _, right = span
    prominence, width = size
    volts, top, volts_std, top_std = _vertex(sweep, curves, span, prominence, noise)
    v = sweep.voltage
    base = np.interp(np.arange(left, right + 1), [left, right], [smooth[left], smooth[right]])
    under = float(np.interp(volts, *_rising(v[[left, right]], smooth[[left, right]])))
    t = sweep.time[left : right + 1]
    charge = float(np.trapezoid(y[left : right + 1] - base, t))
    step = float(np.ptp(t)) / max(right - left, 1)
    end = noise / sqrt(2 * sqrt(np.pi) * max(SMOOTH * len(y), 1.0))  # of the baseline at a foot
    charge_std = sqrt((noise * step) ** 2 * (right - left) + (end * float(np.ptp(t))) ** 2 / 2)
    sign = sweep.direction
    low, high = sorted(((float(v[left]), float(smooth[left])), (float(v[right]), float(smooth[right]))))
    return SweepPeak(
        sign,
        volts,
        volts_std,
        sign * top,
        sign * (top - under),
        sqrt(top_std**2 + end**2 / 2),
        sign * charge,
        charge_std,
        float(width * np.ptp(v) / max(len(v) - 1, 1)),
        (low[0], high[0]),
        (sign * low[1], sign * high[1]),
    )


def _rising(x: Vector, y: Vector) -> tuple[Vector, Vector]:
    order = np.argsort(x)
    return x[order], y[order]


def _vertex(
    sweep: PotentialSweep, curves: tuple[Vector, Vector], span: tuple[int, int, int], prominence: float, noise: float
) -> tuple[float, float, float, float]:
    """Return voltage and height of the vertex of a polynomial through the top, and their stds."""
    y, smooth = curves
    left, place, right = span
    deep = smooth < smooth[place] - TOP * prominence
    begin = max([left, *(np.flatnonzero(deep[left:place]) + left + 1)])
    ends = np.flatnonzero(deep[place : right + 1]) + place
    stop = int(ends[0]) if len(ends) else right + 1
    while stop - begin < FEWEST and (begin > 0 or stop < len(y)):
        begin, stop = max(begin - 1, 0), min(stop + 1, len(y))
    x = sweep.voltage[begin:stop]
    centre, half = float(sweep.voltage[place]), max(float(np.ptp(x)) / 2, 1e-12)
    unit = (x - centre) / half
    degree = min(DEGREE, max(2, len(x) - 4))
    matrix = np.vander(unit, degree + 1)
    found, *_ = np.linalg.lstsq(matrix, y[begin:stop], rcond=None)
    slope, bend = np.polyder(found), np.polyder(found, 2)
    fine = np.linspace(float(unit.min()), float(unit.max()), 401)
    at = float(fine[int(np.argmax(np.polyval(found, fine)))])
    for _ in range(20):
        curved = float(np.polyval(bend, at))
        if curved >= 0:
            break
        at = min(max(at - float(np.polyval(slope, at)) / curved, float(unit.min())), float(unit.max()))
    covariance = noise**2 * inverse_of_normal(matrix)
    by_slope = np.array([k * at ** (k - 1) if k else 0.0 for k in range(degree, -1, -1)])
    by_height = np.array([at**k for k in range(degree, -1, -1)])
    curved = min(float(np.polyval(bend, at)), -1e-300)
    volts_std = half * sqrt(max(float(by_slope @ covariance @ by_slope), 0.0)) / abs(curved)
    height_std = sqrt(max(float(by_height @ covariance @ by_height), 0.0))
    return centre + half * at, float(np.polyval(found, at)), volts_std, height_std
