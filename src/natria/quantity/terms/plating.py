"""Where sodium plates in a layer that conducts ions and electrons: on, in or under it."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

OF_HALF_CYCLE = ("current", "areal_capacity")
ON_BARE = "on a layer without sodium on or in it at the start"

TERMS: tuple[T, ...] = (
    T("specific_internal_area", "1/m", "1/um", "surface of pores and grain boundaries per volume of a layer"),
    T(
        "reaction_length",
        "m",
        "um",
        "depth over which the reaction inside a mixed conductor decays from a face",
        convention="linear kinetics, sodium everywhere: sqrt(RT/F / (a i0 (1/sigma_i + 1/sigma_e)))",
    ),
    T(
        "top_nucleation_thickness",
        "m",
        "um",
        "of a dense mixed conductor, from which on sodium nucleates on top",
        needs=("current",),
        convention="all of the current crosses as ions until then; zero where the face below costs more than that",
        domain="not negative",
    ),
    T(
        "plated_share_top",
        "1",
        "%",
        "of the sodium of one plating half-cycle that lies on a mixed conductor at its end",
        "difference",
        needs=OF_HALF_CYCLE,
        convention=ON_BARE,
        domain="fraction",
        step=0.05,
    ),
    T(
        "plated_share_within",
        "1",
        "%",
        "of the sodium of one plating half-cycle that lies in a mixed conductor at its end",
        "difference",
        needs=OF_HALF_CYCLE,
        convention=ON_BARE,
        domain="fraction",
        step=0.05,
    ),
    T(
        "plated_share_under",
        "1",
        "%",
        "of the sodium of one plating half-cycle that lies below a mixed conductor at its end",
        "difference",
        needs=OF_HALF_CYCLE,
        convention=ON_BARE,
        domain="fraction",
        step=0.05,
    ),
    T(
        "mixed_layer_overpotential",
        "V",
        "mV",
        "ionic potential on top of a mixed conductor against the metal below, at the end of a plating half-cycle",
        needs=OF_HALF_CYCLE,
        convention="ohmic drop of the layer, kinetics and nucleation; without the electrolyte",
    ),
    T(
        "mixed_conductor_profile",
        "1",
        "1",
        "potentials, currents and rate over the depth of a mixed conductor",
        artefact="table",
    ),
    T(
        "mixed_conductor_course",
        "1",
        "1",
        "shares plated on, in and below a mixed conductor over time",
        artefact="table",
    ),
    T(
        "mixed_conductor_draws",
        "1",
        "1",
        "conductivity ratio, thickness, shares and inputs of a mixed conductor in draws of what is not known of it",
        artefact="table",
    ),
    T(
        "top_plating_probability",
        "1",
        "%",
        "of the draws of a mixed conductor in which more than half of the sodium of a plating half-cycle lies on it",
        "difference",
        needs=OF_HALF_CYCLE,
        convention="of the draws that have a solution; every input is moved by its spread",
        domain="fraction",
        step=0.05,
    ),
    T(
        "plated_share_top_low",
        "1",
        "%",
        "2.5 % quantile of plated_share_top over the draws of a mixed conductor",
        "difference",
        needs=OF_HALF_CYCLE,
        domain="fraction",
        step=0.05,
    ),
    T(
        "plated_share_top_high",
        "1",
        "%",
        "97.5 % quantile of plated_share_top over the draws of a mixed conductor",
        "difference",
        needs=OF_HALF_CYCLE,
        domain="fraction",
        step=0.05,
    ),
    T(
        "refused_draws",
        "1",
        "1",
        "draws of a mixed conductor that have no solution and are left out",
        "difference",
        needs=OF_HALF_CYCLE,
        domain="not negative",
        step=1.0,
    ),
    T("mixed_conductor_map", "1", "1", "shares plated against conductivity ratio and thickness", artefact="table"),
)
