"""What the choice among laws adds to the interval of a parameter; limiting current or its bound.

The law that is chosen has too narrow an interval: another law that fits nearly as well gives other values. The interval
of a parameter is that of the mixture of its distributions by all candidates (Burnham & Anderson, Model Selection and
Multimodel Inference, 2nd ed. 2002, section 4.3; Turek & Fletcher, Comput. Stat. Data Anal. 56, 2809 (2012)),

    F(p) = sum_j w_j F_j(p),    w_j ~ exp(-QAICc_j/2), over the candidates that have the parameter.

A resistance R and w = 1/iL^q (below) are not negative. Where the true law has none, a law with them ends near zero, and
half of its normal distribution would be of negative ones, which no cell has. F_j is that of a normal distribution of
all parameters with R >= 0 and w >= 0: it widens the interval to the side to which a resistance or a limiting current
moves the parameter, and not to the other.

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

from ..line import NORMAL_95

TOLD = 3.0  # standard deviations of w
NEAR = 4.0  # of QAICc: a law that close to the best is not excluded
FAR = 40.0  # of QAICc: a law that is that far from the best has no weight
ONE_SIDED_95 = 1.6448536269514722  # standard deviations of a normal distribution
LN_LIMIT = "ln_limiting_current"
NOT_NEGATIVE = ("ln_resistance", LN_LIMIT)
TAILS = (0.025, 0.975)
STEPS = np.linspace(-6.0, 6.0, 49)  # standard deviations of R and w in a distribution
REACH = 8.0  # standard deviations within which an end of an interval is searched
RIDGE = 1e-10  # of the correlation of R and w
TINY = 1e-300  # a variance of zero


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


def intervals(chosen: LawValues, every: Sequence[LawValues]) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each parameter of the chosen law that has no limit, over all candidates."""
    near = [one for one in every if one.above < FAR]
    return {name: _interval(name, chosen, near) for name in chosen.values if name not in NOT_NEGATIVE}


def widened(
    chosen: LawValues, every: Sequence[LawValues], ends: Mapping[str, tuple[float, float]] | None = None
) -> np.ndarray:
    """Return the covariance of the chosen law with the standard deviations over all candidates.

    That of a parameter without a limit is half of its interval (`ends`) over 1.96.
    """
    own = np.sqrt(np.maximum(np.diag(chosen.covariance), 1e-300))
    found = intervals(chosen, every) if ends is None else ends
    half = {name: (high - low) / (2 * NORMAL_95) for name, (low, high) in found.items()}
    total = np.array([half.get(name, sqrt(variance_over(name, chosen, every))) for name in chosen.values])
    grown = np.maximum(total / own, 1.0)
    return np.asarray(chosen.covariance * np.outer(grown, grown))


@dataclass(frozen=True, eq=False)
class _Mixture:
    """A distribution of a parameter by one law: normal ones with one width, by their weights."""

    centres: np.ndarray
    weights: np.ndarray
    width: float

    def below(self, value: float) -> float:
        from scipy.special import ndtr

        return float(self.weights @ ndtr((value - self.centres) / self.width))


def _interval(name: str, chosen: LawValues, every: Sequence[LawValues]) -> tuple[float, float]:
    from scipy.optimize import brentq

    have = [one for one in every if name in one.values]
    weights = np.exp([-one.above / 2 for one in have])
    weights = weights / weights.sum()
    laws = [_of_law(name, one) for one in have]
    low = min(float(law.centres.min()) - REACH * law.width for law in laws)
    high = max(float(law.centres.max()) + REACH * law.width for law in laws)

    def off(value: float, share: float) -> float:
        return float(sum(w * law.below(value) for w, law in zip(weights, laws, strict=True))) - share

    low_end, high_end = (brentq(off, low, high, (share,), xtol=1e-9 * (high - low)) for share in TAILS)
    own = NORMAL_95 * sqrt(chosen.variance(name))
    return min(float(low_end), chosen.values[name] - own), max(float(high_end), chosen.values[name] + own)


def _of_law(name: str, law: LawValues) -> _Mixture:
    """Return the distribution of a parameter by one law, with resistance and 1/iL^q not negative."""
    names = list(law.values)
    k, limited = names.index(name), [names.index(one) for one in NOT_NEGATIVE if one in names]
    if not limited:
        return _Mixture(np.array([law.values[name]]), np.ones(1), sqrt(max(law.variance(name), TINY)))
    turn, mean = np.ones(len(names)), np.empty(len(limited))  # d(R, w)/d(ln R, ln iL), and R and w themselves
    for place, n in enumerate(limited):
        power = -_power(law) if names[n] == LN_LIMIT else 1
        mean[place] = exp(power * law.values[names[n]])
        turn[n] = power * mean[place]
    covariance = law.covariance * np.outer(turn, turn)
    block = covariance[np.ix_(limited, limited)]
    scale = np.sqrt(np.maximum(np.diag(block), TINY))
    root = np.linalg.cholesky(block / np.outer(scale, scale) + RIDGE * np.eye(len(limited)))
    grid = np.stack([axis.ravel() for axis in np.meshgrid(*[STEPS] * len(limited), indexing="ij")])
    away = root @ grid  # of R and w from their values, over `scale`
    of_cell = (scale * np.diag(root) * (STEPS[1] - STEPS[0]))[:, None]
    allowed = np.clip((mean[:, None] + scale[:, None] * away) / of_cell + 0.5, 0.0, 1.0).prod(0)  # of each cell
    weights = allowed * np.exp(-0.5 * (grid**2).sum(0))
    pull = np.linalg.solve(root @ root.T, covariance[limited, k] / scale)
    width = covariance[k, k] - pull @ root @ root.T @ pull
    return _Mixture(law.values[name] + pull @ away, weights / weights.sum(), sqrt(max(float(width), TINY)))


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
