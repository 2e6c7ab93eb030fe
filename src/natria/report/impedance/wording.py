"""Sentences on measured spectra: the answer first, then how it was found."""

from __future__ import annotations

from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity import Finding, show_value
from ..common.labels import label
from ..study.wording import count

ENERGIES = ("arrhenius_energy", "resistance_arrhenius_energy", "vft_energy", "resistance_vft_energy")
RESISTANCES = ("series_resistance", "series_area_resistance", "arc_resistance", "arc_area_resistance")
MOST_KEY = 6
ALARMS = {  # codes of remarks that the headline repeats
    "misfit": "the circuit does not describe the spectrum within its noise",
    "drift": "the cell drifted during the sweep",
}


def headline(m: MeasuredSpectra) -> str:
    """Return one sentence: what was measured, with which circuit, and the main numbers."""
    what = count(len(m.spectra), "impedance spectrum", "impedance spectra")
    if m.series is not None:
        what += f" over {m.series.over}"
    fits = [one.fit for one in m.spectra if one.fit is not None]
    circuit = f", fitted by {fits[0].circuit}" if fits else ", no circuit fitted"
    numbers = "; ".join(f"{named(f)} {show_value(f)}" for f in key_numbers(m)[:3])
    return f"{what[:1].upper()}{what[1:]}{circuit}{f': {numbers}' if numbers else ''}."


def key_numbers(m: MeasuredSpectra) -> tuple[Finding, ...]:
    """Return the numbers that one came for: energies of a series, else resistances."""
    energies = tuple(f for f in m.findings if f.question.name in ENERGIES)
    if energies:
        return energies[:MOST_KEY]
    first = [f for f in m.findings if f.question.name in RESISTANCES]
    seen: dict[tuple[str, object], Finding] = {}
    for f in first:
        seen.setdefault((f.question.name, f.question.at.get("peak")), f)
    return tuple(seen.values())[:MOST_KEY]


def named(finding: Finding) -> str:
    """Return the name of a number with the arc that it belongs to: "resistance of arc 2"."""
    peak = finding.question.at.get("peak")
    name = label(finding.question).removeprefix("arc ")
    return f"{name} of arc {peak:g}" if isinstance(peak, float) else name


def sentences(m: MeasuredSpectra) -> tuple[str, ...]:
    """Return how the answer was found: doubts, conditions, how the circuit was chosen."""
    found = [f"Doubt: {text}." for code, text in ALARMS.items() if any(r.code == code for r in m.remarks)]
    if any(remark.code == "readings-between" for remark in m.remarks):
        found.append(
            "The file also holds a recording of cycling or rest: separate it with natria convert FILE --to parquet, and "
            "measure that."
        )
    circuits = m.table("circuits")
    if circuits is not None:
        found.append(
            f"The circuit has the lowest Bayesian information criterion of {len(circuits)}; the table 'Circuits' lists "
            "the others. Another circuit can fit as well: --circuit fits your own."
        )
    return tuple(found)
