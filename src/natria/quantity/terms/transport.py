"""Electrolytes, faces and limits of supply."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # electrolytes and limits of supply
    T("ionic_conductivity", "S/m", "S/cm", "of the bulk, or of a layer as a whole"),
    T("electronic_conductivity", "S/m", "S/cm", "for electrons"),
    T(
        "electronic_conductance",
        "S/m^2",
        "mS/cm^2",
        "of a path for electrons between the electrodes, over the face area",
        convention="in parallel with the ionic cell: its current plates nothing",
        domain="not negative",
    ),
    T("ionic_conductivity_ratio", "1", "1", "over that of the phase that the subject names"),
    T("electronic_conductivity_ratio", "1", "1", "over that of the phase that the subject names"),
    T("salt_diffusivity", "m^2/s", "cm^2/s", "of the salt in the free liquid"),
    T("diffusivity_activation_energy", "J/mol", "kJ/mol", "E in D = A exp(-E/RT), of the salt"),
    T(
        "thermodynamic_factor",
        "1",
        "1",
        "1 + dln(f)/dln(c) of a salt, with f its mean molar activity coefficient",
        convention="1 for an ideal salt; the diffusivity of the salt contains it",
    ),
    T("conductivity_peak_concentration", "mol/m^3", "mol/L", "salt concentration of the largest conductivity"),
    T(
        "conductivity_curvature",
        "1",
        "1",
        "b in kappa/kappa_max = x^a exp(b (x - 1)^2 - a (x - 1)), x = c/c_max",
        convention="Casteel and Amis; a is the conductivity exponent",
        domain="any",
        step=0.1,
    ),
    T("salt_concentration", "mol/m^3", "mol/L", "of the salt"),
    T(
        "cation_transference_number",
        "1",
        "1",
        "share of the cation in the current without concentration gradients",
        domain="fraction",
    ),
    T(
        "current_fraction",
        "1",
        "1",
        "steady over initial current (Bruce-Vincent)",
        convention="not a transference number in electrolytes that are not ideal",
        domain="fraction",
    ),
    T("macmullin_number", "1", "1", "conductivity of the free liquid over that in the pores"),
    T("porosity", "1", "%", "volume share of pores", domain="fraction"),
    T(
        "limiting_current_density",
        "A/m^2",
        "mA/cm^2",
        "current at which the steady salt profile reaches zero",
        convention="2 F D_eff c0 / ((1 - t+) L)",
    ),
    T(
        "limiting_current_ratio",
        "1",
        "1",
        "current over limiting current (J/J_lim)",
        needs=("current",),
        domain="not negative",
    ),
    T(
        "sand_time",
        "s",
        "s",
        "time to zero salt at the plating face",
        needs=("current",),
        convention="semi-infinite; only above the limiting current, always beside J/J_lim",
    ),
    T(
        "salt_depletion_time",
        "s",
        "s",
        "time to zero salt at the plating face between two electrodes",
        needs=("current",),
        convention="finite gap; meets Sand's time at high current, none below J_lim",
    ),
    T("exchange_current_density", "A/m^2", "mA/cm^2", "Butler-Volmer i0 of one face", convention="alpha = 1/2"),
    T("charge_transfer_area_resistance", "ohm m^2", "ohm cm^2", "from the impedance, per face"),
)
