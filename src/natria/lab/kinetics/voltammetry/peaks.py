"""Peaks of a sweep above a straight baseline: voltage, current, width and charge, each with a spread.

A peak of a rising sweep is a maximum, of a falling sweep a minimum of the current. It counts where its prominence
exceeds six standard deviations of the noise after smoothing, and 5 % of the range of the current. The baseline is the
straight line through the flanks, the readings near the valleys on both sides; where it bends under the peak cannot be
seen. The voltage of the peak is the vertex of a polynomial through its top; the charge is the area above the baseline
over time, between the flanks.
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
TOP = 0.25  # of the prominence below the maximum: the readings of its polynomial
DEGREE = 4  # of the polynomial: peaks of diffusion are skewed
FEWEST = 7  # readings of a top
SMOOTH = 0.004  # of the range of the voltage: smoothing for the search, not for the values
EDGE = 0.01  # of the readings at each end: the current turns there with the voltage
LEAST_FLANK = 4  # readings of a flank
NEAR_FOOT = 3.0  # standard deviations of the smoothed noise above the valley: the flank of a peak, or
LOW_FOOT = 0.01  # of the prominence
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
    places = places + edge
    made = []
    for n, place in enumerate(places):
        reach = int(FOOT * widths[n]) + 1
        last = int(places[n + 1]) if n + 1 < len(places) else len(y) - 1 - edge
        low = max(int(place) - reach, int(places[n - 1]) if n else edge)
        high = min(int(place) + reach, last)
        size = (float(found["prominences"][n]), float(widths[n]))
        level = max(NEAR_FOOT * of_smooth, LOW_FOOT * size[0])
        flanks = _flank(smooth, int(place), low, level), _flank(smooth, int(place), high, level)
        made.append(_peak(sweep, (y, smooth), (flanks[0], int(place), flanks[1]), size, noise))
    return tuple(sorted(made, key=lambda peak: peak.voltage))


Flank = tuple[int, int]  # readings [first, stop) beside a peak


def _flank(smooth: Vector, place: int, end: int, level: float) -> Flank:
    """Return the outer half of the readings near the valley beside a peak, for the baseline."""
    way = 1 if end > place else -1
    beside = np.arange(place, end + way, way)
    lowest = float(smooth[beside].min())
    valley = beside[smooth[beside] <= lowest + level]
    inner, outer = int(valley[0]), int(valley[-1])
    middle = inner + (outer - inner) // 2
    if abs(outer - middle) < LEAST_FLANK:
        middle = max(min(outer - way * LEAST_FLANK, len(smooth) - 1), 0)
    first, last = sorted((middle, outer))
    return first, last + 1


def _peak(
    sweep: PotentialSweep,
    curves: tuple[Vector, Vector],
    span: tuple[Flank, int, Flank],
    size: tuple[float, float],
    noise: float,
) -> SweepPeak:
    y, _ = curves
    before, place, after = span
    prominence, width = size
    inside = np.arange(before[1] - 1, after[0] + 1)
    volts, top, volts_std, top_std = _vertex(sweep, curves, (int(inside[0]), place, int(inside[-1])), prominence, noise)
    flanks = np.r_[before[0] : before[1], after[0] : after[1]]
    centre = float(sweep.voltage[place])
    matrix = np.stack([np.ones(len(flanks)), sweep.voltage[flanks] - centre], axis=1)
    line, *_ = np.linalg.lstsq(matrix, y[flanks], rcond=None)
    covariance = noise**2 * inverse_of_normal(matrix)
    under = np.array([1.0, volts - centre])
    v, step = sweep.voltage[inside], np.gradient(sweep.time[inside])
    rows = np.stack([np.ones(len(v)), v - centre], axis=1)
    charge = float(np.sum((y[inside] - rows @ line) * step))
    of_line = step @ rows  # d(charge)/d(line)
    charge_std = sqrt(float(np.sum((noise * step) ** 2) + of_line @ covariance @ of_line))
    sign = sweep.direction
    low, high = sorted((float(end), float(base)) for end, base in zip(v[[0, -1]], (rows @ line)[[0, -1]], strict=True))
    return SweepPeak(
        sign,
        volts,
        volts_std,
        sign * top,
        sign * (top - float(under @ line)),
        sqrt(top_std**2 + float(under @ covariance @ under)),
        sign * charge,
        charge_std,
        float(width * np.ptp(sweep.voltage) / max(len(y) - 1, 1)),
        (low[0], high[0]),
        (sign * low[1], sign * high[1]),
    )


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
