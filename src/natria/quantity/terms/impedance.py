"""Terms of impedance spectra: the spectrum, and the parameters that are read off it."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("impedance_spectrum", "1", "1", "impedance of a cell over the frequency", artefact="spectrum"),
    T("impedance_series", "1", "1", "impedance of a cell over the frequency at several temperatures", artefact="table"),
    T(
        "series_resistance",
        "ohm",
        "ohm",
        "of a cell, from its impedance: all that is faster than the arcs",
        convention="the resistor in series of the fitted circuit",
    ),
    T(
        "series_area_resistance",
        "ohm m^2",
        "ohm cm^2",
        "from the impedance: all that is faster than the arcs",
        convention="the resistor in series of the fitted circuit times the area of one face",
    ),
    T(
        "arc_resistance",
        "ohm",
        "ohm",
        "of an arc of the impedance of a cell",
        needs=("peak",),
        convention="arcs are counted from the highest frequency on (peak)",
    ),
    T(
        "arc_area_resistance",
        "ohm m^2",
        "ohm cm^2",
        "of an arc of the impedance of a cell",
        convention="of the whole cell, both electrodes, times the area of one face",
    ),
    T(
        "arc_capacitance",
        "F",
        "F",
        "of an arc of the impedance of a cell",
        convention="relaxation time over resistance",
    ),
    T(
        "arc_areal_capacitance",
        "F/m^2",
        "uF/cm^2",
        "of an arc of the impedance of a cell",
        convention="relaxation time over area resistance",
    ),
    T("arc_relaxation_time", "s", "s", "of an arc of the impedance, at its summit"),
    # how the spectrum of a simulated cell is taken and read
    T("highest_frequency", "1/s", "MHz", "of an impedance spectrum"),
    T("lowest_frequency", "1/s", "Hz", "of an impedance spectrum"),
    T("readings_per_decade", "1", "1", "of an impedance spectrum, evenly spaced in the logarithm of the frequency"),
    T("lowest_temperature", "K", "K", "of a series of spectra"),
    T("highest_temperature", "K", "K", "of a series of spectra"),
    T("spectra_in_series", "1", "1", "at temperatures evenly spaced in 1/T"),
    T("impedance_noise", "1", "%", "standard deviation of each part of an impedance over its modulus"),
)
