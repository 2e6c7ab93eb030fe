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

PER_STEP = 4  # c, T_k, ln w, ln nu
LINE = 2  # a, b
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
    free[5::PER_STEP] = SPREAD
    scale = np.array([abs(start[0]), abs(start[0]) / wide, *[1.0] * (len(start) - LINE)])
    for k, one in enumerate(found):
        scale[LINE + PER_STEP * k : LINE + PER_STEP * k + 2] = abs(one.change), wide / FOOTS
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
    made = p[0] + p[1] * (x - origin)
    for c, at, width, nu in p[LINE:].reshape(-1, PER_STEP):
        made = made + c * np.exp(-np.exp(nu) * np.logaddexp(0.0, -(x - at) / np.exp(width)))
    return np.asarray(made)


def _numbers(p: np.ndarray, k: int) -> np.ndarray:
    """Return size, midpoint, onset and steepest place of step k."""
    c, at, width, shape = p[LINE + PER_STEP * k : LINE + PER_STEP * (k + 1)]
    w, nu = np.exp(width), np.exp(shape)
    middle = at - w * np.log(2 ** (1 / nu) - 1)
    return np.array([c, middle, at + w * (shape - 1 - 1 / nu), at + w * shape])


def _line(p: np.ndarray, steps: int, origin: float, covariance: np.ndarray, scatter: float) -> StraightLine:
    """Return the base line behind a number of steps."""
    rows = np.zeros((2, len(p)))
    rows[0, :2], rows[1, 1] = (1.0, -origin), 1.0
    rows[0, LINE : LINE + PER_STEP * steps : PER_STEP] = 1.0
    intercept, slope = rows @ p
    spread = FitSpread(0, 1.0, 1.0, scatter, from_errors=False, exceeds_errors=False)  # widened before
    return StraightLine(float(intercept), float(slope), rows @ covariance @ rows.T, spread, np.empty(0))


def _step(p: np.ndarray, covariance: np.ndarray, k: int, ends: tuple[float, float], scatter: float) -> ThermalStep:
    slopes = np.empty((4, len(p)))
    for j in range(len(p)):
        move = np.zeros(len(p))
        move[j] = MOVE * max(abs(p[j]), MOVE)
        slopes[:, j] = (_numbers(p + move, k) - _numbers(p - move, k)) / (2 * move[j])
    stds = np.sqrt(np.clip(np.diag(slopes @ covariance @ slopes.T), 0, None))
    change, middle, onset, steepest = _numbers(p, k)
    sizes = p[LINE::PER_STEP]
    lines = [_line(p, n, ends[0], covariance, scatter) for n in (k, k + 1)]
    nu = float(np.exp(p[LINE + PER_STEP * k + 3]))
    slope = change * (1 + 1 / nu) ** (-nu - 1) / float(np.exp(p[LINE + PER_STEP * k + 2])) + p[1]
    value = lines[0].at(steepest)[0] + change * (1 + 1 / nu) ** -nu
    places = [_numbers(p, j)[1] for j in range(len(sizes))]
    before = (places[k - 1] if k else ends[0], float(middle))
    after = (float(middle), places[k + 1] if k + 1 < len(places) else ends[1])
    return ThermalStep(
        *(lines[0], lines[1], (before, after)),
        *(float(middle), float(stds[1]), float(onset), float(stds[2]), float(change), float(stds[0])),
        (float(steepest), float(value), float(slope)),
        is_fitted=True,
    )
