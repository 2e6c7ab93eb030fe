"""Free numbers of a calibration, with their bounds and the scale of the search.

Positive numbers are searched in the logarithm, so a step is a factor; all others linearly between bounds, which then
must be given. The search starts at the value of the design.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from ...design import Design, Unanswerable, number_at, split, written_at
from ...quantity import (
    Ancestor,
    Assumed,
    Finding,
    InputError,
    NatriaError,
    Problem,
    Question,
    in_unit,
    number,
    parse_span,
    term,
)

DECADES = 6.0  # largest factor from the start where no bounds are given
NEARLY_ONE = 1 - 1e-6  # of a share: what conducts one ion alone is another kind of layer
TRIAL = "a trial value of the calibration"
OPTION = "--free"
EXAMPLE = "write for example 'working.exchange_current_density=0.1 to 100 mA/cm^2'"


@dataclass(frozen=True)
class Free:
    """A free number; `path` is where it is written. Values in SI.

    The coordinate of the search is zero at the start: a natural logarithm where the bounds are positive, otherwise a
    share of the distance between the bounds.
    """

    path: str
    term: str
    start: float
    low: float
    high: float
    is_given: bool = True  # the bounds, if given; natural ones otherwise

    @property
    def is_log(self) -> bool:
        return self.low > 0

    @property
    def name(self) -> str:
        """Return the last words of its path for display: "bpi ionic_conductivity"."""
        return short_name(self.path)

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the bounds of the coordinate."""
        return self.coordinate(self.low), self.coordinate(self.high)

    def coordinate(self, value: float) -> float:
        return log(value / self.start) if self.is_log else (value - self.start) / (self.high - self.low)

    def value(self, coordinate: float) -> float:
        return self.start * exp(coordinate) if self.is_log else self.start + coordinate * (self.high - self.low)

    def slope(self, value: float) -> float:
        """Return d(value)/d(coordinate)."""
        return value if self.is_log else self.high - self.low

    def trial(self, value: float) -> Finding:
        return Finding(Question(self.term, self.path), value, Assumed(TRIAL), 0.0)

    def show(self, value: float) -> str:
        unit = term(self.term).shown
        return f"{number(in_unit(value, self.term))}{'' if unit == '1' else f' {unit}'}"


def short_name(path: str) -> str:
    """Return the last two words of a path: "bpi ionic_conductivity"."""
    return " ".join([key for key in split(path) if key != "properties"][-2:])


def is_trial(finding: Ancestor) -> bool:
    return isinstance(finding.origin, Assumed) and finding.origin.why == TRIAL


def read_free(texts: Sequence[str], design: Design) -> tuple[Free, ...]:
    """Return the free numbers of texts "PATH" or "PATH=LOW to HIGH UNIT", with their start values.

    The start is the value of the design. All problems are reported at once.
    """
    found: list[Free] = []
    wrong: list[Problem] = [] if texts else [Problem("", "no number is free", EXAMPLE)]
    for text in texts:
        try:
            one = _free(text, design)
        except NatriaError as bad:
            wrong.append(Problem(text, bad.what, bad.fix))
            continue
        if one.path in {f.path for f in found}:
            wrong.append(Problem(text, "is given twice as free", "give each path once"))
        found.append(one)
    if wrong:
        raise InputError(OPTION, wrong)
    return tuple(found)


def _free(text: str, design: Design) -> Free:
    written, _, bounds = (part.strip() for part in text.partition("="))
    path = written_at(written) if written else ""
    place = number_at(path) if path else None
    if place is None:
        raise _No(f"{written!r} is not the path of a number of a design", EXAMPLE)
    try:
        start = design.finding(written).plain
    except Unanswerable as no:
        raise _No(str(no), "write a first value into the design, with its reason") from None
    low, high = _given(bounds, place.term) if bounds else _natural(start, place.term)
    if not low < start < high:
        unit = term(place.term).shown
        ends = " to ".join(number(in_unit(end, place.term)) for end in (low, high))
        what = f"the design has {number(in_unit(start, place.term))}, which is not inside {ends} {unit}"
        raise _No(what, "give wider bounds, or another value in the design")
    return Free(path, place.term, start, low, high, bool(bounds))


def _given(text: str, name: str) -> tuple[float, float]:
    span = parse_span(text, term(name).unit)
    if not isinstance(span, tuple):
        raise _No(f"{text!r} is one number, not two bounds", EXAMPLE)
    domain, (low, high) = term(name).domain, span
    if domain != "any" and low < 0:
        raise _No(f"{name} cannot be below zero", EXAMPLE)
    if domain == "fraction" and high > 1:
        raise _No(f"{name} cannot be above one", EXAMPLE)
    return low, high


def _natural(start: float, name: str) -> tuple[float, float]:
    """Return the natural bounds of a term: above zero, and a share below one."""
    domain = term(name).domain
    if domain == "any":
        raise _No(f"{name} may have either sign, so it has no bounds of its own", EXAMPLE)
    if start <= 0:
        raise _No(
            "the design has zero here, from which no search can start", "write a value above zero into the design"
        )
    reach = 10**DECADES
    return start / reach, min(start * reach, NEARLY_ONE) if domain == "fraction" else start * reach


class _No(NatriaError):
    """The reason why a number cannot be free."""
