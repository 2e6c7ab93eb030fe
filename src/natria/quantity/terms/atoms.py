"""Terms of structure calculations and spectra: bonds, spacings, shifts, lines."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T(
        "adsorption_energy",
        "J/mol",
        "eV",
        "of one Na on a surface",
        convention="positive binds",
        domain="any",
        step=5e3,
    ),
    T(
        "phase_energies",
        "1",
        "1",
        "energies of formation of a phase and of those that compete with it",
        artefact="table",
    ),
    T("structure", "1", "1", "atoms of a phase: cell, species, positions", artefact="structure"),
    T("lattice_spacing", "m", "nm", "between planes"),
    T("cell_edge_a", "m", "A", "edge a of the unit cell of a crystal"),
    T("cell_edge_c", "m", "A", "edge c of the unit cell of a crystal, where it differs from a"),
    T("formulas_per_cell", "1", "1", "formulas in the unit cell of a crystal"),
    T("first_shell_distance", "m", "A", "to the nearest neighbours of the absorbing atom, in the crystal"),
    T("second_shell_distance", "m", "A", "to the second neighbours of the absorbing atom, in the crystal"),
    T("exafs_phase_shift", "m", "A", "by which a transform without phase correction shows a shell too near"),
    T("anion_radius", "m", "A", "ionic radius"),
    T("exafs_distance", "m", "A", "of a shell, as the transform shows it", convention="before the phase correction"),
    T("xanes_energy", "J", "eV", "of a feature at an absorption edge"),
    T("binding_energy", "J", "eV", "of a core level in XPS, as printed"),
    T("raman_shift", "1/m", "1/cm", "of a line"),
    T("nmr_shift", "1", "ppm", "chemical shift", "difference", domain="any", step=1e-6),
    T("mass_to_charge", "1", "m/z", "of a fragment in a mass spectrum"),
    T("relative_intensity", "1", "1", "of a fragment over the total", domain="not negative"),
    T("intensity_ratio", "1", "1", "of the same signal in a reference over that in the sample"),
    T("molar_mass", "kg/mol", "g/mol", "of a compound, or a mean of a polymer"),
    T("degree_of_polymerisation", "1", "%", "monomer that has reacted", "difference", domain="fraction", step=0.01),
)
