"""The unloading stiffness by the power law of Oliver and Pharr, with errors.

    P = B (h - h_f)^m,   S = dP/dh at full load = m B (h_max - h_f)^(m - 1)

Fitted as h = h_f + a (P/P_max)^q with q = 1/m: the displacement has the noise, and for each q the rest is a straight
line, so one parameter is searched (variable projection, Golub and Pereyra 1973). Then S = P_max/(a q).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from ..kinetics.line import inverse_of_normal

STEEPEST, FLATTEST = 1.0, 4.0  # exponents m: 1 of a flat punch, 1.5 of a paraboloid, 2 of a cone
PARAMETERS = 3


@dataclass(frozen=True, eq=False)
class UnloadingFit:
    """The law of an unloading. `covariance` of (h_max, S); `noise` of one displacement (m)."""

    full_load: float  # N
    residual_depth: float  # h_f, m
    exponent: float  # m
    depth: float  # h_max, m: of the law, at full load
    stiffness: float  # N/m
    covariance: np.ndarray
    noise: float
    used: np.ndarray  # of the readings of the unloading, which were fitted
    freedom: int

    def displacement(self, load: Vector) -> Vector:
        """Return the displacement (m) of the law at a load (N)."""
        share = np.clip(load / self.full_load, 0.0, None) ** (1 / self.exponent)
        return np.asarray(self.residual_depth + (self.depth - self.residual_depth) * share)


def fit_unloading(load: Vector, depth: Vector, full_load: float, window: tuple[float, float]) -> UnloadingFit:
    """Return the fitted law of an unloading.

    `window` are the shares of the full load between which it is fitted.
    """
    share = load / full_load
    used = (share >= window[0]) & (share <= window[1])
    if used.sum() <= PARAMETERS:
        what = (
            f"{int(used.sum())} readings between {window[0]:.0%} and {window[1]:.0%} of the full load, and the law of"
        )
        raise FitError(f"{what} the unloading has {PARAMETERS} parameters", "record the unloading with more readings")
    p, h = share[used], depth[used]
    q = _exponent(p, h)
    line, rest = _line(p, h, q)
    jacobian = np.column_stack([np.ones_like(p), p**q, line[1] * p**q * np.log(p)])  # h_f, a, q
    freedom = len(p) - PARAMETERS
    noise = sqrt(rest / freedom)
    covariance = noise**2 * inverse_of_normal(jacobian)
    a = float(line[1])
    stiffness = full_load / (a * q)
    turn = np.array([[1.0, 1.0, 0.0], [0.0, -stiffness / a, -stiffness / q]])  # to (h_max, S)
    shown = turn @ covariance @ turn.T
    return UnloadingFit(full_load, float(line[0]), 1 / q, float(line.sum()), stiffness, shown, noise, used, freedom)


def _exponent(p: Vector, h: Vector) -> float:
    """Return the q = 1/m of least squares, between the flat punch and an exponent of four."""
    from scipy.optimize import minimize_scalar

    bounds = (1 / FLATTEST, 1 / STEEPEST)
    found = minimize_scalar(lambda q: _line(p, h, q)[1], bounds=bounds, method="bounded", options={"xatol": 1e-10})
    return float(found.x)


def _line(p: Vector, h: Vector, q: float) -> tuple[np.ndarray, float]:
    """Return (h_f, a) of least squares at an exponent and the sum of squares that is left."""
    x = p**q
    away = x - x.mean()
    square = float(away @ away)
    slope = float(away @ h) / square if square > 0 else 0.0
    start = float(h.mean()) - slope * float(x.mean())
    rest = h - start - slope * x
    return np.array([start, slope]), float(rest @ rest)
