"""Ensemble sampler with the stretch move, invariant under affine maps.

    y = x_j + z (x_k - x_j),   g(z) ~ 1/sqrt(z) on [1/a, a],   accepted with min(1, z^(d-1) p(y) / p(x_k))

A walker k moves along the line to a walker j of the other half, so both halves move in turn (J. Goodman and J. Weare,
Commun. Appl. Math. Comput. Sci. 5, 65 (2010)). No step size has to be found: a = 2 does for a distribution of any
scale and correlation.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...quantity import InputError, Problem
from .chains import SampledChains

LONGEST = 2.0  # a: the longest stretch
LogDensity = Callable[[np.ndarray], np.ndarray]  # of rows of points; -inf where there is none


def stretch_sample(density: LogDensity, starts: np.ndarray, steps: int, seed: int) -> SampledChains:
    """Return so many steps of walkers from their starts, a row for each walker.

    There must be an even number of walkers, at least twice as many as numbers, that do not lie on one plane.
    """
    many, size = starts.shape
    if many % 2 or many < 2 * size or np.linalg.matrix_rank(starts - starts.mean(axis=0)) < size:
        fix = f"take an even number of walkers, {2 * size} or more, spread in all {size} directions"
        raise InputError("an ensemble sampler", [Problem(f"{many} walkers", "cannot reach all directions", fix)])
    random = np.random.default_rng(seed)
    walkers, logs = starts.copy(), np.asarray(density(starts), float)
    if not np.isfinite(logs).all():
        fix = "start the walkers near the best point"
        raise InputError("an ensemble sampler", [Problem("starts", "a walker has no density", fix)])
    points, densities = np.empty((steps, many, size)), np.empty((steps, many))
    half = many // 2
    accepted = 0
    for step in range(steps):
        for mine, others in ((slice(0, half), slice(half, None)), (slice(half, None), slice(0, half))):
            z = ((LONGEST - 1) * random.random(half) + 1) ** 2 / LONGEST
            mates = walkers[others][random.integers(half, size=half)]
            tried = mates + z[:, None] * (walkers[mine] - mates)
            new = np.asarray(density(tried), float)
            with np.errstate(divide="ignore", invalid="ignore"):
                better = np.log(random.random(half)) < (size - 1) * np.log(z) + new - logs[mine]
            walkers[mine] = np.where(better[:, None], tried, walkers[mine])
            logs[mine] = np.where(better, new, logs[mine])
            accepted += int(better.sum())
        points[step], densities[step] = walkers, logs
    return SampledChains(points, densities, accepted / max(steps * many, 1))
