"""The spread of a fitted parameter as a finding states it, from its 95 % interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np

from ....quantity import Bound
from ...kinetics.line import NORMAL_95
from ..fit import SpectrumFit

NOTHING = 1e-3  # of the upper end: a lower end below that is none


def spread_of(fit: SpectrumFit, name: str) -> tuple[float, float | None, Bound | None] | None:
    """Return value, standard deviation and bound of a parameter; None where nothing limits it.

    The standard deviation is that of the 95 % interval, so that both say the same where the interval is a profile. A
    parameter whose interval is open below has its upper end as the value, "at most", and the other way round.
    """
    value, (low, high) = fit.value(name), fit.interval(name)
    if fit.methods[fit.names.index(name)] == "held":
        return value, 0.0, None
    is_open_above = not isfinite(high) or high > value / NOTHING
    is_open_below = low < NOTHING * min(value, high)
    if is_open_above and is_open_below:
        return None
    if is_open_below:
        return high, None, "at most"
    if is_open_above:
        return low, None, "at least"
    return value, (high - low) / (2 * NORMAL_95), None


def spread_of_sum(fit: SpectrumFit, names: Sequence[str]) -> tuple[float, float | None, Bound | None] | None:
    """Return value, standard deviation and bound of a sum of resistances; None where nothing limits it.

    The correlations are those of the fit. With a resistance that is "at most" the sum is "at most" too.
    """
    found = [spread_of(fit, name) for name in names]
    known = [one for one in found if one is not None]
    sides = {side for *_, side in known if side is not None}
    if len(known) < len(found) or len(sides) > 1:
        return None
    value = sum(size for size, *_ in known)
    if sides:
        return value, None, sides.pop()
    places = [fit.names.index(name) for name in names]
    std = np.array([size for _, size, _ in known], float)
    own = fit.covariance[np.ix_(places, places)]
    scale = np.sqrt(np.diag(own))
    with np.errstate(all="ignore"):
        correlation = np.nan_to_num(own / np.outer(scale, scale))
    np.fill_diagonal(correlation, 1.0)
    return value, float(np.sqrt(max(std @ correlation @ std, 0.0))), None
