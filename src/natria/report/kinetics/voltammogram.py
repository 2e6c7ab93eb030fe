"""Voltammograms with their peaks and baselines, and peak currents over scan rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.kinetics import ScanRateExponent, Voltammogram
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ABOVE = 4  # points, between a peak and its voltage
PREFIXES = ((1.0, "A"), (1e3, "mA"), (1e6, "uA"), (1e9, "nA"), (1e12, "pA"))


def prefixed(largest: float) -> tuple[float, str]:
    """Return the factor and the unit in which a current reads as one to a thousand."""
    return next(((f, u) for f, u in PREFIXES if largest * f >= 1), PREFIXES[-1])


def draw_voltammogram(axes: Axes, result: Voltammogram, **style: Any) -> None:
    """Draw the current over the voltage, the last cycle in colour, with peaks and baselines."""
    if not result.sweeps:
        return
    factor, unit = prefixed(max(float(np.max(np.abs(s.current))) for s in result.sweeps))
    last = max(len(result.sweeps) - 2, 0)
    for k, sweep in enumerate(result.sweeps):
        look: dict[str, Any] = {"color": "#b8b8b8", "linewidth": 0.6}
        if k >= last:
            look = {"color": COLOURS[0] if sweep.direction > 0 else COLOURS[1], "linewidth": 1.0, **style}
        axes.plot(sweep.voltage, factor * sweep.current, label="_sweep", **look)
        for peak in result.peaks[k] if k >= last else ():
            axes.plot(peak.feet, [factor * b for b in peak.base], color=COLOURS[5], linewidth=0.7, linestyle="--")
            axes.plot(peak.voltage, factor * peak.current, "v" if peak.direction > 0 else "^", color=COLOURS[5], ms=4)
            axes.annotate(
                f"{peak.voltage:.3f} V",
                (peak.voltage, factor * peak.current),
                (0, ABOVE * peak.direction),
                textcoords="offset points",
                ha="center",
                va="bottom" if peak.direction > 0 else "top",
                fontsize=6.5,
            )
    axes.margins(y=0.12)
    axes.axhline(0.0, color="#9a9a9a", linewidth=0.5)
    axes.set_xlabel("voltage (V)")
    axes.set_ylabel(f"current ({unit})")
    axes.set_title(f"{1e3 * (result.scan_rate or 0.0):.3g} mV/s", fontsize=7)


def draw_scan_rates(
    axes: Axes, result: ScanRateExponent, name: str = "", largest: float | None = None, **style: Any
) -> None:
    """Draw peak currents over scan rates on logarithmic axes, with the power law.

    `name` is that of the peak, `largest` the largest current of the axes, which decides the unit.
    """
    factor, unit = prefixed(largest or float(result.peak_current.max()))
    dots = style.get("color", COLOURS[5]) if name else COLOURS[5]
    axes.loglog(1e3 * result.scan_rate, factor * result.peak_current, "o", color=dots, ms=4, label="_peaks")
    ends = np.array([result.scan_rate.min(), result.scan_rate.max()])
    spread = "" if result.std is None else f" $\\pm$ {1.96 * result.std:.2g}"
    line = np.exp(result.line.intercept) * ends**result.b
    label = f"{name + ': ' if name else ''}b = {result.b:.3g}{spread}"
    axes.loglog(1e3 * ends, factor * line, **{"color": COLOURS[0], "label": label, **style})
    axes.set_xlabel("scan rate (mV/s)")
    axes.set_ylabel(f"peak current ({unit})")
    axes.legend()
