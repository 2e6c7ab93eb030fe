"""Figures of a calibration: recorded and simulated voltage with residuals, and profiles of parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import in_unit, term
from ...studies.calibration.branches import SHARES, Branches
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.data import Trace
from ...studies.calibration.impedance import RestSpectrum
from ...studies.calibration.misfit import Misfit
from ...studies.calibration.profile import NINETY_FIVE, Profile
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, COLUMN
from ..study.figures.curves import axis_label
from .wording import relative_misfit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HOUR = 3600.0
HEIGHT = 3.2


def calibration_pictures(c: Calibration, profiles: Sequence[Profile] = ()) -> tuple[Picture, ...]:
    return tuple(_pictures(c, profiles))


def _pictures(c: Calibration, profiles: Sequence[Profile]) -> Iterator[Picture]:
    for place, misfit in enumerate(c.misfits, start=1):
        if isinstance(misfit.datum, Trace):
            yield _trace(misfit, misfit.datum, place)
        elif isinstance(misfit.datum, Branches):
            yield _branches(misfit, misfit.datum, place)
        elif isinstance(misfit.datum, RestSpectrum):
            yield _nyquist(misfit, misfit.datum, place)
    for place, followed in enumerate(profiles, start=1):
        yield _profile(c, followed, place)


def _trace(misfit: Misfit, trace: Trace, place: int) -> Picture:
    hours = trace.recording.time[trace.rows] / HOUR
    measured, simulated = (1e3 * trace.sign * v for v in (misfit.datum.target, misfit.simulated))
    first, last = (float(hours[k]) for k in (0, -1))
    title = f"{trace.label}: recorded and simulated"

    def draw() -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(2 * COLUMN, HEIGHT))
        FigureCanvasAgg(figure)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        upper.plot(hours, measured, "o", color="black", markersize=2, label="recorded (readings compared)")
        upper.plot(hours, simulated, color=COLOURS[0], linewidth=0.9, label="simulated, calibrated")
        lower.axhline(0.0, color="#999999", linewidth=0.6)
        lower.plot(hours, simulated - measured, "o", color=COLOURS[1], markersize=1.5)
        look: Any = {"color": "#999999", "linestyle": ":", "linewidth": 0.8}
        for side in (-1, 1):
            lower.axhline(1e3 * side * trace.noise, **look)
        upper.plot([], [], label="± noise of a reading", **look)
        upper.set_ylabel("cell voltage (mV)")
        lower.set_ylabel("residual\n(mV)")
        lower.set_xlabel("time (h)")
        finish(figure, upper, title, HEIGHT, columns=3)
        figure.set_size_inches(2 * COLUMN, figure.get_size_inches()[1])
        return figure

    svg, png = files_of(draw)
    largest = float(np.abs(misfit.simulated - misfit.datum.target).max())
    says = (
        f"{title}: {len(hours)} readings from {first:.2f} to {last:.2f} h, residual {1e3 * misfit.misses:.3g} mV rms; "
        f"noise {1e3 * trace.noise:.3g} mV; largest {1e3 * largest:.3g} mV"
    )
    return Picture(f"recorded-{place}", title, says, svg, png, wide=True)


def _branches(misfit: Misfit, datum: Branches, place: int) -> Picture:
    """Return voltage against charge: recorded readings and simulated curves of the compared half-cycles."""
    title = f"{datum.label}: recorded and simulated"
    many, n = len(datum.compared), len(SHARES)

    def curve(values: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        charge = in_unit(float(np.exp(values[datum.volts + k])), "areal_capacity")
        return charge * np.array(SHARES), values[n * k : n * (k + 1)]

    def draw() -> Figure:
        figure, axes = new_figure()
        for k in range(many):
            axes.plot(*curve(datum.target, k), "o", color="black", markersize=2, label=None if k else "recorded")
            label = None if k else "simulated, calibrated"
            axes.plot(*curve(misfit.simulated, k), color=COLOURS[0], linewidth=0.9, label=label)
        axes.set_xlabel(axis_label("areal_capacity", term("areal_capacity").shown))
        axes.set_ylabel("cell voltage (V)")
        finish(figure, axes, title, HEIGHT, columns=2)
        return figure

    svg, png = files_of(draw)
    says = (
        f"{title}: {many} half-cycles, residual {1e3 * misfit.misses:.3g} mV rms, charges "
        f"{100 * (misfit.charge_misses or 0):.3g} % rms"
    )
    return Picture(f"recorded-{place}", title, says, svg, png)


def _nyquist(misfit: Misfit, datum: RestSpectrum, place: int) -> Picture:
    """Return the Nyquist plot of a measured and the simulated spectrum."""
    title = f"{datum.label}: measured and simulated"
    many, name = len(datum.frequency), datum.finding.question.name
    scale = in_unit(1.0, name)

    def draw() -> Figure:
        figure, axes = new_figure()
        for values, mark, colour, label in (
            (datum.target, "o", "black", "measured"),
            (misfit.simulated, "-", COLOURS[0], "simulated, calibrated"),
        ):
            axes.plot(scale * values[:many], -scale * values[many:], mark, color=colour, markersize=2, label=label)
        axes.set_xlabel(axis_label("Z'", term(name).shown))
        axes.set_ylabel(axis_label("-Z''", term(name).shown))
        finish(figure, axes, title, HEIGHT, columns=2)
        return figure

    svg, png = files_of(draw)
    says = f"{title}: {many} frequencies, residual {100 * relative_misfit(misfit, datum):.3g} % of |Z| rms"
    return Picture(f"recorded-{place}", title, says, svg, png)


def _profile(c: Calibration, followed: Profile, place: int) -> Picture:
    """Return the profile of a parameter in standard deviations.

    It is a straight line where the covariance is sufficient.
    """
    free = next(f for f in c.free if f.path == followed.path)
    found = c.findings[free.path]
    unit = term(free.term).shown
    values = np.array([in_unit(float(v), free.term) for v in followed.values])
    best = in_unit(found.value, free.term)
    title = f"{free.path}: profile"

    def draw() -> Figure:
        figure, axes = new_figure()
        axes.plot(values, followed.off, "o-", color=COLOURS[0], markersize=3, label="profile, others refitted")
        if found.std:
            std = in_unit(found.std, free.term)
            axes.plot(values, (values - best) / std, color=COLOURS[1], linestyle="--", label="from the covariance")
        for side in (-1, 1):
            axes.axhline(side * NINETY_FIVE, color="#999999", linestyle=":", label="95 %" if side > 0 else None)
        axes.axvline(best, color="#999999", linewidth=0.6)
        axes.set_xlabel(axis_label(free.term, unit))
        axes.set_ylabel("standard deviations")
        finish(figure, axes, title, 2.3)
        return figure

    svg, png = files_of(draw)
    ends = " to ".join("open" if end is None else free.show(end) for end in (followed.low, followed.high))
    return Picture(f"profile-{place}", title, f"{title}: 95 % from {ends}", svg, png)
