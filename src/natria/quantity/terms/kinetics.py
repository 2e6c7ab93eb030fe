"""Energies of the forms with T in front, Tafel lines, direct current and voltammograms."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # over temperature
    T(
        "conductivity_arrhenius_energy",
        "J/mol",
        "kJ/mol",
        "E in sigma T = A exp(-E/RT), of a conductivity",
        convention="with T in front: about RT above the energy without",
    ),
    T(
        "conductivity_vft_energy",
        "J/mol",
        "kJ/mol",
        "E in sigma T = A exp(-E/R(T - T0)), of a conductivity",
        convention="a VFT parameter, with T in front",
    ),
    T(
        "resistance_vft_energy",
        "J/mol",
        "kJ/mol",
        "E in T/R = A exp(-E/R(T - T0)), of a resistance",
        convention="a VFT parameter, with T in front",
    ),
    # Tafel
    T(
        "tafel_slope_plating",
        "V",
        "mV",
        "overpotential for ten times the plating current, of one face",
        "difference",
        convention="dE/dlog10|i|, corrected for the back reaction and the resistance that is stated",
        step=0.005,
    ),
    T(
        "tafel_slope_stripping",
        "V",
        "mV",
        "overpotential for ten times the stripping current, of one face",
        "difference",
        convention="dE/dlog10|i|, corrected for the back reaction and the resistance that is stated",
        step=0.005,
    ),
    T(
        "exchange_current_overpotential",
        "V",
        "mV",
        "that both faces of a symmetric cell would have by an exchange current alone",
        "difference",
        needs=("current",),
        convention="(4RT/F) asinh(i/2 i0); not measured",
        domain="not negative",
        step=0.01,
    ),
    # direct current
    T(
        "uncorrected_current_fraction",
        "1",
        "1",
        "steady over initial current, the resistance of the interfaces not subtracted",
        domain="fraction",
    ),
    T(
        "watanabe_current_fraction",
        "1",
        "1",
        "bulk resistance over the steady resistance less that of the interfaces (Watanabe)",
        convention="not a transference number in electrolytes that are not ideal",
        domain="fraction",
    ),
    T("steady_current", "A", "uA", "of a cell at a constant voltage, after its decay", domain="any", step=1e-8),
    # voltammograms
    T(
        "anodic_peak_voltage",
        "V",
        "V",
        "at the largest current of a peak of a rising sweep",
        "difference",
        convention="as recorded: against the counter or reference electrode of the source",
        domain="any",
        step=0.01,
    ),
    T(
        "cathodic_peak_voltage",
        "V",
        "V",
        "at the most negative current of a peak of a falling sweep",
        "difference",
        convention="as recorded: against the counter or reference electrode of the source",
        domain="any",
        step=0.01,
    ),
    T(
        "peak_separation",
        "V",
        "mV",
        "anodic less cathodic peak voltage of a pair",
        "difference",
        domain="any",
        step=0.01,
    ),
    T("peak_midpoint", "V", "V", "mean of both peak voltages of a pair", "difference", domain="any", step=0.01),
    T("peak_current", "A", "mA", "of a peak above its baseline", domain="any", step=1e-8),
    T("peak_charge", "C", "mC", "between a peak and its baseline", domain="any", step=1e-8),
    T("peak_current_ratio", "1", "1", "anodic over cathodic peak current of a pair, both above their baselines"),
    T(
        "onset_voltage",
        "V",
        "V",
        "where the current of a linear sweep reaches the stated current for good",
        "difference",
        needs=("current",),
        convention="a threshold of the experiment, not a limit of stability",
        domain="any",
        step=0.05,
    ),
    T(
        "scan_rate_exponent",
        "1",
        "1",
        "b in |i_p| = a v^b over the scan rate v",
        "difference",
        convention="1/2: semi-infinite diffusion; 1: charge at the surface",
        domain="any",
        step=0.05,
    ),
    T(
        "capacitive_share",
        "1",
        "%",
        "charge of the current that is proportional to the scan rate, over all charge of a sweep",
        needs=("scan_rate",),
        convention="i = k1 v + k2 sqrt(v) at every voltage",
        domain="fraction",
    ),
)
