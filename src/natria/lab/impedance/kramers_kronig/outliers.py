"""Single points off a smooth spectrum, one after the other."""

from __future__ import annotations

import numpy as np

from .evidence import ConsistencyTest
from .ladder import RCLadder, ladder_of, ladder_with

MOST = 0.1  # share of the points; more than this is not a matter of single points
SUSPECT = 0.1  # p-value at which the next point is tried: two outliers hide each other
GROSS = 1e-4  # p-value of a point that is no matter of the noise
REGULAR = 1e-8  # added to a block of 1 - span span' that is singular at a point which the ladder passes through


def outliers(
    omega: np.ndarray, impedance: np.ndarray, ladder: RCLadder, level: float
) -> tuple[ConsistencyTest, np.ndarray]:
    """The strongest evidence for an outlier, and which points remain.

    The point with the largest studentised residual is left out as long as its p-value is below `SUSPECT`. The ladder
    keeps its length, but for a point that is `GROSS`: it has made the ladder too short, so the length is chosen anew.
    All up to the last below `level` are outliers. Where `MOST` of the points are not enough, the misfit is no matter of
    single points and all remain.
    """
    kept = np.ones(len(omega), bool)
    named = kept.copy()
    best = ConsistencyTest("outlier", 0.0, 1.0)
    for _ in range(max(1, int(MOST * len(omega)))):
        statistic, p_value, place = farthest(ladder.residual, ladder.span)
        if p_value < best.p_value:
            best = ConsistencyTest("outlier", statistic, p_value)
        if p_value >= SUSPECT:
            return best, named
        kept[np.flatnonzero(kept)[place]] = False
        named = kept.copy() if p_value < level else named
        if p_value < GROSS:
            ladder = ladder_of(omega[kept], impedance[kept])
        else:
            ladder = ladder_with(omega[kept], impedance[kept], ladder.representation, ladder.elements)
    if farthest(ladder.residual, ladder.span)[1] < SUSPECT:
        named[:] = True
    return best, named


def farthest(residual: np.ndarray, span: np.ndarray) -> tuple[float, float, int]:
    """Return statistic, p-value and place of the largest studentised residual of a point (both parts).

    `residual` is what an orthonormal `span` leaves of weighted values; real parts stand above imaginary parts. The
    p-value is that of the F law for one point, times the number of points (Bonferroni).
    """
    from scipy.special import fdtrc

    freedom = len(residual) - span.shape[1]
    points = len(residual) // 2
    pairs = np.stack([np.arange(points), np.arange(points) + points], axis=1)
    rows = span[pairs]
    block = np.eye(2) - rows @ rows.transpose(0, 2, 1) + REGULAR * np.eye(2)
    own = residual[pairs]
    forms = np.einsum("pi,pi->p", own, np.linalg.solve(block, own[:, :, None])[:, :, 0])
    rest = np.maximum(float(residual @ residual) - forms, np.finfo(float).tiny)
    statistics = forms / 2 / (rest / (freedom - 2))
    place = int(np.argmax(statistics))
    p_value = min(points * float(fdtrc(2, freedom - 2, statistics[place])), 1.0)
    return float(statistics[place]), p_value, place
