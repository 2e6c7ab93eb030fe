"""Decay of the current at a constant voltage, and steady currents over voltages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.kinetics import CurrentDecay, ElectronicResistance
from ..common.style import COLOURS
from .voltammogram import prefixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MINUTE = 60.0  # s


def draw_decay(axes: Axes, result: CurrentDecay, **style: Any) -> None:
    """Draw the current over time with the fit and the steady current, its 95 % interval shaded."""
    factor, unit = prefixed(float(np.max(np.abs(result.current))))
    minutes = result.time / MINUTE
    axes.plot(minutes, factor * result.current, ".", color=COLOURS[5], markersize=2, label="readings")
    axes.plot(minutes, factor * result.fitted, **{"color": COLOURS[0], "label": "fit", **style})
    half = 1.96 * result.steady_std
    axes.axhspan(factor * (result.steady - half), factor * (result.steady + half), color=COLOURS[1], alpha=0.2, lw=0)
    label = f"steady {factor * result.steady:.4g} {unit}"
    axes.axhline(factor * result.steady, color=COLOURS[1], linestyle="--", linewidth=0.9, label=label)
    axes.set_xlabel("time after the step (min)")
    axes.set_ylabel(f"current ({unit})")
    axes.legend()


def draw_electronic_line(axes: Axes, result: ElectronicResistance, **style: Any) -> None:
    """Draw steady currents over voltages with the line of the electronic resistance."""
    factor, unit = prefixed(float(np.max(np.abs(result.current))))
    axes.plot(result.voltage, factor * result.current, "o", color=COLOURS[5], ms=4, label="_points")
    ends = np.array([min(0.0, result.voltage.min()), result.voltage.max()])
    line = result.line.intercept + result.line.slope * ends
    label = f"R = {result.resistance:.3g} ohm"
    axes.plot(ends, factor * line, **{"color": COLOURS[0], "label": label, **style})
    axes.set_xlabel("voltage (V)")
    axes.set_ylabel(f"steady current ({unit})")
    axes.legend()
