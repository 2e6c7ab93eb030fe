"""Sentences on measured spectra: the answer first, then how it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...lab.impedance.measurement import MeasuredSpectra, MeasuredSpectrum, SpectraSeries
from ...lab.kinetics.measurement import MeasuredKinetics
from ...quantity import Finding, Fitted, number, show_conditions, show_time, show_value
from ..common.labels import label
from ..study.wording import count, listed

OF_CONDUCTIVITY = ("arrhenius_energy", "conductivity_arrhenius_energy", "vft_energy", "conductivity_vft_energy")
ENERGIES = (*OF_CONDUCTIVITY, "resistance_arrhenius_energy", "resistance_vft_energy")
CONDUCTIVITY = "ionic_conductivity"
BULK = ", bulk"  # behind the subject of a conductivity
ROOM = 298.15  # K
GROWTH_TIMES = ("layer_onset_time", "layer_completion_time")
RESISTANCES = ("series_resistance", "series_area_resistance", "arc_resistance", "arc_area_resistance")
FACE = "charge_transfer_area_resistance"
MOST_KEY = 6
KELVIN = 273.15
ALARMS: tuple[tuple[str, Callable[[MeasuredSpectrum], bool]], ...] = (  # what the headline repeats
    (
        "the circuit does not describe a spectrum within its noise",
        lambda one: one.fit is not None and "misfit" in one.fit.codes,
    ),
    (
        "a spectrum has too few frequencies for the parameters of the circuit: what they are cannot be told",
        lambda one: one.fit is not None and "few-readings" in one.fit.codes,
    ),
    (
        "a spectrum violates Kramers-Kronig: the cell changed during the sweep, or points are off",
        lambda one: one.consistency is not None and not one.consistency.consistent,
    ),
)
ON_REMARKS = (  # codes of remarks that the headline repeats: of one spectrum, of several
    ("shorter-than-others", "a sweep ended before the others", "{} sweeps ended before the others"),
    ("few-frequencies", "a file has sweeps of few frequencies", "{} files have sweeps of few frequencies"),
    ("sign-doubtful", "the sign of Z'' of a file may be wrong", "the sign of Z'' of {} files may be wrong"),
)
ORIGINS = (  # codes of remarks on where conditions and columns come from: they are listed last
    *("columns-inferred", "unit-assumed", "decimal-commas"),
    *("temperature-from-name", "temperature-from-table", "time-from-name", "time-from-table"),
)
ENERGY_NAMES = {
    "arrhenius_energy": "Arrhenius energy",
    "resistance_arrhenius_energy": "Arrhenius energy",
    "conductivity_arrhenius_energy": "Arrhenius energy",
    "conductivity_vft_energy": "VFT energy",
    "vft_energy": "VFT energy",
    "resistance_vft_energy": "VFT energy",
}


def headline(m: MeasuredSpectra) -> str:
    """Return one sentence: what was measured, with which circuit, and the main numbers."""
    what = count(len(m.spectra), "impedance spectrum", "impedance spectra")
    if m.series is not None:
        what += f" over {m.series.over}"
    fits = [one.fit for one in m.spectra if one.fit is not None]
    circuit = f", fitted by {fits[0].circuit}" if fits else ", no circuit fitted"
    numbers = "; ".join(f"{named(f)} {show_value(f)}" for f in key_numbers(m)[:3])
    if m.series is not None and m.series.over == "time":
        times = (f"{named(f)} {show_value(f)}" for f in _times_of_arcs(m))
        numbers = "; ".join((*_courses(m.series, m.unit), *times))
    return f"{what[:1].upper()}{what[1:]}{circuit}{f': {numbers}' if numbers else ''}."


def _courses(series: SpectraSeries, unit: str) -> Iterator[str]:
    """Return from where to where each arc goes over the time of a series."""
    factor, shown = (1e4, "ohm cm^2") if unit == "ohm m^2" else (1.0, "ohm")
    for column, name in enumerate(series.names):
        if name.startswith("arc ") and name not in series.not_followed:
            first, last = (number(factor * value) for value in series.resistance[[0, -1], column])
            yield f"{name} from {first} to {last} {shown} in {show_time(float(series.x[-1] - series.x[0]))}"


def key_numbers(m: MeasuredSpectra) -> tuple[Finding, ...]:
    """Return the numbers that one came for: energies of a series with a conductivity, else resistances."""
    energies = tuple(f for f in m.findings if f.question.name in ENERGIES)
    if energies:
        total = [f for f in m.findings if f.question.name == CONDUCTIVITY and not f.question.of.endswith(BULK)]
        return (*sorted(total, key=_from_room)[:1], *energies)[:MOST_KEY]
    times = _times_of_arcs(m)
    first = [f for f in m.findings if f.question.name in (CONDUCTIVITY, FACE, *RESISTANCES)]
    seen: dict[tuple[str, object], Finding] = {}
    for f in first:
        seen.setdefault((f.question.name, f.question.at.get("peak", f.question.of)), f)
    return (*times, *seen.values())[:MOST_KEY]


def _times_of_arcs(m: MeasuredSpectra) -> tuple[Finding, ...]:
    """Return onset and end of each arc once: those of a part are the same numbers."""
    return tuple(f for f in m.findings if f.question.name in GROWTH_TIMES and not f.question.part)


def _from_room(finding: Finding) -> float:
    kelvin = finding.question.at.get("temperature")
    return abs(kelvin - ROOM) if isinstance(kelvin, float) else 0.0


def named(finding: Finding) -> str:
    """Return the name of a number with the arc that it belongs to: "resistance of arc 2"."""
    peak, of = finding.question.at.get("peak"), finding.question.of
    name = ENERGY_NAMES.get(finding.question.name, label(finding.question).removeprefix("arc "))
    if finding.question.name == CONDUCTIVITY:
        return f"ionic conductivity, {'bulk' if of.endswith(BULK) else 'total'}"
    if isinstance(finding.origin, Fitted) and finding.origin.fit.model.startswith("apparent energy"):
        name = f"apparent {name} of VFT"
    if isinstance(peak, float):
        return f"{name} of arc {peak:g}"
    if finding.question.name in OF_CONDUCTIVITY:
        form = "T times " if finding.question.name.startswith("conductivity_") else ""
        return f"{name} of {form}the {'bulk' if of.endswith(BULK) else 'total'} conductivity"
    is_series = finding.question.name in ENERGIES and not finding.question.part
    return f"{name} of the series resistance" if is_series else name


def conditions_of(finding: Finding) -> str:
    """Return the conditions of a number, without the arc that its name says; a temperature also in degC."""
    shown = []
    for name, value in finding.question.at.items():
        if name == "peak":
            continue
        text = show_conditions({name: value})
        if name == "temperature":
            ends = value if isinstance(value, tuple) else (value,)
            text += f" ({' to '.join(number(end - KELVIN, 4) for end in ends)} degC)"
        shown.append(text)
    return ", ".join(shown)


def remarks_by_kind(m: MeasuredSpectra) -> tuple[tuple[str, ...], ...]:
    """Return the texts of the remarks, those of one code together."""
    found: dict[str, dict[str, None]] = {}
    for remark in sorted(m.remarks, key=lambda one: one.code in ORIGINS):
        found.setdefault(remark.code, {})[remark.text] = None
    return tuple(tuple(texts) for texts in found.values())


def not_measured(m: MeasuredSpectra | MeasuredKinetics) -> list[str]:
    """Return a line for each file without results."""
    failed = [f"{name}: failed: {why}" for name, why in m.failed.items()]
    return [*failed, *(f"{name}: passed over: {why}" for name, why in m.passed_over.items())]


def sentences(m: MeasuredSpectra) -> tuple[str, ...]:
    """Return how the answer was found: doubts, conditions, how the circuit was chosen."""
    found = []
    if m.failed:
        first, *more = m.failed
        others = f" and {count(len(more), 'other file')}" if more else ""
        found.append(f"Not measured: {first}{others}, see below.")
    found += [f"Doubt: {text}." for text, holds in ALARMS if any(holds(one) for one in m.spectra)]
    for code, one, many in ON_REMARKS:
        if texts := [remark.text for remark in m.remarks if remark.code == code]:
            found.append(f"Doubt: {one if len(texts) == 1 else many.format(len(texts))}.")
    if m.series is not None and (lost := (*m.series.not_followed, *m.series.open_arcs)):
        found.append(f"Doubt: {listed(lost)} cannot be followed along the series.")
    if m.series is not None and m.series.jumps:
        found.append(f"Doubt: the spectra jump {count(len(m.series.jumps), 'time', 'times')} along the series.")
    found += [remark.text for remark in m.remarks if remark.code == "recording-beside"]
    circuits = m.table("circuits")
    if circuits is not None and len(circuits) == 1:
        found.append("Of the usual circuits only this one has few enough parameters for the spectra.")
    elif circuits is not None:
        found.append(
            f"Of {len(circuits)} circuits this one has the lowest Bayesian information criterion (BIC); the table of "
            "circuits has the others. Another circuit can fit as well: natria fit --circuit fits your own."
        )
    return tuple(found)
