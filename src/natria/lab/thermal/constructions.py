"""Constructions on a curve over temperature, with errors: base lines, tangent, half height, onset.

    onset      where the base line before meets the tangent at the steepest point
    midpoint   where the curve crosses half of the step between the extrapolated base lines
    step       distance of the base lines at the midpoint

ISO 11357 (heat flow) and ISO 11358 (mass). The readings of base lines, tangent and crossing are disjoint, so their
errors are independent. The curve near the steepest point and the crossing is a polynomial of
the fifth order through its readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from ..kinetics.line import NORMAL_95, StraightLine, straight_line, student

MARGIN = 1.2  # of the half-width of a lobe: kept free before a base line begins
REACH = 3.0  # widths of the lobe: a base line is no longer
LOCAL = 0.1  # of the lobe, to either side: readings of a local polynomial
TOP = 0.25  # of the leading flank, to either side of the top of a peak
ORDER = 5  # of local polynomials
Flank = tuple[float, float, float]  # where a change begins, is steepest and ends, K
FEWEST = 10  # readings of a base line or a local polynomial


@dataclass(frozen=True, eq=False)
class ThermalStep:
    """A step by its constructions.

    Temperatures in K, `change` in the unit of the curve. Errors are widened.
    """

    before: StraightLine
    after: StraightLine
    windows: tuple[tuple[float, float], tuple[float, float]]  # K, of the base lines
    midpoint: float
    midpoint_std: float
    onset: float
    onset_std: float
    change: float  # after less before, at the midpoint
    change_std: float
    tangent: tuple[float, float, float]  # K, value, slope at the steepest point
    is_fitted: bool = False  # together with its neighbours, by sigmoid steps


@dataclass(frozen=True, eq=False)
class ThermalPeak:
    """A peak: its onset and its top (K), and its height above the base line before."""

    before: StraightLine
    window: tuple[float, float]
    onset: float
    onset_std: float
    top: float
    top_std: float
    height: float
    tangent: tuple[float, float, float]


@dataclass(frozen=True)
class _Local:
    """A polynomial near a place.

    Value and slope there, their covariance (widened), and the scatter about it.
    """

    at: float
    value: float
    slope: float
    covariance: np.ndarray

    def std_of_tangent(self, x: float) -> float:
        row = np.array([1.0, x - self.at])
        return sqrt(max(float(row @ self.covariance @ row), 0.0))


def step_of(t: Vector, y: Vector, change: Flank, room: tuple[float, float]) -> ThermalStep:
    """Return a step of a change (begin, steepest, end in K); `room` is where its base lines may reach."""
    begin, steepest, end = change
    width = end - begin
    below, above = _margin(width, begin - room[0]), _margin(width, room[1] - end)
    before_at = (max(room[0], begin - below - REACH * width), begin - below)
    after_at = (end + above, min(room[1], end + above + REACH * width))
    before, after = base_line(t, y, before_at), base_line(t, y, after_at)
    middle = _half(t, y, (before, after), begin, end)
    near = _local(t, y, middle, LOCAL * width)
    half = 0.5 * (before.at(middle)[0] + after.at(middle)[0])
    half_std = 0.5 * hypot(before.at(middle)[1] or 0.0, after.at(middle)[1] or 0.0)
    across = near.slope - 0.5 * (before.slope + after.slope)
    middle -= (near.value - half) / across
    middle_std = hypot(sqrt(float(near.covariance[0, 0])), half_std) / abs(across)
    tangent = _local(t, y, _inflection(t, y, steepest, LOCAL * width), LOCAL * width)
    onset, onset_std = _onset(before, tangent)
    (low, low_std), (high, high_std) = before.at(middle), after.at(middle)
    tilt = abs(after.slope - before.slope) * middle_std
    change_std = hypot(low_std or 0.0, high_std or 0.0, tilt)
    line = (tangent.at, tangent.value, tangent.slope)
    return ThermalStep(
        before, after, (before_at, after_at), middle, middle_std, onset, onset_std, high - low, change_std, line
    )


def peak_of(t: Vector, y: Vector, rise: Flank, fall: float, room: float) -> ThermalPeak:
    """Return a peak from its leading flank (begin, steepest, end in K) and the end of the other one.

    `room` is the lowest temperature to which its base line may reach.
    """
    begin, steepest, end = rise
    width = end - begin
    margin = _margin(width, begin - room)
    window = (max(room, begin - margin - REACH * width), begin - margin)
    before = base_line(t, y, window)
    tangent = _local(t, y, _inflection(t, y, steepest, LOCAL * width), LOCAL * width)
    onset, onset_std = _onset(before, tangent)
    inside = (t >= steepest) & (t <= fall)
    away = np.abs(y[inside] - np.array([before.at(x)[0] for x in t[inside]]))
    coarse = float(t[inside][int(np.argmax(np.convolve(away, np.ones(5) / 5, mode="same")))])
    top, top_std = _top(t, y - before.slope * t, coarse, TOP * width)
    height = float(np.interp(top, t, y)) - before.at(top)[0]
    return ThermalPeak(
        before, window, onset, onset_std, top, top_std, height, (tangent.at, tangent.value, tangent.slope)
    )


def _margin(width: float, room: float) -> float:
    """Return how far from a lobe its base line begins: at most six tenths of the room."""
    return min(0.5 * MARGIN * width, 0.6 * max(room, 0.0))


def base_line(t: Vector, y: Vector, window: tuple[float, float]) -> StraightLine:
    """Return the straight line through the readings of a window; raises FitError where there are too few."""
    inside = (t >= window[0]) & (t <= window[1])
    if inside.sum() < FEWEST:
        what = f"the base line between {window[0] - 273.15:.4g} and {window[1] - 273.15:.4g} degC has "
        what += f"{int(inside.sum())} readings, expected {FEWEST} or more"
        raise FitError(what, "record a longer flat part before and after the change")
    return straight_line(t[inside], y[inside])


def _onset(before: StraightLine, tangent: _Local) -> tuple[float, float]:
    """Return where a base line meets a tangent, and its standard deviation."""
    across = tangent.slope - before.slope
    x = tangent.at - (tangent.value - before.at(tangent.at)[0]) / across
    return x, hypot(before.at(x)[1] or 0.0, tangent.std_of_tangent(x)) / abs(across)


def _half(t: Vector, y: Vector, lines: tuple[StraightLine, StraightLine], begin: float, end: float) -> float:
    """Return about where the curve crosses half of the step: of all crossings in the lobe the middle one."""
    before, after = lines
    inside = np.flatnonzero((t >= begin) & (t <= end))
    if len(inside) < FEWEST:
        raise FitError("the step has too few readings", "record the curve with more readings, or heat more slowly")
    x = t[inside]
    half = 0.5 * (before.intercept + after.intercept + (before.slope + after.slope) * x)
    over = np.sign(y[inside] - half)
    places = np.flatnonzero(over[1:] != over[:-1])
    return float(np.median(x[places])) if len(places) else 0.5 * (begin + end)


def _local(t: Vector, y: Vector, at: float, half: float) -> _Local:
    """Return value and slope at a temperature, by a polynomial through the readings around it."""
    matrix, found, scatter = _polynomial(t, y, at, half)
    covariance = (scatter**2 * np.linalg.inv(matrix.T @ matrix))[:2, :2] / np.array([[1, half], [half, half**2]])
    return _Local(at, float(found[0]), float(found[1]) / half, covariance)


def _inflection(t: Vector, y: Vector, at: float, half: float) -> float:
    """Return where the slope is largest near a temperature that a filter has shifted: one step of Newton.

    The polynomial has twice the range of that of the tangent, so that its third derivative stands out from the noise.
    """
    if (np.abs(t - at) <= 2 * half).sum() < FEWEST:
        return at
    _, found, _ = _polynomial(t, y, at, 2 * half)
    return at - 2 * half * float(np.clip(found[2] / (3 * found[3]), -0.3, 0.3)) if found[3] else at


def _polynomial(t: Vector, y: Vector, at: float, half: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Return matrix and coefficients in (T - at)/half, and the scatter about them, widened by Student's t."""
    inside = np.abs(t - at) <= half
    if inside.sum() < FEWEST:
        what = f"{int(inside.sum())} readings within {half:.2g} K of {at - 273.15:.4g} degC, expected {FEWEST} or more"
        raise FitError(what, "record the curve with more readings, or heat more slowly")
    matrix = np.vander((t[inside] - at) / half, ORDER + 1, increasing=True)
    found, *_ = np.linalg.lstsq(matrix, y[inside], rcond=None)
    rest = y[inside] - matrix @ found
    freedom = len(rest) - ORDER - 1
    return matrix, found, sqrt(float(rest @ rest) / freedom) * student(freedom) / NORMAL_95


def _top(t: Vector, y: Vector, at: float, half: float) -> tuple[float, float]:
    """Return where a peak is highest, and its standard deviation.

    The zero of the slope of a local polynomial.
    """
    for _ in range(4):
        matrix, found, scatter = _polynomial(t, y, at, half)
        at -= half * float(np.clip(found[1] / (2 * found[2]), -0.5, 0.5))
    slope_std = scatter * sqrt(float(np.linalg.inv(matrix.T @ matrix)[1, 1]))
    return at, half * slope_std / abs(2 * float(found[2]))
