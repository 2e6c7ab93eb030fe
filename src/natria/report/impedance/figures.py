"""Figures of impedance spectra: Nyquist and Bode with fit and residuals, relaxation times, series."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.impedance.measurement import MeasuredSpectra, MeasuredSpectrum
from ...laws import GAS
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS
from ..study.wording import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12  # spectra in a figure; of more, as many are drawn, evenly chosen
MOST_LABELS = 8  # of a legend
GREY = "#8c8c8c"
KELVIN = 273.15
CUT = 1.3  # of the highest peak, up to which a density is drawn
AREA = {"ohm": (1.0, "Ω"), "ohm m^2": (1e4, "Ω cm²")}  # of an impedance: factor, unit as shown
HOUR = 3600.0
Left = tuple[np.ndarray, np.ndarray]  # frequencies, and what is left of each reading over |Z|, complex


def impedance_charts(m: MeasuredSpectra) -> tuple[Chart, ...]:
    """Return the charts that apply, the main one first; nothing is drawn yet."""
    return tuple(chart for charts in CHARTS for chart in charts(m))


def draw_nyquist(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw -Z'' over Z' with equal axes: readings as points, the fit as a line."""
    factor, unit = AREA[m.unit]
    for place, one in enumerate(shown := _some(m.spectra)):
        z = one.spectrum.impedance * factor
        colour = _colour(place, len(shown))
        look = {"color": colour, "marker": "o", "markersize": 2.5, "linestyle": "none", **style}
        axes.plot(z.real, -z.imag, label=_label(m, one, place, len(shown)), **look)
        if one.fit is not None:
            order = np.argsort(one.fit.frequency)
            fitted = one.fit.fitted[order] * factor
            axes.plot(fitted.real, -fitted.imag, color=colour, linewidth=0.8)
    axes.set_aspect("equal", adjustable="box")
    axes.locator_params(nbins=5)
    axes.set_xlabel(f"$Z'$ ({unit})")
    axes.set_ylabel(f"$-Z''$ ({unit})")


def draw_modulus(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw |Z| over the frequency."""
    factor, unit = AREA[m.unit]
    _bode(axes, m, lambda z: np.abs(z) * factor, style)
    axes.set_yscale("log")
    axes.set_ylabel(f"|Z| ({unit})")


def draw_phase(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw the phase over the frequency, upwards where the cell is capacitive."""
    _bode(axes, m, lambda z: -np.angle(z, deg=True), style)
    axes.set_ylabel("-phase (°)")


def _bode(axes: Axes, m: MeasuredSpectra, part: Callable[[np.ndarray], np.ndarray], style: dict[str, Any]) -> None:
    for place, one in enumerate(shown := _some(m.spectra)):
        colour = _colour(place, len(shown))
        look = {"color": colour, "marker": "o", "markersize": 2, "linestyle": "none", **style}
        label = _label(m, one, place, len(shown))
        axes.plot(one.spectrum.frequency, part(one.spectrum.impedance), label=label, **look)
        if one.fit is not None:
            order = np.argsort(one.fit.frequency)
            axes.plot(one.fit.frequency[order], part(one.fit.fitted[order]), color=colour, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlabel("frequency (Hz)")


def draw_residuals(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw what the fit leaves of each reading, in % of |Z|: real part filled, imaginary part hollow."""

    def left(one: MeasuredSpectrum) -> Left | None:
        fit = one.fit
        return None if fit is None else (fit.frequency, (fit.impedance - fit.fitted) / np.abs(fit.impedance))

    _left(axes, m, left, style)
    axes.set_ylabel("measured - fit (% of |Z|)")


def draw_consistency(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw what the ladder of the Kramers-Kronig test leaves of each reading, in % of |Z|."""

    def left(one: MeasuredSpectrum) -> Left | None:
        return None if one.consistency is None else (one.consistency.frequency, one.consistency.residual)

    _left(axes, m, left, style)
    axes.set_ylabel("measured - test (% of |Z|)")


def _left(
    axes: Axes, m: MeasuredSpectra, left: Callable[[MeasuredSpectrum], Left | None], style: dict[str, Any]
) -> None:
    """Draw the relative residuals of the worst spectrum over the frequency, above those of all others."""
    found = [(one, *pair) for one in m.spectra if (pair := left(one)) is not None]
    worst = int(np.argmax([np.mean(np.abs(rest) ** 2) for _, _, rest in found]))
    for place, (_, frequency, rest) in enumerate(found):
        if place != worst:
            look = {"color": GREY, "linestyle": "none", "markersize": 2, "alpha": 0.5, "markeredgewidth": 0, **style}
            axes.plot(np.tile(frequency, 2), 100 * np.concatenate([rest.real, rest.imag]), "o", **look)
    one, frequency, rest = found[worst]
    name = f"{_condition(m, one)}, " if len(found) > 1 else ""
    for colour, part, values in ((COLOURS[0], "real", rest.real), (COLOURS[1], "imaginary", rest.imag)):
        look = {"color": colour, "marker": "o", "markersize": 2, "linewidth": 0.6, **style}
        axes.plot(frequency, 100 * values, label=f"{name}{part}", **look)
    if len(found) > 1:
        axes.plot([], [], "o", color=GREY, markersize=2, label=count(len(found) - 1, "other"))
    axes.axhline(0, color="#4d4d4d", linewidth=0.6)
    axes.set_xscale("log")
    axes.set_xlabel("frequency (Hz)")


def draw_relaxation(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw the densities of relaxation times over tau; several spectra stand above each other."""
    factor, unit = AREA[m.unit]
    having = [one for one in _some(m.spectra) if one.relaxation is not None]
    tops = [peak.height * factor for one in having if one.relaxation for peak in one.relaxation.peaks]
    highest = max(tops) if tops else max(one.relaxation.density.max() * factor for one in having if one.relaxation)
    for place, one in enumerate(having):
        assert one.relaxation is not None
        up = 0.35 * highest * place if len(having) > 1 else 0.0
        colour, tau = _colour(place, len(having)), one.relaxation.tau
        line = {"color": colour, "linewidth": 1.0, **style}
        density = np.minimum(one.relaxation.density * factor, CUT * highest)  # it may rise beyond the readings
        axes.plot(tau, up + density, label=_label(m, one, place, len(having)), **line)
        low, high = one.relaxation.low * factor, one.relaxation.high * factor
        if len(having) == 1:
            axes.fill_between(tau, low, np.minimum(high, CUT * highest), color=colour, alpha=0.2, linewidth=0)
        for peak in one.relaxation.peaks:
            axes.plot([peak.tau], [up + peak.height * factor], "v", color=colour, markersize=3)
    axes.set_xscale("log")
    axes.set_xlabel(r"relaxation time $\tau$ (s)")
    axes.set_ylabel(rf"$\gamma(\ln \tau)$ ({unit})" + (", each shifted" if len(having) > 1 else ""))


def draw_series(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw the resistance of each arc over time or temperature, with 95 % intervals."""
    series = m.series
    if series is None:
        return
    factor, unit = AREA[m.unit]
    x = series.x / HOUR if series.over == "time" else series.x - KELVIN
    for column, name in enumerate(series.names):
        y, spread = series.resistance[:, column] * factor, 1.96 * series.std[:, column] * factor
        low = np.minimum(np.where(np.isfinite(spread), spread, 0.0), 0.9 * y)
        look = {"color": COLOURS[column % len(COLOURS)], "markersize": 3, "linewidth": 0.8, **style}
        axes.errorbar(x, y, yerr=[low, np.where(np.isfinite(spread), spread, 0.0)], fmt="o-", label=name, **look)
    axes.set_yscale("log")
    axes.set_xlabel("time (h)" if series.over == "time" else "temperature (°C)")
    axes.set_ylabel(f"resistance ({unit})")


def draw_arrhenius(axes: Axes, m: MeasuredSpectra, **style: Any) -> None:
    """Draw the resistances over 1000/T with the lines of Arrhenius; dashed: VFT where it is told apart."""
    series = m.series
    if series is None or series.over != "temperature":
        return
    factor, unit = AREA[m.unit]
    for column, name in enumerate(series.names):
        colour = COLOURS[column % len(COLOURS)]
        look = {"color": colour, "marker": "o", "markersize": 3, "linestyle": "none", **style}
        axes.plot(1e3 / series.x, series.resistance[:, column] * factor, label=name, **look)
        kelvin = np.linspace(series.x.min(), series.x.max(), 100)
        line = series.arrhenius[column] if series.arrhenius else None
        if line is not None:
            axes.plot(1e3 / kelvin, [line.value_at(t)[0] * factor for t in kelvin], color=colour, linewidth=0.8)
        law = series.vft[column] if series.vft else None
        if law is not None and law.is_told_from_arrhenius:
            log = law.ln_prefactor - law.energy / (GAS * (kelvin - law.vanishing))
            curve = [law.points.form.value(t, ordinate) * factor for t, ordinate in zip(kelvin, log, strict=True)]
            axes.plot(1e3 / kelvin, curve, color=colour, linewidth=0.8, linestyle="--")
    axes.set_yscale("log")
    axes.set_xlabel("1000/T (1/K)")
    axes.set_ylabel(f"resistance ({unit})")


def _nyquist(m: MeasuredSpectra) -> list[Chart]:
    shown = count(len(m.spectra), "spectrum", "spectra")
    says = f"Nyquist plot of {shown} with equal axes: readings as points, fitted circuits as lines"
    return [Chart("nyquist", "Nyquist plot", says, (_panel(draw_nyquist, m),), height=3.0, columns=2)]


def _bodes(m: MeasuredSpectra) -> list[Chart]:
    says = "Bode plot: modulus and phase over the frequency, readings as points, fitted circuits as lines"
    panels = (_panel(draw_modulus, m), _panel(draw_phase, m))
    return [Chart("bode", "Bode plot", says, panels, height=3.4, columns=2)]


def _residuals(m: MeasuredSpectra) -> list[Chart]:
    made = []
    fitted = sum(one.fit is not None for one in m.spectra)
    tested = sum(one.consistency is not None for one in m.spectra)
    if fitted:
        says = f"What the fitted circuits leave of each reading, in percent of the modulus{_which(fitted)}"
        made.append(Chart("residuals", "Residuals of the fit", says, (_panel(draw_residuals, m),), columns=2))
    if tested:
        says = f"What the Kramers-Kronig test leaves of each reading, in percent of the modulus{_which(tested)}"
        title = "Residuals of the Kramers-Kronig test"
        made.append(Chart("kramers-kronig", title, says, (_panel(draw_consistency, m),), columns=2))
    return made


def _which(many: int) -> str:
    if many == 1:
        return ""
    return f". In colour: the spectrum with the largest of the {many}; grey: both parts of all others"


def _relaxation(m: MeasuredSpectra) -> list[Chart]:
    if not any(one.relaxation is not None for one in m.spectra):
        return []
    says = "Distributions of relaxation times; triangles mark the peaks"
    return [Chart("relaxation", "Distribution of relaxation times", says, (_panel(draw_relaxation, m),), columns=2)]


def _series(m: MeasuredSpectra) -> list[Chart]:
    if m.series is None:
        return []
    says = f"Resistances over {m.series.over} with 95 % intervals"
    made = [Chart("series", f"Resistances over {m.series.over}", says, (_panel(draw_series, m),), columns=3)]
    if m.series.over == "temperature":
        says = "Resistances over 1000/T with the lines of Arrhenius; dashed: VFT where it is told apart"
        made.append(Chart("arrhenius", "Arrhenius plot", says, (_panel(draw_arrhenius, m),), columns=3))
    return made


CHARTS: tuple[Callable[[MeasuredSpectra], list[Chart]], ...] = (_nyquist, _series, _bodes, _relaxation, _residuals)


def _panel(draw: Callable[..., None], m: MeasuredSpectra) -> ChartPanel:
    return ChartPanel(partial(draw, m=m))


def _some(spectra: Sequence[MeasuredSpectrum]) -> list[MeasuredSpectrum]:
    """The spectra of a figure, evenly chosen where there are many."""
    if len(spectra) <= MOST:
        return list(spectra)
    return [spectra[k] for k in np.linspace(0, len(spectra) - 1, MOST).round().astype(int)]


def _colour(place: int, many: int) -> Any:
    """Colours of a few spectra are told apart; many run from dark to light."""
    if many <= len(COLOURS):
        return COLOURS[place]
    import matplotlib as mpl

    return mpl.colormaps["viridis"](0.9 * place / (many - 1))


def _label(m: MeasuredSpectra, one: MeasuredSpectrum, place: int, many: int) -> str | None:
    """The condition that varies, or the name of the spectrum; of many spectra only some are labelled."""
    if many == 1:
        return None
    if many > MOST_LABELS and place not in np.linspace(0, many - 1, MOST_LABELS).round().astype(int):
        return None
    return _condition(m, one)


def _condition(m: MeasuredSpectra, one: MeasuredSpectrum) -> str:
    """The condition that varies, or the name of the spectrum."""
    over = "" if m.series is None else m.series.over
    if over == "temperature" and one.temperature is not None:
        return f"{one.temperature - KELVIN:.4g} °C"
    if over == "time" and one.time is not None:
        return f"{one.time / HOUR:.3g} h"
    return one.name
