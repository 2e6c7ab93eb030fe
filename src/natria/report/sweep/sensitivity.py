"""Figure, rows and section of a sensitivity analysis."""

from __future__ import annotations

from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.sensitivity import COLUMNS, SensitivityResult
from ...quantity import typeset
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, HEAD = 0.42, 0.7  # inches: of a number, and beside all of them
NAMES = {"sobol": "Sobol indices", "morris": "elementary effects"}


def column_names(found: SensitivityResult) -> tuple[str, ...]:
    """Return the heads of the columns of estimates, with their unit."""
    unit = "" if found.method == "sobol" or found.unit == "1" else f" ({found.unit})"
    return tuple(f"{name.replace('_', ' ')}{unit}" for name in COLUMNS[found.method])


def sensitivity_rows(found: SensitivityResult) -> list[tuple[str, ...]]:
    """Return a row for each number: its path, and each estimate with its 95 % interval."""
    names = COLUMNS[found.method]
    ends = [(found.estimates[k], found.low[k], found.high[k]) for k in names]
    return [(found.paths[n], *(_with_ends(*(float(x[n]) for x in one)) for one in ends)) for n in found.order]


def _with_ends(value: float, low: float, high: float) -> str:
    """Return an estimate and its interval with the digits that the interval allows."""
    width = high - low
    digits = 2 if not isfinite(width) or width <= 0 else int(np.clip(1 - np.floor(np.log10(width)), 0, 9))
    return f"{value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def says(found: SensitivityResult) -> str:
    """Return what was done, in a sentence."""
    kind = "base samples" if found.method == "sobol" else "trajectories"
    lost = f"; {found.dropped:,} more have a cell without a result and are left out" if found.dropped else ""
    what = "; ".join(f"{name.replace('_', ' ')}: {text}" for name, text in COLUMNS[found.method].items())
    means = "" if found.method == "sobol" else ". An effect is the change over the whole range, by steps of 2/3 of it"
    return f"{found.rows:,} {kind}{lost}. In brackets 95 % intervals (bootstrap). {what}{means}."


def sensitivity_chart(found: SensitivityResult) -> Chart:
    title = f"Sensitivity of {found.of.replace('_', ' ')}: {NAMES[found.method]}"
    draw = ChartPanel(partial(draw_bars, found=found))
    height = HEAD + ROW * len(found.paths)
    return Chart("sweep-sensitivity", f"{title} (simulated)", title, (draw,), height=height, columns=3, wide=True)


def draw_bars(axes: Axes, found: SensitivityResult, **style: Any) -> None:
    """Draw a bar for each estimate of each number, with its interval, the most important on top."""
    names, places = list(COLUMNS[found.method]), -np.arange(len(found.paths), dtype=float)
    tall = 0.8 / len(names)
    for k, (name, head) in enumerate(zip(names, column_names(found), strict=True)):
        value, low, high = (x[name][found.order] for x in (found.estimates, found.low, found.high))
        at = places - (k - (len(names) - 1) / 2) * tall
        axes.barh(at, value, height=0.9 * tall, color=COLOURS[k], label=typeset(head.split(" (")[0]), **style)
        ends = [np.maximum(value - low, 0.0), np.maximum(high - value, 0.0)]
        axes.errorbar(value, at, xerr=ends, fmt="none", ecolor="black", elinewidth=0.9, capsize=2)
    axes.axvline(0.0, color="#999999", linewidth=0.6)
    axes.set_yticks(places, [typeset(found.paths[n]) for n in found.order])
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(_label(found))


def _label(found: SensitivityResult) -> str:
    if found.method == "sobol":
        return f"share of the variance of {found.of.replace('_', ' ')}"
    unit = found.unit
    return typeset(f"effect on {found.of.replace('_', ' ')}" + ("" if unit == "1" else f" ({unit})"))
