"""Voltages of cells: overpotentials, plateaus, peaks, windows."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
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
    T(
        "electrolyte_area_resistance",
        "ohm m^2",
        "ohm cm^2",
        "of all that lies between the interphases",
        convention="ohmic, of the electrolyte's layers in series; no interphase, no face",
    ),
    T("electronic_resistance", "ohm", "Gohm", "resistance to electrons of a layer as contacted"),
    T(
        "cell_resistance",
        "ohm",
        "ohm",
        "of a cell, from its impedance",
        convention="not per area; of which part of the spectrum, the source says or leaves open",
    ),
    # full cells
    T("average_discharge_voltage", "V", "V", "energy over charge of a discharge", convention="cell voltage"),
    T("plateau_voltage", "V", "V", "where a discharge stays level", convention="cell voltage"),
    T("upper_plateau_share", "1", "%", "charge of the first of two plateaus over both", domain="fraction"),
    T("reduction_peak_voltage", "V", "V", "of a peak of dQ/dV on discharge", convention="cell voltage"),
    T("oxidation_peak_voltage", "V", "V", "of a peak of dQ/dV on charge", convention="cell voltage"),
    # against sodium
    T(
        "electrode_potential",
        "V",
        "V",
        "of an electrode",
        "difference",
        convention="against Na/Na+",
        domain="any",
        step=0.01,
    ),
    T("standard_potential", "V", "V", "of a couple", "difference", convention="against SHE", domain="any", step=0.01),
    T(
        "reduction_limit",
        "V",
        "V",
        "below it a phase is reduced",
        "difference",
        convention="against Na/Na+",
        domain="any",
        step=0.05,
    ),
    T("stability_window", "V", "V", "oxidation limit less reduction limit", "difference", step=0.05),
    T(
        "oxidation_limit",
        "V",
        "V",
        "above it a phase is oxidised",
        "difference",
        convention="against Na/Na+",
        domain="any",
        step=0.05,
    ),
)
