"""Tables of measured spectra: conditions, arcs, parameters of fits, circuits, a series."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ....record import Column, Table, numbers, words
from .spectra import MeasuredSpectrum, SpectraSeries

NAN = float("nan")


def tables_of(
    spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None, considered: Sequence[tuple[str, float]]
) -> tuple[Table, ...]:
    """Return the tables of spectra, the main one first; those without rows are left out."""
    made = (
        _of_spectra(spectra),
        _of_arcs(spectra),
        _of_parameters(spectra),
        _of_peaks(spectra),
        _of_series(spectra, series),
        _of_growth(spectra, series),
    )
    return tuple(table for table in (*made, _of_circuits(considered)) if table is not None and len(table))


def _of_spectra(spectra: Sequence[MeasuredSpectrum]) -> Table:
    def column(unit: str, get: Callable[[MeasuredSpectrum], float | None]) -> Column:
        return numbers(unit, [NAN if (value := get(one)) is None else value for one in spectra])

    columns = {
        "spectrum": words([one.name for one in spectra]),
        "temperature": column("K", lambda one: one.temperature),
        "time": column("s", lambda one: one.time),
        "readings": column("1", lambda one: float(len(one.spectrum))),
        "lowest frequency": column("1/s", lambda one: float(one.spectrum.frequency.min())),
        "highest frequency": column("1/s", lambda one: float(one.spectrum.frequency.max())),
        "Kramers-Kronig p": column("1", lambda one: one.consistency.p_value if one.consistency else None),
        "drift": column("1", lambda one: one.consistency.drift if one.consistency else None),
        "peaks": column("1", lambda one: None if one.relaxation is None else float(len(one.relaxation.peaks))),
        "noise": column("1", lambda one: one.fit.noise if one.fit else None),
        "misfit p": column("1", lambda one: one.fit.p_misfit if one.fit else None),
    }
    return Table("spectra", "Spectra", columns)


def _of_arcs(spectra: Sequence[MeasuredSpectrum]) -> Table | None:
    rows = [
        (one.name, arc.name, arc.resistance, fit.value(arc.resistance), arc.tau, arc.capacitance, arc.processes)
        for one in spectra
        if (fit := one.fit) is not None
        for arc in one.arcs
    ]
    if not rows:
        return None
    unit = spectra[0].spectrum.unit
    one, name, parameter, resistance, tau, capacitance, processes = zip(*rows, strict=True)
    columns = {
        "spectrum": words(one),
        "arc": words(name),
        "parameter": words(parameter),
        "resistance": numbers(unit, resistance),
        "relaxation time": numbers("s", tau),
        "capacitance": numbers("F" if unit == "ohm" else "F/m^2", capacitance),
    }
    if any(processes):
        columns["processes of that capacitance"] = words([", ".join(each) or "none known" for each in processes])
    return Table("arcs", "Arcs", columns)


def _of_parameters(spectra: Sequence[MeasuredSpectrum]) -> Table | None:
    rows = [
        (one.name, name, unit, fit.value(name), float(fit.std[k]), *fit.interval(name), fit.methods[k])
        for one in spectra
        if (fit := one.fit) is not None
        for k, (name, unit) in enumerate(zip(fit.names, fit.units, strict=True))
    ]
    if not rows:
        return None
    one, name, unit, value, std, low, high, by = zip(*rows, strict=True)
    columns = {
        "spectrum": words(one),
        "parameter": words(name),
        "unit": words(unit),
        "value": numbers("1", value),
        "std": numbers("1", std),
        "low 95 %": numbers("1", low),
        "high 95 %": numbers("1", high),
        "interval by": words(by),
    }
    return Table("parameters", "Parameters of the circuit", columns)


def _of_peaks(spectra: Sequence[MeasuredSpectrum]) -> Table | None:
    rows = [
        (one.name, peak.tau, peak.resistance, peak.resistance_low, peak.resistance_high, peak.capacitance)
        for one in spectra
        if one.relaxation is not None
        for peak in one.relaxation.peaks
    ]
    if not rows:
        return None
    unit = spectra[0].spectrum.unit
    name, tau, resistance, low, high, capacitance = zip(*rows, strict=True)
    columns = {
        "spectrum": words(name),
        "relaxation time": numbers("s", tau),
        "resistance": numbers(unit, resistance),
        "low 95 %": numbers(unit, low),
        "high 95 %": numbers(unit, high),
        "capacitance": numbers("F" if unit == "ohm" else "F/m^2", capacitance),
    }
    return Table("relaxation", "Peaks of the relaxation times", columns)


def _of_series(spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None) -> Table | None:
    if series is None:
        return None
    unit = spectra[0].spectrum.unit
    columns: dict[str, Column] = {series.over: numbers("K" if series.over == "temperature" else "s", series.x)}
    for k, name in enumerate(series.names):
        columns[name] = numbers(unit, series.resistance[:, k])
        columns[f"{name} std"] = numbers(unit, series.std[:, k])
    return Table("series", f"Resistances over {series.over}", columns)


def _of_growth(spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None) -> Table | None:
    if series is None or not (grown := [one for one in series.growth if one.growth.grows]):
        return None
    unit, laws = spectra[0].spectrum.unit, [one.growth for one in grown]
    columns: dict[str, Column] = {
        "what": words([one.name for one in grown]),
        "best law": words([str(g.law) for g in laws]),
        "before": numbers(unit, [g.before for g in laws]),
        "change": numbers(unit, [g.change for g in laws]),
    }
    for name, times in (("onset", [g.onset for g in laws]), ("end", [g.end for g in laws])):
        columns[name] = numbers("s", [NAN if t is None else t.time for t in times])
        columns[f"{name} low 95 %"] = numbers("s", [NAN if t is None else t.low for t in times])
        columns[f"{name} high 95 %"] = numbers("s", [NAN if t is None else t.high for t in times])
        columns[f"{name} is"] = words(["" if t is None else str(t.bound or "a value") for t in times])
    columns["chi^2 over freedom"] = numbers("1", [g.misfit for g in laws])
    return Table("growth", "Growth over time", columns)


def _of_circuits(considered: Sequence[tuple[str, float]]) -> Table | None:
    if not considered:
        return None
    sums = np.array([value for _, value in considered])
    columns = {
        "circuit": words([text for text, _ in considered]),
        "BIC above the best": numbers("1", sums - sums.min()),
    }
    return Table("circuits", "Circuits that were compared", columns)
