"""Share of surviving cells by Kaplan and Meier.

Some lives are only known as "at least".

    S(t) = product over the times t_j <= t of failures of (1 - d_j / n_j)

with d_j failures among the n_j cells that still ran just before t_j [Kaplan, Meier, J. Am. Stat. Assoc. 53 (1958) 457].
Greenwood's variance of ln S gives the interval on the scale of ln(-ln S), which stays between 0 and 1. A cell whose
record ends without a failure counts among the running ones until then, also at its own last time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .intervals import LEVEL

HALF = 0.5
ROUNDING = 1e-12  # of a product of shares that is one half


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """Arrays with one entry for each time of a failure: the share that survives it, and its 95 % interval.

    `low` and `high` are nan where nothing survives: there the interval is not defined.
    """

    time: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    at_risk: np.ndarray
    failures: np.ndarray

    @property
    def median(self) -> float | None:
        """Return the first time at which half of the cells or fewer survive.

        None where more than half survive to the end.
        """
        return _first(self.time, self.share)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """The 95 % interval of the median; an end that the data do not reach is None.

        It holds the times at which the interval of S(t) holds one half [Brookmeyer, Crowley, Biometrics 38 (1982) 29].
        """
        return _first(self.time, self.low), _first(self.time, self.high)


def survival(time: np.ndarray, failed: np.ndarray) -> SurvivalCurve:
    """Return the survival of cells with these lives; `failed` is false where a life is a lower bound."""
    at, failures, at_risk = failures_at(time, failed)
    share = np.cumprod(1 - failures / at_risk)
    low, high = _interval(share, failures, at_risk)
    return SurvivalCurve(at, share, low, high, at_risk, failures)


def failures_at(time: np.ndarray, failed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the times of failures, the number of failures at each, and the number of cells at risk."""
    at, failures = np.unique(time[failed], return_counts=True)
    at_risk = (time[:, None] >= at).sum(axis=0)
    return at, failures, at_risk


def _interval(share: np.ndarray, failures: np.ndarray, at_risk: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.special import ndtri

    low, high = np.full(len(share), np.nan), np.full(len(share), np.nan)
    there = (share > 0) & (share < 1)
    greenwood = np.cumsum(failures[there] / (at_risk[there] * (at_risk[there] - failures[there])))
    log_share = np.log(share[there])
    half = ndtri((1 + LEVEL) / 2) * np.sqrt(greenwood) / -log_share
    low[there], high[there] = np.exp(log_share * np.exp(half)), np.exp(log_share * np.exp(-half))
    return low, high


def _first(time: np.ndarray, share: np.ndarray) -> float | None:
    below = np.flatnonzero(share <= HALF + ROUNDING)
    return float(time[below[0]]) if len(below) else None
