"""How a number stands to the one that it is compared with: read off the two ancestries, never declared.

In this order: refused; not comparable; input (the answer is itself a fact, an assumption or a choice, or follows from
settings alone); fit (answer and target share evidence); measurement (own data); conditional (rests on assumptions:
which); prediction (every input has a source of its own). How well the two agree is a separate thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ..literature import library
from ..quantity import (
    Assumed,
    Assumption,
    Bound,
    Chosen,
    Computed,
    Finding,
    Fitted,
    Measured,
    Refused,
    Reported,
    Span,
    ancestry,
    assumptions,
    evidence,
    is_known,
    match,
    show_value,
    term,
)
from .answerers import answerers

Verdict = Literal["input", "fit", "conditional", "prediction", "measurement", "refused", "not comparable"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Standing:
    """What an answer is by itself. "sourced": every input has a source of its own, so against a target that it does not
    rest on it is a prediction."""

    word: Literal["input", "fit", "measurement", "conditional", "sourced"]
    why: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """`agreement` is answer/target, or answer - target (SI) where the term compares by difference; `within` is whether
    the answer keeps the target's bound or interval, or lies within two standard deviations; None where nothing says."""

    target: Finding
    answer: Finding | Refused
    verdict: Verdict
    why: str
    rests_on: tuple[str, ...] = ()
    set_here: tuple[str, ...] = ()  # settings that this design chose for a cell that somebody else built
    agreement: float | None = None
    within: bool | None = None
    what_if: str = ""


def compare(target: Finding, answer: Finding | Refused, what_if: str = "") -> Comparison:
    if isinstance(answer, Refused):
        return Comparison(target, answer, "refused", answer.why, what_if=what_if)
    same = match(target.question, answer.question)
    if not same:
        return Comparison(target, answer, "not comparable", same.why_not, what_if=what_if)
    taken_over = isinstance(answer.origin, Reported | Assumed | Chosen)
    shared = () if taken_over else tuple(sorted(evidence(target) & evidence(answer)))
    standing = Standing("fit", f"rests on {', '.join(shared)}", shared) if shared else standing_of(answer)
    verdict: Verdict = "prediction" if standing.word == "sourced" else standing.word
    why = standing.why
    if same.unstated:
        why += f"; one side is silent on {', '.join(k.replace('_', ' ') for k in same.unstated)}"
    chosen = set_here(answer) if isinstance(target.origin, Reported) else ()
    agreement, within = _agreement(target, answer)
    return Comparison(target, answer, verdict, why, standing.rests_on, chosen, agreement, within, what_if)


def standing_of(answer: Finding) -> Standing:
    """What an answer is by itself, without anything to compare it with."""
    sources = tuple(sorted(evidence(answer)))
    match answer.origin:
        case Reported() | Assumed() | Chosen():
            return Standing("input", "taken over, not worked out")
        case Measured():
            words = tuple(map(str, assumptions(answer)))
            return Standing("measurement", "own data" + ("; if " + "; ".join(words) if words else ""), words)
        case Fitted(fit=fit) if fit.data and all(isinstance(d.origin, Measured) for d in fit.data):
            return Standing("measurement", "fitted to own data")
        case _:
            pass
    if assumed := (*assumptions(answer), *unfounded(answer)):
        words = tuple(map(str, assumed))
        return Standing("conditional", "if " + "; ".join(words), words)
    if not is_known(answer):
        return Standing("input", "follows from settings alone", sources)
    return Standing("sourced", "every input has a source of its own", sources)


def unfounded(answer: Finding) -> tuple[Assumption, ...]:
    """What a finding made by hand only claims: facts that the literature does not have so, models that are not here."""
    facts, known = library().facts, answerers()
    found: dict[Assumption, None] = {}
    for one in ancestry(answer):
        about = f"{one.question.name} of {one.question.of}"
        match one.origin:
            case Reported(record=record) if facts.get(record) != one:
                found[Assumption(about, f"said to be {record}, which the literature here does not have so")] = None
            case Computed(model=model) if model not in known:
                found[Assumption(about, f"said to be computed by {model}, which is no model here")] = None
            case _:
                pass
    return tuple(found)


def set_here(answer: Finding) -> tuple[str, ...]:
    """Settings that the design chose; neither the question nor a fact gave them. On another's cell they are guesses."""
    return tuple(
        f"{one.question.of.partition('#')[2] or one.question.name} = {show_value(one)}"
        for one in ancestry(answer)
        if isinstance(one, Finding)
        and isinstance(one.origin, Chosen)
        and one.origin.by != "the question"
        and one.bound is None
    )


def _agreement(target: Finding, answer: Finding) -> tuple[float | None, bool | None]:
    t, a = target.value, answer.value
    if isinstance(answer.bound, tuple):
        return _agreement_of_span(target, answer.bound)
    if term(target.question.name).compare == "difference":
        by: float | None = a - t
    else:
        by = a / t if t else None
    if isinstance(answer.bound, str) and target.bound is not None:
        return by, _keeps_beyond(target.bound, t, a, above=answer.bound in ("at least", "over"))
    if target.bound is not None:
        return by, _keeps(target.bound, t, a)
    if answer.bound is not None or target.std is None or answer.std is None:
        return by, None  # an unknown spread can neither agree nor disagree
    return by, abs(a - t) <= 2 * (target.std**2 + answer.std**2) ** 0.5


def _agreement_of_span(target: Finding, span: Span) -> tuple[float | None, bool | None]:
    """Of an answer that is a range: how far its nearest end is, and whether the range holds the target; nothing
    where only a part of the range keeps the target's bound."""
    t, (low, high) = target.value, span
    nearest = min(max(t, low), high)
    by = nearest - t if term(target.question.name).compare == "difference" else nearest / t if t else None
    if target.bound is None:
        return by, low <= t <= high
    ends = _keeps(target.bound, t, low), _keeps(target.bound, t, high)
    around = isinstance(target.bound, tuple) and low < target.bound[0] and target.bound[1] < high
    return by, True if all(ends) else None if any(ends) or around else False


def _keeps_beyond(bound: Bound | Span, t: float, a: float, *, above: bool) -> bool | None:
    """Of an answer that is only known to lie above or below `a`: two lower bounds contradict nothing."""
    low, high = bound if isinstance(bound, tuple) else (t, float("inf")) if bound in ("at least", "over") else (None, t)
    if above:
        return False if a > high else True if high == float("inf") and low is not None and a >= low else None
    return False if low is not None and a < low else True if low is None and a <= high else None


def _keeps(bound: Bound | Span, t: float, a: float) -> bool:
    """Whether a number keeps a bound or lies in an interval."""
    match bound:
        case (low, high):
            return low <= a <= high
        case "at least":
            return a >= t
        case "at most":
            return a <= t
        case "over":
            return a > t
        case _:
            return a < t


def totals(comparisons: tuple[Comparison, ...]) -> dict[str, dict[Verdict, int]]:
    """How many of each verdict, apart for what the targets are in their papers."""
    table: dict[str, dict[Verdict, int]] = {}
    for c in comparisons:
        origin = c.target.origin
        kind = (
            origin.kind if isinstance(origin, Reported) else "own data" if isinstance(origin, Measured) else "simulated"
        )
        row = table.setdefault(kind, dict.fromkeys(VERDICTS, 0))
        row[c.verdict] += 1
    return table
