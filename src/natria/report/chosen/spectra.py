"""Spectra to choose from: their list, and Nyquist, Bode, residuals and relaxation times of those chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...lab.impedance.measurement import MeasuredSpectra, MeasuredSpectrum
from ...quantity import number, show_time, typeset
from ...record import Spectrum
from ..described.plot import DescribedPanel, DescribedPlot, PlotAxis, PlotSeries, SeriesStyle
from .choice import ALL, written_choice
from .listed import ListedColumn, ListedPart, PartList, Preset
from .plots import series_colours

AREA = {"ohm": (1.0, "Ω"), "ohm m^2": (1e4, "Ω cm²")}  # of an impedance: factor, unit as shown
POINTS, TIMES = "spectra_points", "spectra_times"  # names of stored arrays
MOST, EVERY, MOST_ARCS = 40, 6, 4
KELVIN = 273.15
DIGITS = 4


@dataclass(frozen=True, eq=False)
class SpectraBook:
    """Readings, fits and relaxation times of spectra, each row with the number of its spectrum.

    Columns of `points`: number, frequency, Z', Z'', Z' and Z'' of the fit (nan without one), 1 where it is left out of
    the fit. Columns of `times`: number, relaxation time, density.
    """

    unit: str
    names: tuple[str, ...]
    points: np.ndarray
    times: np.ndarray


def spectra_book(m: MeasuredSpectra) -> SpectraBook:
    """Return the spectra of a measurement, counted from 1."""
    points = [_points(one, place) for place, one in enumerate(m.spectra, 1)]
    times = [_times(one, place) for place, one in enumerate(m.spectra, 1) if one.relaxation is not None]
    names = tuple(one.name for one in m.spectra)
    return SpectraBook(m.unit, names, np.concatenate(points), np.concatenate([np.zeros((0, 3)), *times]))


def book_of_readings(spectra: Sequence[tuple[str, Spectrum]]) -> SpectraBook:
    """Return spectra that nobody has fitted yet."""
    points = []
    for place, (_, one) in enumerate(spectra, 1):
        z, unknown = one.impedance, np.full(len(one.frequency), np.nan)
        points.append(_stacked(place, one.frequency, z.real, z.imag, unknown, unknown, np.zeros(len(z))))
    unit = spectra[0][1].unit if spectra else "ohm"
    return SpectraBook(unit, tuple(name for name, _ in spectra), np.concatenate(points), np.zeros((0, 3)))


def _points(one: MeasuredSpectrum, place: int) -> np.ndarray:
    if one.fit is None:
        z = one.spectrum.impedance
        unknown = np.full(len(z), np.nan)
        return _stacked(place, one.spectrum.frequency, z.real, z.imag, unknown, unknown, np.zeros(len(z)))
    fit = one.fit
    z, fitted = fit.impedance, fit.fitted
    return _stacked(place, fit.frequency, z.real, z.imag, fitted.real, fitted.imag, fit.excluded.astype(float))


def _times(one: MeasuredSpectrum, place: int) -> np.ndarray:
    assert one.relaxation is not None
    return _stacked(place, one.relaxation.tau, one.relaxation.density)


def _stacked(place: int, *columns: np.ndarray) -> np.ndarray:
    rows = np.stack([np.full(len(columns[0]), float(place)), *columns], axis=1)
    return rows[np.argsort(rows[:, 1], kind="stable")]


def spectrum_list(m: MeasuredSpectra) -> PartList:
    """Return the list of spectra with their condition, the resistances of their arcs, and the noise of the fit."""
    factor, unit = AREA[m.unit]
    arcs = tuple(dict.fromkeys(arc.name for one in m.spectra for arc in one.arcs))[:MOST_ARCS]
    columns = (
        ListedColumn("name", ""),
        ListedColumn("temperature", "°C"),
        ListedColumn("time", ""),
        *(ListedColumn(name, unit) for name in arcs),
        ListedColumn("noise of the fit", "%"),
    )
    parts = tuple(ListedPart(place, 0.0, 0.0, _cells(one, arcs, factor)) for place, one in enumerate(m.spectra, 1))
    known = [at for at in range(len(columns)) if any(part.cells[at] for part in parts)]
    shown = tuple(ListedPart(p.number, p.begins, p.ends, tuple(p.cells[at] for at in known)) for p in parts)
    few = sorted({round(float(k)) for k in np.linspace(1, len(parts), EVERY)})
    presets = [Preset(f"{len(few)} over the series" if len(few) > 1 else "the spectrum", written_choice(few))]
    presets += [Preset("all", ALL)] if len(parts) > len(few) else []
    return PartList("spectrum", "spectra", tuple(columns[at] for at in known), shown, tuple(presets), "")


def _cells(one: MeasuredSpectrum, arcs: Sequence[str], factor: float) -> tuple[str, ...]:
    resistances = {arc.name: one.fit.value(arc.resistance) * factor for arc in one.arcs} if one.fit else {}
    return (
        one.name,
        "" if one.temperature is None else f"{one.temperature - KELVIN:.4g}",
        "" if one.time is None else show_time(one.time),
        *(typeset(number(resistances[name], DIGITS)) if name in resistances else "" for name in arcs),
        "no fit" if one.fit is None else f"{100 * one.fit.noise:.2g}",
    )


def spectra_plots(book: SpectraBook, chosen: Sequence[int]) -> tuple[DescribedPlot, ...]:
    """Return the plots of chosen spectra: readings as points, fits as lines."""
    drawn = tuple(chosen)
    if len(drawn) > MOST:
        drawn = tuple(drawn[k] for k in np.linspace(0, len(drawn) - 1, MOST).round().astype(int))
    says = f"{len(drawn)} of {len(chosen)} spectra" if len(drawn) < len(chosen) else f"{len(chosen)} spectra"
    says = says.replace("1 spectra", "1 spectrum") if len(chosen) == 1 else says
    factor, unit = AREA[book.unit]
    looks = dict(zip(drawn, series_colours(len(drawn)), strict=True))
    rows = {k: book.points[book.points[:, 0] == k] for k in drawn}
    frequency = PlotAxis("frequency", "Hz", "log")

    def both(x: Any, y: Any) -> tuple[PlotSeries, ...]:
        """Readings and fit of each spectrum; x and y take rows and the place of Z' among their columns."""
        found = []
        for k, table in rows.items():
            name = book.names[k - 1]
            found.append(PlotSeries(name, SeriesStyle(looks[k], "", marker="o"), x(table, 2), y(table, 2)))
            if np.isfinite(table[:, 4]).any():
                found.append(PlotSeries(name, SeriesStyle(looks[k], width=0.9), x(table, 4), y(table, 4)))
        return tuple(found)

    nyquist = DescribedPanel(
        PlotAxis("Z'", unit),
        PlotAxis("-Z''", unit),
        both(lambda t, at: factor * t[:, at], lambda t, at: -factor * t[:, at + 1]),
        equal=True,
    )
    modulus = DescribedPanel(
        frequency,
        PlotAxis("|Z|", unit, "log"),
        both(lambda t, _: t[:, 1], lambda t, at: factor * np.hypot(t[:, at], t[:, at + 1])),
    )
    phase = DescribedPanel(
        frequency,
        PlotAxis("-phase", "°"),
        both(lambda t, _: t[:, 1], lambda t, at: -np.degrees(np.arctan2(t[:, at + 1], t[:, at]))),
    )
    plots = [
        DescribedPlot("chosen-nyquist", "Nyquist plot", f"{says}: points are readings, lines are fits", (nyquist,)),
        DescribedPlot("chosen-bode", "Bode plot", f"{says}: points are readings, lines are fits", (modulus, phase)),
    ]
    plots += [plot for plot in (_residuals(book, rows, looks, says), _density(book, looks, says)) if plot is not None]
    return tuple(plots)


def _residuals(
    book: SpectraBook, rows: dict[int, np.ndarray], looks: dict[int, str], says: str
) -> DescribedPlot | None:
    """What the fits leave of the readings, in percent of the modulus; real part filled, imaginary part hollow."""
    series = []
    for k, table in rows.items():
        used = table[np.isfinite(table[:, 4]) & (table[:, 6] == 0)]
        size = np.hypot(used[:, 4], used[:, 5])
        for part, filled in ((0, True), (1, False)):
            left = 100 * (used[:, 2 + part] - used[:, 4 + part]) / size
            style = SeriesStyle(looks[k], "-", 0.4, "o", filled=filled)
            if len(used):
                series.append(PlotSeries(book.names[k - 1], style, used[:, 1], left))
    if not series:
        return None
    panel = DescribedPanel(PlotAxis("frequency", "Hz", "log"), PlotAxis("measured - fit", "% of |Z|"), tuple(series))
    told = f"{says}: real part filled, imaginary part hollow"
    return DescribedPlot("chosen-residuals", "Residuals of the fit", told, (panel,))


def _density(book: SpectraBook, looks: dict[int, str], says: str) -> DescribedPlot | None:
    factor, unit = AREA[book.unit]
    series = []
    for k, colour in looks.items():
        rows = book.times[book.times[:, 0] == k]
        if len(rows):
            series.append(PlotSeries(book.names[k - 1], SeriesStyle(colour), rows[:, 1], factor * rows[:, 2]))
    if not series:
        return None
    panel = DescribedPanel(PlotAxis("relaxation time τ", "s", "log"), PlotAxis("γ(ln τ)", unit), tuple(series))  # noqa: RUF001
    return DescribedPlot("chosen-relaxation", "Distribution of relaxation times", says, (panel,))
