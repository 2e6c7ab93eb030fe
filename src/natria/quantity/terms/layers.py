"""Layers on the sodium: thickness, growth, composition."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("layer_thickness", "m", "um", "of one layer", domain="not negative"),
    T("growth_rate", "m/s", "um/s", "k in h = k t"),
    T("parabolic_constant", "m^2/s", "um^2/s", "k in h^2 = k t"),
    T("growth_prefactor", "m", "um", "h after 1 s in h = h1 (t / 1 s)^n"),
    T("growth_exponent", "1", "1", "n in h = h1 (t / 1 s)^n"),
    T("logarithmic_length", "m", "um", "h1 in h = h1 ln(1 + t/t1)"),
    T("logarithmic_time", "s", "s", "t1 in h = h1 ln(1 + t/t1)"),
    T("final_thickness", "m", "um", "h_end in h = h_end (1 - exp(-t/tau))"),
    T("growth_time", "s", "s", "tau in h = h_end (1 - exp(-t/tau))"),
    T("driving_voltage", "V", "V", "that drives ions and electrons through a growing layer"),
    T("molar_volume_per_electron", "m^3/mol", "cm^3/mol", "product per mole of electrons that cross it"),
    T("atomic_fraction", "1", "at%", "share of the atoms", domain="fraction"),
    T("volume_fraction", "1", "%", "share of the volume", domain="fraction"),
    T("mass_fraction", "1", "wt%", "share of the mass", domain="fraction"),
    T("mole_fraction", "1", "mol%", "share of the moles", domain="fraction"),
    T("mixing_ratio", "1", "1", "of two parts, the first over the second", convention="by what, the subject says"),
    T("deposition_cycles", "1", "cycles", "of atomic or molecular layer deposition"),
    T("etch_rate", "m/s", "nm/min", "of a sputter profile"),
    T("molar_volume", "m^3/mol", "cm^3/mol", "volume of one mole"),
    T("density", "kg/m^3", "g/cm^3", "mass over volume, without pores"),
    T("glass_transition_temperature", "K", "K", "of a glass, from its heat flow"),
    T("particle_size", "m", "um", "of a powder"),
    T(
        "layer_onset_time",
        "s",
        "h",
        "until the layer is seen, at rest unless the conditions say otherwise",
        convention="of spectra over time: 5 % of the change of the resistance of its arc up to the last spectrum",
    ),
    T(
        "layer_completion_time",
        "s",
        "h",
        "until the layer no longer changes",
        convention="of spectra over time: 95 % of the change of the resistance of its arc",
    ),
    T("air_stability_time", "s", "min", "until the surface visibly changes in air"),
    T("sputter_time", "s", "s", "until a signal of a depth profile ends"),
)
