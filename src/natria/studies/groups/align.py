"""Which findings of several cells are the same number: one term, one part, conditions that agree.

Conditions that were read off the recordings (current, charge, times) agree within 5 %, as cycles of one recording do.
Cycles agree where they begin with the same one: how long a cell ran is its own, and a range of it is shown. What the
design states agrees within the tolerance of the condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...quantity import Finding, Question, Span
from ...quantity.match import same_condition
from .cell import MeasuredCell

ALIKE = 0.05  # relative: programmed steps of current or capacity are larger
READ_OFF = (
    *("current", "cell_current", "cell_capacity", "areal_capacity", "rate", "specific_current"),
    *("half_cycle_time", "delay", "sampling", "current_step", "conditioning_current"),
)
# Happen at a cycle and a current that the cell itself sets, so that their conditions differ; lives say the same.
OF_AN_EVENT = ("short_onset_time", "short_onset_in_half_cycle", "resistance_drop", "short_confidence")
At = Mapping[str, float | Span]


@dataclass(eq=False)
class AlignedNumber:
    """One number of several cells, by the name of the cell."""

    question: Question  # of the first cell that has it
    values: dict[str, Finding] = field(default_factory=dict)

    @property
    def same_cycles(self) -> bool:
        """Whether the number is from the same cycles in all cells."""
        return len({f.question.at.get("cycle") for f in self.values.values()}) == 1

    @property
    def at(self) -> dict[str, float | Span]:
        """The conditions that all cells state: means of those read off, the whole range of cycles."""
        findings = tuple(self.values.values())
        shared = [key for key in self.question.at if all(key in f.question.at for f in findings)]
        return {key: _common(key, [f.question.at[key] for f in findings]) for key in shared}


def aligned(cells: Iterable[MeasuredCell]) -> tuple[AlignedNumber, ...]:
    """Return the numbers of all cells, each with the cells that have it."""
    rows: dict[tuple[str, str], list[AlignedNumber]] = {}
    for cell in cells:
        for finding in cell.findings:
            q = finding.question
            if q.name in OF_AN_EVENT:
                continue
            same = rows.setdefault((q.name, q.part), [])
            row = next((r for r in same if cell.name not in r.values and agree(r.question.at, q.at)), None)
            if row is None:
                row = AlignedNumber(q)
                same.append(row)
            row.values[cell.name] = finding
    return tuple(row for several in rows.values() for row in several)


def agree(a: At, b: At) -> bool:
    """Whether two numbers were taken under the same conditions; one that a side does not state differs."""
    return set(a) == set(b) and all(_same(key, a[key], b[key]) for key in a)


def _same(key: str, a: float | Span, b: float | Span) -> bool:
    if key == "cycle":
        if isinstance(a, tuple) and isinstance(b, tuple):
            return a[0] == b[0]
        return a == b
    if key in READ_OFF and not isinstance(a, tuple) and not isinstance(b, tuple):
        return abs(a - b) <= ALIKE * max(abs(a), abs(b))
    return same_condition(key, a, b)


def _common(key: str, values: Sequence[float | Span]) -> float | Span:
    ends = list(_ends(values))
    if any(isinstance(v, tuple) for v in values):
        return min(low for low, _ in ends), max(high for _, high in ends)
    return sum(low for low, _ in ends) / len(ends) if key in READ_OFF else ends[0][0]


def _ends(values: Sequence[float | Span]) -> Iterator[Span]:
    for value in values:
        yield value if isinstance(value, tuple) else (value, value)
