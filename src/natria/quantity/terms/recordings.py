"""What is read off the recording of a cycler, beside what papers print too."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # symmetric cells
    T(
        "hysteresis_mean",
        "V",
        "mV",
        "plating minus stripping voltage, each a mean over its half-cycle",
        needs=("current",),
        convention="time-weighted mean over the whole half-cycle",
    ),
    T(
        "hysteresis_end",
        "V",
        "mV",
        "plating minus stripping voltage, each at the end of its half-cycle",
        needs=("current",),
        convention="time-weighted median of the last 5 % of the half-cycle",
    ),
    T(
        "hysteresis_drift",
        "V/s",
        "mV/h",
        "slope of the hysteresis over the time of the test",
        "difference",
        needs=("current",),
        convention="Theil-Sen slope of the mid hysteresis",
        domain="any",
    ),
    T(
        "nucleation_overpotential",
        "V",
        "mV",
        "how far the first spike of a half-cycle stands above its plateau",
        needs=("current",),
        convention="highest |V| of the first fifth less the mid |V|",
        domain="not negative",
    ),
    T(
        "arc_ratio",
        "1",
        "1",
        "how far |V| rises from the flattest fifth of a half-cycle to its end, over the mid |V|",
        "difference",
        convention="0 is a plateau; an arc of a stripping limitation is well above",
        domain="any",
    ),
    T("short_onset_time", "s", "h", "of cycling, until a short shows"),
    T("short_onset_in_half_cycle", "s", "s", "from the start of the half-cycle until a short shows", domain="any"),
    T("resistance_drop", "1", "%", "lasting loss of |V|/|I| at a short, over what it was", domain="fraction"),
    T("short_confidence", "1", "%", "share of the evidence for a short that speaks for it", domain="fraction"),
    T("resistance_growth", "1/s", "%/h", "relative slope of |V|/|I| over the test", "difference", domain="any"),
    # critical currents
    T(
        "critical_current_density_plating",
        "A/m^2",
        "mA/cm^2",
        "highest current density that passes while the working electrode is plated",
        convention="by the protocol of the test: constant time or capacity, step, conditioning, pressure",
    ),
    T(
        "critical_current_density_stripping",
        "A/m^2",
        "mA/cm^2",
        "highest current density that passes while the working electrode is stripped",
        convention="by the protocol of the test: constant time or capacity, step, conditioning, pressure",
    ),
    T("critical_cell_current", "A", "mA", "critical current of a cell whose area is not known"),
    T("cumulative_areal_capacity", "C/m^2", "mAh/cm^2", "charge passed in both directions until then"),
    T("cumulative_capacity", "C", "mAh", "charge passed in both directions until then, of the whole cell"),
    T("cumulative_areal_capacity_plated", "C/m^2", "mAh/cm^2", "charge plated on the working electrode until then"),
    # reservoirs
    T(
        "aurbach_efficiency_without_formation",
        "1",
        "%",
        "by a reservoir protocol without a formation cycle",
        "difference",
        convention="(n Qc + Qs)/(n Qc + QT), nothing plated and stripped before",
        domain="not negative",
    ),
    # full cells
    T("discharge_capacity", "C", "mAh", "charge of a discharge of the whole cell"),
    T("charge_capacity", "C", "mAh", "charge of a charge of the whole cell"),
    T("discharge_areal_capacity", "C/m^2", "mAh/cm^2", "charge of a discharge per face area"),
    T("charge_areal_capacity", "C/m^2", "mAh/cm^2", "charge of a charge per face area"),
    T("specific_charge_capacity", "C/kg", "mAh/g", "of a charge per mass of the active material that the design names"),
    T("average_charge_voltage", "V", "V", "energy over charge of a charge", convention="cell voltage"),
    T("discharge_energy", "J", "mWh", "energy of a discharge of the whole cell"),
    T("charge_energy", "J", "mWh", "energy of a charge of the whole cell"),
    T("voltage_efficiency", "1", "%", "average discharge over average charge voltage", "difference"),
    T("energy_efficiency", "1", "%", "energy of the discharge over that of the charge", "difference"),
    T(
        "capacity_decay_fitted",
        "1",
        "%/cycle",
        "loss of capacity per cycle over that of the first cycle of the range",
        "difference",
        convention="slope of a robust line through the capacities of the range",
        domain="any",
    ),
    T("plateau_capacity_share", "1", "%", "charge of a plateau over that of its half-cycle", domain="fraction"),
    T("plateau_capacity", "C", "mAh", "charge of a plateau of the whole cell"),
    T("charge_plateau_voltage", "V", "V", "where a charge stays level", convention="cell voltage"),
    T(
        "switching_resistance",
        "ohm",
        "ohm",
        "step of the voltage over the step of the current when it is switched",
        convention="of the whole cell, not per area; with the delay and the sampling at which it was read",
    ),
    T("offset_current", "A", "uA", "that the cycler carries at rest", "difference", domain="any"),
    T(
        "recorded_time",
        "s",
        "h",
        "from the first reading of a recording to its last",
        "difference",
        domain="not negative",
    ),
)
