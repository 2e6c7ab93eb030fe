"""Rival models: the spread of their answers, and whether they rank systems in the same order.

A criterion of a mechanism is useful if its order of magnitude and its ranking are right. The report of rival laws
therefore gives their spread, whether it contains the reported number, and whether each law ranks the systems as
reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import inf, isclose, isfinite

from ...quantity import Computed, Finding, Question, match, term
from ..verdicts import Comparison

Limits = tuple[float, float]  # within which a number lies; infinite where a bound leaves it open
SAME = 1e-9  # relative: answers that are computed alike


@dataclass(frozen=True)
class Rivals:
    """The answers of several models to one question, smallest first, and the reported number, if any."""

    question: Question
    target: Finding | None
    answers: tuple[Finding, ...]

    @property
    def span(self) -> Limits:
        """Return the smallest and the largest value that any law allows."""
        ends = [limits(answer) for answer in self.answers]
        return min(low for low, _ in ends), max(high for _, high in ends)

    @property
    def spread(self) -> float | None:
        """Return the largest over the smallest value, or their difference (SI) where the term compares so.

        None where there is none.
        """
        low, high = self.span
        if not (isfinite(low) and isfinite(high)):
            return None
        if term(self.question.name).compare == "difference":
            return high - low
        return high / low if low > 0 else None

    @property
    def holds_target(self) -> bool | None:
        """Whether the target lies within the span, within its uncertainty; None without a target."""
        if self.target is None:
            return None
        low, high = self.span
        least, most = limits(self.target)
        return low <= most and least <= high


@dataclass(frozen=True)
class LawOrder:
    """The systems ranked by one law, smallest first, and the agreement with the reported order.

    `as_reported`, `against` and `open` count pairs of systems: in the reported order, in the opposite one, and those
    that the law (or the reports) cannot tell apart.
    """

    model: str
    order: tuple[str, ...]
    as_reported: int = 0
    against: int = 0
    open: int = 0

    @property
    def says(self) -> str:
        decided, pairs = self.as_reported + self.against, self.as_reported + self.against + self.open
        if not pairs:
            return "no reported order"
        if not decided:
            return "does not tell the systems apart"
        if self.as_reported == pairs:
            return "the reported order"
        if self.against == pairs:
            return "the opposite of the reported order"
        undecided = f", {self.open} not distinguished" if self.open else ""
        return f"{self.as_reported} of {pairs} pairs in the reported order{undecided}"


@dataclass(frozen=True)
class Ranking:
    """One term over several systems under the same conditions: the reported order, and that of each law."""

    name: str
    at: Mapping[str, float | Limits]
    reported: tuple[str, ...]
    laws: tuple[LawOrder, ...]


def rivals(comparisons: Iterable[Comparison], answers: Iterable[object] = ()) -> tuple[Rivals, ...]:
    """Return the rivals of every target, and of every question without one, that several models answer."""
    targets: dict[str, tuple[Finding, list[Finding]]] = {}
    for c in _answered(comparisons):
        targets.setdefault(c.target.id, (c.target, []))[1].append(_finding(c))
    found = [Rivals(target.question, target, _ordered(given)) for target, given in targets.values()]
    found += [Rivals(group[0].question, None, _ordered(group)) for group in _by_question(answers)]
    return tuple(one for one in found if len({_model(a) for a in one.answers}) > 1)


def rankings(comparisons: Iterable[Comparison], answers: Iterable[object] = ()) -> tuple[Ranking, ...]:
    """Return the rankings of every term that laws answer for several systems.

    There is one where an order is reported or two laws can be compared. Systems are ranked for one part and under the
    same stated conditions only.
    """
    groups: dict[object, _Group] = {}
    for c in _answered(comparisons):
        group = groups.setdefault(_kind(c.target.question), _Group(c.target.question, {}, {}))
        group.reported.setdefault(c.target.question.of, c.target)
        group.add(c.target.question.of, _finding(c))
    for asked in _by_question(answers):
        question = asked[0].question
        group = groups.setdefault(_kind(question), _Group(question, {}, {}))
        for answer in asked:
            group.add(question.of, answer)
    return tuple(one for group in groups.values() if (one := group.ranking()) is not None)


@dataclass
class _Group:
    """Reported and computed values of one term, part and set of conditions, for each system."""

    question: Question
    reported: dict[str, Finding]
    models: dict[str, dict[str, Finding]]

    def add(self, of: str, answer: Finding) -> None:
        self.models.setdefault(_model(answer), {}).setdefault(of, answer)

    def ranking(self) -> Ranking | None:
        laws = tuple(self._law(model, by) for model, by in self.models.items() if len(by) > 1)
        if not laws or (len(laws) < 2 and len(self.reported) < 2):
            return None
        reported = _rank(self.reported) if len(self.reported) > 1 else ()
        return Ranking(self.question.name, self.question.at, reported, laws)

    def _law(self, model: str, by: dict[str, Finding]) -> LawOrder:
        counts = {1: 0, -1: 0, 0: 0}
        for a, b in combinations([of for of in by if of in self.reported], 2):
            counts[_sign(self.reported[a], self.reported[b]) * _sign(by[a], by[b])] += 1
        return LawOrder(model, _rank(by), counts[1], counts[-1], counts[0])


def limits(finding: Finding) -> Limits:
    """Return the limits of a number."""
    match finding.bound:
        case (low, high):
            return low, high
        case "at least" | "over":
            return finding.value, inf
        case "at most" | "under":
            return -inf, finding.value
        case _:
            return finding.value, finding.value


def _sign(a: Finding, b: Finding) -> int:
    """Return -1 where a is surely smaller, 1 where larger, 0 where the two cannot be distinguished."""
    (a_low, a_high), (b_low, b_high) = limits(a), limits(b)
    if isclose(a.value, b.value, rel_tol=SAME):
        return 0
    return -1 if a_high <= b_low else 1 if a_low >= b_high else 0


def _rank(by: dict[str, Finding]) -> tuple[str, ...]:
    """Return the systems by value; those that cannot be distinguished keep their order."""
    return tuple(sorted(by, key=lambda of: by[of].value))


def _ordered(answers: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(answers, key=lambda a: (a.value, a.id)))


def _answered(comparisons: Iterable[Comparison]) -> Iterator[Comparison]:
    """Return those with a number that can be compared with its target."""
    for c in comparisons:
        if isinstance(c.answer, Finding) and c.verdict != "not comparable":
            yield c


def _finding(c: Comparison) -> Finding:
    assert isinstance(c.answer, Finding)
    return c.answer


def _model(answer: Finding) -> str:
    return answer.origin.model if isinstance(answer.origin, Computed) else ""


def _kind(question: Question) -> tuple[object, ...]:
    """Return what is the same for all systems of a ranking."""
    return question.name, question.part, tuple(question.at.items())


def _by_question(answers: Iterable[object]) -> list[list[Finding]]:
    """Group answers to the same question; conditions taken from the design do not separate them."""
    groups: list[list[Finding]] = []
    for answer in answers:
        if isinstance(answer, Finding):
            group = next((g for g in groups if match(g[0].question, answer.question)), None)
            groups.append([answer]) if group is None else group.append(answer)
    return groups
