"""How much less of a fragment is seen: the ratio of two normalised intensities of ToF-SIMS.

    r = (n_1/N_1)/(n_2/N_2),   suppression 1 - r

n are the counts of the fragment, N those of all ions or of a reference, in two samples or two depths. Counts have the
variance of Poisson; the logarithm of r is nearly normal with the variance 1/n_1 + 1/n_2 + 1/N_1 + 1/N_2. The ratio of
counts is that of amounts only where both matrices give the fragment with the same yield.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

from ...quantity import FitError
from ..kinetics.line import NORMAL_95

FEWEST = 5  # counts: below, the logarithm is not normal


@dataclass(frozen=True)
class Suppression:
    """The ratio of two intensities with its standard deviation and its interval of 95 %."""

    ratio: float
    ratio_std: float
    interval: tuple[float, float]

    @property
    def share(self) -> float:
        """The share by which the first intensity is lower."""
        return 1 - self.ratio


def suppression(first: float, second: float, totals: tuple[float, float] | None = None) -> Suppression:
    """Return the ratio of two counts of a fragment, over the totals of their spectra if given."""
    given = (first, second, *(totals or ()))
    if min(given) < FEWEST:
        raise FitError(
            f"{min(given):g} counts are too few for a ratio", f"sum over more scans or depth: {FEWEST} counts or more"
        )
    n, m = totals or (1.0, 1.0)
    ratio = first / n / (second / m)
    std = sqrt(sum(1 / one for one in given))
    low, high = (exp(log(ratio) + sign * NORMAL_95 * std) for sign in (-1, 1))
    return Suppression(ratio, ratio * std, (low, high))
