"""The models at the scale of a layer: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Tell = Callable[[int, int], None]  # called with the steps that are done and all steps
Asking = Callable[[str, int, int], None]  # called with the name of an answerer, how many have answered, and all


@dataclass(frozen=True)
class InterfaceModel:
    """What `natria simulate --model NAME` asks.

    `table` is the table of the design whose entries are asked about, and `key` what such an entry must have: the table
    of the model's own settings; empty where every entry is asked about. `asks` has the answerers with the terms of
    each, in the order in which they are shown; an artefact stands before what is read off it. `told` names, as
    "package.module:function", the function (reader, Tell, Unfinished) that runs the first answerer with its progress,
    and keeps a run that is not finished. `only` names answerers that are asked where an entry has a table.
    """

    name: str
    title: str
    table: str
    key: str
    asks: tuple[tuple[str, tuple[str, ...]], ...]
    told: str = ""
    only: Mapping[str, str] = field(default_factory=dict)


_ALL = (
    InterfaceModel(
        "interface",
        "Current focusing at a defect",
        "defect",
        "",
        (
            ("current_focusing", ("focusing_field",)),
            (
                "focusing_numbers",
                (
                    "focusing_factor",
                    "inner_current_factor",
                    "contact_focusing_factor",
                    "lost_area_factor",
                    "local_overpotential",
                    "focusing_error",
                ),
            ),
            ("kinetic_length", ("kinetic_length",)),
            ("focusing_profile", ("interface_current_profile",)),
            ("focusing_sizes", ("focusing_by_size",)),
        ),
    ),
    InterfaceModel(
        "mixed",
        "Where sodium plates in a mixed conductor",
        "interphase",
        "mixed",
        (
            ("mixed_profile", ("mixed_conductor_profile",)),
            ("mixed_course", ("mixed_conductor_course",)),
            ("mixed_map", ("mixed_conductor_map",)),
            (
                "mixed_plating",
                ("plated_share_top", "plated_share_within", "plated_share_under", "mixed_layer_overpotential"),
            ),
            ("mixed_draws", ("mixed_conductor_draws",)),
            (
                "mixed_probability",
                ("top_plating_probability", "plated_share_top_low", "plated_share_top_high", "refused_draws"),
            ),
            ("mixed_lengths", ("reaction_length", "top_nucleation_thickness")),
            ("mixed_conductor", ("outer_plating_share", "electron_drop")),
        ),
    ),
    InterfaceModel(
        "twophase",
        "What a layer of two phases conducts",
        "interphase",
        "microstructure",
        (
            ("two_phase_seeds", ("microstructure_conduction",)),
            ("two_phase_conduction", ("ionic_conductivity", "arrhenius_energy", "interface_power_share")),
            ("two_phase_field", ("microstructure",)),
            ("two_phase_fractions", ("conduction_over_fraction",)),
            ("two_phase_map", ("interface_energy_map",)),
            ("two_phase_stiffness", ("microstructure_moduli",)),
            ("two_phase_moduli", ("young_modulus", "shear_modulus", "bulk_modulus")),
        ),
    ),
    InterfaceModel(
        "crack",
        "Whether a layer cracks or comes off",
        "interphase",
        "",
        (
            ("strain_budget", ("strain_budget",)),
            ("layer_roughening", ("roughness_strain", "strain_load", "channel_energy_release")),
            ("nucleation_length_course", ("nucleation_length_course",)),
            ("delamination_map", ("delamination_map",)),
            (
                "layer_holding",
                ("nucleation_length", "nucleation_length_cut", "optimal_layer_thickness", "stress_of_optimum"),
            ),
            ("layer_delamination", ("delamination_course",)),
            (
                "delamination_readings",
                ("lifting_pressure", "lifting_margin", "delamination_length", "cohesive_zone_length"),
            ),
            ("blister_profile", ("blister_profile",)),
            ("sunk_nucleus", ("sunk_course",)),
            ("sunk_readings", ("nucleus_pressure", "sunk_share")),
        ),
    ),
    InterfaceModel(
        "deposit",
        "How sodium deposits",
        "deposition",
        "",
        (
            ("deposition_course", ("deposition_course",)),
            ("deposition_state", ("deposition_state",)),
            ("deposition_fields", ("deposition_fields",)),
            ("deposition_spectrum", ("deposition_spectrum",)),
            (
                "deposition_readings",
                (
                    "plated_charge",
                    "deposit_tip_height",
                    "deposit_tip_velocity",
                    "deposit_roughness",
                    "deposit_roughness_factor",
                    "deposit_arc_length_ratio",
                    "deposit_density_ratio",
                    "dendrite_share",
                    "lost_sodium_share",
                ),
            ),
            ("deposition_stripping", ("stripped_charge", "deposit_strip_efficiency")),
            ("deposition_waves", ("fastest_wavelength", "fastest_growth_rate")),
            ("deposition_touch", ("touch_time",)),
        ),
        told="natria.models.deposit.of_design.answers:told_course",
        only={"deposition_stripping": "strip"},
    ),
)
MODELS: Mapping[str, InterfaceModel] = {one.name: one for one in _ALL}
