"""Effect sizes with two intervals each: by the profile of the likelihood, and by papers as clusters.

The profile supposes that rows are independent. Rows of one paper are not: they share its electrolyte, its hands, and
when it stops a test. The cluster interval leaves out one paper at a time (jackknife),

    V = (G - 1)/G sum (b_g - mean of b_g)^2,        b +/- t(0.975; m - 1) sqrt(V)

with G papers and m papers that saw a failure; for many papers V is that of the sandwich of Lin and Wei [Lipsitz, Dear,
Zhao, Biometrics 50 (1994) 842]. An end is open where a paper holds it alone: where the estimate without that paper runs
away, or its column no longer varies. The interval that counts is the hull of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from ...quantity import ModelError
from .covariates import LifeColumn, LifeDesign
from .laws import COX, LEVEL, WEIBULL, LifeLaw, chosen, drop_of, ensure_identified, kept_columns, varying
from .likelihood import SEARCH, Held, Largest, is_open, profile_end

LARGE = 3.0  # an effect (a factor of 20) from which on it is tried whether it has an end
Ends = tuple[float, float]


@dataclass(frozen=True)
class LifeEstimate:
    """A ratio with its intervals; `value` is infinite or zero where no failure bounds it."""

    value: float
    profile: Ends
    clustered: Ends

    @property
    def ends(self) -> Ends:
        """Return the hull of both intervals."""
        return min(self.profile[0], self.clustered[0]), max(self.profile[1], self.clustered[1])

    @property
    def is_told(self) -> bool:
        """Whether the interval excludes no effect."""
        low, high = self.ends
        return low > 1 or high < 1


@dataclass(frozen=True)
class LifeEffect:
    """What one step of a column does to life and hazard; `rows` and `failures` are those of a level."""

    column: LifeColumn
    rows: int
    failures: int
    papers: int
    life: LifeEstimate | None
    hazard: LifeEstimate | None
    why_not: str = ""


def effects(design: LifeDesign) -> tuple[LifeEffect, ...]:
    """Return the effect of each column of a design, with all of them at once."""
    by_law = [_estimates(law, design) for law in (WEIBULL, COX)]
    found = []
    for place, column in enumerate(design.columns):
        inside = design.matrix[:, place + 1] != 0 if _is_level(design, place) else np.ones(len(design.rows), bool)
        (life, why), (hazard, other) = (one[place] for one in by_law)
        papers = len(set(design.groups[inside]))
        counts = int(inside.sum()), int(design.failed[inside].sum()), papers
        found.append(LifeEffect(column, *counts, life, hazard, why or other))
    return tuple(found)


def _is_level(design: LifeDesign, place: int) -> bool:
    return set(np.unique(design.matrix[:, place + 1])) <= {0.0, 1.0}


def _estimates(law: LifeLaw, design: LifeDesign) -> list[tuple[LifeEstimate | None, str]]:
    here = law.rows(design)
    try:
        ensure_identified(here)
    except ModelError as no:
        return [(None, no.what)] * len(design.columns)
    best = law.fit(here, None)
    without = fits_without(law, here, best)
    return [(estimate(law, here, best, without, place + law.first), "") for place in range(len(design.columns))]


Without = Sequence[tuple[str, LifeDesign, Largest | None]]


def fits_without(law: LifeLaw, design: LifeDesign, best: Largest) -> Without:
    """Return the fits with one paper left out at a time; None where the other papers carry none."""
    found: list[tuple[str, LifeDesign, Largest | None]] = []
    for group in dict.fromkeys(design.groups):
        rest = chosen(design, design.groups != group)
        try:
            ensure_identified(kept_columns(rest, varying(rest)))
            found.append((str(group), rest, law.fit(rest, best.at)))
        except (ModelError, np.linalg.LinAlgError):
            found.append((str(group), rest, None))
    return found


def estimate(law: LifeLaw, design: LifeDesign, best: Largest, without: Without, place: int) -> LifeEstimate:
    """Return the exponential of a parameter with its intervals."""
    held, middle = law.held(design, place, best.at), _middle(law, design, best, place)
    profile = _profile(held, best, middle, drop_of(law, design))
    clustered = clustered_interval(law, design, middle, without, place)
    return LifeEstimate(_exp(middle), _exps(profile), _exps(clustered))


def _middle(law: LifeLaw, design: LifeDesign, best: Largest, place: int) -> float:
    """Return a parameter; infinite where no failure speaks against an ever larger one."""
    middle = float(best.at[place])
    if abs(middle) < LARGE:
        return middle
    sign = 1 if middle > 0 else -1
    is_endless = abs(middle) >= SEARCH.most or is_open(law.held(design, place, best.at), best.value, sign)
    return sign * inf if is_endless else middle


def _profile(held: Held, best: Largest, middle: float, drop: float) -> Ends:
    """Return the interval by the profile; that of an open effect is searched from its open end."""
    if isfinite(middle):
        low, high = (profile_end(held, best.value, middle, sign, drop=drop) for sign in (-1, 1))
        return low, high
    sign = 1 if middle > 0 else -1
    end = profile_end(held, best.value, sign * SEARCH.most, -sign, drop=drop)
    return (end, inf) if sign > 0 else (-inf, end)


def clustered_interval(law: LifeLaw, design: LifeDesign, middle: float, without: Without, place: int) -> Ends:
    """Return the interval of a parameter with the papers as clusters."""
    failing = {str(g) for g in design.groups[design.failed]}
    known = [(group, rest, found) for group, rest, found in without if found is not None]
    if len(failing) < 2 or len(known) < len(without):
        return -inf, inf
    if any(_is_flat(rest, place - law.first + 1) for _, rest, _ in known):
        return -inf, inf
    if not isfinite(middle):
        every = [
            _profile(law.held(rest, place, b.at), b, middle, drop_of(law, rest))
            for group, rest, b in known
            if group in failing
        ]
        return min(low for low, _ in every), max(high for _, high in every)
    others = np.array([_middle(law, rest, found, place) for _, rest, found in known])
    low, high = (-inf if np.isneginf(others).any() else 0.0), (inf if np.isposinf(others).any() else 0.0)
    bounded = others[np.isfinite(others)]
    spread = float(np.sqrt((len(bounded) - 1) / len(bounded) * ((bounded - bounded.mean()) ** 2).sum()))
    half = _student(len(failing) - 1) * spread
    return middle - half + low, middle + half + high


def _is_flat(design: LifeDesign, column: int) -> bool:
    return column > 0 and bool(np.ptp(design.matrix[:, column]) == 0)


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def _exps(ends: Ends) -> Ends:
    return _exp(ends[0]), _exp(ends[1])


def _exp(value: float) -> float:
    if not isfinite(value):
        return inf if value > 0 else 0.0
    return float(np.exp(np.clip(value, -700, 700)))
