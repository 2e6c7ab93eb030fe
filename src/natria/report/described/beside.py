"""Designs side by side: their numbers in rows, their curves in one figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal

from ...quantity import number
from ...studies.verdicts.interval import TWO_SIDED
from ..common.style import COLOURS
from .numbers import NumberRow
from .plot import DescribedPanel, DescribedPlot, PlotSeries

Verdict = Literal["", "same", "differs", "within", "unknown"]
ALIKE = 1e-9  # relative difference up to which two numbers are one


@dataclass(frozen=True)
class SideCell:
    """A number of one design, and how it stands to that of the first.

    `differs` is "differs" where the difference exceeds the spread of both, "within" where it does not, "unknown"
    where a spread is not known, "same", or empty where there is nothing to compare with.
    """

    shown: str
    value: float
    spread: float | None
    conditions: str
    verdict: str
    differs: Verdict = ""
    says: str = ""


@dataclass(frozen=True)
class SideRow:
    """A quantity with a cell for each design; None where a design has no such number."""

    quantity: str
    unit: str
    explains: str
    method: str
    cells: tuple[SideCell | None, ...]


def side_rows(columns: Sequence[Sequence[NumberRow]]) -> tuple[SideRow, ...]:
    """Return the numbers of designs side by side: of each quantity by each model a row."""
    keyed = [dict(_keyed(column)) for column in columns]
    keys = dict.fromkeys(key for column in keyed for key in column)
    return tuple(_row([column.get(key) for column in keyed]) for key in keys)


def _keyed(column: Sequence[NumberRow]) -> Iterator[tuple[tuple[str, str, str, int], NumberRow]]:
    """Yield the numbers with what makes them comparable; several of a kind are numbered."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in column:
        kind = (row.quantity, row.unit, row.method)
        yield (*kind, seen[kind]), row
        seen[kind] += 1


def _row(numbers: Sequence[NumberRow | None]) -> SideRow:
    first = numbers[0]
    named = next(one for one in numbers if one is not None)
    cells = tuple(None if one is None else _cell(one, None if one is first else first) for one in numbers)
    return SideRow(named.quantity, named.unit, named.explains, named.method, cells)


def _cell(one: NumberRow, first: NumberRow | None) -> SideCell:
    cell = SideCell(one.shown, one.value, one.spread, one.conditions, one.verdict)
    if first is None:
        return cell
    differs, says = difference(first, one)
    return replace(cell, differs=differs, says=says)


def difference(first: NumberRow, other: NumberRow) -> tuple[Verdict, str]:
    """Return whether two numbers differ by more than their spread, and the difference in words.

    The standard deviations are added in squares, and the difference has to exceed 1.96 of the sum. Inputs that both
    share make the difference more certain than that. Ranges and bounds differ where they do not overlap.
    """
    if first.ends is not None or other.ends is not None:
        (a, b), (c, d) = (_interval(one) for one in (first, other))
        apart = b < c or d < a
        same = (a, b) == (c, d) and first.ends is not None
        return ("same", "the same") if same else ("differs", "no overlap") if apart else ("within", "overlap")
    gap = other.value - first.value
    if abs(gap) <= ALIKE * max(abs(first.value), abs(other.value)):
        return "same", "the same"
    by = (
        f"\N{MULTIPLICATION SIGN} {number(other.value / first.value)}"
        if first.value * other.value > 0
        else f"{gap:+.3g} {first.unit}"
    )
    if first.spread is None or other.spread is None:
        return "unknown", f"{by}; spread not known"
    spread = hypot(first.spread, other.spread)
    if abs(gap) > TWO_SIDED * spread:
        return "differs", by if not spread else f"{by}; {number(abs(gap) / spread)} standard deviations"
    return "within", f"{by}; within the spread"


def _interval(one: NumberRow) -> tuple[float, float]:
    """Return where a number lies: within a range or bound, or 1.96 standard deviations around it."""
    if one.ends is None:
        reach = TWO_SIDED * (one.spread or 0.0)
        return one.value - reach, one.value + reach
    low, high = one.ends
    return -float("inf") if low is None else low, float("inf") if high is None else high


def overlaid(plots: Sequence[tuple[str, int, DescribedPlot]]) -> DescribedPlot | None:
    """Return one figure of several of one id, each with the name and the number of its design.

    The curves of a design have its colour. None where their panels are not alike.
    """
    _, _, first = plots[0]
    shapes = {tuple((p.x.unit, p.x.scale, p.y.unit, p.y.scale) for p in plot.panels) for _, _, plot in plots}
    if len(plots) < 2 or len(shapes) != 1 or not first.panels:
        return None
    panels = tuple(
        _panel([(design, place, plot.panels[k]) for design, place, plot in plots]) for k in range(len(first.panels))
    )
    return replace(first, panels=panels, says=f"{first.says} Colours: designs.")


def colour_of(place: int) -> str:
    """Return the colour of a design by its number."""
    return COLOURS[place % len(COLOURS)]


def _panel(several: Sequence[tuple[str, int, DescribedPanel]]) -> DescribedPanel:
    _, _, first = several[0]
    series: list[PlotSeries] = []
    for design, place, panel in several:
        for k, one in enumerate(panel.series):
            style = replace(one.style, colour=colour_of(place))
            series.append(replace(one, name=design if k == 0 else "", style=style))
    axes = {
        axis: replace(getattr(first, axis), low=_end(several, axis, "low", min), high=_end(several, axis, "high", max))
        for axis in ("x", "y")
    }
    marks = tuple(dict.fromkeys(mark for _, _, panel in several for mark in panel.marks))
    return replace(first, series=tuple(series), marks=marks, notes=(), **axes)


def _end(
    several: Sequence[tuple[str, int, DescribedPanel]], axis: str, end: str, pick: Callable[[list[float]], float]
) -> float | None:
    """Return the outer one of the limits that the figures set; None where one sets none."""
    ends = [getattr(getattr(panel, axis), end) for _, _, panel in several]
    return None if None in ends else pick(ends)
