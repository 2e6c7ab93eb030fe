"""Ratios, sums and differences of reported numbers, and a standard potential from a Gibbs energy.

I_ref / I                intensity_ratio of a fragment; listed: the sample, then the reference
E_1 / E_2                energy_ratio of two VFT energies, in the order of the list
t_on + t_growth          layer_completion_time
U_ox - U_red             stability_window of a phase
E0 = dG(Na+, aq) / F     standard_potential of a metal, per electron of its cation
"""

from __future__ import annotations

from ....answers import Answered, Answerer, Reader, Refuse
from ....laws import FARADAY
from ...reading.layers import layer_asked


def _two(read: Reader, term: str) -> tuple[float, float]:
    """Return the two listed numbers of a term, in the order of the list."""
    found = read.listed(term)
    if len(found) != 2 or any(bound for _, bound in found):
        raise Refuse(f"reporting.facts must list two numbers of {term}, neither a bound")
    (one, _), (other, _) = found
    return one, other


def _intensity(read: Reader) -> float:
    sample, reference = _two(read, "relative_intensity")
    return reference / sample


def _energies(read: Reader) -> float:
    one, other = _two(read, "vft_energy")
    return one / other


def _completion(read: Reader) -> Answered:
    layer_asked(read, "interphase")
    (onset, early), (growth, other) = read.reported("layer_onset_time"), read.reported("duration")
    return Answered(onset + growth, bound=early or other)


def _window(read: Reader) -> float:
    return read("phase.oxidation_limit") - read("phase.reduction_limit")


def _potential(read: Reader) -> float:
    return read("working.ion_gibbs_energy") / (FARADAY * read("working.electrons_per_formula"))


MODELS = (
    Answerer(
        "intensities",
        1,
        ("intensity_ratio",),
        _intensity,
        "both read in the same way",
        objection=(
            "The yield of secondary ions depends on the matrix, and a ratio of intensities between two phases is "
            "no ratio of concentrations. An intensity of the sample near the noise makes the ratio a lower bound. To "
            "settle this, one would have to measure standards of known concentration in both matrices, and the "
            "background of the fragment."
        ),
    ),
    Answerer(
        "energies",
        1,
        ("energy_ratio",),
        _energies,
        "both fitted with the same law and the same T0",
        objection=(
            "Energy and T0 of a VFT fit are strongly correlated: over some 50 K a higher T0 and a lower energy "
            "fit equally well, so a ratio of energies with two different values of T0 has no meaning. To settle "
            "this, one would have to measure both samples over 100 K or more and to fit them with one T0."
        ),
    ),
    Answerer(
        "completion",
        1,
        ("layer_completion_time",),
        _completion,
        "growth without a break",
        ignores=("temperature",),
        objection=(
            "A layer that grows by diffusion is never complete, so onset and end depend on the smallest change "
            "that the method detects and on the interval between spectra. To settle this, one would have to "
            "measure the thickness or the resistance of the layer against time, to ten times the stated end."
        ),
    ),
    Answerer(
        "window_width",
        1,
        ("stability_window",),
        _window,
        "both limits by one method",
        of_phase=True,
        objection=(
            "The limits depend on their definition: a computed one is that of the first decomposition, and a "
            "measured one depends on the rate of the sweep, on carbon and on the current that counts as onset, so "
            "the two differ by a volt or more. To settle this, one would have to measure both limits by a slow "
            "sweep on one composite of electrolyte and carbon."
        ),
    ),
    Answerer(
        "aqueous_potential",
        1,
        ("standard_potential",),
        _potential,
        "the metal of the working electrode at 25 C, against the hydrogen electrode",
        objection=(
            "The value is that of ions in water at unit activity, where sodium itself cannot be measured "
            "directly; in another solvent the energy of solvation shifts it by about 0.1 V. To settle this, one "
            "would have to measure the potential of the metal in the electrolyte of the cell against ferrocene."
        ),
    ),
)
