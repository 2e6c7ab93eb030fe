"""Terms that only criteria answer: limits, margins and shares that no instrument shows."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("limit_utilisation", "1", "1", "of a failure mode: 1 at its limit, above which it fails", domain="not negative"),
    # a flat front
    T("shear_modulus_ratio", "1", "1", "of the layer over sodium"),
    T("cation_volume_ratio", "1", "1", "volume of Na+ in the layer over that in the metal", domain="not negative"),
    T(
        "stability_index",
        "1",
        "1",
        "of a flat elastic front; below zero it is stable",
        "difference",
        convention="of one displacement field, over (1 + r)^2; no plasticity, no cracks, no surface tension",
        domain="any",
        step=0.05,
    ),
    T("stable_above_modulus_ratio", "1", "1", "shear modulus ratio from which a flat front is stable, if stiff helps"),
    T("stable_below_modulus_ratio", "1", "1", "shear modulus ratio up to which a flat front is stable, if soft helps"),
    # strain and stress of a layer, and cracks that run through it
    T(
        "layer_strain",
        "1",
        "%",
        "largest in-plane strain that a half-cycle of plating demands of the layer above",
        convention="from none, where sodium plates evenly on a flat face, to that over an island",
        domain="not negative",
    ),
    T(
        "layer_stress",
        "Pa",
        "MPa",
        "elastic stress at the strain that plating demands of a layer",
        convention="tension; linear elastic, so above the strength it says that the layer has cracked",
        domain="not negative",
    ),
    T("hoop_strain", "1", "%", "that even plating demands of a layer on a bent electrode", domain="not negative"),
    T("tolerated_island_height", "m", "um", "of an island below a layer that strains it to its Griffith strain"),
    T("pilling_bedworth_ratio", "1", "1", "volume of a layer over that of the sodium in it, as metal"),
    T(
        "growth_strain",
        "1",
        "%",
        "of a layer that is held to the sodium from which it grew",
        "difference",
        convention="in the plane, tension positive; a bound, nothing relaxes",
        domain="any",
        step=1e-3,
    ),
    T(
        "growth_stress",
        "Pa",
        "MPa",
        "of a layer that is held to the sodium from which it grew",
        "difference",
        convention="in the plane, tension positive; a bound, nothing relaxes",
        domain="any",
        step=1e6,
    ),
    T("stress_transfer_length", "m", "mm", "over which sodium builds up the growth stress from an edge or a crack"),
    T("channel_cracking_stress", "Pa", "MPa", "at which a crack runs on through a layer, whatever its flaw"),
    T("channel_cracking_strain", "1", "%", "at which a crack runs on through a layer, whatever its flaw"),
    T("critical_layer_thickness", "m", "um", "up to which no crack runs on through a layer under its own stress"),
    T("delamination_energy", "J/m^2", "J/m^2", "elastic energy that a layer under its own stress frees by coming off"),
    # sodium between plates
    T("flow_pressure", "Pa", "MPa", "stack pressure at which a foil between plates flows as a whole"),
    T("confinement_factor", "1", "1", "pressure that squeezes a foil between plates over that without friction"),
    # cracks and voids
    T("deposition_pressure", "Pa", "MPa", "that an overpotential can build in a crack", needs=("current",)),
    T("critical_flaw_size", "m", "um", "crack that opens at the deposition pressure", needs=("current",)),
    T(
        "critical_overpotential",
        "V",
        "mV",
        "over films and face of a plated electrode, at which a symmetric cell fails",
        convention="at the end of the half-cycle; without the electrolyte",
    ),
    T("critical_step_drop", "V", "mV", "over the deposition steps of one electrode, at which a symmetric cell fails"),
    T("contact_pressure", "Pa", "MPa", "stack pressure that keeps the stripping contact", needs=("current",)),
    T("vacancy_path", "m", "um", "over which vacancies diffuse away from the stripping face"),
    T("vacancy_supersaturation", "1", "1", "vacancies at the face above those at equilibrium, over the latter"),
    T("self_diffusivity", "m^2/s", "cm^2/s", "of the metal"),
    T("griffith_stress", "Pa", "MPa", "at which a layer with its flaw cracks"),
    T("griffith_strain", "1", "%", "at which a layer with its flaw cracks"),
    # electrons
    T("tunnelling_thickness", "m", "nm", "beyond which electrons do not cross a layer", convention="WKB, half the gap"),
    T("tunnelling_attenuation", "1", "1", "exponent of the transmission that counts as none"),
    T("electron_mass_ratio", "1", "1", "effective over free mass"),
    T("reduction_margin", "V", "V", "anode above the reduction limit", "difference", domain="any", step=0.05),
    T("oxidation_margin", "V", "V", "oxidation limit above the cathode", "difference", domain="any", step=0.05),
    # heat
    T("heat_transfer_coefficient", "W/m^2/K", "W/m^2/K", "of a cell to its surroundings, per cooled area"),
    T("cooled_area_ratio", "1", "1", "outside of a cell that loses heat, over the area of one electrode"),
    T("thermal_conductivity", "W/m/K", "W/m/K", "for heat"),
    T(
        "constriction_heating",
        "K",
        "mK",
        "rise at a narrow contact through which ions carry the current",
        needs=("current",),
        domain="not negative",
    ),
    T(
        "neck_temperature",
        "K",
        "K",
        "hottest place of a metallic neck that electrons cross from face to face",
        needs=("current",),
        convention="from none to all of the cell's voltage over the neck",
    ),
    T("neck_melting_voltage", "V", "mV", "over a metallic neck at which it melts, whatever its shape"),
    T("lorenz_number", "V^2/K^2", "V^2/K^2", "thermal over electric conductivity and temperature of a metal"),
    T("cell_heating", "K", "K", "steady rise of the whole cell", needs=("current",), domain="not negative"),
    T("halving_temperature", "K", "K", "at which a resistance with this energy is half that at the cell's temperature"),
    # steps of deposition
    T("step_area_resistance", "ohm m^2", "ohm cm^2", "of one step of deposition, one electrode"),
    T("step_prefactor", "ohm m^2/K", "ohm cm^2/K", "B in R = B T exp(E/RT), of one step of deposition, one electrode"),
    T("step_share", "1", "%", "of one step in the resistance of all steps", "difference", domain="fraction", step=0.05),
    T(
        "resistance_temperature_factor",
        "1",
        "1",
        "resistance over that at the reference temperature",
        needs=("temperature",),
    ),
    # salt
    T("dendrite_velocity", "m/s", "nm/s", "of ramified deposits behind the salt front", needs=("current",)),
    T("gap_crossing_time", "s", "h", "of ramified deposits from face to face", needs=("current",)),
    # where sodium plates in a mixed conductor
    T("electron_drop", "V", "mV", "lost by electrons that cross a layer", needs=("current",)),
    T("outer_plating_thickness", "m", "um", "layer that electrons cross at the overpotential seen", needs=("current",)),
    T(
        "outer_plating_share",
        "1",
        "%",
        "of the sodium that plates on the electrolyte's side of a mixed conductor",
        "difference",
        convention="by the two conductivities alone; faces and nucleation cost nothing",
        domain="fraction",
        step=0.05,
    ),
)
