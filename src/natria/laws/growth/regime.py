"""The growth law that measured thicknesses follow, and whether they can tell. SI in and out.

Every law is fitted by least squares and the fits are weighed by Akaike's criterion with its correction for few points
(Hurvich and Tsai, Biometrika 76, 297 (1989); Burnham and Anderson, Model Selection and Multimodel Inference, 2nd ed.
(2002)). A best law always exists; `GrowthRank.decided` says whether the points exclude the others. "wagner" is not
offered: it is the parabolic curve, and only the conductivities can tell it from other diffusion.

The laws start on bare metal, so a point at time zero, where all are zero, says nothing and is left aside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array
from .thickness import GROWTH_LAWS

DECISIVE_WEIGHT = 0.9  # the best law against all others together, nine to one
BELIEVABLE = 0.01  # a chi-square that noise alone exceeds this rarely means that no law describes the points
EXPONENTS = (0.01, 10.0)  # of the power law
BEYOND = 100.0  # the time of a law may lie this far outside of the measured ones, where its curve has no bend to see
EXACT = 1e-12  # deviations below this share of the thickness are arithmetic

_CONTAINS = {"power": ("linear", "parabolic"), "logarithmic": ("linear",), "self-limiting": ("linear",)}


@dataclass(frozen=True)
class GrowthRank:
    """One law against the points; None for what it has not been given.

    `parameters` stand in the order of the law's terms (`GROWTH_LAWS`); `residual` (m) is the root mean square of the
    deviations; `weight` is the share of the Akaike weight among the laws that say something of their own. `reason`
    says why a law is not offered, not weighed, or, for the best one, why nothing is decided.
    """

    law: str
    parameters: tuple[float, ...] | None = None
    residual: float | None = None
    aicc: float | None = None
    weight: float | None = None
    decided: bool = False
    reason: str = ""


def rank_growth_laws(time: ArrayLike, thickness: ArrayLike, std: ArrayLike | None = None) -> tuple[GrowthRank, ...]:
    """The growth laws in the order in which points (s, m) support them, best first.

    `std` (m) is the standard deviation of each thickness. Without it the scatter is taken to be the same for all points
    and is read off the fit, which costs one more parameter, and nothing can then say that no law fits at all.

    A law with as many parameters as there are different times is not offered: it would pass through anything. A law
    that contains a simpler one (a power law near n = 1/2, a logarithm long before its time) and gains less than one
    unit of chi-square over it has come down to it: it is listed, but is no rival and has no weight. The best law is
    `decided` only if all of these hold:

    - every law has been weighed, so that none is excluded by a lack of points: AICc needs two points more than
      parameters, three where the scatter is read off the fit;
    - its weight among the rivals is above `DECISIVE_WEIGHT`;
    - no rival runs closer to the points; with few points AICc alone prefers fewer parameters whatever the points say;
    - its parameters lie inside of the range where the points can see them;
    - with `std`: noise of that size explains its deviations (chi-square, `BELIEVABLE`).

    Decided is a statement about this window: a law that bends later looks linear before. Straight lines are decided
    only about every second time, since scatter looks like a slight bend to the three laws that contain the linear one.
    """
    points = _Points.of(time, thickness, std)
    ranks = _without_copies([_rank(law, points) for law in _STARTS], points)
    ranks = _weighed(sorted(ranks, key=_order))
    why = _undecided(ranks, points)
    return (replace(ranks[0], decided=not why, reason=ranks[0].reason or why), *ranks[1:])


@dataclass(frozen=True)
class _Points:
    time: Numbers
    thickness: Numbers
    std: Numbers | None

    @classmethod
    def of(cls, time: ArrayLike, thickness: ArrayLike, std: ArrayLike | None) -> _Points:
        t, h = np.atleast_1d(array(time)), np.atleast_1d(array(thickness))
        if t.ndim != 1 or t.shape != h.shape:
            raise ValueError("each thickness needs its time: two lists of one length")
        if not (np.all(np.isfinite(t)) and np.all(np.isfinite(h)) and np.all(t >= 0)):
            raise ValueError("times and thicknesses are finite, and no time is negative")
        spread = None if std is None else np.broadcast_to(array(std), t.shape)
        if spread is not None and not (np.all(spread > 0) and np.all(np.isfinite(spread))):
            raise ValueError("a standard deviation is above zero; leave it out where it is not known")
        later = t > 0
        if not np.any(h[later] > 0):
            raise ValueError("growth needs a thickness above zero at a time above zero")
        return cls(t[later], h[later], None if spread is None else spread[later])

    @property
    def times(self) -> int:
        """Different times: a second measurement at the same time tells of the scatter, not of the law."""
        return len(np.unique(self.time))

    @property
    def scale(self) -> Numbers:
        """The scale of a deviation: its standard deviation, or one length for all."""
        return self.std if self.std is not None else array(np.full(self.time.shape, np.max(self.thickness)))


def _rank(law: str, points: _Points) -> GrowthRank:
    count = len(GROWTH_LAWS[law].parameters)
    if count >= points.times:
        return GrowthRank(
            law, reason=f"{count} parameters pass through {points.times} different times whatever they say"
        )
    parameters = _fit(law, points)
    deviations = points.thickness - GROWTH_LAWS[law].thickness(points.time, *parameters)
    rank = GrowthRank(law, parameters, float(np.sqrt(np.mean(deviations**2))))
    free = count + (points.std is None)
    spare = points.time.size - free - 1
    if spare < 1:
        return replace(rank, reason="too few points to weigh the law")
    return replace(rank, aicc=_deviance(rank, points) + 2 * free + 2 * free * (free + 1) / spare)


def _deviance(rank: GrowthRank, points: _Points) -> float:
    """-2 ln L up to a constant.

    It is chi-square, or n ln(sum of squares/n) where the scatter is estimated from the fit.
    """
    squares = float(np.sum(_scaled_deviations(rank.law, rank.parameters or (), points) ** 2))
    if points.std is not None:
        return squares
    return points.time.size * float(np.log(squares / points.time.size + EXACT**2))


def _scaled_deviations(law: str, parameters: tuple[float, ...], points: _Points) -> Numbers:
    return array((GROWTH_LAWS[law].thickness(points.time, *parameters) - points.thickness) / points.scale)


# --- the fit of one law, in the logarithms of its parameters, from several starts

_Guess = Callable[[float, float], list[tuple[float, ...]]]  # curves through one late point (t, h)

_STARTS: dict[str, _Guess] = {
    "linear": lambda t, h: [(h / t,)],
    "parabolic": lambda t, h: [(h**2 / t,)],
    "power": lambda t, h: [(h / t**n, n) for n in (0.1, 0.25, 0.5, 1.0, 2.0)],
    "logarithmic": lambda t, h: [(h / np.log1p(1 / x), x * t) for x in (1e-4, 1e-2, 0.1, 1.0, 10.0)],
    "self-limiting": lambda t, h: [(-h / np.expm1(-1 / x), x * t) for x in (0.01, 0.1, 0.3, 1.0, 10.0)],
}


def _shape_range(law: str, points: _Points) -> tuple[float, float]:
    if law == "power":
        return EXPONENTS
    return float(points.time.min()) / BEYOND, float(points.time.max()) * BEYOND


def _fit(law: str, points: _Points) -> tuple[float, ...]:
    from scipy.optimize import least_squares

    last = float(points.time.max())
    reached = max(float(np.mean(points.thickness[points.time == last])), 0.1 * float(points.thickness.max()))
    lower, upper = np.log(_shape_range(law, points))
    fits = []
    for start in _STARTS[law](last, reached):
        logs = np.log(start)
        below, above = np.full(logs.size, -np.inf), np.full(logs.size, np.inf)
        if logs.size > 1:
            below[1], above[1] = lower, upper
            logs[1] = np.clip(logs[1], lower + 1e-3, upper - 1e-3)
        fits.append(
            least_squares(
                lambda x: _scaled_deviations(law, tuple(np.exp(x)), points),
                logs,
                bounds=(below, above),
                xtol=1e-10,
                ftol=1e-10,
                gtol=1e-10,
            )
        )
    best = min(fits, key=lambda fit: float(fit.cost))
    return tuple(float(value) for value in np.exp(best.x))


# --- the ranks against each other


def _without_copies(ranks: list[GrowthRank], points: _Points) -> list[GrowthRank]:
    """Laws that have come down to a simpler one that they contain keep their fit, and lose their say."""
    by_law = {rank.law: rank for rank in ranks}

    def simpler(rank: GrowthRank) -> str | None:
        for law in _CONTAINS.get(rank.law, ()) if rank.aicc is not None else ():
            if _deviance(by_law[law], points) - _deviance(rank, points) < 1:
                return law
        return None

    return [
        replace(rank, reason=f"has come down to the {law} law") if (law := simpler(rank)) else rank for rank in ranks
    ]


def _weighed(ranks: list[GrowthRank]) -> list[GrowthRank]:
    rivals = [rank for rank in ranks if _is_rival(rank)]
    likelihoods = {rank.law: np.exp((_aicc(rivals[0]) - _aicc(rank)) / 2) for rank in rivals}
    total = sum(likelihoods.values())
    return [replace(r, weight=float(likelihoods[r.law] / total)) if r.law in likelihoods else r for r in ranks]


def _undecided(ranks: list[GrowthRank], points: _Points) -> str:
    """Why the best of the ranks cannot be called the law of the points; empty if it can."""
    best = ranks[0]
    if any(rank.aicc is None for rank in ranks):
        return "too few points to weigh every law"
    if best.weight is None or best.weight <= DECISIVE_WEIGHT:
        return "the points do not exclude the next law"
    closer = [r.law for r in ranks if _is_rival(r) and _deviance(r, points) < _deviance(best, points)]
    if closer:
        return f"the {closer[0]} law runs closer to the points, and loses only by its parameters"
    if best.parameters is not None and len(best.parameters) > 1:
        lower, upper = _shape_range(best.law, points)
        if not 1.01 * lower < best.parameters[1] < upper / 1.01:
            return "the points do not see the bend of the law"
    if points.std is not None:
        from scipy.stats import chi2

        degrees = points.time.size - len(best.parameters or ())
        if chi2.sf(_deviance(best, points), degrees) < BELIEVABLE:
            return "no law describes the points within their standard deviations"
    return ""


def _is_rival(rank: GrowthRank) -> bool:
    return rank.aicc is not None and not rank.reason


def _aicc(rank: GrowthRank) -> float:
    return np.inf if rank.aicc is None else rank.aicc


def _order(rank: GrowthRank) -> tuple[bool, bool, float, float]:
    """Rivals first, by AICc; then the other fitted ones, by residual; last what was not offered."""
    fitted = rank.residual is not None
    return not _is_rival(rank), not fitted, _aicc(rank), rank.residual if rank.residual is not None else np.inf
