"""The limits of a design as rows: how far each is used, its margin, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...explore.regimes import DesignLimit
from ...literature import Library
from ...models.cell.failure.utilisation import SAYS
from ...quantity import Finding, number, show_value, term, typeset
from ...studies import standing_of
from .traces import TraceRow, trace_rows

SAFE, NEAR, OVER = "within", "near", "exceeded"
CLOSE = 0.5  # utilisation from which a limit is called near


@dataclass(frozen=True)
class LimitRow:
    """A limit of a design.

    `use` is 1 at the limit; `state` says in a word how it stands, `says` in a sentence.
    """

    id: str
    name: str
    law: str
    consequence: str
    state: str
    use: float | None
    low: float | None
    high: float | None
    failing: float | None
    limit: str
    now: str
    explains: str
    says: str
    verdict: str
    why: str
    trace: tuple[TraceRow, ...]


def limit_rows(limits: Sequence[DesignLimit], papers: Library | None = None) -> tuple[LimitRow, ...]:
    """Return the limits with an answer as rows, in their order."""
    return tuple(_row(one, papers) for one in limits if one.use is not None)


def limit_headline(limits: Sequence[DesignLimit]) -> str:
    """Return the sentence that matters of the limits of a design."""
    known = [one for one in limits if one.use is not None and one.criterion.kind != "warns"]
    warned = [one for one in limits if one.use is not None and one.criterion.kind == "warns" and one.use >= 1]
    more = f" Warning: {', '.join(dict.fromkeys(one.name for one in warned))}." if warned else ""
    if not known:
        return f"No failure limit can be answered for this design.{more}"
    first = known[0]
    assert first.use is not None
    share = number(100 * first.use, 2)
    if first.use >= 1:
        return f"{_capital(first.name)}: the limit is exceeded, at {number(first.use, 2)} times its value.{more}"
    ends = " that ends the run" if warned else ""
    return f"No limit{ends} is exceeded. Nearest: {first.name}, at {share} % of its limit.{more}"


def _row(one: DesignLimit, papers: Library | None) -> LimitRow:
    assert one.use is not None
    assert one.answer is not None
    assert one.beside is not None
    standing = standing_of(one.answer, papers)
    limit, now = _sides(one)
    return LimitRow(
        f"{one.criterion.mode}/{one.criterion.law}/{one.of}",
        one.name,
        one.criterion.law,
        SAYS[one.criterion.kind],
        OVER if one.use >= 1 else NEAR if (one.high or one.use) >= CLOSE else SAFE,
        one.use,
        one.low,
        one.high,
        one.failing,
        limit,
        now,
        term(one.criterion.term).meaning,
        _says(one),
        standing.word,
        typeset(standing.why),
        trace_rows(one.answer),
    )


def _sides(one: DesignLimit) -> tuple[str, str]:
    """Return the limit and the present value of what is limited, as texts."""
    assert one.answer is not None
    name = one.criterion.term
    if not one.criterion.is_limit:
        assert one.use is not None
        limit = one.answer.value / one.use if one.use else 0.0
        return (_shown(name, limit) if one.use else "", typeset(show_value(one.answer)))
    assert one.beside is not None
    return typeset(show_value(one.answer)), _shown(name, one.beside.value)


def _shown(name: str, value: float) -> str:
    from ...quantity.text.show import show_amount

    return typeset(show_amount(name, value, None, None))


def _says(one: DesignLimit) -> str:
    assert one.use is not None
    if one.use <= 0:
        return "not used at all"
    if one.use >= 1:
        return f"{number(one.use, 2)} times the limit"
    return f"{number(100 * one.use, 2)} % of the limit; margin: a factor of {number(1 / one.use, 2)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def answered(limits: Sequence[DesignLimit]) -> tuple[Finding, ...]:
    """Return the numbers behind the limits."""
    return tuple(one.answer for one in limits if one.answer is not None)
