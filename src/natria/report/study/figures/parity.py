"""The parity figure: answer over reported number.

It has one row for each fact, with the 95 % interval of each answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from ....quantity import Finding, Reported, term
from ....studies import WITHOUT, Comparison, StudyResult, by_target
from ...common.picture import LESS, MORE, Picture, files_of, finish, log_ticks, mark_bound, mark_span, new_figure
from ...common.style import VERDICTS
from ..wording import count, model_of, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEWEST = 2  # comparisons that make a figure
ROWS = 40  # facts in one figure
NAMED = 12  # answers that the caption lists
REACH = 30.0  # how far beyond the outermost mark an interval may widen the axis
TITLE = "Answer over reported number"
X_LABEL = "answer over reported number (no unit)"


@dataclass(frozen=True)
class Row:
    target: Finding
    points: tuple[Comparison, ...]


def parity_pictures(result: StudyResult) -> tuple[Picture, ...]:
    """The parity figures of a study: none below two ratios, several where there are many facts."""
    rows = _rows(result)
    if sum(len(r.points) for r in rows) < FEWEST:
        return ()
    pages = [rows[i : i + ROWS] for i in range(0, len(rows), ROWS)]
    return tuple(_draw(page, place, len(pages)) for place, page in enumerate(pages, 1))


def _rows(result: StudyResult) -> list[Row]:
    found = []
    own = [c for c in result.base.own if isinstance(c.target.origin, Reported)]
    for comparisons in by_target((*result.base.comparisons, *own)).values():
        points = tuple(c for c in comparisons if _is_ratio(c))
        if points:
            found.append(Row(points[0].target, points))
    return found


def _is_ratio(c: Comparison) -> bool:
    return (
        c.verdict not in WITHOUT
        and c.agreement is not None
        and c.agreement > 0  # what is not above zero has no place on a logarithmic axis
        and term(c.target.question.name).compare == "ratio"
    )


def _draw(rows: list[Row], place: int, pages: int) -> Picture:
    papers = {r.target.id.partition(":")[0] for r in rows}

    def draw() -> Figure:
        figure, axes = new_figure()
        axes.set_xscale("log")
        for y, row in enumerate(rows):
            for step, c in enumerate(row.points):
                _point(axes, c, y + 0.5 * (step - (len(row.points) - 1) / 2) / max(len(row.points), 2))
        low, high = _limits([c for row in rows for c in row.points])
        axes.set_xlim(low, high)
        axes.axvline(1, color="#444444", linewidth=0.8, zorder=2)
        axes.axvspan(0.5, 2, color="#000000", alpha=0.05, linewidth=0, label="within a factor of two")
        log_ticks(axes.xaxis, low, high)
        names = [r.target.id.partition(":")[2] if len(papers) == 1 else r.target.id for r in rows]
        axes.set_yticks(range(len(rows)), names, fontsize=6.5)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel(X_LABEL)
        _legend(axes, rows)
        finish(figure, axes, title, 0.95 + 0.17 * len(rows), 2)
        return figure

    title = (
        TITLE
        + (f", {next(iter(papers))}" if len(papers) == 1 else "")
        + (f" ({place} of {pages})" if pages > 1 else "")
    )
    svg, png = files_of(draw)
    points = [c for r in rows for c in r.points]
    values = "; ".join(f"{c.target.id} {_says(c)}" for c in points) if len(points) <= NAMED else _range(points)
    says = f"{title}, {count(len(points), 'answer')} to {count(len(rows), 'reported number')}. {values}"
    return Picture("parity" if place == 1 else f"parity-{place}", title, says, svg, png)


def _range(points: list[Comparison]) -> str:
    ratios = sorted((c.agreement, c.target.id) for c in points if c.agreement is not None)
    (low, first), (high, last) = ratios[0], ratios[-1]
    return f"From {times(low)} ({first}) to {times(high)} ({last})"


def _says(c: Comparison) -> str:
    assert isinstance(c.answer, Finding)
    assert c.agreement is not None
    within = {True: ", agrees", False: ", misses", None: ""}[c.within]
    return f"{times(c.agreement)}, {c.verdict}{within} ({model_of(c.answer)})"


def _limits(points: list[Comparison]) -> tuple[float, float]:
    """The ends of the axis: every mark, and the intervals as far as they leave the marks readable."""
    marks = [c.agreement for c in points if c.agreement is not None]
    spans = [span for c in points if (span := spread_of_ratio(c)) is not None]
    low = max(min([*marks, *(a for a, _ in spans)]), min(marks) / REACH)
    high = min(max([*marks, *(b for _, b in spans)]), max(marks) * REACH)
    return min(low / 1.2, 0.45), max(high * 1.2, 2.2)


def _point(axes: Axes, c: Comparison, y: float) -> None:
    """Draw one answer: filled where it agrees, crossed where it misses, open where nothing judges it."""
    assert c.agreement is not None
    colour, marker = VERDICTS.get(c.verdict, ("#444444", "o"))
    at = (c.agreement, y)
    face = colour if c.within else "white"
    axes.plot(*at, marker, color=colour, markerfacecolor=face, zorder=5)
    if c.within is False:
        axes.plot(*at, "x", color=colour, markersize=4, zorder=6)
    if (span := spread_of_ratio(c)) is not None:
        mark_span(axes, at, span, colour, sideways=True)
    if (up := side_of_ratio(c)) is not None:
        mark_bound(axes, at, up, colour, sideways=True)


def spread_of_ratio(c: Comparison) -> tuple[float, float] | None:
    """Return the error bar of a ratio: the 95 % interval of the answer.

    Without an interval it is a range, or one standard deviation of both numbers.
    """
    assert isinstance(c.answer, Finding)
    assert c.agreement is not None
    t, a = c.target, c.answer
    if isinstance(t.bound, str) or isinstance(a.bound, str):
        return None
    if t.bound is None and c.grade is not None:
        low, high = c.grade.interval.low, c.grade.interval.high
        return (low / t.value, high / t.value) if low is not None and high is not None and low > 0 else None
    if t.bound is not None or a.bound is not None:
        (t_low, t_high), (a_low, a_high) = t.bound or (t.value, t.value), a.bound or (a.value, a.value)
        return (a_low / t_high, a_high / t_low) if t_low > 0 and a_low > 0 else None
    if t.std is None and a.std is None:
        return None
    relative = hypot((t.std or 0.0) / t.value, (a.std or 0.0) / a.value if a.value else 0.0)
    low, high = c.agreement * (1 - relative), c.agreement * (1 + relative)
    return (low, high) if relative and low > 0 else None


def side_of_ratio(c: Comparison) -> bool | None:
    """Return the side on which a ratio lies where only a bound is known.

    True is to the right. None without a bound.
    """
    assert isinstance(c.answer, Finding)
    if c.answer.bound in MORE or c.target.bound in LESS:
        return None if c.answer.bound in LESS or c.target.bound in MORE else True
    if c.answer.bound in LESS or c.target.bound in MORE:
        return False
    return None


def _legend(axes: Axes, rows: list[Row]) -> None:
    """Draw a legend with entries for what is drawn."""
    points = [c for r in rows for c in r.points]
    for verdict, (colour, marker) in VERDICTS.items():
        if any(c.verdict == verdict for c in points):
            axes.plot([], [], marker, color=colour, markerfacecolor="white", linestyle="none", label=verdict)
    if any(c.within for c in points):
        axes.plot([], [], "o", color="black", linestyle="none", label="filled: agrees")
    if any(c.within is None for c in points):
        axes.plot(
            [], [], "o", color="black", markerfacecolor="white", linestyle="none", label="open: no spread or bound"
        )
    if any(c.within is False for c in points):
        axes.plot([], [], "x", color="black", markersize=4, linestyle="none", label="crossed: misses")
    if any(c.grade is not None and spread_of_ratio(c) is not None for c in points):
        axes.plot([], [], "_", color="black", markersize=8, linestyle="none", label="bar: 95 % of the answer")
    if any(side_of_ratio(c) is not None for c in points):
        axes.plot([], [], ">", color="black", markersize=3, linestyle="none", label="arrow: bound")
