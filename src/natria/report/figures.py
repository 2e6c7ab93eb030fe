"""Figures of a study: every sweep with the reported points it can be held against, every budget as bars.

A reported point is filled where the curve's own ancestry holds it (it was fitted) and open where it does not.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..design import Sweep
from ..quantity import (
    Computed,
    Finding,
    Question,
    condition,
    conditions,
    evidence,
    factor,
    number,
    same_condition,
    show_condition,
    term,
    typeset,
)
from ..record import Table
from ..study import StudyResult
from ..study.sweep import slug
from .style import COLOURS, LINES, RC

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A figure as files: SVG for the page, PNG to pass on; `says` describes it for those who cannot see it."""

    id: str
    title: str
    says: str
    svg: bytes
    png: bytes


def pictures(result: StudyResult) -> tuple[Picture, ...]:
    """All figures of a study, drawn without a screen."""
    drawn = [_sweep(result, sweep) for sweep in result.case.study.sweep]
    budgets = {b.system: b.table for b in result.budgets if b.table is not None}
    if budgets:
        drawn.append(_budget(list(budgets), list(budgets.values())))
    return tuple(p for p in drawn if p is not None)


def _figure() -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _with_style(draw: Any) -> tuple[bytes, bytes]:
    import matplotlib as mpl

    with mpl.rc_context(RC):
        figure = draw()
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # laid out once is enough for both formats
        svg, png = io.BytesIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", metadata={"Software": None})
    return svg.getvalue(), png.getvalue()


# --- sweeps


def _curves(result: StudyResult, sweep: Sweep) -> list[tuple[Table, str]]:
    tables = {t.id: t for t in result.tables}
    found: list[tuple[Table, str]] = []
    for what_if in ("", *sweep.what_if):
        for of in sweep.of:
            name = f"{sweep.id}--{slug(of)}" + (f"--{slug(what_if)}" if what_if else "")
            if name in tables:
                label = _curve_label(of, what_if, len(sweep.of))
                found.append((tables[name], label))
    return found


def _curve_label(of: str, what_if: str, systems: int) -> str:
    if systems == 1:
        return what_if or "as designed"
    return f"{of}, {what_if}" if what_if else of


def _points(result: StudyResult, sweep: Sweep) -> list[Finding]:
    """Reported numbers of the same term and subject whose other conditions do not contradict the sweep's."""
    at = conditions(**sweep.at)
    return [
        t
        for t in result.targets
        if t.question.name == sweep.name
        and _subject(result, t.question) in sweep.of
        and isinstance(t.question.at.get(sweep.over), float)
        and all(same_condition(k, t.question.at[k], v) for k, v in at.items() if k in t.question.at)
    ]


def _subject(result: StudyResult, question: Question) -> str:
    """The subject of a fact, or what the case puts in its place."""
    system = result.case.study.stands_for.get(question.system, question.system)
    return f"{system}#{question.part}" if question.part else system


def _label(finding: Finding, sweep: Sweep) -> str:
    """What else a reported point depends on, where the sweep does not fix it already."""
    known = (sweep.over, *sweep.at, "areal_capacity")
    return ", ".join(show_condition(k, v) for k, v in finding.question.at.items() if k not in known)


def _sweep(result: StudyResult, sweep: Sweep) -> Picture | None:
    curves = _curves(result, sweep)
    if not curves:
        return None
    points = _points(result, sweep)
    x_row, y_row = condition(sweep.over), term(sweep.name)
    scale = factor(x_row.unit, x_row.shown), factor(y_row.unit, y_row.shown)

    def draw() -> Figure:
        figure, axes = _figure()
        _draw_curves(axes, sweep, curves, scale)
        limit = _limiting_current(result, sweep)
        if limit is not None:
            axes.axvline(limit * scale[0], color="#999999", linewidth=1, label=f"limiting current, {sweep.of[0]}")
        _draw_points(axes, sweep, points, scale, _used(curves[0][0]))
        _scale_axes(axes, sweep, curves)
        axes.set_xlabel(typeset(f"{x_row.name.replace('_', ' ')} ({x_row.shown})"))
        axes.set_ylabel(typeset(f"{y_row.name.replace('_', ' ')} ({y_row.shown})"))
        axes.set_title(sweep.title)
        axes.legend()
        return figure

    svg, png = _with_style(draw)
    fixed = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in sweep.at.items())
    named = f"reported points {', '.join(p.id for p in points)}" if points else "no reported numbers"
    says = f"{sweep.title}{f' at {fixed}' if fixed else ''}: curves {', '.join(label for _, label in curves)}; {named}"
    return Picture(sweep.id, sweep.title, says, svg, png)


def _draw_curves(axes: Axes, sweep: Sweep, curves: list[tuple[Table, str]], scale: tuple[float, float]) -> None:
    for place, (table, label) in enumerate(curves):
        x = table.columns[sweep.over].numbers * scale[0]
        y = table.columns[sweep.name].numbers * scale[1]
        colour = COLOURS[place % len(COLOURS)]
        axes.plot(x, y, label=label, color=colour, linestyle=LINES[place % len(LINES)])
        if "std" in table.columns:
            spread = 2 * table.columns["std"].numbers * scale[1]
            band = f"{label}, two standard deviations"
            axes.fill_between(x, y - spread, y + spread, color=colour, alpha=0.15, linewidth=0, label=band)


def _draw_points(
    axes: Axes, sweep: Sweep, points: list[Finding], scale: tuple[float, float], used: frozenset[str]
) -> None:
    for place, point in enumerate(points):
        x = point.question.at[sweep.over]
        assert isinstance(x, float)
        at = (x * scale[0], point.value * scale[1])
        face = "black" if point.id in used else "white"
        label = _legend(points, place, used)
        axes.plot(*at, "o", markersize=8, color="black", markerfacecolor=face, zorder=5, label=label)
        if told := _label(point, sweep):
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}
            beside: Any = {"xytext": (8, -4), "textcoords": "offset points", "fontsize": 8.5, "bbox": box}
            axes.annotate(typeset(told), at, **beside)


def _scale_axes(axes: Axes, sweep: Sweep, curves: list[tuple[Table, str]]) -> None:
    axes.set_xscale(sweep.scale)
    if sweep.scale == "log" and _spans_decades(curves, sweep.name):
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    for axis, kind in ((axes.xaxis, axes.get_xscale()), (axes.yaxis, axes.get_yscale())):
        if kind == "log":
            axis.set_major_formatter("{x:g}")


def _limiting_current(result: StudyResult, sweep: Sweep) -> float | None:
    """Where the salt would run out, on a sweep of the current: a curve beyond it leaves out what matters most."""
    if sweep.over != "current":
        return None
    whole = next((b.whole for b in result.budgets if b.system == sweep.of[0]), {})
    found = whole.get("limiting_current_density")
    return found.value if isinstance(found, Finding) else None


def _used(table: Table) -> frozenset[str]:
    origin = table.origin
    return frozenset().union(*(evidence(i) for i in origin.inputs)) if isinstance(origin, Computed) else frozenset()


def _legend(points: list[Finding], place: int, used: frozenset[str]) -> str:
    """A legend entry for the first of each kind of point only."""
    fitted = points[place].id in used
    first = next(i for i, p in enumerate(points) if (p.id in used) == fitted)
    if first != place:
        return "_"
    return "reported, used for the solid curve" if fitted else "reported, not used for it"


def _spans_decades(curves: list[tuple[Table, str]], name: str) -> bool:
    values = np.concatenate([t.columns[name].numbers for t, _ in curves])
    values = values[np.isfinite(values) & (values > 0)]
    return bool(len(values)) and float(values.max() / values.min()) > 30


# --- budgets


def _budget(systems: list[str], tables: list[Table]) -> Picture:
    row = term("area_resistance")
    scale = factor(row.unit, row.shown)
    parts = list(dict.fromkeys(p for t in tables for p in t.columns["part"].values))

    def draw() -> Figure:
        figure, axes = _figure()
        figure.set_size_inches(6.4, 1.5 + 0.75 * len(tables))
        left = np.zeros(len(tables))
        for place, part in enumerate(parts):
            width = np.array([_value(t, str(part)) * scale for t in tables])
            bars = axes.barh(
                range(len(tables)), width, left=left, color=COLOURS[place % len(COLOURS)], height=0.6, label=str(part)
            )
            labels = [number(w, 2) if w > 0.06 * max(1e-30, _total(tables) * scale) else "" for w in width]
            axes.bar_label(bars, labels, label_type="center", color="white", fontsize=9)
            left += width
        for place, total in enumerate(left):
            axes.text(total, place, f" {number(float(total))}", va="center", fontsize=9)
        axes.set_yticks(range(len(tables)), systems)
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.margins(x=0.1)
        axes.set_xlabel(typeset(f"area resistance ({row.shown}), chord at the current of the protocol"))
        axes.set_title("Where the voltage goes")
        axes.legend(ncols=len(parts), loc="upper left", bbox_to_anchor=(0, -0.25 - 0.1 / len(tables)), borderaxespad=0)
        return figure

    svg, png = _with_style(draw)
    says = "; ".join(
        f"{system}: "
        + ", ".join(f"{p} {number(_value(t, str(p)) * scale)} {row.shown}" for p in t.columns["part"].values)
        for system, t in zip(systems, tables, strict=True)
    )
    return Picture("budget", "Where the voltage goes", says, svg, png)


def _value(table: Table, part: str) -> float:
    names = list(table.columns["part"].values)
    return float(table.columns["area_resistance"].numbers[names.index(part)]) if part in names else 0.0


def _total(tables: list[Table]) -> float:
    return max(float(np.sum(t.columns["area_resistance"].numbers)) for t in tables)
