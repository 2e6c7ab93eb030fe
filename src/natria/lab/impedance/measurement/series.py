"""Spectra of a series: which condition varies, and the resistances of one circuit along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from ....quantity import FitError
from ...kinetics import ArrheniusFit, VftFit, fit_arrhenius, fit_vft
from ...results import Remark
from ..fit import SpectrumFit
from ..joined import JointFit
from .joint_series import LEAP, energies_of, growths_of, jumps_of, lost_arcs
from .spectra import MeasuredSpectrum, SpectraSeries
from .spreads import spread_of

FEWEST = 3  # spectra of a series
SAME_KELVIN = 0.5  # K: temperatures that close are one
FORM = "T/R"  # of the energies of resistances
FEWEST_VFT = 4  # temperatures
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


def series_of(spectra: Sequence[MeasuredSpectrum], joint: JointFit | None = None) -> SpectraSeries | None:
    """Return the resistances of the arcs over temperature or time; None where nothing varies.

    With a joint fit, energies and growth are fitted to values in which that resistance itself was not smoothed.
    """
    over, order = order_of(spectra)
    fitted = [spectra[k] for k in order if spectra[k].fit is not None]
    fits = [one.fit for one in fitted if one.fit is not None]
    if over == "" or len(fits) < FEWEST or len({str(fit.circuit) for fit in fits}) != 1:
        return None
    x = np.array([one.temperature if over == "temperature" else one.time for one in fitted], float)
    names, columns = _columns(fitted[0])
    values = np.array([[fit.value(name) for name in columns] for fit in fits])
    std = np.array([[_std(fit, name) for name in columns] for fit in fits])
    if joint is not None:
        return _joint_series(joint, fitted, (names, columns, values, std))
    lost = tuple(name for name in names if name.startswith("arc ") and _leap(fitted, name) > LEAP)
    if over == "time":
        return SpectraSeries(over, x, names, values, std, not_followed=lost)
    pairs = [over_temperature(x, values[:, k], std[:, k]) for k in range(len(names))]
    return SpectraSeries(over, x, names, values, std, tuple(a for a, _ in pairs), tuple(v for _, v in pairs), lost)


def _joint_series(
    joint: JointFit,
    spectra: Sequence[MeasuredSpectrum],
    table: tuple[tuple[str, ...], tuple[str, ...], np.ndarray, np.ndarray],
) -> SpectraSeries:
    names, columns, values, std = table
    leaping, open_ones = lost_arcs(joint, spectra)
    jumps = jumps_of(joint, columns, names)
    series = SpectraSeries(
        joint.over, joint.x, names, values, std, not_followed=leaping, joint=joint, jumps=jumps, open_arcs=open_ones
    )
    if joint.over == "time":
        return replace(series, growth=growths_of(joint, columns, names))
    pairs = [energies_of(joint, column) for column in columns]
    return replace(series, arrhenius=tuple(a for a, _ in pairs), vft=tuple(v for _, v in pairs))


def remarks_on_series(series: SpectraSeries | None) -> list[Remark]:
    """Return remarks on a series: arcs that are not followed, jumps, growth that it contains in part."""
    if series is None:
        return []
    return [*_on_arcs(series), *_on_jumps(series), *_on_growth(series)]


def _on_jumps(series: SpectraSeries) -> list[Remark]:
    found = []
    for jump in series.jumps:
        low, high = (show_place(series.over, x) for x in (jump.before, jump.after))
        what = ", ".join(f"{name} by a factor of {factor:.3g}" for name, factor in jump.factors)
        text = (
            f"The spectra jump between {low} and {high} ({what or 'no resistance by itself'}): the cell changes there "
            "faster than the spectra follow each other. Nothing is smoothed across, and what jumps has no energy."
        )
        found.append(Remark("series-jump", text))
    return found


def _on_growth(series: SpectraSeries) -> list[Remark]:
    found = []
    for one in series.growth:
        g = one.growth
        if g.onset is not None and g.onset.bound is not None:
            text = f"The growth of {one.name} may have begun before the first spectrum: its onset is an upper limit."
            found.append(Remark("growth-before-series", text))
        if g.end is not None and g.end.bound is not None:
            text = f"The growth of {one.name} may not have ended at the last spectrum: its end is a lower limit."
            found.append(Remark("growth-not-ended", text))
        if g.grows and g.is_unlike:
            text = (
                f"No growth law describes {one.name} within its errors (chi^2 {g.misfit:.2g} times what they allow): "
                "onset and end are known no better than half the distance of the spectra."
            )
            found.append(Remark("growth-law-misfit", text))
    return found


def show_place(over: str, x: float) -> str:
    """Return a temperature or a time of a series as people write it."""
    return f"{x - 273.15:.4g} degC" if over == "temperature" else f"{x / 3600:.3g} h"


def _on_arcs(series: SpectraSeries) -> list[Remark]:
    open_ones = [
        Remark(
            "arc-open",
            f"The series does not decide what {name} is: another division into arcs describes it as well, with another "
            "resistance. No energy and no growth of it are given.",
        )
        for name in series.open_arcs
    ]
    return open_ones + [
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
