"""Barriers, gaps and energies of reaction; a VFT and an Arrhenius energy are two terms."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
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
    T("diffusion_barrier", "J/mol", "eV", "of Na on or in a phase, from a path calculation"),
    T(
        "resistance_arrhenius_energy",
        "J/mol",
        "kJ/mol",
        "E in T/R = A exp(-E/RT), of a resistance",
        convention="with T in front: about RT above the energy without",
    ),
    T("energy_ratio", "1", "%", "of two energies of one kind, as the subject names them"),
    T("band_gap", "J", "eV", "between bands"),
    T("blocking_gap", "J", "eV", "gap from which a solid counts as blocking electrons"),
    T("formation_enthalpy", "J/mol", "kJ/mol", "from the elements", domain="any", step=1e3),
    T("phase_energy_error", "J/mol", "meV", "standard deviation of a computed energy of formation, per mole of atoms"),
    T("entropy", "J/mol/K", "J/mol/K", "at the standard state"),
    T("ion_gibbs_energy", "J/mol", "kJ/mol", "of formation of the cation in water", domain="any", step=1e3),
    T("reaction_voltage", "V", "V", "Gibbs energy of the cell's reaction over its charge"),
    T("electrons_per_formula", "1", "1", "that one formula of the product takes"),
)
