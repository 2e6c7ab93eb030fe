"""First and total Sobol indices by the design of Saltelli.

Two sets of base samples A and B; AB_i is A with column i of B. With V the variance of f over A and B,

    S_i  = mean(f(B) (f(AB_i) - f(A))) / V          (A. Saltelli et al., Comput. Phys. Commun. 181, 259 (2010), tab. 2b)
    ST_i = mean((f(A) - f(AB_i))^2) / (2 V)          (M. J. W. Jansen, Comput. Phys. Commun. 117, 35 (1999))

where the mean of f is taken off first, which changes no index and makes the error of S_i smaller. Each number is
uniform between its ends, with ":log" its logarithm, and independent of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...quantity import ModelError
from ..sweeps import SweepAxis, SweepPoints
from .effects import SensitivityPlan, SensitivityResult, with_intervals

NONE = np.zeros((0, 0))


def sobol_plan(axes: Sequence[SweepAxis], count: int, seed: int) -> SensitivityPlan:
    """Return so many base samples of a scrambled Sobol sequence; (numbers + 2) points for each."""
    from scipy.stats import qmc

    many = len(axes)
    engine = qmc.Sobol(2 * many, rng=np.random.default_rng(seed))
    both = np.asarray(engine.random_base2((count - 1).bit_length())[:count])
    a, b = both[:, :many], both[:, many:]
    mixed = [np.where(np.arange(many) == n, b, a) for n in range(many)]
    shares = np.stack([a, b, *mixed], axis=1).reshape(-1, many)
    values = np.stack([axis.at(shares[:, n]) for n, axis in enumerate(axes)], axis=1)
    return SensitivityPlan("sobol", SweepPoints(tuple(x.path for x in axes), values), count, NONE.astype(int), NONE)


def sobol_result(plan: SensitivityPlan, of: str, values: np.ndarray, seed: int) -> SensitivityResult:
    """Return the indices of values at the points of a plan."""
    rows = np.asarray(values, float).reshape(plan.rows, -1)
    some = rows[np.isfinite(rows).all(axis=1)]
    if len(some) and np.ptp(some) <= 1e-12 * np.abs(some).max():
        raise ModelError(f"sensitivity of {of}: it is the same at all points", "vary a number that it depends on")
    return with_intervals(plan, of, rows, _indices, seed)


def _indices(rows: np.ndarray) -> dict[str, np.ndarray]:
    centred = rows - rows[:, :2].mean()
    a, b, mixed = centred[:, :1], centred[:, 1:2], centred[:, 2:]
    variance = np.concatenate([a, b]).var() or np.nan  # rows that were drawn again may all be one
    return {
        "first": (b * (mixed - a)).mean(axis=0) / variance,
        "total": ((a - mixed) ** 2).mean(axis=0) / (2 * variance),
    }
