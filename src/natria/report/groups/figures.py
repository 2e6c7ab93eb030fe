"""Figures of groups: curves laid over each other, each cell's values with the mean, ratios, survival."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import in_unit, show_conditions, term, typeset
from ...record import thin
from ...studies.groups import CellGroups, GroupedLives, GroupedNumber, GroupLives, GroupMean, Overlay, steps
from ..common.labels import label
from ..common.picture import Picture, files_of, finish, log_ticks, new_figure
from ..common.style import COLOURS, COLUMN, LINES
from ..study.wording import count
from .wording import in_turn, main_first, p_value, told_lives, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = 4  # of a figure of values, side by side
PER_TERM = 2  # panels: those of most cycles; the page's table has all
MOST_RATIOS = 14
POINTS, FEWEST_POINTS = 40_000, 200  # of all curves in a figure, and of one of them
NAMED = 6  # cells without a group that can be told apart
INSIDE = (0.01, 0.99)  # share of the values that an axis holds when there are many
MANY = 60
ROOM = 0.35  # of the height of an axis, on either side
DECADES = 30.0  # curves that lie farther apart than this need a logarithmic axis
LEAST = 1e-3  # relative: height of an axis whose values are all equal
HEIGHT = 2.4
GREY = "#4d4d4d"


def overlay_pictures(result: CellGroups) -> Iterator[Picture]:
    """Yield a figure for each kind of curve: thin lines for cells, a thick one with a band for the mean."""
    for o in result.overlays:
        svg, png = files_of(partial(_overlay, result, o))
        yield Picture(overlay_id(o), o.kind.title, _overlay_says(o), svg, png)


def overlay_id(o: Overlay) -> str:
    """Return the name of the figure of an overlay."""
    return f"overlay-{o.kind.kind}-{o.kind.id}{'-ramp' if o.test else ''}"


def _overlay_says(o: Overlay) -> str:
    counted = ", ".join(
        f"{name} (n = {len(curves)})" if name else count(len(curves), "cell") for name, curves in _each(o)
    )
    mean = "; thick: mean and one standard deviation as long as all cells of the group run" if o.means else ""
    failed = sum(c.failed for _, curves in _each(o) for c in curves)
    ends = f"; a cross marks the last cycle before a failure ({failed})" if failed else ""
    return f"{o.kind.title} of {o.kind.kind} cells against cycle: {counted}{mean}{ends}"


def _each(o: Overlay) -> list[tuple[str, tuple[Any, ...]]]:
    return list(o.groups.items())


def _overlay(result: CellGroups, o: Overlay) -> Figure:
    figure, axes = new_figure()
    names = list(result.groups)
    most = max(POINTS // sum(len(curves) for _, curves in _each(o)), FEWEST_POINTS)
    for group, curves in o.groups.items():
        for place, c in enumerate(curves):
            few = not group and len(curves) <= NAMED
            colour = COLOURS[place] if few else GREY if not group else _colour(names, group)
            kept = thin(c.cycle, c.value, most)
            named = c.cell if few else f"{group} (n = 1)" if group and len(curves) == 1 else None
            marker = "o" if len(c.cycle) == 1 else ""
            look: dict[str, Any] = {
                "color": colour,
                "linewidth": 0.8 if few or not group else 0.6,
                "alpha": 0.9 if few else 0.55,
            }
            axes.plot(c.cycle[kept], c.value[kept], marker=marker, markersize=2, label=named, **look)
            if c.failed:
                axes.plot(c.cycle[-1:], c.value[-1:], "x", color=colour, markersize=4, zorder=5)
        if mean := o.means.get(group):
            colour = _colour(names, group)
            kept = thin(mean.cycle, mean.mean)
            axes.fill_between(mean.cycle[kept], mean.low[kept], mean.high[kept], color=colour, alpha=0.18, linewidth=0)
            line = LINES[names.index(group) % len(LINES)]
            axes.plot(
                mean.cycle[kept],
                mean.mean[kept],
                color=colour,
                linestyle=line,
                linewidth=1.6,
                label=f"{group} (n = {mean.n})",
            )
        elif group and len(curves) > 1:
            axes.plot([], [], color=_colour(names, group), linewidth=0.8, label=f"{group} (n = {len(curves)})")
    if any(c.failed for _, curves in _each(o) for c in curves):
        axes.plot([], [], "x", color=GREY, markersize=4, label="last cycle before a failure")
    label_overlay(axes, o)
    finish(figure, axes, f"{o.kind.title}, {o.kind.kind} cells{', ' + o.test if o.test else ''}", HEIGHT, columns=2)
    return figure


def label_overlay(axes: Axes, o: Overlay) -> None:
    """Limit the axes of an overlay, and label them."""
    _limits(axes, o)
    axes.set_xlabel("cycle")
    axes.set_ylabel(
        typeset(f"{o.kind.title[:1].lower()}{o.kind.title[1:]} ({o.kind.unit})").replace("coulombic", "Coulombic")
    )


def _colour(names: list[str], group: str) -> str:
    return COLOURS[names.index(group) % len(COLOURS)]


def _limits(axes: Axes, o: Overlay) -> None:
    """Limit an axis to nearly all values.

    Shares are limited to the second half of each curve, since the first cycle would set the scale.
    """
    every = [c.value for _, curves in _each(o) for c in curves]
    values = np.concatenate(every if o.kind.by_ratio else [v[len(v) // 2 :] for v in every])
    medians = [float(np.median(np.abs(v))) for v in every]
    if o.kind.by_ratio and values.min() > 0 and max(medians) > DECADES * min(medians):
        axes.set_yscale("log")
        return
    low, high = np.quantile(values, INSIDE) if len(values) > MANY else (values.min(), values.max())
    room = ROOM * max(float(high - low), LEAST * max(abs(float(high)), LEAST))
    bottom = low - room if low < 0 else max(low - room, 0.0)
    axes.set_ylim(bottom, high + room)
    beyond = int(sum(((v < bottom) | (v > high + room)).sum() for v in every))
    if beyond:
        text = f"{beyond} point{'s' if beyond > 1 else ''} beyond the axis"
        axes.annotate(text, (0.99, 0.02), xycoords="axes fraction", ha="right", va="bottom", fontsize=6)


def values_pictures(result: CellGroups) -> Iterator[Picture]:
    """Yield figures of the main numbers: each cell, and the mean with its 95 % interval."""
    main = in_turn([n for n in main_first(result.numbers)[0] if any(m.mean for m in n.groups)], PER_TERM)
    for place in range(0, len(main), PANELS):
        several = main[place : place + PANELS]
        svg, png = files_of(partial(_values, result, several))
        says = "; ".join(_values_says(n) for n in several)
        wide = len(several) > 2
        yield Picture(f"values-{place // PANELS + 1}", "Values of the cells", says, svg, png, wide)


def _values_says(n: GroupedNumber) -> str:
    counted = ", ".join(f"{m.group} n = {m.n}" for m in n.groups)
    return f"{label(n.question)} of each cell, mean and 95 % interval ({counted}; {show_conditions(n.question.at)})"


def _values(result: CellGroups, numbers: list[GroupedNumber]) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width = COLUMN if len(numbers) <= 2 else 2 * COLUMN
    figure = Figure(figsize=(width, HEIGHT))
    FigureCanvasAgg(figure)
    names = list(result.groups)
    for axes, n in zip(np.ravel(figure.subplots(1, len(numbers))), numbers, strict=True):
        for place, m in enumerate(n.groups):
            _one_group(axes, place, m, _colour(names, m.group))
        axes.set_xticks(range(len(n.groups)), [f"{m.group}\nn = {m.n}" for m in n.groups])
        axes.set_xlim(-0.6, len(n.groups) - 0.4)
        axes.margins(y=0.15)
        unit = unit_of(n.question.name)
        axes.set_ylabel(typeset(f"{_short(label(n.question))}{f' ({unit})' if unit else ''}"), fontsize=6.5)
    figure.suptitle("Each cell; bar: mean and 95 % interval", x=0.02, ha="left")
    return figure


def _one_group(axes: Axes, place: int, m: GroupMean, colour: str) -> None:
    name = m.values[0].question.name
    values = [in_unit(f.value, name) for f in m.values]
    beside = np.linspace(-0.12, 0.12, len(values)) if len(values) > 1 else [0.0]
    axes.plot(place + np.asarray(beside), values, "o", color=colour, markersize=3.5, alpha=0.75, markeredgewidth=0)
    if m.mean is None:
        return
    mean = in_unit(m.mean.value, name)
    axes.hlines(mean, place - 0.25, place + 0.25, color=colour, linewidth=1.4)
    if m.interval is not None:
        low, high = (in_unit(end, name) for end in m.interval)
        reach = [[mean - low], [high - mean]]
        axes.errorbar([place + 0.3], [mean], yerr=reach, fmt="none", ecolor=colour, elinewidth=1.0, capsize=2.5)


def _short(text: str) -> str:
    return text.partition(",")[0].replace("Coulombic efficiency (CE)", "CE")


def ratio_pictures(result: CellGroups) -> Iterator[Picture]:
    """Yield a figure of the ratios of all groups to the first one, with their 95 % intervals."""
    main, others = main_first(result.numbers)
    rows = [(n, c) for n in (*main, *others) for c in n.contrasts if c.scale == "ratio" and c.interval][:MOST_RATIOS]
    if len(rows) < 2:
        return
    names = list(result.groups)

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, (_, c) in enumerate(rows):
            assert c.interval is not None
            colour = _colour(names, c.second)
            axes.plot(c.interval, (place, place), color=colour, linewidth=1.0)
            axes.plot(c.value, place, "o", color=colour, markersize=3.5)
        axes.axvline(1.0, color=GREY, linewidth=0.8, linestyle="--", zorder=1.5)
        several = len(names) > 2
        heads = [_short(label(n.question)) + (f", {c.second}" if several else "") + _when(rows, n) for n, c in rows]
        axes.set_yticks(range(len(rows)), heads, fontsize=6)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xscale("log")
        ends = [end for _, c in rows for end in (*(c.interval or ()), 1.0)]
        low, high = min(ends), max(ends)
        axes.set_xlim(low * (low / high) ** 0.08, high * (high / low) ** 0.08)
        log_ticks(axes.xaxis, low, high)
        axes.set_xlabel(f"ratio to {names[0]}, 95 % interval")
        finish(figure, axes, f"{'Groups' if several else names[1]} against {names[0]}", 0.9 + 0.17 * len(rows))
        figure.draw_without_rendering()  # the long names beside the axis need a second layout
        return figure

    svg, png = files_of(draw)
    says = f"Ratios to {names[0]} with 95 % intervals of {len(rows)} numbers"
    yield Picture("ratios", "Ratios between the groups", says, svg, png)


def _when(rows: list[tuple[GroupedNumber, Any]], n: GroupedNumber) -> str:
    """The cycles of a number that stands more than once in the figure."""
    twice = {id(other) for other, _ in rows if other.question.name == n.question.name}
    if len(twice) < 2:
        return ""
    cycle = {key: value for key, value in n.question.at.items() if key == "cycle"}
    return f", {show_conditions(cycle)}" if cycle else ""


def survival_pictures(result: CellGroups) -> Iterator[Picture]:
    """Yield a survival curve for each kind of life in which a cell failed."""
    for place, lives in enumerate(told_lives(result)):
        svg, png = files_of(partial(_survival, result, lives))
        counted = ", ".join(f"{g.group}: {g.failures} of {g.n} failed" for g in lives.groups)
        says = f"Survival (Kaplan-Meier, band: 95 %) against {label(lives.question)}: {counted}; ticks: still running"
        yield Picture(f"survival-{place + 1}-{lives.question.name}", "Survival", says, svg, png)


def _survival(result: CellGroups, lives: GroupedLives) -> Figure:
    figure, axes = new_figure()
    names, name = list(result.groups), lives.question.name
    end = max(float(g.time.max()) for g in lives.groups)
    for g in lives.groups:
        colour, line = _colour(names, g.group), LINES[names.index(g.group) % len(LINES)]
        last = float(g.time.max())
        x, share = steps(g.curve, last)
        said = f"{g.group} (n = {g.n}, {g.failures} failed)"
        axes.plot(_shown(name, x), share, color=colour, linestyle=line, linewidth=1.4, label=said)
        _band(axes, g, colour, last)
        open_ends = np.sort(g.time[~g.failed])
        at = np.searchsorted(g.curve.time, open_ends, side="right")
        level = np.concatenate([[1.0], g.curve.share])[at]
        axes.plot(_shown(name, open_ends), level, "|", color=colour, markersize=6, markeredgewidth=1.0)
    axes.axhline(0.5, color=GREY, linewidth=0.6, linestyle=":", zorder=0)
    axes.set_ylim(-0.03, 1.06)
    axes.set_xlim(0, 1.05 * float(_shown(name, np.array([end]))[0]))
    axes.set_xlabel(typeset(f"{label(lives.question)} ({term(name).shown})"))
    axes.set_ylabel("share of cells without failure")
    tests = [t for t in lives.tests if t.test]
    p = (
        f"; log-rank p {'' if tests[0].test.p < 1e-4 else '= '}{p_value(tests[0].test.p)}"
        if len(tests) == 1 and tests[0].test
        else ""
    )
    finish(figure, axes, f"Survival{p}", HEIGHT, columns=2)
    return figure


def _band(axes: Axes, g: GroupLives, colour: str, last: float) -> None:
    """The 95 % interval from each failure to the next one; it begins with the first failure."""
    there = np.isfinite(g.curve.low)
    if not there.any():
        return
    ends = np.append(g.curve.time, last)
    for k in np.flatnonzero(there):
        x = _shown(g.values[0].question.name, ends[k : k + 2])
        axes.fill_between(x, g.curve.low[k], g.curve.high[k], color=colour, alpha=0.12, linewidth=0)


def _shown(name: str, values: np.ndarray) -> np.ndarray:
    return np.array([in_unit(float(v), name) for v in values])
