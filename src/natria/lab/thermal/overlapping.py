"""Steps of a mass without a flat part between them: sigmoid steps on one base line, fitted together.

    m(T) = a + b (T - T_0) + sum_k c_k (1 + exp(-(T - T_k)/w_k))^(-nu_k)

nu makes a step lopsided (Richards, J. Exp. Bot. 10 (1959) 290); 1 is the logistic step. The base line has one slope
before, between and after the steps. Midpoint and onset are those of each step alone: half of c_k, and where the base
line meets the tangent at the steepest point. Errors are those of least squares with Student's t, by the derivatives.
They hold for steps of this shape only, so a fit that the noise does not explain is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from ..kinetics.line import NORMAL_95, FitSpread, StraightLine, student
from ..mechanics.segments import noise_of
from .constructions import REACH, ThermalStep
from .lobes import SlopeLobe

LEVEL, SLOPE = 0, 1  # places of a and b in the parameters
LINE = 2  # a, b
CHANGE, PLACE, WIDTH, SHAPE = range(4)  # places of c, T_k, ln w and ln nu in those of a step
PER_STEP = 4
MIDDLE = 1  # place of the midpoint in the numbers of a step
FOOTS = 9.0  # widths w of a logistic step from foot to foot, to start from
SPREAD = 3.0  # bound of ln nu to either side
MOVE = 1e-5  # of a parameter, for derivatives
MISFIT = 1.2  # of the noise of the readings: more is a curve of another shape
CLOSE = 1.0  # of the wider of two lobes: a shorter gap is no flat part


def groups_of(found: Sequence[SlopeLobe]) -> list[list[int]]:
    """Return the places of the steps in groups; those of one have no flat part between them."""
    groups: list[list[int]] = []
    for k, one in enumerate(found):
        before = found[k - 1] if k else None
        if before is not None and one.begin - before.end < CLOSE * max(one.end - one.begin, before.end - before.begin):
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def overlapping_steps(
    t: Vector, y: Vector, found: Sequence[SlopeLobe], room: tuple[float, float]
) -> list[ThermalStep] | None:
    """Return the steps of a group, fitted together; `room` (K) is where its base lines may reach.

    None where the readings lie farther from the curve than their noise explains: the steps have another shape.
    """
    from scipy.optimize import least_squares

    wide = max(one.end - one.begin for one in found)
    low, high = max(room[0], found[0].begin - REACH * wide), min(room[1], found[-1].end + REACH * wide)
    inside = (t >= low) & (t <= high)
    x, z = t[inside], y[inside]
    freedom = len(x) - LINE - PER_STEP * len(found)
    if freedom < 1:
        what = f"{len(x)} readings for {LINE + PER_STEP * len(found)} parameters of {len(found)} steps"
        raise FitError(what, "record the curve with more readings, or heat more slowly")
    start = [float(z[: max(len(z) // 50, 1)].mean()), 0.0]
    for one in found:
        start += [one.change, one.steepest, log((one.end - one.begin) / FOOTS), 0.0]
    free = np.full(len(start), np.inf)
    free[LINE + SHAPE :: PER_STEP] = SPREAD
    scale = np.array([abs(start[LEVEL]), abs(start[LEVEL]) / wide, *[1.0] * (len(start) - LINE)])
    for k, one in enumerate(found):
        _of_step(scale, k)[[CHANGE, PLACE]] = abs(one.change), wide / FOOTS
    done = least_squares(
        lambda p: _mass(x, p, low) - z, start, bounds=(-free, free), x_scale=scale, xtol=1e-12, ftol=1e-12
    )
    scatter = sqrt(2 * done.cost / freedom)
    if scatter > MISFIT * noise_of(z):
        return None
    scatter *= student(freedom) / NORMAL_95
    try:
        covariance = scatter**2 * np.linalg.inv(done.jac.T @ done.jac)
    except np.linalg.LinAlgError:
        raise FitError(
            "steps without a flat part between them cannot be told apart", "heat more slowly, or give a longer run"
        ) from None
    return [_step(done.x, covariance, k, (low, high), scatter) for k in range(len(found))]


def _mass(x: Vector, p: np.ndarray, origin: float) -> Vector:
    made = p[LEVEL] + p[SLOPE] * (x - origin)
    for c, at, width, nu in p[LINE:].reshape(-1, PER_STEP):
        made = made + c * np.exp(-np.exp(nu) * np.logaddexp(0.0, -(x - at) / np.exp(width)))
    return np.asarray(made)


def _of_step(p: np.ndarray, k: int) -> np.ndarray:
    """Return the parameters of step k."""
    return p[LINE + PER_STEP * k : LINE + PER_STEP * (k + 1)]


def _numbers(p: np.ndarray, k: int) -> np.ndarray:
    """Return size, midpoint, onset and steepest place of step k."""
    c, at, width, shape = _of_step(p, k)
    w, nu = np.exp(width), np.exp(shape)
    middle = at - w * np.log(2 ** (1 / nu) - 1)
    return np.array([c, middle, at + w * (shape - 1 - 1 / nu), at + w * shape])


def _line(p: np.ndarray, steps: int, origin: float, covariance: np.ndarray, scatter: float) -> StraightLine:
    """Return the base line behind a number of steps."""
    rows = np.zeros((2, len(p)))
    rows[0, [LEVEL, SLOPE]], rows[1, SLOPE] = (1.0, -origin), 1.0
    rows[0, LINE + CHANGE : LINE + PER_STEP * steps : PER_STEP] = 1.0
    intercept, slope = rows @ p
    spread = FitSpread(0, 1.0, 1.0, scatter, from_errors=False, exceeds_errors=False)  # widened before
    return StraightLine(float(intercept), float(slope), rows @ covariance @ rows.T, spread, np.empty(0))


def _step(p: np.ndarray, covariance: np.ndarray, k: int, ends: tuple[float, float], scatter: float) -> ThermalStep:
    slopes = np.empty((4, len(p)))
    for j in range(len(p)):
        move = np.zeros(len(p))
        move[j] = MOVE * max(abs(p[j]), MOVE)
        slopes[:, j] = (_numbers(p + move, k) - _numbers(p - move, k)) / (2 * move[j])
    change_std, middle_std, onset_std, _ = np.sqrt(np.clip(np.diag(slopes @ covariance @ slopes.T), 0, None))
    change, middle, onset, steepest = _numbers(p, k)
    steps = (len(p) - LINE) // PER_STEP
    lines = [_line(p, n, ends[0], covariance, scatter) for n in (k, k + 1)]
    width, nu = np.exp(_of_step(p, k)[[WIDTH, SHAPE]])
    slope = change * (1 + 1 / nu) ** (-nu - 1) / width + p[SLOPE]
    value = lines[0].at(steepest)[0] + change * (1 + 1 / nu) ** -nu
    middles = [float(_numbers(p, j)[MIDDLE]) for j in range(steps)]
    before = (middles[k - 1] if k else ends[0], middles[k])
    after = (middles[k], middles[k + 1] if k + 1 < steps else ends[1])
    return ThermalStep(
        *(lines[0], lines[1], (before, after)),
        *(float(middle), float(middle_std), float(onset), float(onset_std), float(change), float(change_std)),
        (float(steepest), float(value), float(slope)),
        is_fitted=True,
    )
