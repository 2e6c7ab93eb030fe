"""The interval of a mean (Student), and of the difference of two means (Welch).

    mean +/- t(0.975; n - 1) s / sqrt(n)                                        [Student, Biometrika 6 (1908) 1]
    (b - a) +/- t(0.975; df) sqrt(s_a^2/n_a + s_b^2/n_b),
    df = (s_a^2/n_a + s_b^2/n_b)^2 / sum((s_i^2/n_i)^2 / (n_i - 1))             [Welch, Biometrika 34 (1947) 28]

The values are on a scale on which they scatter evenly: logarithms of terms that are compared by ratio. The scatter is
that between cells, so the interval holds everything that differs from cell to cell. An error that all cells share (the
assumed area, the offset of one cycler) is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

LEVEL = 0.95  # of every interval of a group
EQUAL = 1e-12  # relative: scatter below it is rounding, from which no interval follows


@dataclass(frozen=True)
class MeanInterval:
    """Mean of n values.

    `half` is the half-width of its interval, None where n or the scatter is too small.
    """

    n: int
    mean: float
    std: float | None  # between the values
    half: float | None

    @property
    def error(self) -> float | None:
        """Standard error of the mean."""
        return None if self.std is None else self.std / sqrt(self.n)

    @property
    def ends(self) -> tuple[float, float] | None:
        return None if self.half is None else (self.mean - self.half, self.mean + self.half)


@dataclass(frozen=True)
class WelchInterval:
    """Difference of two means, second minus first; without an interval where a group has no scatter."""

    difference: float
    half: float | None
    freedom: float | None
    p: float | None  # of a difference this large, if there were none; two-sided

    @property
    def ends(self) -> tuple[float, float] | None:
        return None if self.half is None else (self.difference - self.half, self.difference + self.half)


def mean_interval(values: np.ndarray) -> MeanInterval:
    """Return the mean of values with its 95 % interval."""
    n, mean = len(values), float(np.mean(values))
    if n == 1:
        return MeanInterval(1, mean, None, None)
    std = float(np.std(values, ddof=1))
    if std <= EQUAL * max(abs(mean), 1e-300):
        return MeanInterval(n, mean, 0.0, None)
    return MeanInterval(n, mean, std, _factor(n - 1) * std / sqrt(n))


def welch_interval(first: np.ndarray, second: np.ndarray) -> WelchInterval:
    """Return the difference of two means, second minus first, with its 95 % interval and p value."""
    a, b = mean_interval(first), mean_interval(second)
    difference = b.mean - a.mean
    if a.error is None or b.error is None:
        return WelchInterval(difference, None, None, None)
    error = sqrt(a.error**2 + b.error**2)
    if a.half is None and b.half is None:
        return WelchInterval(difference, None, None, None)
    freedom = error**4 / (a.error**4 / (a.n - 1) + b.error**4 / (b.n - 1))
    return WelchInterval(difference, _factor(freedom) * error, freedom, _two_sided(difference / error, freedom))


def _factor(freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def _two_sided(t: float, freedom: float) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))
