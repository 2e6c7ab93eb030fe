"""How well a number is known: its ground, and the step u by which a verdict moves it.

A number is moved in the space in which its error is even: the logarithm of what is positive, the logit of a share, the
plain SI value of what is compared by difference or may be of either sign. The floors below say how little an
assumption may claim; they are in that space, or in steps of the term (`Term.step`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, hypot, log1p, sqrt
from types import MappingProxyType
from typing import Literal

from .ancestry import is_of_spectra
from .finding import Assumed, Chosen, Finding, Fitted, Ground, Measured, Reported
from .lookup import term
from .vocabulary import Term

Space = Literal["ln", "logit", "linear"]
# Effective ground. What a paper or a file found out has none of the five; the ancestors of a result have their own.
Known = Ground | Literal["setting", "reported", "measured", "result"]

FLOOR = {"estimate": 0.1, "guess": 0.35}  # in ln: 10 %, and a factor of 1.4 either way
STEPS = {"estimate": 1.0, "guess": 3.0}  # of terms compared by difference
EDGE = {"estimate": 0.01, "guess": 0.05}  # of a share of nothing or of all, which has no logit: moved inwards
ABOUT: Literal["estimate"] = "estimate"  # "about" is known as an estimate is, unless the digits say less
WIDE = 0.5  # in ln: a standard deviation of more than half the value
FOUND = ("measured", "fitted", "computed")  # kinds of facts that another cell, or another method, would give otherwise


@dataclass(frozen=True)
class Scatter:
    """Scatter between cells and between methods, by term (see `literature.scatter`).

    `usual` is in ln, `steps` in steps of a term compared by difference; `terms` has the terms that differ, in ln or in
    steps as the term is compared.
    """

    usual: float = 0.1
    steps: float = 1.0
    terms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


NO_SCATTER = Scatter(0.0, 0.0)


@dataclass(frozen=True)
class Knowledge:
    """Ground and uncertainty of a number; `u` is None where its error is unknown."""

    ground: Known
    u: float | None
    space: Space

    @property
    def adds_linearly(self) -> bool:
        """Whether errors of this ground may be correlated, so that they add up and never cancel."""
        return self.ground in ("estimate", "guess")

    @property
    def is_wide(self) -> bool:
        """Whether a symmetric spread about the value misdescribes it: a factor of 1.6 or more either way."""
        return self.space == "ln" and self.u is not None and self.u > WIDE


def knowledge(finding: Finding, scatter: Scatter, *, borrowed: bool = False) -> Knowledge:
    """The effective ground of a number and its step.

    `borrowed` marks a fact or a measured number that stands for another subject or other conditions.

    A result (fitted, computed) has the spread that it carries; what it rests on is moved instead where a verdict can.
    """
    row = term(finding.question.name)
    space = _space(finding.value, row)
    stated = None if finding.std is None else _in_space(finding.std, finding.value, space)
    between = _between(finding.value, row, space, scatter)
    match finding.origin:
        case Assumed(ground=given):
            ground, u = _assumed(finding, row, space, given, stated)
            return Knowledge(ground, u, space)
        case Chosen():
            return Knowledge("setting", stated or 0.0, space)
        case Measured() | Fitted() if isinstance(finding.origin, Measured) or is_of_spectra(finding):
            if borrowed:
                return Knowledge("guess", max(stated or 0.0, _floor("guess", finding.value, row, space)), space)
            return Knowledge("measured", hypot(stated or 0.0, between), space)
        case Reported() as origin:
            read = _read(finding, origin, row, space, stated)
            if read is None:
                return Knowledge("reported", None, space)
            if origin.kind == "assumed" or borrowed:
                return Knowledge("guess", max(read, _floor("guess", finding.value, row, space)), space)
            if origin.kind == "set":
                loose = origin.approx or stated is not None or isinstance(finding.bound, tuple)
                return Knowledge("setting", read if loose else 0.0, space)
            return Knowledge("reported", hypot(read, between) if origin.kind in FOUND else read, space)
        case _:
            return Knowledge("result", stated, space)


def own_spread(finding: Finding) -> Knowledge:
    """Return the standard deviation of a number, in the space in which its error is symmetric.

    No floor applies.
    """
    space = _space(finding.value, term(finding.question.name))
    return Knowledge("result", None if finding.std is None else _in_space(finding.std, finding.value, space), space)


def moved(finding: Finding, known: Knowledge, times: float) -> float:
    """The value, SI, moved by `times` half-sizes in its space; never out of the domain of its term."""
    by = times * (known.u or 0.0)
    if known.space == "ln":
        return finding.value * exp(by)
    if known.space == "logit":
        share = finding.value
        return share * exp(by) / (1 - share + share * exp(by))
    value, domain = finding.value + by, term(finding.question.name).domain
    if domain == "fraction":
        return min(max(value, 0.0), 1.0)
    return max(value, 0.0) if domain == "not negative" else value


def _assumed(
    finding: Finding, row: Term, space: Space, given: Ground, stated: float | None
) -> tuple[Ground, float | None]:
    """The effective ground and the half-size of an assumption."""
    if given == "definition":
        return given, 0.0
    if given in ("handbook", "borrowed") and stated is not None:
        return given, stated
    # a handbook value without its spread is no better than an estimate; a borrowed one without scatter is a guess
    ground: Literal["estimate", "guess"] = "guess" if given in ("guess", "borrowed") else "estimate"
    floor = _floor(ground, finding.value, row, space)
    return ground, max(floor, stated or 0.0) if floor or stated is not None else None


def _read(finding: Finding, origin: Reported, row: Term, space: Space, stated: float | None) -> float | None:
    """Uncertainty of a fact for its own cell: the spread of the paper, else that of its digits."""
    if isinstance(finding.bound, str):
        return None
    resolution = origin.resolution
    if isinstance(finding.bound, tuple):
        low, high = finding.bound
        resolution = max(resolution, (high - low) / sqrt(12))
    fine = _in_space(resolution, finding.value, space) if stated is None else stated
    return max(fine, _floor(ABOUT, finding.value, row, space)) if origin.approx else fine


def _space(value: float, row: Term) -> Space:
    """The space in which a number is moved; shares of 0 and 1 have neither logarithm nor logit."""
    if row.compare == "difference" or row.domain == "any" or value <= 0:
        return "linear"
    if row.domain == "fraction":
        return "logit" if value < 1 else "linear"
    return "ln"


def _in_space(std: float, value: float, space: Space) -> float:
    """A standard deviation, SI, in the space in which the number is moved.

    Of a positive number, that of the logarithm of the lognormal with this mean and deviation, so that a spread as
    large as the number is no longer a negative number below it.
    """
    match space:
        case "ln":
            return sqrt(log1p((std / value) ** 2))
        case "logit":
            return std / (value * (1 - value))
        case "linear":
            return std


def _floor(ground: Literal["estimate", "guess"], value: float, row: Term, space: Space) -> float:
    """The least step of an estimate or a guess; 0 for a zero whose term has no step."""
    if space != "linear":
        return FLOOR[ground]
    if row.compare == "difference":
        return STEPS[ground] * row.step
    if row.domain == "fraction":
        return EDGE[ground]
    return max(STEPS[ground] * row.step, FLOOR[ground] * abs(value))


def _between(value: float, row: Term, space: Space, scatter: Scatter) -> float:
    """The scatter between cells or methods, in the space in which the number is moved."""
    if row.compare == "difference":
        return scatter.terms.get(row.name, scatter.steps) * row.step
    relative = scatter.terms.get(row.name, scatter.usual)
    return relative * abs(value) if space == "linear" else relative
