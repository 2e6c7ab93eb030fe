"""Arrhenius line through values whose errors are correlated.

    ln(T/R) = ln A - E/RT,   generalised least squares with the covariance of ln R

Parameters that a series shares make the errors of its resistances go together; a line with independent errors would
state a wrong spread. Where the scatter about the line exceeds the covariance at 95 % (chi squared), it is scaled up,
with Student's t, as for independent errors (`lab.kinetics.line`).
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from ....laws import GAS
from ...kinetics import ArrheniusFit
from ...kinetics.line import LEVEL, NORMAL_95, FitSpread, student
from ...kinetics.temperature.points import remarks_on_points, thermal_points
from ...results import Remark

FORM = "T/R"
LINE = 2  # parameters
RIDGE = 1e-12  # of the largest variance


def line_through(x: np.ndarray, y: np.ndarray, covariance: np.ndarray, degree: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients of a polynomial, the highest power last, and their covariance."""
    design, weight = np.vander(x, degree + 1, increasing=True), _inverse(covariance)
    found = np.linalg.inv(design.T @ weight @ design)
    return found @ (design.T @ (weight @ y)), found


def joint_arrhenius(kelvin: np.ndarray, logs: np.ndarray, covariance: np.ndarray) -> ArrheniusFit:
    """Return the energy of resistances (their ln) with a covariance; temperatures rise."""
    errors = np.sqrt(np.diag(covariance))
    points = thermal_points(kelvin, np.exp(logs), FORM, np.exp(logs) * errors, LINE)
    x = 1 / points.temperature
    centre = float(x.mean())
    (middle, slope), found = line_through(x - centre, points.ordinate, covariance, 1)
    residuals = points.ordinate - middle - slope * (x - centre)
    spread = _spread(residuals, covariance)
    turn = np.array([[0.0, -GAS], [1.0, -centre]])  # (value at the centre, slope) to (energy, ln A)
    return ArrheniusFit(
        points,
        float(-GAS * slope),
        float(middle - slope * centre),
        turn @ (found * spread.scale**2) @ turn.T,
        spread,
        residuals,
        float(residuals @ _inverse(covariance) @ residuals) + 2 * LINE,
        (*remarks_on_points(points), *_remarks(x, points.ordinate, covariance, spread)),
    )


def is_curved(x: np.ndarray, y: np.ndarray, covariance: np.ndarray, spread: FitSpread) -> bool:
    """Whether the points are curved over x at 95 %."""
    if len(x) <= LINE + 1:
        return False
    unit = (x - x.mean()) / np.ptp(x)
    found, spreads = line_through(unit, y, covariance, 2)
    left = y - np.vander(unit, 3, increasing=True) @ found
    scale = sqrt(max(1.0, float(left @ _inverse(covariance) @ left) / (len(x) - 3)))
    return abs(float(found[2])) > NORMAL_95 * spread.factor * scale * sqrt(float(spreads[2, 2]))


def _spread(residuals: np.ndarray, covariance: np.ndarray) -> FitSpread:
    from scipy.special import chdtri

    freedom = len(residuals) - LINE
    if freedom <= 0:
        return FitSpread(0, 1.0, 1.0, float("nan"), from_errors=True, exceeds_errors=False)
    scatter = sqrt(float(residuals @ residuals) / freedom)
    chi = float(residuals @ _inverse(covariance) @ residuals)
    if chi <= float(chdtri(freedom, 1 - LEVEL)):
        return FitSpread(freedom, 1.0, 1.0, scatter, from_errors=True, exceeds_errors=False)
    factor = student(freedom) / NORMAL_95
    return FitSpread(freedom, factor, sqrt(chi / freedom), scatter, from_errors=True, exceeds_errors=True)


def _inverse(covariance: np.ndarray) -> np.ndarray:
    size = len(covariance)
    return np.asarray(np.linalg.inv(covariance + RIDGE * float(np.diag(covariance).max()) * np.eye(size)))


def _remarks(x: np.ndarray, y: np.ndarray, covariance: np.ndarray, spread: FitSpread) -> list[Remark]:
    found = []
    if spread.exceeds_errors:
        text = f"The points scatter {spread.scale:.2g} times as much as their errors; the spread follows the scatter."
        found.append(Remark("scatter-exceeds-errors", text))
    if is_curved(x, y, covariance, spread):
        text = "The points are curved over 1/T (95 %). One activation energy is the mean over the range."
        found.append(Remark("curved", text))
    return found
