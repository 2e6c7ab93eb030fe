"""Reported lives as rows: an interval of the life, covariates, and the paper that it comes from.

A life is exact, a lower bound (right censored), an upper bound (left censored) or a range (interval censored). Hours
and cycles restate each other by t = 2 N q/j, where the row states current and charge of a half-cycle. Facts that
restate one another (`shares`) are one cell and become one row. The group of a row is the work that reported the cell:
the reference of a review's table where there is one, else the paper. Rows of one group are not independent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite

from ...literature import Library, Query, System, select
from ...quantity import Finding, InputError, Problem, Reported, Span

SYMMETRIC, ANY = "Na|Na", "any"
RESTATED = {"cycling_time": "cycle_life", "cycle_life": "cycling_time"}
LIVES = ("cycling_time", "cycle_life", "time_to_short")
OPEN, CLOSED = ("at least", "over"), ("at most", "under")
BARE = "bare"


@dataclass(frozen=True)
class LifeRow:
    """A life between `low` and `high` (SI): equal where exact, infinite `high` where it is a bound."""

    fact: Finding
    quantity: str
    low: float
    high: float
    group: str
    at: Mapping[str, float | Span]
    layer_class: str
    cell: str
    phases: tuple[str, ...]
    converted: bool = False  # from cycles to hours, or back

    @property
    def id(self) -> str:
        return self.fact.id

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def failed(self) -> bool:
        """Whether the cell failed: exactly then, by then, or in a range."""
        return isfinite(self.high)

    @property
    def is_ranged(self) -> bool:
        """Whether the failure is only known to lie between two times, or before one."""
        return self.failed and not self.exact


@dataclass(frozen=True)
class RowLeftOut:
    """A reported life that is no row, and why."""

    id: str
    why: str


@dataclass(frozen=True)
class LifeRows:
    quantity: str
    rows: tuple[LifeRow, ...]
    left_out: tuple[RowLeftOut, ...]

    @property
    def failures(self) -> int:
        return sum(row.failed for row in self.rows)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.group for row in self.rows))

    @property
    def failing_groups(self) -> tuple[str, ...]:
        """Return the groups in which some cell failed: the others bound lives from below only."""
        return tuple(dict.fromkeys(row.group for row in self.rows if row.failed))


def life_rows(within: Library, quantity: str = "cycling_time", wanted: Query | None = None) -> LifeRows:
    """Return the reported lives of a kind that a query finds, one row for each cell and test.

    Without a query those of symmetric cells; a query of the cell "any" takes every cell.
    """
    if quantity not in LIVES:
        raise InputError("--quantity", [Problem(quantity, "is no life", f"take {', '.join(LIVES)}")])
    query = Query(cell=SYMMETRIC) if wanted is None else wanted
    query = replace(query, cell="") if query.cell == ANY else query
    terms = [name for name in (quantity, RESTATED.get(quantity, "")) if name]
    facts = [f for name in terms for f in select(replace(query, quantity=name), within)]
    references = {name.replace(":", "/"): layer.ref for name, layer in within.layers.items()}
    made = [_row(f, quantity, within, references) for f in sorted(facts, key=lambda f: within.places[f.id])]
    kept, restated = _once([one for one in made if isinstance(one, LifeRow)])
    return LifeRows(quantity, kept, (*(one for one in made if isinstance(one, RowLeftOut)), *restated))


def _row(fact: Finding, quantity: str, within: Library, references: Mapping[str, int]) -> LifeRow | RowLeftOut:
    scale = 1.0
    if fact.question.name != quantity:
        charge, current = (fact.question.at.get(name) for name in ("areal_capacity", "current"))
        if not isinstance(charge, float) or not isinstance(current, float):
            return RowLeftOut(fact.id, "gives no current and charge, so hours and cycles do not follow from each other")
        cycle = 2 * charge / current
        scale = cycle if quantity == "cycling_time" else 1 / cycle
    low, high = _ends(fact)
    if high <= 0:
        return RowLeftOut(fact.id, "is no positive life")
    system = within.system(fact.question.of)
    return LifeRow(
        fact,
        quantity,
        low * scale,
        high * scale,
        group_of(fact, references),
        fact.question.at,
        _class(system),
        system.cell if system else "",
        system.phases if system else (),
        converted=scale != 1.0,
    )


def _ends(fact: Finding) -> tuple[float, float]:
    match fact.bound:
        case (low, high):
            return low, high
        case "at least" | "over":
            return fact.value, inf
        case "at most" | "under":
            return 0.0, fact.value
    return fact.value, fact.value


def group_of(fact: Finding, references: Mapping[str, int]) -> str:
    """Return the work that reports a cell: "zhu2024 ref. 35" for a row of a review, else the paper."""
    paper, subject = fact.id.partition(":")[0], fact.question.of.partition("#")[0]
    while subject:
        if subject in references:
            return f"{paper} ref. {references[subject]}"
        subject = subject.rpartition("/")[0]
    return paper


def _class(system: System | None) -> str:
    """Return the class of a layer; a cell without a class and without phases has no layer."""
    if system is None or (not system.kind and system.phases):
        return ""
    return system.kind or BARE


def _once(rows: list[LifeRow]) -> tuple[tuple[LifeRow, ...], tuple[RowLeftOut, ...]]:
    """Return one row for each set of facts that restate one another: the one that states most."""
    kept: list[LifeRow] = []
    out: list[RowLeftOut] = []
    for same in _sets(rows):
        best = min(same, key=lambda row: (-len(row.at), _reported(row).kind == "derived", row.converted))
        kept.append(best)
        out += [RowLeftOut(row.id, f"restates {best.id}") for row in same if row is not best]
    return tuple(kept), tuple(out)


def _sets(rows: list[LifeRow]) -> Iterator[list[LifeRow]]:
    """Yield the rows in sets that restate one life, in the order of their first rows."""
    lives = {row.id for row in rows}
    names = {row.id: lives & {row.id, *_reported(row).shares} for row in rows}
    left = rows
    while left:
        known = names[left[0].id]
        while more := {name for row in left if names[row.id] & known for name in names[row.id]} - known:
            known = known | more
        yield [row for row in left if row.id in known]
        left = [row for row in left if row.id not in known]


def _reported(row: LifeRow) -> Reported:
    assert isinstance(row.fact.origin, Reported)
    return row.fact.origin
