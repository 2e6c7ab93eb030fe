"""How a number stands to the one that it is compared with: read off the two ancestries, never declared.

In this order: refused; not comparable; input (the answer is itself a fact, an assumption or a choice, or follows from
settings alone); fit (answer and target share evidence); measurement (own data); conditional (rests on assumptions:
which); prediction (every input has a source of its own). How well the two agree is a separate thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ..quantity import (
    Assumed,
    Chosen,
    Finding,
    Fitted,
    Measured,
    Refused,
    Reported,
    assumptions,
    evidence,
    is_known,
    match,
    term,
)

Verdict = Literal["input", "fit", "conditional", "prediction", "measurement", "refused", "not comparable"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Comparison:
    """`agreement` is answer/target, or answer - target (SI) where the term compares by difference; `within` is whether
    the answer keeps the target's bound or interval, or lies within two standard deviations; None where nothing says."""

    target: Finding
    answer: Finding | Refused
    verdict: Verdict
    why: str
    rests_on: tuple[str, ...] = ()
    agreement: float | None = None
    within: bool | None = None
    what_if: str = ""


def compare(target: Finding, answer: Finding | Refused, what_if: str = "") -> Comparison:
    if isinstance(answer, Refused):
        return Comparison(target, answer, "refused", answer.why, what_if=what_if)
    same = match(target.question, answer.question)
    if not same:
        return Comparison(target, answer, "not comparable", same.why_not, what_if=what_if)
    verdict, why, rests_on = _standing(target, answer)
    if same.unstated:
        why += f"; one side is silent on {', '.join(k.replace('_', ' ') for k in same.unstated)}"
    agreement, within = _agreement(target, answer)
    return Comparison(target, answer, verdict, why, rests_on, agreement, within, what_if)


def _standing(target: Finding, answer: Finding) -> tuple[Verdict, str, tuple[str, ...]]:
    sources = evidence(answer)
    shared = tuple(sorted(evidence(target) & sources))
    assumed = assumptions(answer)
    match answer.origin:
        case Reported() | Assumed() | Chosen():
            return "input", "taken over, not worked out", ()
        case _ if shared:
            return "fit", f"rests on {', '.join(shared)}", shared
        case Measured():
            return "measurement", "own data", ()
        case Fitted(fit=fit) if all(isinstance(d.origin, Measured) for d in fit.data):
            return "measurement", "fitted to own data", ()
        case _ if assumed:
            return "conditional", "if " + "; ".join(map(str, assumed)), tuple(map(str, assumed))
        case _ if not is_known(answer):
            return "input", "follows from settings alone", tuple(sorted(sources))
    return "prediction", "every input has a source of its own", tuple(sorted(sources))


def _agreement(target: Finding, answer: Finding) -> tuple[float | None, bool | None]:
    t, a = target.value, answer.value
    if term(target.question.name).compare == "difference":
        by: float | None = a - t
    else:
        by = a / t if t else None
    match target.bound:
        case (low, high):
            return by, low <= a <= high
        case "at least":
            return by, a >= t
        case "at most":
            return by, a <= t
        case "over":
            return by, a > t
        case "under":
            return by, a < t
    if answer.bound is not None or target.std is None or answer.std is None:
        return by, None  # an unknown spread can neither agree nor disagree
    return by, abs(a - t) <= 2 * (target.std**2 + answer.std**2) ** 0.5


def totals(comparisons: tuple[Comparison, ...]) -> dict[str, dict[Verdict, int]]:
    """How many of each verdict, apart for what the targets are in their papers."""
    table: dict[str, dict[Verdict, int]] = {}
    for c in comparisons:
        kind = c.target.origin.kind if isinstance(c.target.origin, Reported) else "own data"
        row = table.setdefault(kind, dict.fromkeys(VERDICTS, 0))
        row[c.verdict] += 1
    return table
