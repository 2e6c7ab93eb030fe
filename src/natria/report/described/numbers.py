"""Findings as rows for people: value with spread and unit, conditions, verdict and method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...literature import Library
from ...quantity import Finding, from_si, show_conditions, term, typeset
from ...studies import standing_of
from ..common.labels import label
from ..measurement.notable import shown_numbers
from ..measurement.resolved import shown_text
from ..measurement.wording import method_of


@dataclass(frozen=True)
class NumberRow:
    """A finding for people.

    `value` and `spread` are in `unit`; `shown` has the digits that the spread allows.
    """

    id: str
    quantity: str
    explains: str
    shown: str
    value: float
    spread: float | None
    unit: str
    conditions: str
    verdict: str
    why: str
    method: str
    origin: str


def number_rows(findings: Sequence[Finding], papers: Library | None = None) -> tuple[NumberRow, ...]:
    """Return the numbers that a page shows.

    Of a quantity with many: the first, the last and that of most cycles.
    """
    return tuple(_row(f, papers) for f in shown_numbers(findings))


def _row(f: Finding, papers: Library | None) -> NumberRow:
    row = term(f.question.name)
    zero = from_si(0.0, row.shown, row.unit)
    standing = standing_of(f, papers)
    return NumberRow(
        f.id,
        label(f.question),
        row.meaning,
        typeset(shown_text(f)),
        from_si(f.value, row.shown, row.unit),
        None if f.std is None else from_si(f.std, row.shown, row.unit) - zero,
        "" if row.shown == "1" else typeset(row.shown),
        typeset(show_conditions(f.question.at)),
        standing.word,
        typeset(standing.why),
        method_of(f),
        type(f.origin).__name__.lower(),
    )
