"""Arrhenius plot with one or both fits, and the VFT plot over 1/(T - T0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.kinetics import ArrheniusFit, VftFit
from ...laws.constants import GAS
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KILO = 1e3
BEYOND = 0.06  # of the range, by which a line is drawn beyond the points
CURVE = 100  # points of a curve
ZERO_CELSIUS = 273.15  # K
LABELS = {"1/R": "ln(1/R)", "T/R": "ln(T/R)", "sigma": r"ln $\sigma$", "sigma T": r"ln($\sigma T$)"}


def draw_arrhenius(axes: Axes, fit: ArrheniusFit, vft: VftFit | None = None, **style: Any) -> None:
    """Draw the ordinate over 1000/T with the line, and the VFT curve where it is given."""
    x = KILO / fit.points.temperature
    _points(axes, x, fit.points.ordinate, fit.points.errors)
    low, high = x.min() - BEYOND * np.ptp(x), x.max() + BEYOND * np.ptp(x)
    grid = np.linspace(low, high, CURVE)
    line = fit.ln_prefactor - fit.energy / GAS * grid / KILO
    energy = _energy("E", fit.energy, fit.energy_std)
    axes.plot(grid, line, **{"color": COLOURS[0], "label": f"Arrhenius, {energy}", **style})
    if vft is not None:
        kelvin = KILO / grid
        above = kelvin > vft.vanishing
        curve = vft.ln_prefactor - vft.energy / (GAS * (kelvin[above] - vft.vanishing))
        label = f"VFT, $T_0$ = {vft.vanishing:.0f} K{'' if vft.is_told_from_arrhenius else ' (not told apart)'}"
        axes.plot(grid[above], curve, color=COLOURS[1], linestyle="--", label=label)
    axes.set_xlabel("1000/T (1/K)")
    axes.set_ylabel(LABELS[fit.points.form.name])
    axes.legend()
    _celsius(axes)


def draw_vft(axes: Axes, fit: VftFit, **style: Any) -> None:
    """Draw the ordinate over 1000/(T - T0), on which a VFT law is a straight line."""
    x = KILO / (fit.points.temperature - fit.vanishing)
    _points(axes, x, fit.points.ordinate, fit.points.errors)
    grid = np.linspace(x.min() - BEYOND * np.ptp(x), x.max() + BEYOND * np.ptp(x), CURVE)
    low, high = (end / KILO for end in fit.energy_95)
    label = f"E of the law {fit.energy / KILO:.3g} kJ/mol ({max(low, 0):.3g} to {high:.3g})"
    line = fit.ln_prefactor - fit.energy / GAS * grid / KILO
    axes.plot(grid, line, **{"color": COLOURS[1], "linestyle": "--", "label": label, **style})
    held = "held" if fit.is_fixed else "fitted"
    axes.set_xlabel(f"1000/(T - T$_0$) (1/K), T$_0$ = {fit.vanishing:.0f} K, {held}")
    axes.set_ylabel(LABELS[fit.points.form.name])
    axes.legend()


def _points(axes: Axes, x: np.ndarray, y: np.ndarray, errors: np.ndarray | None) -> None:
    bars = None if errors is None else 1.96 * errors
    axes.errorbar(x, y, yerr=bars, fmt="o", color=COLOURS[5], markersize=4, linewidth=0.8, label="_points")


def _energy(name: str, value: float, std: float | None) -> str:
    spread = "" if std is None else f" $\\pm$ {1.96 * std / KILO:.2g}"
    return f"{name} = {value / KILO:.3g}{spread} kJ/mol (95 %)" if spread else f"{name} = {value / KILO:.3g} kJ/mol"


def _celsius(axes: Axes) -> None:
    """Add an axis in degrees Celsius on top."""
    top = axes.secondary_xaxis(
        "top",
        functions=(
            lambda x: KILO / np.maximum(np.asarray(x, float), 1e-3) - ZERO_CELSIUS,
            lambda c: KILO / np.maximum(np.asarray(c, float) + ZERO_CELSIUS, 1e-3),
        ),
    )
    top.set_xlabel("T (°C)")
