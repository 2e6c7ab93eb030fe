"""Distributions of an ensemble, and their sampling by a Latin hypercube.

Each n-th part of every distribution is sampled once. `scipy.stats` is not used: it takes a second to import and 100 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np

from ....answers import Refuse
from ....design import Design, Unanswerable
from ....quantity import Finding, InputError, NatriaError, Problem, term

Kind = Literal["normal", "lognormal", "uniform"]
_MEANS: dict[Kind, tuple[str, str]] = {
    "normal": ("mean", "standard deviation"),
    "lognormal": ("median", "factor of one standard deviation"),
    "uniform": ("lowest", "highest"),
}


@dataclass(frozen=True)
class Spread:
    """Distribution of the number at a path of a design, in SI.

    "normal": mean and standard deviation, truncated at the limits of the number. "lognormal": median and factor (2: two
    thirds lie between half and double). "uniform": both ends.
    """

    path: str
    kind: Kind
    first: float
    second: float
    lowest: float = -inf
    highest: float = inf

    def __post_init__(self) -> None:
        if why := _wrong(self):
            raise InputError("a spread", [Problem(self.path, why, _example(self.path))])

    def at(self, shares: np.ndarray) -> np.ndarray:
        """Return the quantiles at these probabilities."""
        if self.kind == "uniform":
            return self.first + shares * (self.second - self.first)
        if self.kind == "lognormal":
            return self.first * np.exp(log(self.second) * _normal(shares))
        low, high = (NormalDist(self.first, self.second).cdf(end) for end in (self.lowest, self.highest))
        return np.clip(self.first + self.second * _normal(low + shares * (high - low)), self.lowest, self.highest)


def _normal(shares: np.ndarray) -> np.ndarray:
    usual = NormalDist()
    return np.array([usual.inv_cdf(min(max(share, 1e-16), 1.0 - 1e-16)) for share in shares.tolist()])


def _wrong(spread: Spread) -> str:
    if spread.kind not in _MEANS:
        return f"has no distribution {spread.kind!r}; there are {', '.join(_MEANS)}"
    first, second = _MEANS[spread.kind]
    if not (isfinite(spread.first) and isfinite(spread.second)):
        return f"its {first} and its {second} must be finite numbers"
    if spread.kind == "normal" and not spread.second > 0:
        return f"its {second} must be above zero, not {spread.second:g}"
    if spread.kind == "lognormal" and not (spread.first > 0 and spread.second > 1):
        return f"its {first} must be above zero and its {second} above one, not {spread.first:g} and {spread.second:g}"
    if spread.kind == "uniform" and not spread.first < spread.second:
        return f"its {first} must lie below its {second}, not {spread.first:g} and {spread.second:g}"
    if not spread.lowest < spread.highest:
        return "is truncated so that no value is left"
    return ""


def _example(path: str, value: float = 1e-3) -> str:
    ends = f"{0.8 * value:g}, {1.2 * value:g}"
    return f"for example Spread({path!r}, 'lognormal', {value:g}, 1.5) or Spread({path!r}, 'uniform', {ends}), in SI"


def spread_of(design: Design, path: str) -> Spread:
    """Return the distribution that the design itself gives: its standard deviation, or its span.

    A number that must be above zero is lognormal, with that mean and that standard deviation; a share is truncated at 0
    and 1. An exact number, or one of unknown uncertainty, is refused: give a distribution.
    """
    try:
        found = design.finding(path)
    except Unanswerable as no:
        raise Refuse(str(no)) from None
    if isinstance(found.bound, tuple):
        return Spread(path, "uniform", *found.bound)
    value, std = _value_and_std(found, path)
    domain = term(found.question.name).domain
    if domain in {"positive", "not negative"} and value > 0:
        square = log(1.0 + (std / value) ** 2)
        return Spread(path, "lognormal", value * exp(-0.5 * square), exp(sqrt(square)))
    lowest, highest = {"fraction": (0.0, 1.0), "not negative": (0.0, inf)}.get(domain, (-inf, inf))
    return Spread(path, "normal", value, std, lowest, highest)


def _value_and_std(found: Finding, path: str) -> tuple[float, float]:
    try:
        value = found.plain
    except NatriaError as no:
        raise Refuse(no.what) from None
    if not found.std:
        known = "is exact" if found.std == 0 else "has no known spread"
        raise Refuse(f"{path} = {value:g} {known}: give its distribution, {_example(path, value)}")
    return value, found.std


def hypercube(spreads: Sequence[Spread], members: int, seed: int) -> tuple[dict[str, float], ...]:
    """Return a patch for each member: value by path. The same seed gives the same numbers."""
    if members < 1:
        raise InputError("an ensemble", [Problem("members", f"{members} is not a number of members", "take some 100")])
    if twice := _twice(spread.path for spread in spreads):
        raise InputError("an ensemble", [Problem(twice, "has two spreads", "keep one of the two")])
    random = np.random.default_rng(seed)
    columns = {s.path: s.at((random.permutation(members) + random.random(members)) / members) for s in spreads}
    return tuple({path: float(values[m]) for path, values in columns.items()} for m in range(members))


def _twice(paths: Iterable[str]) -> str:
    seen: set[str] = set()
    return next((path for path in paths if path in seen or seen.add(path)), "")  # type: ignore[func-returns-value]
