"""A sweep as a figure: curves with their bands, and the reported points for comparison.

A reported point is filled where the curve's own ancestry holds it (it was fitted) and open where it does not. Its
colour and shape are those of the verdict on the answer to it by the model of a curve.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....design import Design, Sweep, Unanswerable, scale_of
from ....quantity import (
    Computed,
    Finding,
    NatriaError,
    Question,
    Span,
    condition,
    conditions,
    evidence,
    factor,
    same_condition,
    show_condition,
    show_conditions,
    term,
    typeset,
)
from ....record import Table
from ....studies import StudyResult
from ....studies.curves.sweep import slug
from ...common.picture import LESS, MORE, Picture, files_of, finish, log_ticks, mark_bound, mark_span, new_figure
from ...common.style import COLOURS, LINES, VERDICTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Numbers = NDArray[np.float64]
Scale = tuple[float, float]
BARE = ("1", "cycle")  # units of conditions that say nothing without their name
Curve = tuple[Table, str, str]  # the table, its subject, and the what-if that it belongs to


def sweep_picture(result: StudyResult, sweep: Sweep) -> Picture | None:
    curves = _curves(result, sweep)
    if not curves:
        return None
    points, measured = _points(result, sweep), _measured(result, sweep)
    marks = _marks(result, sweep, points, curves)
    over, y_row = scale_of(sweep), term(sweep.name)
    scale = factor(over.unit, over.shown), factor(y_row.unit, y_row.shown)

    def draw() -> Figure:
        figure, axes = new_figure()
        _draw_spread(axes, sweep, curves, scale)
        _draw_curves(axes, sweep, curves, scale)
        limit = _limiting_current(result, sweep)
        if limit is not None:
            axes.axvline(limit * scale[0], color="#999999", linewidth=0.8, label=f"limiting current, {sweep.of[0]}")
        _draw_points(axes, sweep, marks, scale)
        _draw_measured(axes, sweep, measured, scale)
        _scale_axes(axes, sweep, curves)
        axes.set_xlabel(axis_label(over.name, over.shown))
        axes.set_ylabel(axis_label(y_row.name, y_row.shown))
        finish(figure, axes, sweep.title, 2.3)
        return figure

    svg, png = files_of(draw)
    fixed = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in sweep.at.items())
    named = ", ".join(f"{one.point.id} ({one.verdict})" if one.verdict else one.point.id for one in marks)
    named = f"reported points {named}" if points else "no reported numbers"
    named += f"; {len(measured)} of own data" if measured else ""
    labels = ", ".join(_curve_label(sweep, of, what_if) for _, of, what_if in curves)
    says = f"{sweep.title}{f' at {fixed}' if fixed else ''}: curves {labels}; {named}"
    return Picture(sweep.id, sweep.title, says, svg, png)


def axis_label(name: str, unit: str) -> str:
    """The label of an axis: name and unit."""
    if unit == name:  # "cycle" is the name and the unit
        return name
    return typeset(f"{name.replace('_', ' ')} ({'no unit' if unit == '1' else unit})")


def _curves(result: StudyResult, sweep: Sweep) -> list[Curve]:
    tables = {t.id: t for t in result.tables}
    found: list[Curve] = []
    for what_if in ("", *sweep.what_if):
        for of in sweep.of:
            name = f"{sweep.id}--{slug(of)}" + (f"--{slug(what_if)}" if what_if else "")
            if name in tables:
                found.append((tables[name], of, what_if))
    return found


def _curve_label(sweep: Sweep, of: str, what_if: str) -> str:
    changed = f"with {', '.join(sweep.patch)}" if sweep.patch else ""
    if len(sweep.of) == 1:
        return ", ".join(one for one in (what_if, changed) if one) or "as designed"
    return ", ".join(one for one in (of, what_if, changed) if one)


def _xy(table: Table, sweep: Sweep, scale: Scale) -> tuple[Numbers, Numbers]:
    """Draw a curve in the units of the figure. The swept quantity is the first column."""
    over = next(iter(table.columns))
    return table.columns[over].numbers * scale[0], table.columns[sweep.name].numbers * scale[1]


def _draw_curves(axes: Axes, sweep: Sweep, curves: list[Curve], scale: Scale) -> None:
    labelled: set[str] = set()
    for place, (table, of, what_if) in enumerate(curves):
        x, y = _xy(table, sweep, scale)
        colour = COLOURS[place % len(COLOURS)]
        label = typeset(_curve_label(sweep, of, what_if))
        marker = "." if sweep.values else ""  # between listed points the line is no answer
        look: Any = {"color": colour, "linestyle": LINES[place % len(LINES)], "marker": marker}
        axes.plot(x, y, label=label, zorder=3, **look)
        for says, low, high in _bands(table, sweep):
            band = "_" if says in labelled else says
            labelled.add(says)
            axes.fill_between(x, low * scale[1], high * scale[1], color=colour, alpha=0.25, linewidth=0, label=band)


def _bands(table: Table, sweep: Sweep) -> Iterator[tuple[str, Numbers, Numbers]]:
    """The bands of a curve (SI): one standard deviation, or the two ends of a range."""
    columns = {name: column.numbers for name, column in table.columns.items() if not column.is_text}
    if "std" in columns and np.nanmax(columns["std"], initial=0.0) > 0:
        middle = columns[sweep.name]
        yield "± one standard deviation, from the inputs", middle - columns["std"], middle + columns["std"]
    if "low" in columns and "high" in columns:
        yield "range of the answer", columns["low"], columns["high"]


def _draw_spread(axes: Axes, sweep: Sweep, curves: list[Curve], scale: Scale) -> None:
    """Draw the range of the what-ifs of each subject."""
    labelled = False
    for of in sweep.of:
        tables = [table for table, subject, _ in curves if subject == of]
        if len(tables) < 2:
            continue
        x = _xy(tables[0], sweep, scale)[0]
        all_y = np.array([_xy(table, sweep, scale)[1] for table in tables])
        low, high = np.fmin.reduce(all_y), np.fmax.reduce(all_y)  # a refused point leaves the others
        what = "range of the what-ifs" + (" (all curves)" if len(sweep.of) == 1 else ", for each system")
        label = "_" if labelled else what
        labelled = True
        axes.fill_between(x, low, high, color="#000000", alpha=0.07, linewidth=0, label=label, zorder=1)


def _scale_axes(axes: Axes, sweep: Sweep, curves: list[Curve]) -> None:
    values = np.concatenate([t.columns[sweep.name].numbers for t, _, _ in curves])
    values = values[np.isfinite(values)]
    axes.set_xscale(sweep.scale)
    if sweep.scale == "log" and len(values) and values.min() > 0 and values.max() / values.min() > 30:
        axes.set_yscale("log")
    elif not len(values) or values.min() >= 0:
        axes.set_ylim(bottom=0)
    for axis, kind, ends in (
        (axes.xaxis, axes.get_xscale(), axes.get_xlim()),
        (axes.yaxis, axes.get_yscale(), axes.get_ylim()),
    ):
        if kind == "log":
            log_ticks(axis, *ends)


def _limiting_current(result: StudyResult, sweep: Sweep) -> float | None:
    """The limiting current on a sweep of the current; curves beyond it neglect salt depletion."""
    if sweep.over != "current":
        return None
    whole = next((b.whole for b in result.budgets if b.system == sweep.of[0]), {})
    found = whole.get("limiting_current_density")
    return found.value if isinstance(found, Finding) else None


# --- reported points


def _points(result: StudyResult, sweep: Sweep) -> list[Finding]:
    """The reported numbers of the same term and subject whose conditions agree with the sweep."""
    at = conditions(**sweep.at)
    return [
        t
        for t in result.targets
        if t.question.name == sweep.name
        and _subject(result, t.question) in sweep.of
        and isinstance(t.question.at.get(sweep.over), float)
        and all(same_condition(k, t.question.at[k], v) for k, v in at.items() if k in t.question.at)
    ]


def _measured(result: StudyResult, sweep: Sweep) -> list[tuple[str, Finding]]:
    """Numbers of own recordings of the same term and subject, with the file."""
    at = conditions(**sweep.at)
    return [
        (f"{'measured' if m.recording.is_measured else 'simulated'}: {m.recording.file}", f)
        for m in result.measurements
        for f in m.findings
        if f.question.name == sweep.name
        and f.question.of in sweep.of
        and isinstance(f.question.at.get(sweep.over), float)
        and all(same_condition(k, f.question.at[k], v) for k, v in at.items() if k in f.question.at)
    ]


def _draw_measured(axes: Axes, sweep: Sweep, measured: list[tuple[str, Finding]], scale: Scale) -> None:
    colour, marker = VERDICTS["measurement"]
    named: set[str] = set()
    for file, point in measured:
        x = point.question.at[sweep.over]
        assert isinstance(x, float)
        at = (x * scale[0], point.value * scale[1])
        axes.plot(*at, marker, color=colour, zorder=6, label="_" if file in named else file)
        named.add(file)
        _draw_spread_of(axes, point, at, scale[1])


def _subject(result: StudyResult, question: Question) -> str:
    """The subject of a fact, or the design that stands for it."""
    system = result.case.study.stands_for.get(question.system, question.system)
    return f"{system}#{question.part}" if question.part else system


@dataclass(frozen=True)
class PointMark:
    """A reported point: whether the solid curve was fitted to it, and the verdict on the answer, if any."""

    point: Finding
    used: bool
    verdict: str
    label: str  # what differs from the curve

    @property
    def legend(self) -> str:
        """Return what the legend says of points of this kind."""
        text = "reported, used for the solid curve" if self.used else "reported, not used"
        return f"{text}; answer: {self.verdict}" if self.verdict else text


def _marks(result: StudyResult, sweep: Sweep, points: list[Finding], curves: list[Curve]) -> list[PointMark]:
    models = {table.origin.model for table, *_ in curves if isinstance(table.origin, Computed)}
    verdicts = {
        one.target.id: one.verdict
        for one in result.base.comparisons
        if isinstance(one.answer, Finding)
        and isinstance(one.answer.origin, Computed)
        and one.answer.origin.model in models
        and one.verdict in VERDICTS
    }
    used = _used(curves[0][0])
    return [PointMark(p, p.id in used, verdicts.get(p.id, ""), _label(result, p, sweep)) for p in points]


def _draw_points(axes: Axes, sweep: Sweep, marks: list[PointMark], scale: Scale) -> None:
    named: set[str] = set()
    for one in marks:
        point, x = one.point, one.point.question.at[sweep.over]
        assert isinstance(x, float)
        at = (x * scale[0], point.value * scale[1])
        colour, marker = VERDICTS.get(one.verdict, ("black", "o"))
        face = colour if one.used else "white"
        label = "_" if one.legend in named else one.legend
        named.add(one.legend)
        axes.plot(*at, marker, color=colour, markerfacecolor=face, zorder=5, label=label)
        _draw_spread_of(axes, point, at, scale[1])
        if written := one.label:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}
            beside: Any = {"xytext": (5, -3), "textcoords": "offset points", "fontsize": 6, "bbox": box}
            axes.annotate(typeset(written), at, **beside)


def _draw_spread_of(axes: Axes, point: Finding, at: tuple[float, float], scale: float) -> None:
    """Draw the error bar of a spread or range, or the arrow of a bound."""
    match point.bound:
        case (low, high):
            mark_span(axes, at, (low * scale, high * scale), "black")
        case str():
            mark_bound(axes, at, point.bound in MORE, "black")
            assert point.bound in (*MORE, *LESS)
        case None if point.std:
            spread = point.std * scale
            mark_span(axes, at, (at[1] - spread, at[1] + spread), "black")


def _label(result: StudyResult, finding: Finding, sweep: Sweep) -> str:
    """The conditions of a reported point that neither the sweep nor the design of its subject gives."""
    known = (sweep.over, *sweep.at, "areal_capacity")
    design = result.case.design(_subject(result, finding.question).partition("#")[0])
    other = {k: v for k, v in finding.question.at.items() if k not in known and not _is_as_designed(design, k, v)}
    return ", ".join(
        show_conditions({k: v}) if condition(k).shown in BARE else show_condition(k, v) for k, v in other.items()
    )


def _is_as_designed(design: Design, key: str, value: float | Span) -> bool:
    path = design.landing(key)
    if path is None:
        return False
    try:
        return same_condition(key, design.finding(path).plain, value)
    except (Unanswerable, NatriaError):
        return False


def _used(table: Table) -> frozenset[str]:
    origin = table.origin
    return frozenset().union(*(evidence(i) for i in origin.inputs)) if isinstance(origin, Computed) else frozenset()
