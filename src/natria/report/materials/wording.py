"""Sentences on measured material curves: the answer first, then what was assumed."""

from __future__ import annotations

from ...lab.materials import MeasuredCurves
from ...quantity import Finding, Measured, show_conditions, show_value
from ..common.labels import label
from ..study.wording import count

MOST_KEY = 6
MOST_OF_PEAKS = 18  # a place and a share of each of eight peaks
WORDS = {
    "indentation": ("load-displacement curve", "load-displacement curves"),
    "compaction": ("compaction curve", "compaction curves"),
    "thermogravimetry": ("thermogram of the mass", "thermograms of the mass"),
    "calorimetry": ("curve of the heat flow", "curves of the heat flow"),
    "depth profile": ("depth profile", "depth profiles"),
    "xps": ("XPS spectrum", "XPS spectra"),
    "raman": ("Raman spectrum", "Raman spectra"),
    "nmr": ("NMR spectrum", "NMR spectra"),
}
OF_PEAKS = ("bridges_per_former", "degree_of_polymerisation", "atomic_fraction", "peak_area_share")
KEYS = {  # what one came for, in this order
    "indentation": ("young_modulus", "hardness", "shear_modulus", "indentation_depth", "reduced_modulus"),
    "compaction": ("densification_pressure", "heckel_yield_pressure", "kawakita_pressure"),
    "thermogravimetry": ("mass_fraction", "mass_loss", "mass_loss_midpoint", "mass_loss_onset"),
    "calorimetry": ("glass_transition_temperature", "crystallisation_temperature", "peak_onset_temperature"),
    "depth profile": ("length", "sputter_time", "atomic_fraction"),
    "xps": (*OF_PEAKS, "binding_energy"),
    "raman": (*OF_PEAKS, "raman_shift"),
    "nmr": (*OF_PEAKS, "nmr_shift"),
}


def headline(m: MeasuredCurves) -> str:
    """Return one sentence: what was recognised, and the main numbers."""
    first = {f.question.name: f for f in reversed(key_numbers(m))}  # of several of a kind the first
    main = sorted(first.values(), key=lambda f: KEYS[m.kind].index(f.question.name))[:2]
    numbers = "; ".join(f"{named(f)} {show_value(f)}" for f in main)
    many = len(m.indents) if m.indents else len(m.curves)
    text = f"{count(many, *WORDS[m.kind])}{f': {numbers}' if numbers else ''}."
    return text[:1].upper() + text[1:]


def key_numbers(m: MeasuredCurves) -> tuple[Finding, ...]:
    """Return the numbers that one came for; of indents the means only."""
    single = bool(m.indents)
    ranked = [
        f
        for name in KEYS[m.kind]
        for f in m.findings
        if f.question.name == name and not (single and "peak" in f.question.at)
    ]
    return tuple(ranked[: MOST_OF_PEAKS if m.spectra else MOST_KEY])


def named(finding: Finding) -> str:
    """Return the name of a number with its step or peak, or its signal: "sputter time of F 1s"."""
    number, name = finding.question.at.get("peak"), label(finding.question)
    signal, inside, _ = finding.question.of.partition(" in ")
    name = f"{name} of {signal}" if inside else name
    return f"{name} {number:g}" if isinstance(number, float) else name


def conditions_of(finding: Finding) -> str:
    """Return the conditions of a number, without the count that its name says."""
    return show_conditions({name: value for name, value in finding.question.at.items() if name != "peak"})


def method_of(finding: Finding) -> str:
    """Return how a number was read off; a simulated curve does not keep it."""
    return finding.origin.method if isinstance(finding.origin, Measured) else ""
