"""A slope that outliers do not move.

SciPy has it too; importing `scipy.stats` takes longer than the whole analysis of a thousand cycles, and this is a few
lines. A test holds it to SciPy's.
"""

from __future__ import annotations

import numpy as np

MOST = 600  # points; more are thinned evenly, as the pairs grow with their square


def theil_sen(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The median slope of all pairs (Theil 1950), and its standard error: half of the 68 % interval by the normal
    spread of Kendall's statistic, n(n-1)(2n+5)/18 (Sen, J. Am. Stat. Assoc. 63, 1379, 1968). nan without two points
    apart."""
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
