"""Inputs of a simulated cell that papers do not report."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T(
        "transfer_coefficient",
        "1",
        "1",
        "of plating, in Butler-Volmer; stripping has the rest to one",
        domain="fraction",
    ),
    T(
        "exchange_arrhenius_energy",
        "J/mol",
        "eV",
        "E in i0 = A exp(-E/RT) of the exchange current density",
        convention="plain Arrhenius, without a factor T",
    ),
    T("double_layer_capacitance", "F/m^2", "uF/cm^2", "of one face"),
    T("relative_permittivity", "1", "1", "of a layer, at the frequencies of an impedance"),
    T(
        "conductivity_exponent",
        "1",
        "1",
        "a in kappa = kappa_ref (c/c_ref)^a, c_ref being the salt's own concentration",
        domain="any",
        step=0.1,
    ),
    T("diffusivity_exponent", "1", "1", "b in D = D_ref (c/c_ref)^b", domain="any", step=0.1),
    T("transference_slope", "1", "1", "s in t+ = t_ref + s (c/c_ref - 1)", domain="any", step=0.05),
    T(
        "contact_area_resistance",
        "ohm m^2",
        "ohm cm^2",
        "of both contacts of a pressed layer together, at its reference pressure",
    ),
    T("contact_reference_pressure", "Pa", "MPa", "at which the contact resistance is given"),
    T("contact_exponent", "1", "1", "n in R = R_ref (P_ref/P)^n of a contact under the stack pressure P"),
    T(
        "dead_sodium_fraction",
        "1",
        "%",
        "share of the sodium that stripping parts from the metal, over all that it takes away",
        domain="fraction",
    ),
    T("coverage_charge", "C/m^2", "mAh/cm^2", "sodium that covers half of a foil without sodium"),
    T("void_depth", "m", "um", "sodium that is missing under a face when it touches nowhere any more"),
    T("areal_heat_capacity", "J/m^2/K", "J/m^2/K", "of the whole cell with its case, over the area of one electrode"),
    T(
        "initial_thickness",
        "m",
        "nm",
        "of a layer that grows in the cell, when the cell is built",
        domain="not negative",
    ),
    T("melting_temperature", "K", "K", "of the metal of an electrode"),
    T(
        "least_contact_share",
        "1",
        "%",
        "share of a face in contact below which its contact counts as lost",
        domain="fraction",
    ),
    T("simulated_cycles", "1", "1", "cycles that a study simulates where a question names none"),
)
