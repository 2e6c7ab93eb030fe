"""The names of all numbers: one row a term, no code. Signs: positive current charges and plates the working electrode.

Where one word in the literature has two meanings it is two terms here: the cell's, the iR-free and the electrode's
overpotential; a VFT and an Arrhenius energy; a current fraction and a transference number; the efficiencies of a
Na|Cu cell, a full cell, an as-assembled Na-S cell and the Aurbach protocol.
"""

from __future__ import annotations

from .vocabulary import Term

T = Term  # a row a line reads better short

_OVERPOTENTIAL = (
    # voltages of symmetric cells
    T(
        "cell_overpotential",
        "V",
        "mV",
        "|V| of a symmetric cell in the stated part of a half-cycle",
        needs=("current",),
        convention="cell voltage: electrolyte, layers and both faces inside",
    ),
    T(
        "cell_overpotential_ir_free",
        "V",
        "mV",
        "cell overpotential less current times electrolyte resistance",
        needs=("current",),
        convention="layers and both faces inside, electrolyte outside",
    ),
    T(
        "electrode_overpotential",
        "V",
        "mV",
        "overpotential of one face against a reference at that face",
        needs=("current",),
        convention="one face; no electrolyte, no layer",
    ),
    T(
        "hysteresis",
        "V",
        "mV",
        "plating minus stripping voltage of a symmetric cell",
        needs=("current",),
        convention="2 x cell_overpotential, about 4 x electrode_overpotential of a bare cell",
    ),
    T(
        "ir_drop",
        "V",
        "mV",
        "step of the voltage when the current is switched",
        needs=("current",),
        convention="with the delay and the sampling at which it was read",
    ),
    T(
        "area_resistance",
        "ohm m^2",
        "ohm cm^2",
        "voltage over current of a part of the cell",
        convention="chord at the stated current; of a part: all of it, both sides",
        domain="not negative",
    ),
    T("electronic_resistance", "ohm", "Gohm", "resistance to electrons of a layer as contacted"),
)

_TRANSPORT = (
    # electrolytes and limits of supply
    T("ionic_conductivity", "S/m", "S/cm", "of the bulk, or of a layer as a whole"),
    T("electronic_conductivity", "S/m", "S/cm", "for electrons"),
    T("salt_diffusivity", "m^2/s", "cm^2/s", "of the salt in the free liquid"),
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

_ENERGIES = (
    T("arrhenius_energy", "J/mol", "eV", "E in A exp(-E/RT)", convention="apparent; the derivative of ln in 1/T"),
    T(
        "vft_energy",
        "J/mol",
        "eV",
        "E in A exp(-E/R(T - T0))",
        convention="a VFT parameter: the apparent energy at T is E (T/(T - T0))^2",
    ),
    T("vft_temperature", "K", "K", "T0 in A exp(-E/R(T - T0))"),
    T("migration_barrier", "J/mol", "eV", "of a Na vacancy along one hop, from a path calculation"),
    T("band_gap", "J", "eV", "between bands"),
)

_LAYERS = (
    T("layer_thickness", "m", "um", "of one layer", domain="not negative"),
    T("growth_rate", "m/s", "um/s", "k in h = k t"),
    T("parabolic_constant", "m^2/s", "um^2/s", "k in h^2 = k t"),
    T("growth_prefactor", "m", "um", "h after 1 s in h = h1 (t / 1 s)^n"),
    T("growth_exponent", "1", "1", "n in h = h1 (t / 1 s)^n"),
    T("atomic_fraction", "1", "at%", "share of the atoms", domain="fraction"),
    T("volume_fraction", "1", "%", "share of the volume", domain="fraction"),
    T("mass_fraction", "1", "wt%", "share of the mass", domain="fraction"),
    T("etch_rate", "m/s", "nm/min", "of a sputter profile"),
    T("young_modulus", "Pa", "GPa", "isotropic average"),
    T("critical_strain", "1", "%", "strain at the highest stress"),
    T("lattice_spacing", "m", "nm", "between planes"),
    T("anion_radius", "m", "A", "ionic radius"),
    T("molar_volume", "m^3/mol", "cm^3/mol", "volume of one mole"),
)

_CELLS = (
    T("current_density", "A/m^2", "mA/cm^2", "applied, per face area"),
    T("areal_capacity", "C/m^2", "mAh/cm^2", "charge per face area"),
    T("c_rate", "1/s", "C", "current over capacity; the design says what 1C is"),
    T("temperature", "K", "K", "of the cell"),
    T("pressure", "Pa", "MPa", "on the stack"),
    T("duration", "s", "s", "how long a step or a process takes"),
    T("length", "m", "um", "of something that is not a layer"),
    T("volume", "m^3", "uL", "of a liquid or a vessel"),
    T("face_area", "m^2", "cm^2", "geometric, of one electrode"),
    T("frequency", "1/s", "Hz", "of an impedance measurement"),
    T("voltage", "V", "V", "of the cell or against the stated reference", domain="any"),
    T("scan_rate", "V/s", "mV/s", "of a voltammogram"),
    T("mass_loading", "kg/m^2", "mg/cm^2", "active mass per face area"),
    T("sodium_inventory", "C/m^2", "mAh/cm^2", "sodium of the working electrode as charge", domain="not negative"),
    T("plated_thickness", "m", "um", "sodium that one half-cycle moves, as dense metal"),
    T("inventory_share", "1", "%", "sodium that one half-cycle moves over the inventory", domain="not negative"),
    T("half_cycle_time", "s", "h", "of one half-cycle at constant current"),
    T("cycle_time", "s", "h", "of plating and stripping together, without rests"),
    T("cycle_life", "1", "cycles", "cycles until the failure that the source names; at least: still alive"),
    T("cycling_time", "s", "h", "hours of cycling until the failure that the source names; at least: still alive"),
    T("dendrite_onset_time", "s", "h", "until dendrites are seen", needs=("current",)),
)

_EFFICIENCIES = (
    T(
        "plating_stripping_efficiency",
        "1",
        "%",
        "strip over plate of one cycle of a Na|Cu or Na|Al cell",
        "difference",
        convention="stripped / plated",
        domain="not negative",
    ),
    T(
        "aurbach_efficiency",
        "1",
        "%",
        "by a reservoir protocol: (n Qc + Qs)/(n Qc + QT)",
        "difference",
        convention="with formation; without it is another number",
        domain="not negative",
    ),
    T(
        "coulombic_efficiency",
        "1",
        "%",
        "of a full cell: discharge over the charge before it",
        "difference",
        convention="charge first, then discharge",
        domain="not negative",
    ),
    T(
        "coulombic_efficiency_as_assembled",
        "1",
        "%",
        "of a cell that is assembled charged: the charge after over the discharge",
        "difference",
        convention="discharge first, then charge; Na-S as assembled",
        domain="not negative",
    ),
    T(
        "specific_capacity",
        "C/kg",
        "mAh/g",
        "of a full cell's discharge per mass of the active material that the system names",
    ),
    T(
        "capacity_retention",
        "1",
        "%",
        "capacity over that of the cycle that the source names",
        "difference",
        domain="not negative",
    ),
    T("capacity_decay", "1", "%/cycle", "mean loss of capacity per cycle", convention="linear: (1 - retention)/cycles"),
    T("specific_energy", "J/kg", "Wh/kg", "energy per mass", convention="of the masses that the system names"),
)

TERMS: dict[str, T] = {
    row.name: row for row in (*_OVERPOTENTIAL, *_TRANSPORT, *_ENERGIES, *_LAYERS, *_CELLS, *_EFFICIENCIES)
}
