"""Findings of spectra: resistances and capacitances of a fitted circuit, energies of a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite

from ....quantity import Artefact, Finding, Fit, Fitted, Question, Span
from ....record import Spectrum
from ...kinetics import arrhenius_findings, vft_findings
from ...specimen import Specimen
from ..fit import SpectrumFit
from .spectra import Arc, MeasuredSpectrum, SpectraSeries
from .spreads import spread_of

MODEL, VERSION = "circuit", 1
SPECTRUM = "impedance_spectrum"
GROWTH_TERMS = {"onset": "layer_onset_time", "end": "layer_completion_time"}
LAWS_METHOD = "change point, posterior over growth laws, 5 % (onset) and 95 % (end) of the change"
PER_AREA = {
    "series_resistance": "series_area_resistance",
    "arc_resistance": "arc_area_resistance",
    "arc_capacitance": "arc_areal_capacitance",
}


def findings_of(
    spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None, specimen: Specimen
) -> tuple[Finding, ...]:
    """Return the findings of all fits, and the energies of a series over temperature."""
    shown = spectra
    if series is not None and series.over == "temperature":  # the clock of a sweep is no condition there
        shown = [replace(one, time=None) for one in spectra]
    each = tuple(finding for one in shown for finding in of_spectrum(one, specimen))
    of_series = _of_series(series, specimen, each)
    return (*of_series, *_of_parts(of_series, specimen), *each)


def _of_parts(of_series: Sequence[Finding], specimen: Specimen) -> tuple[Finding, ...]:
    """Return energies and times of growth of the arcs that are stated to be a part, as those of the part."""
    found = []
    for f in of_series:
        part = specimen.arcs.get(int(peak)) if isinstance(peak := f.question.at.get("peak"), float) else None
        if part is not None:
            at = {name: value for name, value in f.question.at.items() if name != "peak"}
            found.append(replace(f, question=Question(f.question.name, f"{specimen.of}#{part}", at)))
    return tuple(found)


def of_spectrum(one: MeasuredSpectrum, specimen: Specimen) -> tuple[Finding, ...]:
    """Return the resistances of a fitted spectrum, and capacitance and time of each arc."""
    if one.fit is None:
        return ()
    at = {**specimen.surroundings, **conditions_at(one)}
    made = fit_origin(one.fit, referred(one.spectrum, specimen.of))
    arcs = {arc.resistance for arc in one.arcs}
    found: list[Finding] = []
    in_series = [
        name
        for name, unit in zip(one.fit.names, one.fit.circuit.units, strict=True)
        if unit == "ohm" and name not in arcs and name.startswith("R")
    ]
    for name in in_series[:1]:
        found += _resistance("series_resistance", specimen, at, (one.fit, made), name)
    for place, arc in enumerate(one.arcs, 1):
        where = {**at, "peak": float(place)}
        resistance = _resistance("arc_resistance", specimen, where, (one.fit, made), arc.resistance)
        found += resistance
        if resistance and resistance[0].bound is None:
            found += _of_arc(arc, specimen, where, made)
    return tuple(found)


def referred(spectrum: Spectrum, of: str) -> Artefact:
    """Return the reference of a spectrum of a cell, as an input of what is read off it."""
    return replace(spectrum, question=spectrum.question or Question(SPECTRUM, of)).reference


def conditions_at(one: MeasuredSpectrum) -> dict[str, float | Span]:
    """Return temperature and time of a spectrum as conditions."""
    known = {"temperature": one.temperature, "time": one.time}
    return {name: value for name, value in known.items() if value is not None}


def fit_origin(fit: SpectrumFit, spectrum: Artefact) -> Fit:
    """Return a fit as the origin of its parameters."""
    rows = tuple(tuple(float(v) for v in row) for row in fit.covariance)
    values = tuple(float(v) for v in fit.values)
    method = f"{fit.circuit}, weights {fit.weights}, {len(fit.frequency)} readings"
    return Fit(f"{MODEL} {fit.circuit}", VERSION, (), (), fit.names, values, rows, method, (), (spectrum,))


def _resistance(
    term: str, specimen: Specimen, at: Mapping[str, float | Span], made: tuple[SpectrumFit, Fit], name: str
) -> list[Finding]:
    """Return a resistance of a fit; none where the spectrum does not limit it."""
    fit, origin = made
    found = spread_of(fit, name)
    if found is None:
        return []
    value, std, bound = found
    return [Finding(_question(term, specimen, at), value, Fitted(origin, name), std, bound)]


def _of_arc(arc: Arc, specimen: Specimen, at: Mapping[str, float | Span], made: Fit) -> list[Finding]:
    """Return the capacitance and the relaxation time of an arc, from the parameters of the fit."""
    derived = replace(
        made,
        model=f"{made.model}, summit of {arc.resistance}",
        names=("tau", "capacitance"),
        values=(arc.tau, arc.capacitance),
        covariance=None,
    )
    of_tau, of_capacitance = (std if isfinite(std) and std > 0 else None for std in arc.std)
    capacitance = Fitted(derived, "capacitance")
    return [
        Finding(_question("arc_capacitance", specimen, at), arc.capacitance, capacitance, of_capacitance),
        Finding(Question("arc_relaxation_time", specimen.of, dict(at)), arc.tau, Fitted(derived, "tau"), of_tau),
    ]


def _question(term: str, specimen: Specimen, at: Mapping[str, float | Span]) -> Question:
    return Question(PER_AREA[term] if specimen.area is not None else term, specimen.of, dict(at))


def _of_series(series: SpectraSeries | None, specimen: Specimen, each: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the energies of each resistance over temperature; VFT where it is told from Arrhenius."""
    if series is None:
        return ()
    if series.over == "time":
        return _of_growth(series, specimen, each)
    found: list[Finding] = []
    resistors = [name for name in series.names if not name.startswith("arc ") and "." not in name]
    for column, name in enumerate(series.names):
        if not name.startswith("arc ") and name not in resistors[:1]:
            continue  # the resistance of diffusion is in the table alone
        if name in (*series.not_followed, *series.open_arcs) or any(name in dict(j.factors) for j in series.jumps):
            continue
        place = int(name.removeprefix("arc ")) if name.startswith("arc ") else 0
        at: dict[str, float | Span] = {"peak": float(place)} if place else {}
        term = "arc_resistance" if place else "series_resistance"
        term = PER_AREA[term] if specimen.area is not None else term
        data = tuple(f for f in each if f.question.name == term and f.question.at.get("peak", 0) == place)
        arrhenius, vft = series.arrhenius[column], series.vft[column]
        if arrhenius is not None:
            found += arrhenius_findings(arrhenius, specimen.of, data, at)
        if vft is not None and vft.is_told_from_arrhenius:
            found += vft_findings(vft, specimen.of, data, at)
    return tuple(found)


def _of_growth(series: SpectraSeries, specimen: Specimen, each: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return onset and end of the growth of each arc; a limit where the series does not contain it."""
    found: list[Finding] = []
    term = PER_AREA["arc_resistance"] if specimen.area is not None else "arc_resistance"
    for one in series.growth:
        lost = one.name in (*series.not_followed, *series.open_arcs) or not one.name.startswith("arc ")
        if lost or not one.growth.grows:
            continue
        at: dict[str, float | Span] = {**specimen.surroundings, "peak": float(one.name.removeprefix("arc "))}
        data = tuple(f for f in each if f.question.name == term and f.question.at.get("peak") == at["peak"])
        times = {"onset": one.growth.onset, "end": one.growth.end}
        # an onset before the clock began is no number
        known = {name: moment for name, moment in times.items() if moment is not None and moment.time > 0}
        values = tuple(time.time for time in known.values())
        method = f"{LAWS_METHOD}, {len(one.growth.time)} spectra, best law {one.growth.law}"
        made = Fit(f"growth of {one.name}", VERSION, data, (), tuple(known), values, None, method, (), ())
        for name, time in known.items():
            question = Question(GROWTH_TERMS[name], specimen.of, dict(at))
            found.append(Finding(question, time.time, Fitted(made, name), time.std, time.bound))
    return tuple(found)
