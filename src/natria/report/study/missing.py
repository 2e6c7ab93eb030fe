"""Reported numbers without a comparable answer, grouped by reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...quantity import Finding, Refused
from ...studies import WITHOUT, Comparison, StudyResult, by_target, count_targets

NUMBER = re.compile(r"(?<![\w.:/^-])[-+]?\d+(\.\d+)?(e[-+]?\d+)?(?![\w/])")


@dataclass(frozen=True)
class Missing:
    """Reported numbers without an answer for one general reason; `whys` has the reason of each."""

    reason: str
    targets: tuple[Finding, ...]
    whys: tuple[str, ...]

    @property
    def says(self) -> str:
        """The reason as given where all share it, otherwise in general words."""
        return self.whys[0] if len(set(self.whys)) == 1 else self.reason

    @property
    def differ(self) -> bool:
        """Whether the reasons differ in more than the name of the quantity."""
        pairs = zip(self.targets, self.whys, strict=True)
        return len({why.replace(t.question.name, "") for t, why in pairs}) > 1

    def by_quantity(self) -> Mapping[str, int]:
        """The number of targets of each quantity, most first."""
        names = [t.question.name for t in self.targets]
        return {name: names.count(name) for name in sorted(dict.fromkeys(names), key=lambda n: -names.count(n))}


def missing(result: StudyResult) -> tuple[Missing, ...]:
    """The targets without a comparable answer by any model, grouped by reason, the most frequent first."""
    answers = by_target(result.base.comparisons)
    found: dict[str, list[tuple[Finding, str]]] = {}
    for target in result.targets:
        if all(c.verdict in WITHOUT for c in answers.get(target.id, ())):
            reason, why = _reason(answers.get(target.id, ()))
            found.setdefault(reason, []).append((target, why))
    groups = [Missing(reason, tuple(t for t, _ in rows), tuple(w for _, w in rows)) for reason, rows in found.items()]
    return tuple(sorted(groups, key=lambda g: -len(g.targets)))


def means_line(result: StudyResult) -> str:
    """What would answer them, with counts: "life (12), full cell (6)"; empty where nothing is missing."""
    blocked = count_targets(result.targets, result.base.comparisons).blocked
    return ", ".join(f"{means} ({number})" for means, number in sorted(blocked.items(), key=lambda row: -row[1]))


def reason_of(why: str, name: str, of: str) -> str:
    """A reason without names and numbers of its question, so that equal reasons can be counted."""
    general = why.replace(name, "this quantity").replace(of, "this subject")
    return NUMBER.sub("…", general)


def _reason(comparisons: Iterable[Comparison]) -> tuple[str, str]:
    unanswered = list(comparisons)
    if not unanswered:
        return "never asked", "never asked"
    whys = "; ".join(dict.fromkeys(c.why for c in unanswered))
    first = min(unanswered, key=lambda c: WITHOUT.index(c.verdict), default=unanswered[0])
    before = "" if isinstance(first.answer, Refused) else "answered under other conditions: "
    q = first.target.question
    return before + reason_of(first.why, q.name, q.of), whys
