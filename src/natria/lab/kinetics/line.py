"""A weighted straight line with its covariance, and the widening of its intervals for few points.

    y = a + b x,   cov(a, b) = (A' W A)^-1,   W = diag(1/s^2)

Without standard deviations s of the points, their scatter about the line gives s, and an interval has Student's t with
n - 2 degrees of freedom in place of 1.96 (Student, Biometrika 6 (1908) 1). Given standard deviations are used as they
are, unless the scatter exceeds them at 95 % (chi squared): then they are scaled up to the scatter, with Student's t.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from .inputs import Vector

NORMAL_95 = 1.959963984540054  # standard deviations of a normal distribution
LEVEL = 0.95
PARAMETERS = 2


@dataclass(frozen=True)
class FitSpread:
    """How the spread of a fit was found.

    `factor` is Student's t over 1.96; 1 where the errors of the points are known. `scale` is what the errors of the
    points were multiplied by, `scatter` the standard deviation about the fit.
    """

    freedom: int
    factor: float
    scale: float
    scatter: float
    from_errors: bool  # whether given errors of the points were used
    exceeds_errors: bool  # whether the scatter is larger than the given errors explain


@dataclass(frozen=True, eq=False)
class StraightLine:
    """y = intercept + slope x. `covariance` of (intercept, slope); None where two points leave no freedom.

    It holds standard deviations of a normal distribution; `spread.factor` widens them for few points.
    """

    intercept: float
    slope: float
    covariance: np.ndarray | None
    spread: FitSpread
    residuals: Vector

    @property
    def slope_std(self) -> float | None:
        """The standard deviation of the slope, widened so that 1.96 of it to either side hold 95 %."""
        return None if self.covariance is None else self.spread.factor * sqrt(self.covariance[1, 1])

    @property
    def intercept_std(self) -> float | None:
        """The standard deviation of the intercept, widened so that 1.96 of it to either side hold 95 %."""
        return None if self.covariance is None else self.spread.factor * sqrt(self.covariance[0, 0])

    def at(self, x: float) -> tuple[float, float | None]:
        """Return y at x and its widened standard deviation."""
        y = self.intercept + self.slope * x
        if self.covariance is None:
            return y, None
        row = np.array([1.0, x])
        return y, self.spread.factor * sqrt(max(float(row @ self.covariance @ row), 0.0))


def student(freedom: float) -> float:
    """Student's t of a two-sided 95 % interval."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def spread_of(residuals: Vector, errors: Vector | None, parameters: int) -> FitSpread:
    """Return how wide intervals of a fit are; `errors` are the standard deviations of the points."""
    freedom = len(residuals) - parameters
    scatter = sqrt(float(residuals @ residuals) / freedom) if freedom > 0 else float("nan")
    if freedom <= 0:
        return FitSpread(0, 1.0, 1.0, scatter, from_errors=errors is not None, exceeds_errors=False)
    if errors is None:
        return FitSpread(
            freedom, student(freedom) / NORMAL_95, scatter, scatter, from_errors=False, exceeds_errors=False
        )
    from scipy.special import chdtri

    chi = float(np.sum((residuals / errors) ** 2))
    if chi <= float(chdtri(freedom, 1 - LEVEL)):
        return FitSpread(freedom, 1.0, 1.0, scatter, from_errors=True, exceeds_errors=False)
    scale = sqrt(chi / freedom)
    return FitSpread(freedom, student(freedom) / NORMAL_95, scale, scatter, from_errors=True, exceeds_errors=True)


def straight_line(x: Vector, y: Vector, errors: Vector | None = None) -> StraightLine:
    """Return the weighted least-squares line through the points; x must take at least two values."""
    weight = np.ones_like(y) if errors is None else 1 / errors**2
    centre = float(np.sum(weight * x) / weight.sum())
    away = x - centre
    square = float(np.sum(weight * away**2))
    slope = float(np.sum(weight * away * y)) / square
    middle = float(np.sum(weight * y) / weight.sum())
    residuals = y - middle - slope * away
    spread = spread_of(residuals, errors, PARAMETERS)
    known = errors is not None or spread.freedom > 0
    centred = np.diag([1 / weight.sum(), 1 / square]) * spread.scale**2
    to_zero = np.array([[1.0, -centre], [0.0, 1.0]])  # from the intercept at the centre to that at x = 0
    covariance = to_zero @ centred @ to_zero.T if known else None
    return StraightLine(middle - slope * centre, slope, covariance, spread, residuals)


def curvature_significance(x: Vector, y: Vector, errors: Vector | None = None) -> float:
    """Return |c|/std(c) over its 95 % limit in y = a + b x + c x^2: above 1 the points are curved.

    0 where too few points could show it. The errors of the points come from their scatter about the parabola, or are
    those given.
    """
    if len(y) < PARAMETERS + 2 or len(np.unique(x)) < PARAMETERS + 1:
        return 0.0
    weight = np.ones_like(y) if errors is None else 1 / errors
    unit = (x - x.mean()) / np.ptp(x)
    matrix = np.vander(unit, 3) * weight[:, None]
    found, *_ = np.linalg.lstsq(matrix, y * weight, rcond=None)
    residuals = y - np.vander(unit, 3) @ found
    spread = spread_of(residuals, errors, 3)
    std = spread.scale * sqrt(float(np.linalg.inv(matrix.T @ matrix)[0, 0]))
    limit = NORMAL_95 * spread.factor * std
    return abs(float(found[0])) / limit if limit > 0 else 0.0


def inverse_of_normal(matrix: np.ndarray) -> np.ndarray:
    """Return the inverse of M'M for columns of any size."""
    sizes = np.sqrt(np.sum(matrix**2, axis=0))
    sizes = np.where(sizes > 0, sizes, 1e-300)
    scaled = matrix / sizes
    return np.asarray(np.linalg.pinv(scaled.T @ scaled, rcond=1e-14, hermitian=True) / np.outer(sizes, sizes))
