"""Figures of a prediction: intervals beside those of alternatives, what widens them, the score."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...quantity import in_unit, term, typeset
from ...studies.predict import Forecast, Prediction, Scored
from ...studies.predict.forecast import Ends
from ...studies.verdicts.spaces import is_ratio
from ..common.picture import Picture, files_of, finish, log_ticks, new_figure
from ..common.style import COLOURS
from .wording import FEW, about, asked, ends, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = 0.26  # inches of a row
LOG_FROM = 5.0  # ratio of the ends from which an axis is logarithmic
LONG = 52  # letters of a line of a label
SMALL = 0.005  # share of the variance below which an input has no bar


def prediction_pictures(p: Prediction) -> tuple[Picture, ...]:
    """Return two figures for each answered question: its intervals, and what widens them."""
    return tuple(_pictures(p))


def _pictures(p: Prediction) -> Iterator[Picture]:
    for place, f in enumerate(p.forecasts, 1):
        if f.interval_95 is not None:
            yield _intervals(f, place)
            if f.inputs:
                yield _widths(f, place)


def _intervals(f: Forecast, place: int) -> Picture:
    name, base = f.question.name, f.baseline
    rows = [_Bar("mixture", f.median, f.interval_68, f.interval_95)]
    rows += [_Bar(f"{a.group}: {a.option}", a.median, a.interval_68, a.interval_95) for a in f.alternatives]
    title = asked(f.question)

    def draw() -> Figure:
        figure, axes = new_figure()
        for k, row in enumerate(rows):
            row.draw(axes, name, -float(k), COLOURS[0] if k == 0 else COLOURS[5])
        if base.value is not None:
            axes.axvline(in_unit(base.value, name), color=COLOURS[1], linestyle="--", label="constant resistance")
        axes.plot([], [], color=COLOURS[0], linewidth=5, alpha=0.45, label="68 %")
        axes.plot([], [], color=COLOURS[0], linewidth=1.2, label="95 %")
        _names(axes, [typeset(row.label) for row in rows])
        values = [in_unit(end, name) for row in rows for end in row.outer or ()]
        _scale(axes, name, values + ([in_unit(base.value, name)] if base.value is not None else []))
        finish(figure, axes, typeset(title), 0.7 + ROW * len(rows), columns=3)
        return figure

    svg, png = files_of(draw)
    says = (
        f"{title}: median {shown(name, f.median)}, 68 % {ends(name, f.interval_68)}, 95 % {ends(name, f.interval_95)}"
    )
    return Picture(f"intervals-{place}", title, says, svg, png)


def _widths(f: Forecast, place: int) -> Picture:
    several = [i for i in f.inputs[:FEW] if i.share > SMALL] or list(f.inputs[:1])
    title = f"What widens the interval of {asked(f.question)}"

    def draw() -> Figure:
        figure, axes = new_figure()
        places = [-float(k) for k in range(len(several))]
        colours = [COLOURS[1] if i.ground == "alternative" else COLOURS[0] for i in several]
        axes.barh(places, [100 * i.share for i in several], height=0.6, color=colours)
        axes.set_xlabel("share of the variance (%)")
        _names(axes, [typeset(_short(about(i))) for i in several])
        finish(figure, axes, typeset(title), 0.6 + ROW * len(several), wide=True)
        return figure

    svg, png = files_of(draw)
    first = several[0]
    says = f"{title}: most by {about(first)}, {100 * first.share:.0f} % of the variance"
    return Picture(f"inputs-{place}", title, says, svg, png, wide=True)


def score_pictures(scored: Scored, intervals: Sequence[tuple[Ends, Ends]]) -> tuple[Picture, ...]:
    """Return the figure of a score: intervals and values over the median; none without a value."""
    if not scored.values:
        return ()
    title = f"{scored.name}: values against the prediction"

    def draw() -> Figure:
        figure, axes = new_figure()
        for k, (v, (inner, outer)) in enumerate(zip(scored.values, intervals, strict=True)):
            name = v.question.name
            _Bar("", v.median, inner, outer, over=v.median).draw(axes, name, -float(k), COLOURS[0])
            look: Any = {"marker": "D", "linestyle": "none", "markersize": 4, "zorder": 5}
            axes.plot(_over(name, v.value, v.median), -float(k), color="black", label="" if k else "value", **look)
            if v.baseline is not None:
                at = _over(name, v.baseline, v.median)
                axes.plot(at, -float(k), "|", color=COLOURS[1], markersize=12, label="" if k else "baseline")
        axes.plot([], [], color=COLOURS[0], linewidth=5, alpha=0.45, label="68 %")
        axes.plot([], [], color=COLOURS[0], linewidth=1.2, label="95 %")
        axes.axvline(1.0, color="#999999", linewidth=0.6)
        axes.set_xscale("log")
        _names(axes, [typeset(_short(asked(v.question))) for v in scored.values])
        axes.set_xlabel("value over median")
        log_ticks(axes.xaxis, *axes.get_xlim())
        finish(figure, axes, typeset(title), 0.7 + 1.4 * ROW * len(scored.values), columns=4, wide=True)
        return figure

    ratios = all(is_ratio(v.question.name) and v.median > 0 for v in scored.values)
    if not ratios:
        return ()
    svg, png = files_of(draw)
    inside = sum(v.in_95 for v in scored.values)
    says = f"{title}: {inside} of {len(scored.values)} in the 95 % interval"
    return (Picture("score", title, says, svg, png, wide=True),)


def _over(name: str, value: float, over: float | None) -> float:
    return in_unit(value, name) if over is None else value / over


@dataclass(frozen=True)
class _Bar:
    """A row of a figure: the 95 % interval as a line, the 68 % as a bar, the median as a mark."""

    label: str
    median: float | None
    inner: Ends | None
    outer: Ends | None
    over: float | None = None

    def draw(self, axes: Axes, name: str, at: float, colour: str) -> None:
        if self.median is None or self.inner is None or self.outer is None:
            return
        axes.plot([_over(name, end, self.over) for end in self.outer], [at, at], color=colour, linewidth=1.2, zorder=2)
        low, high = (_over(name, end, self.over) for end in self.inner)
        axes.barh(at, high - low, left=low, height=0.45, color=colour, alpha=0.45, zorder=3)
        middle = _over(name, self.median, self.over)
        axes.plot(middle, at, "|", color=colour, markersize=11, markeredgewidth=1.6, zorder=4)


def _names(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks([-float(k) for k in range(len(names))], names)
    axes.set_ylim(-len(names) + 0.4, 0.6)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def _scale(axes: Axes, name: str, values: Sequence[float]) -> None:
    if is_ratio(name) and min(values) > 0 and max(values) / min(values) > LOG_FROM:
        axes.set_xscale("log")
        log_ticks(axes.xaxis, min(values), max(values))
    unit = term(name).shown
    axes.set_xlabel(typeset(name.replace("_", " ") + (f" ({unit})" if unit != "1" else "")))


def _short(text: str) -> str:
    return "\n".join(textwrap.wrap(text, LONG))
