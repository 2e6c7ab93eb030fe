"""Comparison of an answer with a target; the verdict follows from ancestry and leverage.

In this order: refused; not comparable (another question, or another density functional); input (the answer is itself a
fact, an assumption or a choice); fit (answer and target share evidence, more than that one reported number restates the
other, or an input was made by hand from the target's series); measurement (own data); conditional (a move of an input
is refused, or estimates, guesses and laws move the answer by more than a third of what is known); input (follows from
settings alone); check (the target is itself derived, assumed or set, or the answer only rearranges numbers of the same
paper or rests on one that restates the target); prediction. How well the two agree is a separate thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from ...literature import Library
from ...quantity import (
    Ancestor,
    Assumed,
    Chosen,
    Computed,
    Finding,
    Fitted,
    Measured,
    Refused,
    Reported,
    ancestry,
    assumptions,
    evidence,
    is_known,
    is_own_data,
    match,
)
from .agreement import is_weak, is_wide_range, noise_of, ratio_or_difference, within
from .functionals import other_functional
from .interval import Interval, interval_of_std
from .leverage import Leverage
from .provenance import made_by_hand, set_here, undefined, unfounded
from .wording import effect_words, leverage_words

Verdict = Literal["input", "fit", "conditional", "check", "prediction", "measurement", "refused", "not comparable"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
DERIVED = ("derived", "assumed", "set")  # a target that is itself no result of a measurement


@dataclass(frozen=True)
class Standing:
    """Standing of an answer without a target.

    "sourced" would be a prediction against a target that it does not rest on.
    """

    word: Literal["input", "fit", "measurement", "conditional", "sourced"]
    why: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grade:
    """Result of moving the inputs of an answer: leverage and interval.

    Also the value of the strongest guess, with its name, that would meet the target.
    """

    leverage: Leverage
    interval: Interval
    meets: tuple[Finding, float] | None = None


@dataclass(frozen=True)
class Blind:
    """The day on which an answer was stored, and the later day on which its target was entered.

    Nobody could fit the answer to the fact.
    """

    stored: date
    entered: date


@dataclass(frozen=True)
class Comparison:
    """An answer against a target.

    `agreement` is answer/target, or answer - target (SI) where the term compares so. `within` is whether the target
    lies in the 95 % of answer and target noise; None where this is open. `weak` says that the interval is too wide to
    say much; `whatever` that the verdict stays for every value of what is assumed. `blind` says that the answer was
    stored before the target was entered.
    """

    target: Finding
    answer: Finding | Refused
    verdict: Verdict
    why: str
    rests_on: tuple[str, ...] = ()
    set_here: tuple[str, ...] = ()  # settings that this design chose for a cell that somebody else built
    agreement: float | None = None
    within: bool | None = None
    weak: bool = False
    whatever: bool = False
    what_if: str = ""
    grade: Grade | None = field(default=None, repr=False, compare=False)
    blind: Blind | None = None

    @property
    def counts(self) -> bool:
        """Whether agreement is known and says something: a wide range holds nearly every number."""
        wide = isinstance(self.answer, Finding) and is_wide_range(self.answer)
        return self.within is not None and not (self.within and wide)


def compare(
    target: Finding,
    answer: Finding | Refused,
    what_if: str = "",
    *,
    grade: Grade | None = None,
    known: Library | None = None,
    stored: date | None = None,
) -> Comparison:
    """The comparison of an answer with a target.

    Without a grade the verdict is that of ancestry alone. `known` are the papers that facts may come from; natria's own
    without it. `stored` is the day on which an answer from a store was stored.
    """
    if isinstance(answer, Refused):
        return Comparison(target, answer, "refused", answer.why, what_if=what_if)
    same = match(target.question, answer.question)
    if why_not := same.why_not or other_functional(target, answer):
        return Comparison(target, answer, "not comparable", why_not, what_if=what_if)
    standing = (
        _fit(target, answer)
        or _recomputed(target, answer, known)
        or standing_of(answer, known, grade=grade, target=target)
    )
    verdict = _verdict(target, answer, standing)
    why = standing.why
    if verdict == "check":
        why = f"consistency, not a prediction: {_why_check(target, answer)}"
    if same.unstated:
        one_sided = ", ".join(key.replace("_", " ") for key in same.unstated)
        why += f"; given for only one of the two: {one_sided}"
    chosen = set_here(answer) if isinstance(target.origin, Reported) else ()
    interval = grade.interval if grade else interval_of_std(answer)
    agrees = within(target, answer, interval)
    return Comparison(
        target,
        answer,
        verdict,
        why,
        standing.rests_on,
        chosen,
        ratio_or_difference(target, answer),
        agrees,
        is_wide_range(answer) or bool(interval and agrees is not None and is_weak(target.question.name, interval)),
        _whatever(target, answer, grade, agrees),
        what_if,
        grade,
        None if verdict == "fit" else _blind(target, stored, known),
    )


def _blind(target: Finding, stored: date | None, known: Library | None) -> Blind | None:
    entered = known.entered.get(target.id) if known else None
    return Blind(stored, entered) if stored and entered and stored < entered else None


def standing_of(
    answer: Finding, known: Library | None = None, *, grade: Grade | None = None, target: Finding | None = None
) -> Standing:
    """Standing of an answer by itself, or against a target with which it shares no evidence."""
    match answer.origin:
        case Reported() | Assumed() | Chosen():
            return Standing("input", "taken over, not computed")
        case Measured():
            words = tuple(map(str, assumptions(answer)))
            return Standing("measurement", "own data" + ("; if " + "; ".join(words) if words else ""), words)
        case Fitted() if is_own_data(answer):
            words = tuple(map(str, undefined(answer)))
            return Standing("measurement", "fitted to own data" + ("; if " + "; ".join(words) if words else ""), words)
        case _:
            pass
    if claimed := tuple(map(str, unfounded(answer, known))):
        return Standing("conditional", "if " + "; ".join(claimed), claimed)
    if grade is None:
        if assumed := tuple(map(str, undefined(answer))):
            return Standing("conditional", "if " + "; ".join(assumed), assumed)
    elif too_much := _conditional(grade.leverage, target):
        return too_much
    if not is_known(answer) and not _is_check(answer, target):
        looked_up = any(isinstance(one.origin, Assumed) and not _is_definition(one) for one in ancestry(answer))
        what = "settings and values of handbooks" if looked_up else "settings"
        return Standing("input", f"follows from {what} alone", tuple(sorted(evidence(answer))))
    small = f"; {leverage_words(grade.leverage, _noise(target))}" if grade and grade.leverage.guessed else ""
    return Standing("sourced", f"every input that matters has a source{small}", tuple(sorted(evidence(answer))))


def _noise(target: Finding | None) -> float | None:
    return None if target is None else noise_of(target)


def _conditional(leverage: Leverage, target: Finding | None) -> Standing | None:
    """Why an answer is conditional: a refused or missing move, or too large a leverage of guesses.

    An input of unknown spread cannot be moved, so nothing shows that it does not matter.
    """
    unmoved = leverage.without_spread
    is_complete = not (leverage.is_refused or leverage.is_doubtful or unmoved)
    if is_complete and leverage.guessed <= leverage.allowed(_noise(target)):
        return None
    words = tuple(effect_words(leverage.name, e) for e in leverage.effects if e.in_line or e.is_refused)
    if unmoved:
        why = f"no spread is known of {', '.join(unmoved)}"
        return Standing("conditional", why, (*unmoved, *words))
    return Standing("conditional", leverage_words(leverage, _noise(target)), words)


def _fit(target: Finding, answer: Finding) -> Standing | None:
    """Return why agreement is built in: shared facts or files, or an input from the target's series.

    A number that was made by hand from facts of the target's own series (paper, system, term) is a fit that cannot be
    made again, so no move of an input shows what it really rests on.
    """
    if isinstance(answer.origin, Reported | Assumed | Chosen):
        return None
    held = len(undefined(answer))
    fixed = f", with {held} assumption{'s' * (held != 1)} held fixed" if held else ""
    shared = tuple(sorted(evidence(target) & evidence(answer)))
    if shared and not _restates(target, answer):
        return Standing("fit", f"rests on {', '.join(shared)}{fixed}", shared)
    if by_hand := made_by_hand(target, answer):
        return Standing(
            "fit", f"an input was made by hand from {', '.join(by_hand)} of the same series{fixed}", by_hand
        )
    return None


def _restates(target: Finding, answer: Finding) -> bool:
    """Whether answer and target share evidence only because one reported number restates another.

    The answer read such a number as it is reported, and nothing was fitted to it or assumed from it. It shows whether
    the paper agrees with itself.
    """
    common = evidence(target) & evidence(answer)
    return bool(common) and not any(_builds_in(one, target, common) for one in ancestry(answer))


def _builds_in(one: Ancestor, target: Finding, common: frozenset[str]) -> bool:
    """Whether an ancestor builds common evidence in: the target, a fit, an assumption, a law."""
    match one.origin:
        case Reported(record=record, kind=kind, shares=shares):
            return record == target.id or (kind == "fitted" and target.id in shares)
        case Fitted():
            return bool(evidence(one) & common)
        case Assumed(facts=facts):
            return any(evidence(fact) & common for fact in facts)
        case Computed(settings=settings):
            return any(evidence(fact) & common for setting in settings for fact in setting.facts)
        case Measured():
            return bool(evidence(one) & common)
        case _:
            return False


def _recomputed(target: Finding, answer: Finding, papers: Library | None) -> Standing | None:
    """Standing of an answer from numbers of the paper, definitions and settings alone.

    What the paper assumed for its arithmetic is taken as it stands: the question is whether the numbers fit together.
    """
    if not isinstance(target.origin, Reported) or not _restates(target, answer) or unfounded(answer, papers):
        return None
    behind = [one for one in ancestry(answer) if one.id != answer.id]
    left = [one for one in behind if not (_is_definition(one) or isinstance(one.origin, Chosen))]
    known = set(evidence(target))
    while new := [one for one in left if evidence(one) & known]:
        known |= frozenset().union(*map(evidence, new))
        left = [one for one in left if one not in new]
    if left or not all(isinstance(one.origin, Reported | Chosen | Assumed) for one in behind):
        return None
    return Standing("sourced", "repeats the arithmetic of the paper", tuple(sorted(evidence(answer))))


def _verdict(target: Finding, answer: Finding, standing: Standing) -> Verdict:
    if standing.word != "sourced":
        return standing.word
    return "check" if _why_check(target, answer) else "prediction"


def _is_check(answer: Finding, target: Finding | None) -> bool:
    return target is not None and bool(_why_check(target, answer))


def _why_check(target: Finding, answer: Finding) -> str:
    """Why agreement would only be consistency; empty for a prediction."""
    if not isinstance(target.origin, Reported):
        return ""
    if target.origin.kind in DERIVED:
        return f"the reported number is itself {target.origin.kind}"
    if _restates(target, answer):
        return "the answer rests on a number that restates the reported one"
    paper = target.id.partition(":")[0]
    sources = {f.id.partition(":")[0] for f in ancestry(answer) if isinstance(f.origin, Reported)}
    others = [f for f in ancestry(answer) if isinstance(f.origin, Assumed) and f.origin.ground != "definition"]
    if sources == {paper} and not others:
        return "the answer rearranges definitions and numbers of the same paper"
    if all(one.id == answer.id or _is_definition(one) for one in ancestry(answer)):
        return "the answer follows from definitions alone"
    return ""


def _is_definition(one: Ancestor) -> bool:
    return isinstance(one.origin, Assumed) and one.origin.ground == "definition"


def _whatever(target: Finding, answer: Finding, grade: Grade | None, agrees: bool | None) -> bool:
    """Whether `within` stays the same with all assumptions at either of their ends together."""
    if grade is None or agrees is None or not grade.leverage.guessed:
        return False
    if grade.leverage.is_refused or grade.leverage.is_doubtful:  # not everything that is assumed was moved
        return False
    ends = (within(target, answer, grade.interval, sign * grade.leverage.guessed) for sign in (1, -1))
    return all(end == agrees for end in ends)


def totals(comparisons: tuple[Comparison, ...]) -> dict[str, dict[Verdict, int]]:
    """The number of each verdict, by the kind of the target in its paper."""
    table: dict[str, dict[Verdict, int]] = {}
    for c in comparisons:
        origin = c.target.origin
        kind = origin.kind if isinstance(origin, Reported) else "own data" if is_own_data(c.target) else "simulated"
        row = table.setdefault(kind, dict.fromkeys(VERDICTS, 0))
        row[c.verdict] += 1
    return table
