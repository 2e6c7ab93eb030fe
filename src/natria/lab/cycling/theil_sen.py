"""Theil-Sen slope: a linear trend that is robust against outliers.

SciPy provides it too, but importing `scipy.stats` takes longer than the analysis of a thousand cycles. A test compares
both.
"""

from __future__ import annotations

import numpy as np

MOST = 600  # points; more are thinned evenly, as the number of pairs grows quadratically


def theil_sen(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return the median slope of all pairs (Theil 1950) and its standard error.

    Both are nan without two distinct x.

    The error is half of the 68 % interval from the normal approximation of Kendall's statistic, with variance
    n(n-1)(2n+5)/18 (Sen, J. Am. Stat. Assoc. 63, 1379, 1968).
    """
    keep = np.unique(np.linspace(0, len(x) - 1, min(len(x), MOST)).astype(int)) if len(x) else np.zeros(0, int)
    first, second = np.triu_indices(len(keep), 1)
    run = x[keep][second] - x[keep][first]
    apart = run != 0
    slopes = np.sort((y[keep][second] - y[keep][first])[apart] / run[apart])
    if not len(slopes):
        return float("nan"), float("nan")
    n = len(keep)
    reach = np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(int(np.round((len(slopes) - reach) / 2)) - 1, 0)
    high = min(int(np.round((len(slopes) + reach) / 2)), len(slopes) - 1)
    return float(np.median(slopes)), float(slopes[high] - slopes[low]) / 2
