"""Spectra of a series: which condition varies, and the resistances of one circuit along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from ....quantity import FitError
from ...kinetics import ArrheniusFit, VftFit, fit_arrhenius, fit_vft
from ...results import Remark
from ..fit import SpectrumFit
from .spectra import MeasuredSpectrum, SpectraSeries
from .spreads import spread_of

FEWEST = 3  # spectra of a series
SAME_KELVIN = 0.5  # K: temperatures that close are one
FORM = "T/R"  # of the energies of resistances
FEWEST_VFT = 4  # temperatures
LEAP = 8.0  # of a capacitance: with temperature or time it changes little from one spectrum to the next
UNKNOWN = 0.5  # of a resistance: with a larger spread it enters no energy


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
    std = np.array([[_std(fit, name) for name in columns] for fit in fits])
    lost = tuple(name for name in names if name.startswith("arc ") and _leap(fitted, name) > LEAP)
    if over == "time":
        return SpectraSeries(over, x, names, values, std, not_followed=lost)
    pairs = [over_temperature(x, values[:, k], std[:, k]) for k in range(len(names))]
    return SpectraSeries(over, x, names, values, std, tuple(a for a, _ in pairs), tuple(v for _, v in pairs), lost)


def remarks_on_series(series: SpectraSeries | None) -> list[Remark]:
    """Return a remark on each arc whose capacitance leaps from one spectrum to the next."""
    if series is None:
        return []
    return [
        Remark(
            "arc-not-followed",
            f"The capacitance of {name} leaps by more than a factor of {LEAP:g} between neighbours of the series: it "
            "is not one process throughout, and no energy of it is given. Fit a circuit that describes all spectra.",
        )
        for name in series.not_followed
    ]


def _leap(spectra: Sequence[MeasuredSpectrum], name: str) -> float:
    """Return the largest ratio of an arc's capacitance between neighbours of a series."""
    found = [arc.capacitance for one in spectra for arc in one.arcs if arc.name == name]
    steps = np.abs(np.diff(np.log(found)))
    return float(np.exp(steps.max())) if len(steps) else 1.0


def _std(fit: SpectrumFit, name: str) -> float:
    """Return the spread of a resistance; nan where it is not known to a factor of two."""
    found = spread_of(fit, name)
    if found is None or found[1] is None or found[1] > UNKNOWN * found[0]:
        return float("nan")
    return found[1]


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
