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
    Answerer("intensities", 1, ("intensity_ratio",), _intensity, "both read in the same way"),
    Answerer("energies", 1, ("energy_ratio",), _energies, "both fitted with the same law and the same T0"),
    Answerer(
        "completion",
        1,
        ("layer_completion_time",),
        _completion,
        "growth without a break",
        ignores=("temperature",),
    ),
    Answerer("window_width", 1, ("stability_window",), _window, "both limits by one method", of_phase=True),
    Answerer(
        "aqueous_potential",
        1,
        ("standard_potential",),
        _potential,
        "the metal of the working electrode at 25 C, against the hydrogen electrode",
    ),
)
