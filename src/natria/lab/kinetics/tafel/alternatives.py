"""What the choice among laws adds to the spread of a parameter; limiting current or its bound.

The law that is chosen has too small a spread: another law that fits nearly as well gives other values. The variance of
a parameter is therefore that over the candidates, about the value of the chosen one (Burnham & Anderson, Model
Selection and Multimodel Inference, 2nd ed. 2002, section 4.3),

    var = sum_j w_j (var_j + (p_j - p)^2),    w_j ~ exp(-QAICc_j/2), over the candidates that have the parameter.

A limiting current far above the currents of the sweep shows as a bend near the noise. Those that are noticed then are
the ones that noise made too low. The curve is linear in w = 1/iL^q, q = 1, or 2 where a resistance is fitted, which
takes up the linear part. Where w is not above three of its standard deviations, the limiting current is a bound, that
of w + 1.645 std.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

TOLD = 3.0  # standard deviations of w
NEAR = 4.0  # of QAICc: a law that close to the best is not excluded
ONE_SIDED_95 = 1.6448536269514722  # standard deviations of a normal distribution
LN_LIMIT = "ln_limiting_current"


@dataclass(frozen=True)
class LimitingCurrent:
    """A limiting current; a lower bound where `std` is None."""

    value: float
    std: float | None


@dataclass(frozen=True, eq=False)
class LawValues:
    """The parameters of one candidate by name, its covariance, and its QAICc above the lowest."""

    values: Mapping[str, float]
    covariance: np.ndarray
    above: float

    def variance(self, name: str) -> float:
        k = list(self.values).index(name)
        return float(self.covariance[k, k])


def widened(chosen: LawValues, every: Sequence[LawValues]) -> np.ndarray:
    """Return the covariance of the chosen law, with the variances over all candidates."""
    own = np.sqrt(np.maximum(np.diag(chosen.covariance), 1e-300))
    total = np.array([sqrt(variance_over(name, chosen, every)) for name in chosen.values])
    grown = np.maximum(total / own, 1.0)
    return np.asarray(chosen.covariance * np.outer(grown, grown))


def variance_over(name: str, chosen: LawValues, every: Sequence[LawValues]) -> float:
    """Return the variance of a parameter over the candidates that have it."""
    have = [one for one in every if name in one.values]
    weights = np.exp([-one.above / 2 for one in have])
    centre = chosen.values[name]
    parts = [one.variance(name) + (one.values[name] - centre) ** 2 for one in have]
    return float(np.sum(weights * parts) / np.sum(weights))


def limiting_current(every: Sequence[LawValues], scale: float) -> LimitingCurrent | None:
    """Return the limiting current of the best law that has one, or its bound; values are ln(iL/scale)."""
    have = [one for one in every if LN_LIMIT in one.values]
    if not have:
        return None
    best = min(have, key=lambda one: one.above)
    near = [one for one in have if one.above < best.above + NEAR]
    std = sqrt(variance_over(LN_LIMIT, best, have))
    value = scale * exp(best.values[LN_LIMIT])
    if all(_power(one) * sqrt(one.variance(LN_LIMIT)) * TOLD < 1 for one in near):
        return LimitingCurrent(value, value * std)
    return LimitingCurrent(scale * min(_lower(one) for one in near), None)


def _power(law: LawValues) -> int:
    return 2 if "ln_resistance" in law.values else 1


def _lower(law: LawValues) -> float:
    """Return the lower bound over the scale of the currents."""
    q = _power(law)
    return float(exp(law.values[LN_LIMIT]) * (1 + ONE_SIDED_95 * q * sqrt(law.variance(LN_LIMIT))) ** (-1 / q))
