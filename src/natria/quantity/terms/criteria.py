"""Terms that only criteria answer: limits, margins and shares that no instrument shows."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # a flat front
    T("shear_modulus_ratio", "1", "1", "of the layer over sodium"),
    T("cation_volume_ratio", "1", "1", "volume of Na+ in the layer over that in the metal", domain="not negative"),
    T(
        "stability_index",
        "1",
        "1",
        "of a flat elastic front; below zero it is stable",
        "difference",
        convention="the neutral polynomial over (1 + r)^2; no plasticity, no cracks, no surface tension",
        domain="any",
        step=0.05,
    ),
    T("stable_above_modulus_ratio", "1", "1", "shear modulus ratio from which a flat front is stable, if stiff helps"),
    T("stable_below_modulus_ratio", "1", "1", "shear modulus ratio up to which a flat front is stable, if soft helps"),
    # cracks and voids
    T("deposition_pressure", "Pa", "MPa", "that an overpotential can build in a crack", needs=("current",)),
    T("critical_flaw_size", "m", "um", "crack that opens at the deposition pressure", needs=("current",)),
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
    T("constriction_heating", "K", "mK", "rise at the narrowest contact", needs=("current",), domain="not negative"),
    T("cell_heating", "K", "K", "steady rise of the whole cell", needs=("current",), domain="not negative"),
    T("halving_temperature", "K", "K", "at which a resistance with this energy is half that at the cell's temperature"),
    # steps of deposition
    T("step_area_resistance", "ohm m^2", "ohm cm^2", "of one step of deposition, one electrode"),
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
