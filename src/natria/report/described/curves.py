"""Curves and maps of a design over its numbers, in the usual range around its own values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ...answers import Refuse
from ...design import Design, number_at
from ...design.editing import NumberField, fields_of, name_of
from ...explore.answers import evaluate_answers
from ...explore.regimes import RegimeMap, RegimeSettings, regime_map
from ...explore.sweeps import SweepAxis, grid
from ...models.cell.failure.utilisation import SAYS
from ...quantity import InputError, NatriaError, Problem, from_si, term, to_si, typeset
from ..common.chart import Chart
from ..sweep.answer_figures import answer_charts
from ..sweep.design_curves import answer_curves, limit_curve
from ..sweep.regime_figures import regime_charts
from .charts import described_chart
from .plot import DescribedPlot

LIMITS = "limits"  # stands for a term
POINTS = 61
MAP_POINTS = 24
AROUND = 100.0  # ratio to either side of the present value, within what is usual
NO_DRAWS = RegimeSettings(members=1)


@dataclass(frozen=True)
class DesignCurve:
    """A curve as plots, with the places where a limit is reached, or the reason why there is none."""

    plots: tuple[DescribedPlot, ...]
    refused: str = ""
    crossings: tuple[LimitCrossing, ...] = ()


@dataclass(frozen=True)
class LimitCrossing:
    """A value at which a limit is reached; `rising` says that it is exceeded above."""

    limit: str
    value: str
    consequence: str
    rising: bool


def axis_around(field: NumberField, count: int = POINTS) -> SweepAxis | None:
    """Return the values of a number around its own, within what is usual; None where no range is known."""
    if field.low is None or field.high is None:
        return None
    low, high = field.low, field.high
    if field.log and field.value is not None and low < field.value < high:
        low, high = max(low, field.value / AROUND), min(high, field.value * AROUND)
    number = number_at(field.path)
    assert number is not None
    si = term(number.term).unit
    first, last = (to_si(end, field.unit or "1", si) for end in (low, high))
    return SweepAxis(field.path, first, last, count, log=field.log)


def design_curve(design: Design, path: str, of: str) -> DesignCurve:
    """Return the limits of a design (`of` is "limits") or answers to a term over one of its numbers."""
    field = next((one for one in fields_of(design).numbers if one.path == path), None)
    axis = axis_around(field) if field is not None else None
    if axis is None:
        return DesignCurve((), f"no usual range is known of {name_of(path)}, so no curve over it is drawn")
    assert field is not None
    crossings: tuple[LimitCrossing, ...] = ()
    try:
        if of == LIMITS:
            found = regime_map(design, grid([axis]), NO_DRAWS)
            charts, crossings = [limit_curve(found)], tuple(_crossings(found, axis, field))
        else:
            charts = answer_curves(evaluate_answers(design, grid([axis]), [of]))
    except (Refuse, NatriaError) as no:
        return DesignCurve((), no.what if isinstance(no, NatriaError) else str(no))
    plots = (described_chart(chart) for chart in charts)
    return DesignCurve(tuple(_over(plot, path) for plot in plots if plot is not None), crossings=crossings)


def _over(plot: DescribedPlot, path: str) -> DescribedPlot:
    """Return a plot whose x axis names the path of the number on hover."""
    return replace(plot, panels=tuple(replace(one, x=replace(one.x, explains=path)) for one in plot.panels))


def _crossings(found: RegimeMap, axis: SweepAxis, field: NumberField) -> Iterator[LimitCrossing]:
    """Yield where each limit is reached, by a straight line between two points (of logarithms)."""
    x = np.log(found.points.values[:, 0]) if axis.log else found.points.values[:, 0]
    number = number_at(field.path)
    assert number is not None
    si = term(number.term).unit
    for one in found.uses:
        with np.errstate(divide="ignore", invalid="ignore"):
            over = np.log(one.values.value)
        for k in np.flatnonzero(np.isfinite(over[:-1]) & np.isfinite(over[1:]) & ((over[:-1] < 0) != (over[1:] < 0))):
            at = x[k] - over[k] * (x[k + 1] - x[k]) / (over[k + 1] - over[k])
            value = from_si(float(np.exp(at) if axis.log else at), field.unit or "1", si)
            text = f"{float(f'{value:.3g}'):g} {field.unit}".strip()
            yield LimitCrossing(one.name, typeset(text), SAYS[one.criterion.kind], rising=bool(over[k] < 0))


def design_map(design: Design, paths: tuple[str, str], of: str) -> list[Chart]:
    """Return maps over two numbers: which failure comes first (`of` is "limits"), or an answer."""
    fields = {one.path: one for one in fields_of(design).numbers}
    axes = []
    for path in paths:
        axis = axis_around(fields[path], MAP_POINTS) if path in fields else None
        if axis is None:
            raise InputError(
                path, [Problem("", "has no usual range, so no map over it is drawn", "choose another one")]
            )
        axes.append(axis)
    if of == LIMITS:
        return regime_charts(regime_map(design, grid(axes), RegimeSettings()))
    return answer_charts(evaluate_answers(design, grid(axes), [of]))
