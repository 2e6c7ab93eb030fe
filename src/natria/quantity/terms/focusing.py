"""The current at a defect of an interface: its shape and stress, what is read off the field."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # the defect
    T("defect_radius", "m", "um", "of a defect at the face, where it meets the contact"),
    T("defect_height", "m", "um", "of a defect above the face, into the electrolyte"),
    T("defect_spacing", "m", "um", "distance between the axes of neighbouring defects of an array"),
    T(
        "defect_pressure",
        "Pa",
        "MPa",
        "of the metal at a defect, above that of the metal elsewhere",
        convention="positive: compressed",
        domain="any",
        step=1e6,
    ),
    T(
        "partial_molar_volume",
        "m^3/mol",
        "cm^3/mol",
        "of sodium in an electrode: what one mole more adds to its volume",
    ),
    T("stress_reach", "m", "um", "distance along the flat contact over which the pressure falls by e"),
    T("smallest_defect_radius", "m", "um", "where a curve over the size of a defect begins"),
    T("largest_defect_radius", "m", "um", "where a curve over the size of a defect ends"),
    T("sizes_of_defect", "1", "1", "points of a curve over the size of a defect"),
    T("focusing_tolerance", "1", "%", "error of the focusing factor at which a mesh is fine enough"),
    # the field and what is read off it
    T("focusing_field", "1", "1", "potential and current in the electrolyte at a defect", artefact="field"),
    T(
        "interface_current_profile",
        "1",
        "1",
        "current density, potential and overpotential along the contact at a defect",
        artefact="table",
    ),
    T("focusing_by_size", "1", "1", "focusing factors of defects of one shape, over their radius", artefact="table"),
    T(
        "focusing_factor",
        "1",
        "1",
        "largest current density at the contact over the applied one",
        needs=("current",),
        convention="applied: per area of the whole face, not of what is in contact; far away from an isolated defect",
        decimals=3,
    ),
    T(
        "inner_current_factor",
        "1",
        "1",
        "current density at the end of the contact nearest to the middle of a defect, over the applied one",
        needs=("current",),
        convention="at the tip of a bump, the edge of a pore or of lost contact, the centre of an island",
        domain="any",
        step=0.001,
        decimals=3,
    ),
    T(
        "lost_area_factor",
        "1",
        "1",
        "mean current density at the contact over the applied one",
        convention="what the smaller or larger contact area alone makes of the current; 1 for an isolated defect",
        decimals=3,
    ),
    T(
        "contact_focusing_factor",
        "1",
        "1",
        "largest current density at the contact over its mean there",
        needs=("current",),
        convention="the focusing factor without that of the lost area",
        decimals=3,
    ),
    T(
        "focusing_error",
        "1",
        "%",
        "estimated numerical error of the largest current at the contact",
        domain="not negative",
    ),
    T(
        "local_overpotential",
        "V",
        "mV",
        "of the transfer where the current at a defect is largest, without film",
        "difference",
        needs=("current",),
        convention="positive plates",
        domain="any",
        step=0.01,
    ),
    T(
        "kinetic_length",
        "m",
        "um",
        "sigma RT/(F i0) of an electrolyte at its electrode",
        convention="defects far smaller than it hardly focus the current",
    ),
)
