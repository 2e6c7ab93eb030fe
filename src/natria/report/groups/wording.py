"""Texts of groups of cells.

They are the outcome of a cell, its main numbers, and the sentences that answer first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...quantity import Finding, Question, Span, from_si, number, show_conditions, show_value, term
from ...quantity.text.show import digits_of
from ...studies.groups import CellGroups, Contrast, GroupedLives, GroupedNumber, GroupLives, LifeTest, MeasuredCell
from ..common.labels import event_label, label
from ..study.wording import count

HOUR = 3600.0
# The numbers that one comes for, in this order; of each line the first that a cell has.
MAIN: tuple[tuple[str, ...], ...] = (
    ("aurbach_efficiency", "aurbach_efficiency_without_formation"),
    ("plating_stripping_efficiency",),
    ("cell_overpotential",),
    ("critical_current_density", "critical_cell_current"),
    ("specific_capacity", "discharge_areal_capacity", "discharge_capacity"),
    ("coulombic_efficiency", "coulombic_efficiency_as_assembled"),
    ("capacity_retention",),
    ("time_to_short",),
    ("cycling_time",),
    ("cycle_life",),
)
MAIN_LABELS = {  # of columns; the terms of one column are one quantity
    "aurbach_efficiency": "CE, Aurbach test",
    "plating_stripping_efficiency": "CE, cycle by cycle",
    "cell_overpotential": "overpotential",
    "critical_current_density": "critical current",
    "specific_capacity": "discharge capacity",
    "coulombic_efficiency": "CE, full cell",
    "capacity_retention": "retention",
    "time_to_short": "time to short",
    "cycling_time": "life",
    "cycle_life": "cycles",
}
SMALLEST = 1e-4  # p below it is shown as such
CAUSES = ("symmetric", "full")  # kinds of cells in which shorts are looked for


@dataclass(frozen=True)
class CellVerdict:
    """What became of a cell: a code for sorting and for programs, and the words."""

    code: str  # failed, possible, passing, none, not looked for
    text: str


def verdict_of(cell: MeasuredCell) -> CellVerdict:
    """Return the outcome of a cell.

    It is the first lasting event, else one that ended, else that none was found.
    """
    lasting = sorted((e for e in cell.events if e.lasts), key=lambda e: e.time)
    sure = [e for e in lasting if "possible" not in e.what]
    if first := next(iter(sure or lasting), None):
        when = f"{number(first.time / HOUR)} h, cycle {first.cycle}"
        return CellVerdict("failed" if sure else "possible", f"{event_label(first.what)} at {when}")
    if ended := next((e for e in cell.events if e.until is not None), None):
        when = f"{number(ended.time / HOUR)} h, cycle {ended.cycle}"
        return CellVerdict("passing", f"{event_label(ended.what)} at {when}, ended by itself")
    if cell.kind not in CAUSES:
        return CellVerdict("not looked for", "shorts not looked for")
    lived = next((f for f in cell.findings if f.question.name == "cycling_time" and f.bound == "at least"), None)
    until = f" in {show_value(lived).removeprefix('>= ')}" if lived else ""
    return CellVerdict("none", f"no failure found{until}")


def main_number(cell: MeasuredCell, names: Sequence[str]) -> Finding | None:
    """Return the finding of the first of these terms that a cell has, over the most cycles."""
    for name in names:
        of_term = [f for f in cell.findings if f.question.name == name and not f.question.part]
        if of_term:
            return max(of_term, key=_cycles)
    return None


def is_main(question: Question) -> bool:
    return not question.part and any(question.name in names for names in MAIN)


def main_first(numbers: Iterable[GroupedNumber]) -> tuple[list[GroupedNumber], list[GroupedNumber]]:
    """Return the main numbers, those of most cycles first, and the others."""
    order = {name: place for place, names in enumerate(MAIN) for name in names}
    every = list(numbers)
    main = [n for n in every if is_main(n.question) and any(len(m.values) > 1 for m in n.groups)]
    main.sort(key=lambda n: (order[n.question.name], -_span(n.question)))
    return main, [n for n in every if n not in main]


def _cycles(finding: Finding) -> float:
    return _span(finding.question)


def _span(question: Question) -> float:
    cycle = question.at.get("cycle")
    return cycle[1] - cycle[0] if isinstance(cycle, tuple) else 0.0


def unit_of(name: str) -> str:
    shown = term(name).shown
    return "" if shown == "1" else shown


def shown_in(name: str, value: float) -> float:
    """A difference or a spread of a term in the unit that people write: without the zero of a scale."""
    row = term(name)
    return from_si(value, row.shown, row.unit) - from_si(0.0, row.shown, row.unit)


def amount(name: str, value: float, spread: float | None = None) -> str:
    """A value of a term with its unit, with the digits that the spread allows."""
    in_unit = from_si(value, term(name).shown, term(name).unit)
    text = digits_of(in_unit, name, shown_in(name, spread) if spread else None)
    return f"{text} {unit_of(name)}".rstrip()


def deviation(name: str, std: float | None) -> str:
    """A spread with its unit; a percentage is one of points."""
    return "" if std is None else f"{number(shown_in(name, std), 2)} {_points(name)}".rstrip()


def span_of(name: str, interval: Span | None, spread: float | None = None) -> str:
    """ "45 to 55 mV" """
    if interval is None:
        return ""
    by = spread or (interval[1] - interval[0]) / 4
    low, high = (amount(name, end, by) for end in interval)
    return f"{low.removesuffix(unit_of(name)).strip()} to {high}"


def contrast_words(name: str, c: Contrast) -> str:
    """ "0.59" for a ratio, "+0.25 percentage points" for a difference."""
    if c.scale == "ratio":
        return number(c.value)
    by = shown_in(name, c.value)
    return f"{'+' if by >= 0 else ''}{number(by)} {_points(name)}".rstrip()


def contrast_interval(name: str, c: Contrast) -> str:
    if c.interval is None:
        return "none: no scatter" if c.p is None else ""
    if c.scale == "ratio":
        return " to ".join(map(number, c.interval))
    low, high = (shown_in(name, end) for end in c.interval)
    return f"{number(low)} to {number(high)} {_points(name)}".rstrip()


def _points(name: str) -> str:
    unit = unit_of(name)
    return "percentage points" if unit == "%" and term(name).compare == "difference" else unit


def p_value(p: float | None) -> str:
    if p is None:
        return ""
    return f"< {SMALLEST:g}" if p < SMALLEST else f"{p:.2g}"


def conditions_of(n: GroupedNumber | GroupedLives) -> str:
    return show_conditions(n.question.at)


def life_words(g: GroupLives) -> str:
    """The median life with its interval: "29 h (20 h to open)"."""
    low, high = g.curve.median_interval
    name = g.values[0].question.name
    if g.median is None:
        return "more than half alive" if g.failures < g.n else ""
    ends = " to ".join("open" if end is None else amount(name, end) for end in (low, high))
    return f"{amount(name, g.median.value)} ({ends})"


def test_words(t: LifeTest) -> str:
    """The p value of a log-rank test, and the smallest one that these cells could give."""
    if t.test is None:
        return "no test: no failure, or all lives equal"
    how = "exact" if t.test.exact else "chi-squared distribution"
    least = "" if t.test.smallest is None else f"; smallest possible {p_value(t.test.smallest)}"
    return f"p = {p_value(t.test.p)} ({how}{least})".replace("= <", "<")


def sentences(result: CellGroups) -> Iterator[str]:
    """Yield the answers: what was measured, how the groups differ, how long they live."""
    kinds = sorted({cell.says for cell in result.cells})
    failed = [cell for cell in result.cells if verdict_of(cell).code == "failed"]
    what = f" ({'; '.join(kinds[:3])}{'; ...' if len(kinds) > 3 else ''})" if kinds else ""
    yield f"{count(len(result.cells), 'cell')} measured{what}; {len(failed)} with a lasting failure."
    main, _ = main_first(result.numbers)
    for n in in_turn(main, 1):
        yield from _of_number(n)
    for lives in told_lives(result):
        yield from _of_lives(lives)


def told_lives(result: CellGroups) -> list[GroupedLives]:
    """The lives in which a cell failed; those in cycles only where there are none in hours."""
    failed = [one for one in result.lives if any(g.failures for g in one.groups)]
    in_hours = any(one.question.name == "cycling_time" for one in failed)
    return [one for one in failed if not (in_hours and one.question.name == "cycle_life")]


def in_turn(numbers: Sequence[GroupedNumber], most: int) -> list[GroupedNumber]:
    """At most so many numbers of each term."""
    kept: list[GroupedNumber] = []
    for n in numbers:
        if sum(other.question.name == n.question.name for other in kept) < most:
            kept.append(n)
    return kept


def _of_number(n: GroupedNumber) -> Iterator[str]:
    name, there = label(n.question), {m.group: m for m in n.groups if m.mean is not None}
    for m in there.values() if not n.contrasts else ():
        interval = f", 95 % interval {span_of(n.question.name, m.interval)}" if m.interval else ""
        yield f"{_capital(name)} of {m.group}: {_mean(n, m.group)} (n = {m.n}{interval})."
    for c in n.contrasts:
        a, b = there[c.first], there[c.second]
        how = f"95 % interval {contrast_interval(n.question.name, c)}, p = {p_value(c.p)}".replace("= <", "<")
        how = how if c.interval else "no interval: a group without scatter"
        both = f"{_mean(n, b.group)} ({b.group}, n = {b.n}) against {_mean(n, a.group)} ({a.group}, n = {a.n})"
        yield f"{_capital(name)}: {both}; {c.scale} {contrast_words(n.question.name, c)}, {how}."


def _mean(n: GroupedNumber, group: str) -> str:
    """Return the mean of a group; all groups have the digits of the one that is known worst."""
    (m,) = (m for m in n.groups if m.group == group and m.mean is not None)
    assert m.mean is not None
    spreads = [one.mean.std for one in n.groups if one.mean is not None and one.mean.std]
    return amount(n.question.name, m.mean.value, max(spreads, default=None))


def _of_lives(lives: GroupedLives) -> Iterator[str]:
    name = _capital(label(lives.question))
    parts = [f"{g.failures} of {g.n} cells of {g.group} failed" for g in lives.groups]
    tests = [f"log-rank {t.second} against {t.first}: {test_words(t)}" for t in lives.tests if t.test]
    yield f"{name}: {', '.join(parts)}{'; ' + '; '.join(tests) if tests else ''}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
