"""What would answer a refused question: one word by term, so that refusals can be counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Means = Literal[
    "life",  # a model of how cells fail: cycles and hours until a short, onset of dendrites
    "full cell",  # a model of a full cell, with ageing where a later cycle is asked
    "atoms",  # a calculation of electrons: barriers, gaps, surfaces, moduli
    "spectra",  # a model of a spectrum or of a depth profile
    "impedance",  # a model of kinetics at a face and of its impedance
    "molecular dynamics",  # transport and structure of glasses, gels and polymers
    "other",
]
MEANS: tuple[Means, ...] = get_args(Means)

_BY_MEANS: Mapping[Means, tuple[str, ...]] = {
    "life": (
        "cycle_life",
        "cycling_time",
        "time_to_short",
        "dendrite_onset_time",
        "stabilisation_time",
        "critical_current_density",
    ),
    "full cell": (
        "specific_capacity",
        "capacity_retention",
        "capacity_decay",
        "areal_capacity",
        "coulombic_efficiency",
        "coulombic_efficiency_as_assembled",
        "efficiency_of_unstated_pairing",
        "plating_stripping_efficiency",
        "plateau_voltage",
        "reduction_peak_voltage",
        "oxidation_peak_voltage",
        "average_discharge_voltage",
        "utilisation",
    ),
    "atoms": (
        "adsorption_energy",
        "surface_energy",
        "diffusion_barrier",
        "migration_barrier",
        "band_gap",
        "critical_strain",
        "reduction_limit",
        "oxidation_limit",
        "young_modulus",
        "bulk_modulus",
        "shear_modulus",
        "pugh_ratio",
    ),
    "spectra": (
        "raman_shift",
        "nmr_shift",
        "xanes_energy",
        "exafs_distance",
        "binding_energy",
        "mass_to_charge",
        "relative_intensity",
        "intensity_ratio",
        "sputter_time",
        "etch_rate",
        "length",
        "atomic_fraction",
    ),
    "impedance": (
        "exchange_current_density",
        "charge_transfer_area_resistance",
        "resistance_arrhenius_energy",
        "vft_energy",
        "cell_resistance",
        "capacitance",
        "layer_onset_time",
        "duration",
    ),
    "molecular dynamics": (
        "ionic_conductivity",
        "ionic_conductivity_ratio",
        "arrhenius_energy",
        "glass_transition_temperature",
        "density",
        "hardness",
        "densification_pressure",
        "degree_of_polymerisation",
        "molar_mass",
    ),
    "other": (),
}
_MEANS_OF: Mapping[str, Means] = {name: means for means, names in _BY_MEANS.items() for name in names}


def blocked_by(term: str) -> Means:
    """Return what would answer a question of this term that no model answers here."""
    return _MEANS_OF.get(term, "other")
