"""What a sensitivity analysis runs, and what it finds: estimates with intervals for each number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ...quantity import ModelError
from ..sweeps import SweepPoints

COLUMNS = {  # of each method: estimate -> what it is
    "sobol": {
        "first": "share of the variance by the number alone",
        "total": "share of the variance by the number and all that it interacts with",
    },
    "morris": {
        "mean_size": "mean size of the effects",
        "mean": "mean of the effects",
        "spread": "standard deviation of the effects",
    },
}
RESAMPLED = 1000  # sets of rows that the intervals are taken from
INSIDE = (2.5, 97.5)  # percentiles of the intervals
FEWEST = 4  # rows without which there is no interval
Estimate = Callable[[np.ndarray], dict[str, np.ndarray]]  # of rows to columns, an entry for each path


@dataclass(frozen=True, eq=False)
class SensitivityPlan:
    """Points in rows: of each base sample, or of each trajectory, all points one after the other."""

    method: str
    points: SweepPoints
    rows: int
    moved: np.ndarray  # Morris: rows, steps: the place of the number that the step moves
    steps: np.ndarray  # Morris: rows, steps: by which share of its range


@dataclass(frozen=True, eq=False)
class SensitivityResult:
    """Estimates by column of COLUMNS, an entry for each path, and the ends of their 95 % intervals.

    `rows` of the plan were used; `dropped` ones have a point without a value. `unit` is that of the values (SI).
    """

    method: str
    of: str
    paths: tuple[str, ...]
    estimates: Mapping[str, np.ndarray]
    low: Mapping[str, np.ndarray]
    high: Mapping[str, np.ndarray]
    rows: int
    dropped: int
    unit: str = "1"

    @property
    def order(self) -> np.ndarray:
        """Return the places of the paths, the most important first."""
        return np.argsort(-self.estimates["total" if self.method == "sobol" else "mean_size"], kind="stable")


def with_intervals(
    plan: SensitivityPlan, of: str, rows: np.ndarray, estimate: Estimate, seed: int
) -> SensitivityResult:
    """Return the estimates of rows of values (rows, points of a row) with 95 % intervals.

    The intervals are percentiles of the estimates of rows that are drawn again with replacement (bootstrap). Rows with
    a value that is not finite are dropped.
    """
    good = rows[np.isfinite(rows).all(axis=1)]
    if len(good) < FEWEST:
        what = f"sensitivity of {of}: {len(good)} of {len(rows)} rows have all their values, {FEWEST} are needed"
        raise ModelError(what, "take more samples, or narrow the ranges to cells that run")
    random = np.random.default_rng(seed)
    found = estimate(good)
    again = [estimate(good[random.integers(len(good), size=len(good))]) for _ in range(RESAMPLED)]
    low, high = ({k: np.nanpercentile([one[k] for one in again], end, axis=0) for k in found} for end in INSIDE)
    return SensitivityResult(plan.method, of, plan.points.paths, found, low, high, len(good), len(rows) - len(good))
