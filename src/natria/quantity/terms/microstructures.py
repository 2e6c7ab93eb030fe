"""Microstructures of a layer of two phases, and what they conduct."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("grain_size", "m", "nm", "edge of a cube of the mean volume of a grain; diameter of spheres, period of lamellae"),
    T("voxel_size", "m", "nm", "edge of a voxel of a microstructure"),
    T("voxels_per_edge", "1", "1", "of a microstructure, along each of its edges"),
    T("microstructure_seeds", "1", "1", "random microstructures of one recipe that are compared"),
    T("second_phase_depth", "m", "nm", "of the zone at the electrolyte that holds all of the second phase"),
    T(
        "conductivity_prefactor",
        "S/m",
        "S/cm",
        "A in s = A exp(-E/RT) of a phase",
        convention="plain Arrhenius, without a factor T",
    ),
    T("interface_width", "m", "nm", "of an interface between two phases that conducts along itself"),
    T(
        "interface_prefactor_ratio",
        "1",
        "1",
        "conductivity prefactor of an interface between two phases over that of the host",
        convention="of a sheet of the width of the interface; of a bond of one voxel in a network of bonds",
        domain="not negative",
    ),
    T(
        "interface_power_share",
        "1",
        "%",
        "share of the power of a layer that is spent in the interfaces between its phases",
        "difference",
        domain="fraction",
        step=0.01,
    ),
    T("microstructure", "1", "1", "phases, potential and current density in the voxels of a layer", artefact="field"),
    T(
        "microstructure_conduction",
        "1",
        "1",
        "conductivity and apparent energy of a layer over random microstructures",
        artefact="table",
    ),
    T("microstructure_moduli", "1", "1", "moduli of a layer over random microstructures", artefact="table"),
    T(
        "conduction_over_fraction",
        "1",
        "1",
        "conductivity and apparent energy of a mixture over the share of the second phase",
        artefact="table",
    ),
    T(
        "interface_energy_map",
        "1",
        "1",
        "apparent energy of a layer over the barrier and the prefactor of its interfaces",
        artefact="table",
    ),
)
