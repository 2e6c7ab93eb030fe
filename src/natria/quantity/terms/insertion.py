"""Inputs of electrodes whose particles insert sodium."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("insertion_diffusivity", "m^2/s", "cm^2/s", "of sodium in a particle, in the phase that it crosses"),
    T(
        "insertion_diffusion_energy",
        "J/mol",
        "eV",
        "E in D = A exp(-E/RT) of sodium in a particle",
        convention="plain Arrhenius, without a factor T",
    ),
    T(
        "phase_solubility",
        "1",
        "%",
        "share of the sodium of a plateau by which either of its two phases departs from its composition",
        domain="fraction",
    ),
    T("usable_share", "1", "%", "of the active material of an electrode, that takes part", domain="fraction"),
    T("composite_resistance", "ohm m^2", "ohm cm^2", "of electrons through a composite and its foil"),
)
