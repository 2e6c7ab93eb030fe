"""Cells and what is done with them: settings, loadings, times, lives."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("current_density", "A/m^2", "mA/cm^2", "applied, per face area"),
    T("cell_current", "A", "mA", "applied, of the whole cell"),
    T("areal_capacity", "C/m^2", "mAh/cm^2", "charge per face area"),
    T("c_rate", "1/s", "C", "current over capacity; the design says what 1C is"),
    T("temperature", "K", "K", "of the cell", "difference", step=5.0),
    T("pressure", "Pa", "MPa", "on the stack"),
    T("duration", "s", "s", "how long a step or a process takes"),
    T("length", "m", "um", "of something that is not a layer"),
    T("volume", "m^3", "uL", "of a liquid or a vessel"),
    T("mass", "kg", "mg", "of a part as it was weighed"),
    T("active_mass", "kg", "mg", "of the active material that capacities are per, in the whole cell"),
    T("areal_mass", "kg/m^2", "mg/cm^2", "of a part, per face area"),
    T("face_area", "m^2", "cm^2", "geometric, of one electrode"),
    T("heating_rate", "K/s", "K/min", "of a temperature ramp"),
    T("frequency", "1/s", "Hz", "of an impedance measurement"),
    T("voltage", "V", "V", "of the cell or against the stated reference", "difference", domain="any", step=0.01),
    T("scan_rate", "V/s", "mV/s", "of a voltammogram"),
    T("amplitude", "V", "mV", "of the sine of an impedance measurement"),
    T("cell_capacity", "C", "mAh", "of a whole cell"),
    T("electrolyte_to_capacity", "kg/C", "g/Ah", "electrolyte over the capacity of the cell"),
    T("capacitance", "F", "F", "of an arc of the impedance"),
    T("cycles_before", "1", "cycles", "of conditioning, before the test"),
    T("mass_loading", "kg/m^2", "mg/cm^2", "active mass per face area"),
    T("sodium_inventory", "C/m^2", "mAh/cm^2", "sodium of the working electrode as charge", domain="not negative"),
    T("plated_thickness", "m", "um", "sodium that one half-cycle moves, as dense metal"),
    T("inventory_share", "1", "%", "sodium that one half-cycle moves over the inventory", domain="not negative"),
    T("half_cycle_time", "s", "h", "of one half-cycle at constant current"),
    T("cycle_time", "s", "h", "of plating and stripping together, without rests"),
    T("cycle_life", "1", "cycles", "cycles until the failure that the source names; at least: still alive"),
    T("cycling_time", "s", "h", "hours of cycling until the failure that the source names; at least: still alive"),
    T("dendrite_onset_time", "s", "h", "until dendrites are seen", needs=("current",)),
    T("time_to_short", "s", "h", "of plating without a break; at least: no short seen", needs=("current",)),
    T("stabilisation_time", "s", "h", "of cycling, until the overpotential no longer changes", needs=("current",)),
    T(
        "critical_current_density",
        "A/m^2",
        "mA/cm^2",
        "highest current density that the cell bears",
        convention="by the protocol of the source: constant time or capacity, step, conditioning, pressure",
    ),
)
