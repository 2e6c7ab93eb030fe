"""From which cycle on a Coulombic efficiency has settled: the rule that excludes formation from means.

The second half of the cycles is taken as settled. Its median m and scatter s (which 68 % of them are within, at least
the error of a cycle) give the band m +- 3 s, at least 0.01 points to either side. Cycles at the start are
formation until the first two in a row that lie in the band. A slow change of the CE widens the band, so most
cycles stay; a cell that has not settled by the middle of the test has no formation that could be told from its change,
and nothing is excluded.
"""

from __future__ import annotations

import numpy as np

ONE_SIGMA = 0.683  # share of a normal distribution within one standard deviation
BAND = 3.0  # times the scatter
FEWEST = 6  # cycles: with less, no scatter of a second half
SMALLEST = 1e-4  # of the CE, for the band: the last digit in which it is shown


def settled_from(efficiency: np.ndarray, error: np.ndarray) -> int:
    """Return the index of the first cycle after formation; `error` is the random error of each cycle."""
    number = len(efficiency)
    if number < FEWEST:
        return 0
    late = slice(number // 2, None)
    middle = float(np.median(efficiency[late]))
    scatter = float(np.quantile(np.abs(efficiency[late] - middle), ONE_SIGMA))
    band = max(BAND * max(scatter, float(np.median(error))), SMALLEST)
    inside = np.abs(efficiency - middle) <= band
    settled = inside[:-1] & inside[1:]
    start = int(np.argmax(settled))
    return start if settled.any() and start <= number // 2 else 0
