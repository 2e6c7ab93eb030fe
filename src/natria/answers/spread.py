"""Standard deviation of an answer by linear propagation, in one place for every answerer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, exp, expm1, floor, isfinite, log, log1p, log10, sqrt

from ..design import Unanswerable
from ..quantity import Assumed, Finding, Fitted, NatriaError, Question, Span, own_spread, term
from ..quantity import moved as moved_by
from .reader import Refuse

LARGEST = 10.0  # sigma in ln: beyond it a standard deviation says nothing


def linear_spread(
    question: Question, value: float, used: Mapping[str, Finding], moved: Callable[[Mapping[str, float]], float]
) -> float | None:
    """Return the standard deviation of an answer by linear propagation.

    sigma^2 = sum over inputs a, b of (df/da)(df/db) cov(a, b), with slopes from moves of one standard deviation to
    either side.

    Where an input is wide (`is_wide`), one standard deviation less may lie below zero. Inputs then move in the space in
    which their error is even, the logarithm of what is positive. The slopes of a positive answer that is compared by
    its ratio are those of its logarithm, and its standard deviation is that of a lognormal distribution,
    value sqrt(exp(sigma^2) - 1): a product of powers has its exact spread.

    `moved` gives the answer with values in place of findings, by id. An input of unknown spread adds nothing here and
    is named by `without_spread`. None where one is unknown and no input has a known spread other than zero and that of
    a definition, such as a molar mass; and where a moved answer is refused.
    """
    inputs = {finding.id: finding for finding in used.values()}
    spreads = {name: own_spread(finding) for name, finding in inputs.items() if finding.std}
    has_wide = any(known.is_wide for known in spreads.values())
    sides: dict[str, tuple[float, float]] = {}
    for name, known in spreads.items():
        one = inputs[name]
        ends = [moved_by(one, known, k) if has_wide else one.value + k * (one.std or 0.0) for k in (1, -1)]
        try:
            sides[name] = (moved({name: ends[0]}), moved({name: ends[1]}))
        except (Refuse, Unanswerable, NatriaError):
            return None
    if all(_is_definition(inputs[name]) for name in sides) and any(f.std is None for f in inputs.values()):
        return None
    in_ln = has_wide and term(question.name).compare == "ratio" and min(value, *map(min, sides.values())) > 0
    slope = {name: (log(up / down) if in_ln else up - down) / 2 for name, (up, down) in sides.items()}
    both = ((a, b) for a in slope for b in slope)
    variance = sum(_correlation(inputs[a], inputs[b]) * slope[a] * slope[b] for a, b in both)
    if not isfinite(variance):
        return None
    sigma = sqrt(max(variance, 0.0))
    if not in_ln:
        return sigma
    return value * sqrt(expm1(sigma**2)) if sigma < LARGEST else None


def widened(
    question: Question, ends: Span, used: Mapping[str, Finding], moved: Callable[[Mapping[str, float]], object]
) -> Span:
    """Return a range whose ends are moved outwards by one standard deviation of the inputs, to two digits.

    Ends above zero move in the logarithm, so that they stay there. `moved` gives the answer, a range or a number, with
    values in place of findings. An end whose moved answer is refused stays.
    """
    done: dict[tuple[tuple[str, float], ...], object] = {}

    def end(at: int) -> Callable[[Mapping[str, float]], float]:
        def value(values: Mapping[str, float]) -> float:
            key = tuple(values.items())
            if key not in done:
                done[key] = moved(values)
            answer = done[key]
            one = answer[at] if isinstance(answer, tuple) else answer
            if not isinstance(one, float) or not isfinite(one):
                raise Refuse("the answer is no finite number")
            return one

        return value

    low, high = (linear_spread(question, ends[at], dict(used), end(at)) or 0.0 for at in (0, 1))
    return _outwards(ends[0], low, -1), _outwards(ends[1], high, 1)


def _outwards(end: float, std: float, way: int) -> float:
    if not std:
        return end
    out = end + way * std if end <= 0 else end * exp(way * sqrt(log1p((std / end) ** 2)))
    if not out:
        return out
    places = 1 - floor(log10(abs(out)))
    return round((floor if way < 0 else ceil)(out * 10.0**places) / 10.0**places, places)


def _is_definition(finding: Finding) -> bool:
    return isinstance(finding.origin, Assumed) and finding.origin.ground == "definition"


def without_spread(inputs: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The inputs of which no spread is known, each once."""
    return tuple({f.id: f for f in inputs if f.std is None}.values())


def _correlation(a: Finding, b: Finding) -> float:
    """1 for one and the same finding, the fit's own for two of its parameters, else 0."""
    if a.id == b.id:
        return 1.0
    match a.origin, b.origin:
        case Fitted(fit=f, parameter=p), Fitted(fit=g, parameter=q) if f == g and f.covariance is not None:
            i, j = f.names.index(p), f.names.index(q)
            return float(f.covariance[i][j] / (f.covariance[i][i] * f.covariance[j][j]) ** 0.5)
    return 0.0
