"""Standard deviation of an answer by linear propagation, in one place for every answerer.

Each input is moved by one standard deviation to either side. Where the two moves show that a line does not describe
the answer, or where one of them has no answer, the standard deviation carries a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, expm1, floor, isfinite, log, log1p, log10, sqrt

from ..design import Unanswerable
from ..quantity import Assumed, Finding, Fitted, NatriaError, Question, Span, own_spread, term
from ..quantity import moved as moved_by
from .reader import Refuse

METHOD = 1  # raised when spreads or widened ends change: kept answers that depend on it are then computed again
LARGEST = 10.0  # sigma in ln: beyond it a standard deviation says nothing
# Bend over slope, both of a move by one standard deviation. For one input alone the larger side is then twice the
# smaller one, and the terms of second order raise the standard deviation by sqrt(1 + 2/9), a tenth.
BENT = 1 / 3
NOISE = 1e-9  # relative: a bend below it is rounding
NAMED = 3  # inputs that a doubt names

Moved = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True)
class LinearSpread:
    """A standard deviation, if there is one; `doubt` says why a line may not do, empty where it does."""

    std: float | None
    doubt: str = ""


@dataclass(frozen=True)
class _Sides:
    """The answer with one input moved up and down; None where it is refused."""

    input: Finding
    up: float | None
    down: float | None

    @property
    def given(self) -> tuple[float, ...]:
        return tuple(side for side in (self.up, self.down) if side is not None)


def linear_spread(question: Question, value: float, used: Mapping[str, Finding], moved: Moved) -> LinearSpread:
    """Return the standard deviation of an answer by linear propagation, with what speaks against it.

    sigma^2 = sum over inputs a, b of (df/da)(df/db) cov(a, b), with slopes from moves of one standard deviation to
    either side.

    Where an input is wide (`is_wide`), one standard deviation less may lie below zero. Inputs then move in the space in
    which their error is even, the logarithm of what is positive. The slopes of a positive answer that is compared by
    its ratio are those of its logarithm, and its standard deviation is that of a lognormal distribution,
    value sqrt(exp(sigma^2) - 1): a product of powers has its exact spread.

    `moved` gives the answer with values in place of findings, by id. An input of unknown spread adds nothing here and
    is named by `without_spread`. There is no standard deviation where one is unknown and no input has a known spread
    other than zero and that of a definition, such as a molar mass; and where both moves of an input are refused. Where
    one is refused, the slope is that of the other.

    The answer bends by b = (up + down)/2 - value for each input. It is doubted where the root of the sum of b^2 is more
    than a third of sigma (`BENT`).
    """
    sides = _sides(used, moved)
    inputs = {finding.id: finding for finding in used.values()}
    if all(_is_definition(one.input) for one in sides) and any(f.std is None for f in inputs.values()):
        return LinearSpread(None)
    refused = _refused(sides)
    if any(not one.given for one in sides):
        return LinearSpread(None, refused)
    has_wide = any(own_spread(one.input).is_wide for one in sides)
    ends = (end for one in sides for end in one.given)
    in_ln = has_wide and term(question.name).compare == "ratio" and min((value, *ends)) > 0
    slopes, bends = zip(*(_line(one, value, in_ln=in_ln) for one in sides), strict=True) if sides else ((), ())
    both = ((i, j) for i in range(len(sides)) for j in range(len(sides)))
    variance = sum(_correlation(sides[i].input, sides[j].input) * slopes[i] * slopes[j] for i, j in both)
    if not isfinite(variance):
        return LinearSpread(None, refused)
    sigma = sqrt(max(variance, 0.0))
    limit = max(BENT * sigma, NOISE * (1.0 if in_ln else abs(value)))
    doubt = "; ".join(part for part in (_bent(sides, bends, limit), refused) if part)
    if not in_ln:
        return LinearSpread(sigma, doubt)
    return LinearSpread(value * sqrt(expm1(sigma**2)) if sigma < LARGEST else None, doubt)


def moves_of(used: Mapping[str, Finding]) -> dict[str, tuple[float, float]]:
    """Return the two values to which each input with a spread is moved, by its id."""
    spread = {finding.id: finding for finding in used.values() if finding.std}
    known = {name: own_spread(one) for name, one in spread.items()}
    if any(one.is_wide for one in known.values()):
        return {name: (moved_by(one, known[name], 1), moved_by(one, known[name], -1)) for name, one in spread.items()}
    return {name: (one.value + (one.std or 0.0), one.value - (one.std or 0.0)) for name, one in spread.items()}


def _sides(used: Mapping[str, Finding], moved: Moved) -> list[_Sides]:
    """Return the moved answers of each input with a spread."""
    inputs = {finding.id: finding for finding in used.values()}

    def answer(values: Mapping[str, float]) -> float | None:
        try:
            return moved(values)
        except (Refuse, Unanswerable, NatriaError):
            return None

    return [
        _Sides(inputs[name], answer({name: up}), answer({name: down})) for name, (up, down) in moves_of(used).items()
    ]


def _line(one: _Sides, value: float, *, in_ln: bool) -> tuple[float, float]:
    """Return slope and bend of an answer for a move by one standard deviation; of one side alone no bend."""
    up, down, middle = (side if side is None or not in_ln else log(side) for side in (one.up, one.down, value))
    assert middle is not None
    if up is None or down is None:
        return (up - middle if up is not None else middle - down if down is not None else 0.0), 0.0
    return (up - down) / 2, (up + down) / 2 - middle


def _bent(sides: Sequence[_Sides], bends: Sequence[float], limit: float) -> str:
    """Return the doubt of an answer that bends, with the inputs for which it does; empty for a line."""
    if sqrt(sum(bend**2 for bend in bends)) <= limit:
        return ""
    ranked = sorted(zip(bends, sides, strict=True), key=lambda pair: -abs(pair[0]))
    most = abs(ranked[0][0])
    return f"not linear in {_named([one for bend, one in ranked if abs(bend) > BENT * most])}"


def _refused(sides: Sequence[_Sides]) -> str:
    """Return the doubt of an answer of which a move is refused."""
    lost = [one for one in sides if len(one.given) < 2]
    return f"no answer with a moved {_named(lost)}" if lost else ""


def _named(sides: Sequence[_Sides]) -> str:
    about = [one.input.question for one in sides]
    names = [one.part or f"{one.name.replace('_', ' ')} of {one.of}" for one in about]
    more = f" and {len(names) - NAMED} others" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


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

    low, high = (linear_spread(question, ends[at], dict(used), end(at)).std or 0.0 for at in (0, 1))
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
