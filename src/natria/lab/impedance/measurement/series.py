"""Spectra of a series: which condition varies, and the resistances of one circuit along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from ....quantity import FitError
from ...kinetics import ArrheniusFit, VftFit, fit_arrhenius, fit_vft
from .spectra import MeasuredSpectrum, SpectraSeries

FEWEST = 3  # spectra of a series
SAME_KELVIN = 0.5  # K: temperatures that close are one
FORM = "T/R"  # of the energies of resistances
FEWEST_VFT = 4  # temperatures


def order_of(spectra: Sequence[MeasuredSpectrum]) -> tuple[Literal["", "temperature", "time"], tuple[int, ...]]:
    """Return what varies over the spectra and their order along it; empty where there is no series.

    Temperature comes first: spectra over temperature are measured one after the other and so differ in time too.
    """
    if len(spectra) < FEWEST:
        return "", ()
    kelvins = [one.temperature for one in spectra]
    known = [t for t in kelvins if t is not None]
    if len(known) == len(kelvins) and _different(known, SAME_KELVIN) >= FEWEST:
        return "temperature", tuple(np.argsort(known, kind="stable").tolist())
    times = [one.time for one in spectra]
    given = [t for t in times if t is not None]
    if len(given) == len(times) and len(set(given)) >= FEWEST:
        return "time", tuple(np.argsort(given, kind="stable").tolist())
    return "", ()


def series_of(spectra: Sequence[MeasuredSpectrum]) -> SpectraSeries | None:
    """Return the resistances of the arcs over temperature or time; None where nothing varies."""
    over, order = order_of(spectra)
    fitted = [spectra[k] for k in order if spectra[k].fit is not None]
    fits = [one.fit for one in fitted if one.fit is not None]
    if over == "" or len(fits) < FEWEST or len({str(fit.circuit) for fit in fits}) != 1:
        return None
    x = np.array([one.temperature if over == "temperature" else one.time for one in fitted], float)
    names, columns = _columns(fitted[0])
    values = np.array([[fit.value(name) for name in columns] for fit in fits])
    std = np.array([[fit.std[fit.names.index(name)] for name in columns] for fit in fits])
    if over == "time":
        return SpectraSeries(over, x, names, values, std)
    pairs = [over_temperature(x, values[:, k], std[:, k]) for k in range(len(names))]
    return SpectraSeries(over, x, names, values, std, tuple(a for a, _ in pairs), tuple(v for _, v in pairs))


def over_temperature(
    kelvin: np.ndarray, resistance: np.ndarray, std: np.ndarray
) -> tuple[ArrheniusFit | None, VftFit | None]:
    """Return the fits of Arrhenius and VFT of one resistance; None where they are not possible.

    Points without a known spread are left out; a spread is that of the fit of the spectrum.
    """
    good = np.isfinite(std) & (std > 0) & np.isfinite(resistance) & (resistance > 0)
    arrhenius = vft = None
    try:
        arrhenius = fit_arrhenius(kelvin[good], resistance[good], form=FORM, std=std[good])
        if _different(kelvin[good].tolist(), SAME_KELVIN) >= FEWEST_VFT:
            vft = fit_vft(kelvin[good], resistance[good], form=FORM, std=std[good])
    except FitError:
        return arrhenius, None
    return arrhenius, vft


def _columns(one: MeasuredSpectrum) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the resistances, as shown and as parameters; arcs come last."""
    assert one.fit is not None
    arcs = {arc.resistance: arc.name for arc in one.arcs}
    series = [name for name, unit in zip(one.fit.names, one.fit.circuit.units, strict=True) if unit == "ohm"]
    columns = [*(name for name in series if name not in arcs), *arcs]
    return tuple(arcs.get(name, name) for name in columns), tuple(columns)


def _different(values: Sequence[float], apart: float) -> int:
    """Return how many values are apart from each other."""
    ordered = np.sort(np.asarray(values, float))
    return int(1 + np.sum(np.diff(ordered) > apart)) if len(ordered) else 0
