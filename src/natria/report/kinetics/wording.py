"""Sentences on measured kinetics: the answer first, then how it was found."""

from __future__ import annotations

from collections.abc import Iterator

from ...lab.kinetics.measurement import MeasuredKinetics, MeasuredTafel
from ...quantity import Finding, Measured, number, show_conditions, show_value
from ..common.labels import label
from ..study.wording import count

MILLI = 1e3
MOST_KEY = 6
NAMES = {
    "cyclic voltammetry": ("cyclic voltammogram", "cyclic voltammograms"),
    "linear sweep": ("linear sweep", "linear sweeps"),
    "Tafel sweep": ("Tafel sweep", "Tafel sweeps"),
    "DC polarisation": ("direct-current polarisation", "direct-current polarisations"),
}
KEYS = {  # what one came for, in this order
    "tafel": (
        "exchange_current_density",
        "exchange_current_overpotential",
        "transfer_coefficient",
        "sweep_limiting_current_density",
        "tafel_slope_plating",
        "tafel_slope_stripping",
    ),
    "voltammetry": (
        "capacitive_share",
        "scan_rate_exponent",
        "onset_voltage",
        "peak_midpoint",
        "peak_separation",
        "anodic_peak_voltage",
        "cathodic_peak_voltage",
        "scan_rate",
    ),
    "polarisation": (
        "current_fraction",
        "electronic_conductivity",
        "electronic_resistance",
        "watanabe_current_fraction",
        "steady_current",
    ),
}
WARNINGS = (  # remarks that belong to the answer
    "tafel-not-exchange-current",
    "implied-overpotential",
    "temperature-assumed",
    "one-face-assumed",
    "misfit-beyond-noise",
    "exchange-current-unknown",
    "peaks-move",
    "blocking-electrodes",
    "steady-current-only",
    "one-resistance-missing",
    "current-fraction-not-transference",
    "interfaces-dominate",
    "outside-fraction",
    "decay-systematic",
    "not-steady",
)


def headline(m: MeasuredKinetics) -> str:
    """Return one sentence: what was recognised, and the main numbers."""
    names = {one.recognition.technique for one in m.inputs}
    words = [count(sum(o.recognition.technique == n for o in m.inputs), *NAMES[n]) for n in sorted(names)]
    numbers = "; ".join(f"{named(f)} {show_value(f)}{_rate(f)}" for f in key_numbers(m)[:2])
    if m.family == "tafel" and m.specimen.area is None:
        numbers = "; ".join(map(_in_amperes, m.tafel[:2]))
    text = f"{' and '.join(words)}{f': {numbers}' if numbers else ''}."
    return text[:1].upper() + text[1:]


def _rate(finding: Finding) -> str:
    """Return the scan rate of a number, where it has one."""
    rate = finding.question.at.get("scan_rate")
    return "" if rate is None else f" at {show_conditions({'scan_rate': rate}).removeprefix('scan rate ')}"


def _in_amperes(one: MeasuredTafel) -> str:
    low, high = (number(MILLI * end) for end in one.result.fit.exchange_current_95)
    value = number(MILLI * one.result.fit.state.exchange_current)
    return f"exchange current of the electrode {value} mA (95 %: {low} to {high} mA)"


def key_numbers(m: MeasuredKinetics) -> tuple[Finding, ...]:
    """Return the numbers that one came for."""
    seen: dict[tuple[str, str], Finding] = {}  # of several methods the first, which is the better answer
    for name in KEYS[m.family]:
        for f in m.findings:
            if f.question.name == name:
                seen.setdefault((name, show_conditions(f.question.at)), f)
    ranked = list(seen.values())
    if m.family != "voltammetry":
        return tuple(ranked[:MOST_KEY])
    return tuple(_spread_out(ranked))[:MOST_KEY]


def _spread_out(ranked: list[Finding]) -> Iterator[Finding]:
    """Return at most two of each quantity: the lowest and the highest scan rate."""
    for name in dict.fromkeys(f.question.name for f in ranked):
        same = [f for f in ranked if f.question.name == name]
        yield from (same[:1] if len(same) == 1 else (same[0], same[-1]))


def named(finding: Finding) -> str:
    """Return the name of a number with its peak: "anodic peak voltage of peak 2"."""
    peak = finding.question.at.get("peak")
    name = label(finding.question).removeprefix("sweep ")
    return f"{name} of peak {peak:g}" if isinstance(peak, float) else name


def conditions_of(finding: Finding) -> str:
    """Return the conditions of a number, without the peak that its name says."""
    return show_conditions({name: value for name, value in finding.question.at.items() if name != "peak"})


def method_of(finding: Finding) -> str:
    """Return how a number was read off; a simulated recording does not keep it."""
    return finding.origin.method if isinstance(finding.origin, Measured) else ""


def recognised(m: MeasuredKinetics) -> tuple[str, ...]:
    """Return why each recording is taken for its technique; equal reasons once."""
    lines = []
    for one in m.inputs:
        reasons = "; ".join(note.text for note in one.recognition.reasons)
        lines.append(f"{one.name}: {one.recognition.technique}, as {reasons}.")
    return tuple(lines)


def sentences(m: MeasuredKinetics) -> tuple[str, ...]:
    """Return how the answer was found and what weakens it."""
    reasons = {tuple(note.text for note in one.recognition.reasons) for one in m.inputs}
    why = "; ".join(next(iter(reasons))) if len(reasons) == 1 else "see Recognition"
    found = [f"Recognised from the data ({why}). --technique overrules it."]
    if any(note.code == "technique-stated" for one in m.inputs for note in one.recognition.reasons):
        found = [f"Technique as stated ({why})."]
    if m.family == "tafel":
        laws = ", ".join(dict.fromkeys(one.result.fit.chosen for one in m.tafel))
        found.append(
            f"The Butler-Volmer fit of the whole sweep ({laws}) is the better answer; "
            "Tafel lines are what papers report."
        )
    seen: dict[str, str] = {}
    for remark in m.remarks:
        if remark.code in WARNINGS:
            seen.setdefault(remark.code, remark.text)
    return (*found, *seen.values())
