"""Capacities and efficiencies; each pairing of charge and discharge is a term of its own."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("voltage_profile", "1", "1", "voltage of a full cell over its capacity, in one cycle", artefact="table"),
    T(
        "plating_stripping_efficiency",
        "1",
        "%",
        "strip over plate of one cycle of a Na|Cu or Na|Al cell",
        "difference",
        convention="stripped / plated",
        domain="not negative",
        step=0.001,
    ),
    T(
        "aurbach_efficiency",
        "1",
        "%",
        "by a reservoir protocol: (n Qc + Qs)/(n Qc + QT)",
        "difference",
        convention="with formation; without it is another number",
        domain="not negative",
        step=0.001,
    ),
    T(
        "coulombic_efficiency",
        "1",
        "%",
        "of a full cell: discharge over the charge before it",
        "difference",
        convention="charge first, then discharge",
        domain="not negative",
        step=0.001,
    ),
    T(
        "coulombic_efficiency_as_assembled",
        "1",
        "%",
        "of a cell that is assembled charged: the charge after over the discharge",
        "difference",
        convention="discharge first, then charge; Na-S as assembled",
        domain="not negative",
        step=0.001,
    ),
    T(
        "efficiency_of_unstated_pairing",
        "1",
        "%",
        "Coulombic efficiency of which the source does not say what is divided by what",
        "difference",
        convention="may be any of the others; not to be compared with them",
        domain="not negative",
        step=0.001,
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
        step=0.01,
    ),
    T("capacity_decay", "1", "%/cycle", "mean loss of capacity per cycle", convention="linear: (1 - retention)/cycles"),
    T(
        "utilisation",
        "1",
        "%",
        "capacity over the theoretical capacity of the active material",
        "difference",
        convention="of a cell's whole capacity, whatever else than the active material takes part in it",
        domain="not negative",
        step=0.01,
    ),
    T("theoretical_capacity", "C/kg", "mAh/g", "charge per mass, by Faraday's law"),
    T("specific_energy", "J/kg", "Wh/kg", "energy per mass", convention="theoretical: of the reaction's product alone"),
    T(
        "active_specific_energy",
        "J/kg",
        "Wh/kg",
        "of a cell",
        convention="per mass of the active material of both electrodes",
    ),
    T("stack_specific_energy", "J/kg", "Wh/kg", "of a cell", convention="per mass of all that lies between the cans"),
    T("stack_energy_density", "J/m^3", "Wh/L", "of a cell", convention="per volume of all that lies between the cans"),
)
