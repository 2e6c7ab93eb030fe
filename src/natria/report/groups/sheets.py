"""Groups as CSV for spreadsheets: every cell, the means, the contrasts, the lives.

Values are in the unit of their column.

A text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...quantity import Finding, in_unit, show_conditions, term
from ...studies.groups import CellGroups, GroupMean
from ..common.cells import csv_of_rows
from .wording import shown_in, verdict_of

SHEETS = ("cells.csv", "numbers.csv", "contrasts.csv", "lives.csv")
Value = str | float | int | None


def sheets(result: CellGroups) -> dict[str, bytes]:
    """Return the tables by file name; without groups the cells alone."""
    made = {"cells.csv": csv_of_rows(CELL_HEADS, _cells(result))}
    if result.groups:
        made |= {
            "numbers.csv": csv_of_rows(NUMBER_HEADS, _numbers(result)),
            "contrasts.csv": csv_of_rows(CONTRAST_HEADS, _contrasts(result)),
            "lives.csv": csv_of_rows(LIFE_HEADS, _lives(result)),
        }
    return made


CELL_HEADS = (
    *("cell", "group", "file", "kind", "test", "verdict", "quantity", "conditions"),
    *("value", "std", "low", "high", "bound", "unit"),
)
NUMBER_HEADS = (
    *("quantity", "conditions", "same_cycles", "group", "n", "scale", "mean", "std", "low_95", "high_95"),
    *("arithmetic_mean", "arithmetic_std", "unit", "cells", "why_not"),
)
CONTRAST_HEADS = ("quantity", "conditions", "second", "first", "kind", "value", "low_95", "high_95", "p", "df", "unit")
LIFE_HEADS = (
    *("quantity", "conditions", "group", "cell", "life", "failed", "unit"),
    *("median_of_group", "median_low_95", "median_high_95", "log_rank_p_against_first", "exact"),
)


def _cells(result: CellGroups) -> Iterator[Sequence[Value]]:
    for cell in result.cells:
        own = (cell.name, result.group_of(cell.name), cell.file, cell.kind, cell.test, verdict_of(cell).text)
        for f in cell.findings:
            name = f.question.name
            low, high = f.bound if isinstance(f.bound, tuple) else (None, None)
            bound = "range" if isinstance(f.bound, tuple) else f.bound or ""
            ends = (None if end is None else in_unit(end, name) for end in (low, high))
            std = None if f.std is None else shown_in(name, f.std)
            what = (_quantity(f), show_conditions(f.question.at), in_unit(f.value, name))
            yield (*own, *what, std, *ends, bound, term(name).shown)


def _numbers(result: CellGroups) -> Iterator[Sequence[Value]]:
    for n in result.numbers:
        name = n.question.name
        for m in n.groups:
            ends = (None, None) if m.interval is None else (in_unit(end, name) for end in m.interval)
            mean = None if m.mean is None else in_unit(m.mean.value, name)
            std = None if m.std is None else shown_in(name, m.std)
            own = (_quantity(m.values[0]), show_conditions(n.question.at), str(n.same_cycles).lower(), m.group, m.n)
            scale = "ln" if m.scale == "ratio" else "linear"
            yield (
                *own,
                scale,
                mean,
                std,
                *ends,
                *_arithmetic(m, name),
                term(name).shown,
                "; ".join(m.cells),
                m.why_not,
            )


def _arithmetic(m: GroupMean, name: str) -> tuple[float | None, float | None]:
    if m.mean is None:
        return None, None
    values = [in_unit(f.value, name) for f in m.values]
    mean = sum(values) / len(values)
    std = (sum((v - mean) ** 2 for v in values) / (len(values) - 1)) ** 0.5 if len(values) > 1 else None
    return mean, std


def _contrasts(result: CellGroups) -> Iterator[Sequence[Value]]:
    for n in result.numbers:
        name = n.question.name
        for c in n.contrasts:
            ratio = c.scale == "ratio"
            ends = c.interval or (None, None)
            value, low, high = (v if ratio or v is None else shown_in(name, v) for v in (c.value, *ends))
            own = (_quantity(n.groups[0].values[0]), show_conditions(n.question.at), c.second, c.first, c.scale)
            yield (*own, value, low, high, c.p, c.freedom, "1" if ratio else term(name).shown)


def _lives(result: CellGroups) -> Iterator[Sequence[Value]]:
    for lives in result.lives:
        name = lives.question.name
        tests = {t.second: t.test for t in lives.tests}
        for g in lives.groups:
            ends = (None if end is None else in_unit(end, name) for end in g.curve.median_interval)
            median = None if g.median is None else in_unit(g.median.value, name)
            test = tests.get(g.group)
            of_group = (median, *ends, test.p if test else None, str(test.exact).lower() if test else "")
            for cell, f, failed in zip(g.cells, g.values, g.failed, strict=True):
                own = (_quantity(f), show_conditions(lives.question.at), g.group, cell, in_unit(f.value, name))
                yield (*own, str(bool(failed)).lower(), term(name).shown, *of_group)


def _quantity(finding: Finding) -> str:
    part = finding.question.part
    return f"{finding.question.name}#{part}" if part else finding.question.name
