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
    T(
        "contact_loss_per_cycle",
        "1",
        "%/cycle",
        "share of what reacts in an electrode that loses contact in an equivalent full cycle",
        convention="exponential: d ln(s)/dN over the charge passed, twice the charge of the electrode being one cycle",
    ),
    T("polysulfide_loss_rate", "1/s", "1/h", "k in d ln(m)/dt = -k s(Na2S4): sulfur that leaves while it is Na2S4"),
    T(
        "irreversible_share",
        "1",
        "%",
        "share of what the electrolyte of a composite takes up that never comes back",
        domain="fraction",
    ),
    T(
        "full_contact_pressure",
        "Pa",
        "MPa",
        "H in the share in contact, min(P/H, 1) or erf(sqrt(2) P/H), at the pressure P",
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
