"""Arithmetic of weighted members: quantiles, shares of variance, ranked probability score (CRPS).

    F(x) = sum of w_i over y_i <= x;  CRPS = sum w_i |y_i - t| - 1/2 sum w_i w_j |y_i - y_j|

With a spread s of the value, each member is a normal of that spread; |..| is then A(.., s), the mean distance of a
normal from zero. Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007) 359; of a mixture of normals: Grimit et al.,
Q. J. R. Meteorol. Soc. 132 (2006) 2925.
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
SIXTY_EIGHT = (0.1586552539314571, 0.8413447460685429)  # one standard deviation of a normal to either side
NINETY_FIVE = (0.025, 0.975)
BLOCK = 512  # members whose distances are held at once


def quantile(y: Vector, w: Vector, p: float) -> float:
    """Return the quantile of weighted members, linear between the middles of their weights.

    The k-th of the sorted members stands at the probability of all before it and half its own weight.
    """
    order = np.argsort(y, kind="stable")
    values, weights = y[order], w[order] / w.sum()
    middles = np.cumsum(weights) - weights / 2
    return float(np.interp(p, middles, values))


def interval(y: Vector, w: Vector, ends: tuple[float, float]) -> tuple[float, float]:
    """Return two quantiles of weighted members."""
    return quantile(y, w, ends[0]), quantile(y, w, ends[1])


def mean_of(y: Vector, w: Vector) -> float:
    """Return the weighted mean."""
    return float(y @ w / w.sum())


def variance_of(y: Vector, w: Vector) -> float:
    """Return the weighted variance."""
    return float(((y - mean_of(y, w)) ** 2) @ w / w.sum())


def between(y: Vector, w: Vector, labels: NDArray[np.int64]) -> float:
    """Return the share of the variance that lies between groups of members; 0 where there is none at all."""
    total = variance_of(y, w)
    if not total:
        return 0.0
    middle, found = mean_of(y, w), 0.0
    for label in np.unique(labels):
        mine = labels == label
        found += float(w[mine].sum() / w.sum()) * (mean_of(y[mine], w[mine]) - middle) ** 2
    return min(found / total, 1.0)


def crps_of_members(y: Vector, w: Vector, seen: float, noise: float = 0.0) -> float:
    """Return the CRPS of members against a value; `noise` is the standard deviation of the value."""
    share = w / w.sum()
    if not noise:
        order = np.argsort(y, kind="stable")
        values, weights = y[order], share[order]
        below = np.cumsum(weights) - weights
        # sum w_i w_j |y_i - y_j| / 2 of sorted values, by the weights below and above each
        spread = float(weights @ (values * (2 * below + weights - 1)))
        return float(share @ np.abs(y - seen)) - spread
    pairs = sum(
        float(share[k : k + BLOCK] @ _distance(y[k : k + BLOCK, None] - y[None, :], sqrt(2) * noise) @ share)
        for k in range(0, len(y), BLOCK)
    )
    return float(share @ _distance(y - seen, noise)) - pairs / 2


def probability_below(y: Vector, w: Vector, seen: float, noise: float = 0.0) -> float:
    """Return the probability that the mixture gives to values below the one that was seen."""
    from scipy.special import ndtr

    share = w / w.sum()
    if not noise:
        return float(share @ ((y < seen) + 0.5 * (y == seen)))
    return float(share @ ndtr((seen - y) / noise))


def _distance(away: Vector, spread: float) -> Vector:
    """Return E|N(away, spread)|: away (2 Phi(away/s) - 1) + 2 s phi(away/s)."""
    from scipy.special import ndtr

    z = away / spread
    return np.asarray(away * (2 * ndtr(z) - 1) + 2 * spread * np.exp(-z * z / 2) / sqrt(2 * pi), float)
