"""Tafel plot: readings, the fit of the whole sweep, and both Tafel lines with their regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.kinetics import KineticState, TafelBranch, TafelResult, kinetic_current
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MILLI = 1e3
CURVE = 400  # points of the fitted curve
ROOM = 60.0  # times the largest current: the legend stands above the curve
LOWEST = 0.5  # of the smallest current above noise: the axis begins there


def draw_tafel(axes: Axes, result: TafelResult, unit: str = "A/m$^2$", factor: float = 1.0, **style: Any) -> None:
    """Draw |i| over the overpotential on a logarithmic axis; `factor` turns currents into `unit`."""
    sweep, fit = result.sweep, result.fit
    rest = fit.state.equilibrium
    eta = MILLI * (sweep.potential - rest)
    axes.semilogy(eta, factor * np.abs(sweep.current), ".", color=COLOURS[5], markersize=2.5, label="readings")
    grid = np.linspace(sweep.potential.min(), sweep.potential.max(), CURVE)
    curve = factor * np.abs(kinetic_current(grid, fit.state, sweep.f, sweep.faces))
    i0 = factor * fit.state.exchange_current
    label = f"Butler-Volmer, $i_0$ = {i0:.3g} {unit}"
    axes.semilogy(MILLI * (grid - rest), curve, **{"color": COLOURS[0], "label": label, **style})
    for branch, colour in zip(result.branches, (COLOURS[1], COLOURS[2]), strict=False):
        _line(axes, branch, fit.state, (sweep.faces, factor), colour)
    axes.axhline(i0, color=COLOURS[0], linewidth=0.5, linestyle=":")
    visible = factor * np.abs(sweep.current)[np.abs(sweep.current) > 3 * fit.noise[0]]
    if len(visible):
        axes.set_ylim(min(LOWEST * float(visible.min()), LOWEST * i0), ROOM * float(visible.max()))
    axes.set_xlabel("E - E$_{i=0}$ (mV)")
    axes.set_ylabel(f"|i| ({unit})")
    axes.legend(loc="upper center")


def draw_residuals(axes: Axes, result: TafelResult, **style: Any) -> None:
    """Draw what the fit leaves of each reading, in % of its current, where that is above the noise."""
    sweep, fit = result.sweep, result.fit
    visible = np.abs(sweep.current) > 3 * fit.noise[0]
    eta = MILLI * (sweep.potential - fit.state.equilibrium)
    left = 100 * fit.residuals / sweep.current
    look = {"color": COLOURS[0], "marker": ".", "markersize": 2, "linestyle": "none", **style}
    axes.plot(eta[visible], left[visible], **look)
    axes.axhline(0, color="#4d4d4d", linewidth=0.6)
    axes.set_xlabel("E - E$_{i=0}$ (mV)")
    axes.set_ylabel("fit - read (%)")


def _line(axes: Axes, branch: TafelBranch, state: KineticState, scale: tuple[int, float], colour: str) -> None:
    """Draw a Tafel line from equilibrium to the end of its region, dotted where extrapolated."""
    faces, factor = scale
    x = branch.overpotential
    region = x[branch.inside]
    ends = np.array([0.0, region[0], region[-1]])
    current = branch.exchange_current * 10 ** (ends / branch.slope)
    eta = branch.direction * MILLI * (faces * ends + current * state.resistance)
    axes.semilogy(eta[:2], factor * current[:2], color=colour, linestyle=":", linewidth=0.9, label="_extrapolated")
    across = np.linspace(region[0], region[-1], CURVE)
    flow = branch.exchange_current * 10 ** (across / branch.slope)
    place = branch.direction * MILLI * (faces * across + flow * state.resistance)
    axes.semilogy(
        place, factor * flow, color=colour, linestyle="--", label=f"Tafel, {MILLI * branch.slope:.0f} mV/decade"
    )
