"""Figures of reported lives: survival by class of layer, and effect sizes with both intervals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.lives.analysis import CurveOfLives, LifeAnalysis
from ...explore.lives.effects import Ends, LifeEffect
from ...quantity import in_unit, term, typeset
from ...studies.groups import steps
from ..common.chart import Chart, ChartPanel
from ..common.labels import TERMS
from ..common.picture import log_ticks
from ..common.style import COLOURS, LINES, class_colour
from .wording import effect_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, HEAD = 0.3, 0.7  # inches: of an effect, and beside all of them
WIDEST = 1e4  # ratios that a figure of effects reaches to
GREY = "#999999"


def lives_charts(made: LifeAnalysis) -> list[Chart]:
    """Return the figures of an analysis: survival, and effects where some were fitted."""
    failed, many = made.rows.failures, len(made.rows.rows)
    counted = f"{failed} of {many} failed; ticks: stopped while running"
    says = f"Survival of reported cells (Kaplan-Meier, band: 95 %) by class of layer; {counted}"
    charts = [
        Chart(
            "lives-survival",
            f"Survival of {many} reported cells, {failed} failures",
            says,
            (ChartPanel(partial(draw_survival, made=made)),),
            columns=2,
        )
    ]
    if told := effects_of(made):
        says = "Ratio of lives by the Weibull law, one covariate at a time, with 95 % intervals; arrows: no end"
        height = HEAD + ROW * len(told)
        panel = ChartPanel(partial(draw_effects, told=told))
        charts.append(
            Chart(
                "lives-effects", "What a life depends on, one covariate at a time", says, (panel,), height, 2, wide=True
            )
        )
    return charts


def effects_of(made: LifeAnalysis) -> tuple[LifeEffect, ...]:
    """Return the effects of the covariates one at a time that have an estimate or a bound."""
    return tuple(e for model in made.alone for e in model.effects if e.life is not None)


def draw_survival(axes: Axes, made: LifeAnalysis, **style: Any) -> None:
    """Draw the share of surviving cells of each class; ticks are cells that were stopped while they ran."""
    quantity = made.rows.quantity
    for place, one in enumerate(made.classes):
        if len(one.rows):
            _curve(axes, one, quantity, color=class_colour(one.name), linestyle=LINES[place % len(LINES)], **style)
    first = min(float(one.time.min()) for one in made.classes if len(one.rows))
    last = max(float(one.time.max()) for one in made.classes if len(one.rows))
    ends = in_unit(first, quantity) / 1.3, in_unit(last, quantity) * 1.2
    axes.set_xscale("log")
    axes.set_xlim(*ends)
    log_ticks(axes.xaxis, *ends)
    axes.axhline(0.5, color=GREY, linewidth=0.6, linestyle=":", zorder=0)
    axes.set_ylim(-0.03, 1.06)
    name = TERMS.get(quantity, quantity.replace("_", " "))
    axes.set_xlabel(typeset(f"{name} ({term(quantity).shown})"))
    axes.set_ylabel("share of cells without failure")


def _curve(axes: Axes, one: CurveOfLives, quantity: str, **style: Any) -> None:
    last, curve = float(one.time.max()), one.curve
    x, share = steps(curve, last)
    x = np.maximum(_shown(quantity, x), 1e-9)
    said = f"{one.name} (n = {len(one.rows)}, {int(one.failed.sum())} failed)"
    axes.plot(x, share, label=said, **{"linewidth": 1.4, **style})
    edges = np.append(curve.time, last)
    for k in np.flatnonzero(np.isfinite(curve.low)):
        axes.fill_between(
            _shown(quantity, edges[k : k + 2]),
            curve.low[k],
            curve.high[k],
            color=style["color"],
            alpha=0.12,
            linewidth=0,
        )
    stopped = np.sort(one.time[~one.failed])
    level = np.concatenate([[1.0], curve.share])[np.searchsorted(curve.time, stopped, side="right")]
    axes.plot(_shown(quantity, stopped), level, "|", color=style["color"], markersize=6, markeredgewidth=1.0)


def _shown(quantity: str, values: np.ndarray) -> np.ndarray:
    return np.array([in_unit(float(v), quantity) for v in values])


def draw_effects(axes: Axes, told: tuple[LifeEffect, ...], **style: Any) -> None:
    """Draw the ratio of lives of each effect: estimate, interval by rows, interval by papers."""
    for place, effect in enumerate(told):
        assert effect.life is not None
        for shift, ends, colour, name in (
            (0.12, effect.life.profile, COLOURS[0], "95 %, rows as independent"),
            (-0.12, effect.life.clustered, COLOURS[1], "95 %, papers as clusters"),
        ):
            _interval(axes, -place + shift, ends, colour, label=name if place == 0 else None, **style)
        if 1 / WIDEST < effect.life.value < WIDEST:
            axes.plot(effect.life.value, -place + 0.12, "o", color=COLOURS[0], markersize=4, zorder=5)
    axes.axvline(1.0, color=GREY, linewidth=0.8, zorder=0)
    axes.set_xscale("log")
    axes.set_xlim(1 / WIDEST, WIDEST)
    axes.set_ylim(-len(told) + 0.4, 0.6)
    names = [f"{effect_name(e)} ({e.failures} of {e.rows} failed)" for e in told]
    axes.set_yticks([-float(n) for n in range(len(told))], [typeset(name) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("ratio of lives")


def _interval(axes: Axes, y: float, ends: Ends, colour: str, label: str | None, **style: Any) -> None:
    """Draw a bar between two ends; an end beyond the figure is an arrow."""
    low, high = (float(np.clip(end, 1.2 / WIDEST, WIDEST / 1.2)) for end in ends)
    axes.plot([low, high], [y, y], label=label, **{"color": colour, "linewidth": 1.4, **style})
    for end, shown, marker in ((ends[0], low, "<"), (ends[1], high, ">")):
        axes.plot(shown, y, marker=marker if end != shown else "|", color=colour, markersize=4, linestyle="none")
