"""Charts of measured kinetics: Tafel plots, voltammograms, scan rates, decays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.kinetics import CurrentDecay
from ...lab.kinetics.measurement import MeasuredKinetics, MeasuredScan, MeasuredTafel
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS
from .direct_current import draw_decay, draw_electronic_line
from .tafel import draw_residuals, draw_tafel
from .voltammogram import draw_scan_rates, draw_voltammogram, prefixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 8  # figures of one kind
MILLI = 1e3
TO_MA_PER_CM2 = 0.1  # mA/cm^2 of A/m^2


def kinetics_charts(m: MeasuredKinetics) -> tuple[Chart, ...]:
    """Return the charts that apply, the main one first; nothing is drawn yet."""
    return tuple(chart for charts in (_tafel_charts, _scan_charts, _step_charts) for chart in charts(m))


def _tafel_charts(m: MeasuredKinetics) -> list[Chart]:
    found = []
    for place, one in enumerate(m.tafel[:MOST], 1):
        says = "Readings, the fit of the whole sweep (the better answer), and Tafel lines where a region is linear."
        panels = (ChartPanel(partial(_tafel, one), 3.0), ChartPanel(partial(_misfit, one), 1.0))
        name = "tafel" if place == 1 else f"tafel-{place}"
        title = "Tafel plot" if len(m.tafel) == 1 else f"Tafel plot: {one.source.name}"
        found.append(Chart(name, title, says, panels, height=3.6))
    return found


def _tafel(one: MeasuredTafel, axes: Axes, **style: Any) -> None:
    factor, unit = (TO_MA_PER_CM2, "mA/cm$^2$") if one.unit == "A/m^2" else (MILLI, "mA")
    draw_tafel(axes, one.result, unit, factor, **style)
    _bare(axes)


def _misfit(one: MeasuredTafel, axes: Axes, **style: Any) -> None:
    draw_residuals(axes, one.result, **style)


def _scan_charts(m: MeasuredKinetics) -> list[Chart]:
    found = []
    if len(m.scans) > 1:
        says = "Current over scan rate: a charge of the surface lies on one curve, diffusion falls with the rate."
        found.append(
            Chart("normalised", "Voltammograms of all scan rates", says, (ChartPanel(partial(draw_all, m=m)),))
        )
    for place, scan in enumerate(m.scans[:MOST], 1):
        says = "The last sweep of each direction in colour. Peaks stand above their baselines (dashed)."
        name = "voltammogram" if place == 1 else f"voltammogram-{place}"
        title = "Voltammogram" if len(m.scans) == 1 else scan.name
        found.append(Chart(name, title, says, (ChartPanel(partial(_scan, scan)),), height=2.8))
    if m.exponents:
        says = "Slope b: 1/2 is diffusion, 1 a charge of the surface."
        found.append(Chart("exponents", "Peak current over scan rate", says, (ChartPanel(partial(_exponents, m)),)))
    if m.shares:
        says = "Share of the charge of a sweep that is in proportion to the scan rate. Bars: 95 %."
        found.append(Chart("shares", "Capacitive share", says, (ChartPanel(partial(draw_shares, m=m)),)))
    return found


def _scan(scan: MeasuredScan, axes: Axes, **style: Any) -> None:
    draw_voltammogram(axes, scan.result, **style)


def _exponents(m: MeasuredKinetics, axes: Axes, **style: Any) -> None:
    largest = max(float(one.result.peak_current.max()) for one in m.exponents)
    for place, one in enumerate(m.exponents):
        look = {"color": COLOURS[place % len(COLOURS)], **style}
        draw_scan_rates(axes, one.result, f"{one.way} peak {one.peak}", largest, **look)
    _bare(axes)


def draw_all(axes: Axes, m: MeasuredKinetics, **style: Any) -> None:
    """Draw the last pair of sweeps of each scan rate, the current divided by the scan rate (capacitance)."""
    largest = max(float(np.max(np.abs(s.current / s.scan_rate))) for scan in m.scans for s in scan.result.sweeps[-2:])
    factor, unit = prefixed(largest)
    for place, scan in enumerate(m.scans):
        shade = 0.15 + 0.7 * place / max(len(m.scans) - 1, 1)
        for k, sweep in enumerate(scan.result.sweeps[-2:]):
            label = f"{MILLI * scan.rate:.3g} mV/s" if k == 0 else "_sweep"
            look = {"color": (0.0, 0.35 * (1 - shade), shade), "linewidth": 0.9, "label": label, **style}
            axes.plot(sweep.voltage, factor * sweep.current / sweep.scan_rate, **look)
    axes.axhline(0.0, color="#9a9a9a", linewidth=0.5)
    axes.set_xlabel("voltage (V)")
    axes.set_ylabel(f"current / scan rate ({unit[:-1]}F)")


def draw_shares(axes: Axes, m: MeasuredKinetics, **style: Any) -> None:
    """Draw the capacitive share over the scan rate, with 95 % intervals."""
    for place, one in enumerate(m.shares):
        result = one.result
        look = {"color": COLOURS[place], "fmt": "o-", "markersize": 3, "linewidth": 0.8, "label": one.way, **style}
        axes.errorbar(MILLI * result.scan_rate, 100 * result.share, 196 * result.share_std, **look)
    axes.set_xscale("log")
    axes.set_xlabel("scan rate (mV/s)")
    axes.set_ylabel("capacitive share (%)")
    axes.set_ylim(0, 105)


def _step_charts(m: MeasuredKinetics) -> list[Chart]:
    found = []
    fitted = [step for step in m.steps if step.decay is not None]
    if m.electronic is not None and len(fitted) > 1:
        panel = ChartPanel(partial(_electronic, m))
        says = "The slope of the line is the electronic conductance; an offset is allowed for."
        found.append(Chart("steady-currents", "Steady current over voltage", says, (panel,)))
    for place, step in enumerate(fitted[:MOST], 1):
        if step.decay is None:
            continue
        name = "decay" if place == 1 else f"decay-{place}"
        title = f"Current at {MILLI * step.voltage:.4g} mV"
        says = "Readings, the fitted sum of exponentials, and the steady current with its 95 % interval."
        found.append(Chart(name, title, says, (ChartPanel(partial(_decay, step.decay)),)))
    return found


def _electronic(m: MeasuredKinetics, axes: Axes, **style: Any) -> None:
    if m.electronic is not None:
        draw_electronic_line(axes, m.electronic, **style)
        _bare(axes)


def _decay(decay: CurrentDecay, axes: Axes, **style: Any) -> None:
    draw_decay(axes, decay, **style)
    _bare(axes)


def _bare(axes: Axes) -> None:
    """Remove the legend of the axes: a chart has its own below."""
    if (legend := axes.get_legend()) is not None:
        legend.remove()
