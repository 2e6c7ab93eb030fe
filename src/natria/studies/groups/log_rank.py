"""Whether two groups of cells live equally long: the log-rank test, exact for few cells.

With d failures among n running cells at a time, of which n_1 are of the first group,

    U = sum(d_1 - d n_1 / n),    var U = sum(d (n_1/n) (1 - n_1/n) (n - d) / (n - 1)),    chi^2 = U^2 / var U

[Mantel, Cancer Chemother. Rep. 50 (1966) 163]. U is also the sum of the scores (failed - H) of the first group's cells,
with H the Nelson-Aalen estimate of the pooled cells at the life of each. If the groups do not differ, every division of
the cells into two groups of these sizes is equally likely, so the share of divisions whose |U| is no smaller is an
exact p value. It supposes that records end for reasons that have nothing to do with the group. With more divisions than
`MOST` the chi^2 distribution is used, which is good for many cells and too hopeful for few.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np

from .survival import failures_at

MOST = 200_000  # divisions that are counted one by one: 9 cells against 9 are 48,620
ROUNDING = 1e-9  # relative: sums of the same scores in another order


@dataclass(frozen=True)
class LogRank:
    """Result of the log-rank test.

    `p` is exact or from chi^2; `smallest` is the smallest p that these cells could give.
    """

    observed: float  # failures in the first group
    expected: float
    chi2: float
    p: float
    p_chi2: float
    exact: bool
    smallest: float | None  # None where p is not exact


def log_rank(
    first: np.ndarray, first_failed: np.ndarray, second: np.ndarray, second_failed: np.ndarray
) -> LogRank | None:
    """Return the log-rank test of two groups; None where no cell failed, or all lives are equal."""
    from scipy.special import chdtrc

    time, failed = np.concatenate([first, second]), np.concatenate([first_failed, second_failed])
    at, failures, at_risk = failures_at(time, failed)
    of_first = (first[:, None] >= at).sum(axis=0)
    share = of_first / at_risk
    spare = np.maximum(at_risk - 1, 1)  # a cell alone has no variance: share is 0 or 1
    variance = float((failures * share * (1 - share) * (at_risk - failures) / spare).sum())
    if variance <= 0:
        return None
    observed, expected = float(first_failed.sum()), float((failures * share).sum())
    chi2 = (observed - expected) ** 2 / variance
    p_chi2 = float(chdtrc(1, chi2))
    sums = _every_division(_scores(time, failed, (at, failures, at_risk)), len(first))
    if sums is None:
        return LogRank(observed, expected, chi2, p_chi2, p_chi2, False, None)
    p, smallest = _share(sums, abs(observed - expected)), _share(sums, float(sums.max()))
    return LogRank(observed, expected, chi2, p, p_chi2, True, smallest)


def smallest_p(first: int, second: int) -> float:
    """The smallest two-sided p of any test that only orders the cells: 0.1 for 3 against 3."""
    return (2 if first == second else 1) / comb(first + second, first)


def _scores(time: np.ndarray, failed: np.ndarray, pooled: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """Return failed - H(life) of each cell."""
    at, failures, at_risk = pooled
    hazard = np.concatenate([[0.0], np.cumsum(failures / at_risk)])
    return np.asarray(failed - hazard[np.searchsorted(at, time, side="right")])


def _every_division(scores: np.ndarray, size: int) -> np.ndarray | None:
    """Return |U| of every choice of `size` cells as the first group; None where they are too many."""
    count = comb(len(scores), size)
    if count > MOST:
        return None
    chosen = np.fromiter(chain.from_iterable(combinations(range(len(scores)), size)), int, count * size)
    return np.asarray(np.abs(scores[chosen.reshape(count, size)].sum(axis=1)))


def _share(sums: np.ndarray, size: float) -> float:
    return float(np.mean(sums >= size * (1 - ROUNDING)))
