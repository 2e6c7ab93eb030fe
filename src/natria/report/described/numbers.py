"""Findings as rows for people: value with spread and unit, conditions, verdict and method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...literature import Library
from ...quantity import Computed, Finding, from_si, show_conditions, term, typeset
from ...studies import standing_of
from ..common.labels import label
from ..measurement.notable import shown_numbers
from ..measurement.resolved import shown_text
from ..measurement.wording import method_of


@dataclass(frozen=True)
class NumberRow:
    """A finding for people.

    `value` and `spread` are in `unit`; `shown` has the digits that the spread allows. Rows of a `group` fold under its
    name; those without one are shown at once.
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
    ends: tuple[float | None, float | None] | None = None  # of a value that is a bound or a range
    group: str = ""


def number_rows(
    findings: Sequence[Finding], papers: Library | None = None, method: Callable[[Finding], str] = method_of
) -> tuple[NumberRow, ...]:
    """Return the numbers that a page shows.

    Of a quantity with many: the first, the last and that of most cycles.
    """
    return tuple(number_row(f, papers, method) for f in shown_numbers(findings))


def model_of(f: Finding) -> str:
    """Return the model that answered, with its version."""
    return f"{f.origin.model.replace('_', ' ')} {f.origin.version}" if isinstance(f.origin, Computed) else method_of(f)


def number_row(f: Finding, papers: Library | None = None, method: Callable[[Finding], str] = method_of) -> NumberRow:
    """Return a number for people."""
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
        method(f),
        type(f.origin).__name__.lower(),
        _ends(f),
    )


def _ends(f: Finding) -> tuple[float | None, float | None] | None:
    """Return the ends of a bound or a range in the unit that is shown; None of a value."""
    row = term(f.question.name)
    match f.bound:
        case (low, high):
            return from_si(low, row.shown, row.unit), from_si(high, row.shown, row.unit)
        case "at least" | "over":
            return from_si(f.value, row.shown, row.unit), None
        case "at most" | "under":
            return None, from_si(f.value, row.shown, row.unit)
    return None
