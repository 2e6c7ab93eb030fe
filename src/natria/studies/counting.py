"""How reported numbers are counted: each once, however many models answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..quantity import Finding
from .blocked import MEANS, Means, blocked_by
from .verdicts import Comparison, Verdict

# Of several rival answers to one number, that with the verdict that stands first here counts.
WORTH: tuple[Verdict, ...] = (
    "prediction",
    "measurement",
    "conditional",
    "check",
    "fit",
    "input",
    "not comparable",
    "refused",
)
WITHOUT: tuple[Verdict, ...] = ("refused", "not comparable")


@dataclass(frozen=True)
class TargetCount:
    """Counts of reported numbers: `verdicts` and `blocked` have each of them once."""

    reported: int
    verdicts: Mapping[Verdict, int]
    blocked: Mapping[Means, int]  # what would answer those without a comparable answer

    @property
    def answered(self) -> int:
        """Return how many have a comparable answer by at least one model."""
        return self.reported - sum(self.verdicts.get(verdict, 0) for verdict in WITHOUT)


def by_target(comparisons: Iterable[Comparison]) -> dict[str, list[Comparison]]:
    """Return the comparisons grouped by the id of their target."""
    found: dict[str, list[Comparison]] = {}
    for c in comparisons:
        found.setdefault(c.target.id, []).append(c)
    return found


def verdict_of(comparisons: Sequence[Comparison]) -> Verdict:
    """Return the verdict of one reported number: of its rivals, the one that stands first in `WORTH`."""
    return min((c.verdict for c in comparisons), key=WORTH.index, default="refused")


def count_targets(targets: Iterable[Finding], comparisons: Iterable[Comparison]) -> TargetCount:
    """Return how many reported numbers have which verdict, each counted once."""
    found = by_target(comparisons)
    verdicts = {target.id: (target, verdict_of(found.get(target.id, ()))) for target in targets}
    blocked = Counter(blocked_by(t.question.name) for t, verdict in verdicts.values() if verdict in WITHOUT)
    counted = Counter(verdict for _, verdict in verdicts.values())
    return TargetCount(
        len(verdicts),
        {verdict: counted[verdict] for verdict in WORTH if counted[verdict]},
        {means: blocked[means] for means in MEANS if blocked[means]},
    )
