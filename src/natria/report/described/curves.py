"""Curves of a design over one of its numbers as plots: over the range that is usual there, around its own value."""

from __future__ import annotations

from dataclasses import dataclass

from ...answers import Refuse
from ...design import Design, number_at
from ...design.editing import NumberField, fields_of
from ...explore.answers import evaluate_answers
from ...explore.regimes import RegimeSettings, regime_map
from ...explore.sweeps import SweepAxis, SweepPoints, grid
from ...quantity import NatriaError, term, to_si
from ..common.chart import Chart
from ..sweep.design_curves import answer_curves, limit_curve
from .charts import described_chart
from .plot import DescribedPlot

LIMITS = "limits"  # stands for a term
POINTS = 61
AROUND = 100.0  # ratio to either side of the present value, within what is usual
NO_DRAWS = RegimeSettings(members=1)


@dataclass(frozen=True)
class DesignCurve:
    """A curve as plots, or the reason why there is none."""

    plots: tuple[DescribedPlot, ...]
    refused: str = ""


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
    ends = (to_si(end, field.unit or "1", si) for end in (low, high))
    return SweepAxis(field.path, *ends, count, log=field.log)


def design_curve(design: Design, path: str, of: str) -> DesignCurve:
    """Return the limits of a design (`of` is "limits") or answers to a term over one of its numbers."""
    field = next((one for one in fields_of(design).numbers if one.path == path), None)
    axis = axis_around(field) if field is not None else None
    if axis is None:
        return DesignCurve((), f"no usual range is known of {path}, so no curve over it is drawn")
    try:
        charts = _charts(design, grid([axis]), of)
    except (Refuse, NatriaError) as no:
        return DesignCurve((), no.what if isinstance(no, NatriaError) else str(no))
    plots = (described_chart(chart) for chart in charts)
    return DesignCurve(tuple(plot for plot in plots if plot is not None))


def _charts(design: Design, points: SweepPoints, of: str) -> list[Chart]:
    if of == LIMITS:
        return [limit_curve(regime_map(design, points, NO_DRAWS))]
    return answer_curves(evaluate_answers(design, points, [of]))
