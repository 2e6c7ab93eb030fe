"""Roughness below a layer, its bond to the metal, and its delamination over a nucleus."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # what is demanded of a layer
    T("roughness_amplitude", "m", "um", "half the height from valley to top of the face below a layer"),
    T("roughness_wavelength", "m", "um", "from top to top of the face below a layer"),
    T(
        "plating_unevenness",
        "1",
        "%",
        "amplitude of the plated thickness over its mean, along the face",
        convention="in phase with the roughness: the tops grow faster",
        domain="fraction",
    ),
    T(
        "roughness_strain",
        "1",
        "%",
        "strain of a layer that follows its face as plating roughens it",
        convention="a sine; stretched evenly, and bent at the tops",
        domain="not negative",
    ),
    T("strain_budget", "1", "1", "strains demanded of a layer and strains it tolerates", artefact="table"),
    T(
        "strain_load",
        "1",
        "1",
        "strain that plating demands over the strain that a layer tolerates; above one it cracks",
        domain="not negative",
    ),
    T(
        "channel_energy_release",
        "J/m^2",
        "J/m^2",
        "freed by a crack that runs through a layer at the strain that plating demands",
        convention="small strain; layer and substrate of equal moduli, a lower limit on a soft metal",
        domain="not negative",
    ),
    # the bond
    T("adhesion_energy", "J/m^2", "J/m^2", "to part a layer from its metal, per area"),
    T("cohesive_strength", "Pa", "MPa", "largest traction of the bond between a layer and its metal"),
    T("indentation_factor", "1", "1", "hardness over yield strength", convention="pressure of a nucleus that flows"),
    T("nucleus_radius", "m", "um", "of the patch below a layer from which a nucleus grows"),
    T("nucleus_height", "m", "um", "of a nucleus between a layer and its metal, at its centre"),
    # what comes of it
    T(
        "delamination_course",
        "1",
        "1",
        "pressure, radius and energies of a nucleus that lifts a layer",
        artefact="table",
    ),
    T("blister_profile", "1", "1", "opening and traction of the bond along the radius", artefact="table"),
    T("sunk_course", "1", "1", "pressure, front and energies of a nucleus that sinks into its metal", artefact="table"),
    T(
        "sunk_share",
        "1",
        "%",
        "of the height of a nucleus that its metal takes up by sinking in",
        "difference",
        domain="fraction",
        step=0.05,
    ),
    T("nucleus_pressure", "Pa", "MPa", "of a nucleus at its full height, where the metal below flows"),
    T("lifting_pressure", "Pa", "MPa", "largest pressure of a nucleus before a layer comes off over it"),
    T(
        "lifting_margin",
        "1",
        "1",
        "lifting pressure over the hardness of the metal; above one the metal flows and the layer stays",
    ),
    T("delamination_length", "m", "um", "radius up to which a layer has come off over a nucleus"),
    T("cohesive_zone_length", "m", "um", "of the damaged bond ahead of the front of a delamination"),
    T(
        "nucleation_length",
        "m",
        "um",
        "radius of the largest nucleus that an intact layer holds down",
        convention="pushed by sodium at its hardness; the layer keeps its own tension; elastic, energy balance",
    ),
    T(
        "nucleation_length_cut",
        "m",
        "um",
        "radius of the largest nucleus that a layer holds down once it is cracked through at the rim",
        convention="pushed by sodium at its hardness; the layer gives back the energy of its stress; elastic",
    ),
    T("nucleation_length_course", "1", "1", "radius of the largest nucleus held against thickness", artefact="table"),
    T("delamination_map", "1", "1", "radius of the largest nucleus held, by thickness and adhesion", artefact="table"),
    T("optimal_layer_thickness", "m", "nm", "at which a layer cut at the rim holds down the largest nucleus"),
    T("stress_of_optimum", "Pa", "MPa", "own stress with which the thickness of a cut layer is the best, either sign"),
)
