"""Conditions on a band structure and its gap."""

from __future__ import annotations

from math import isnan

from ..calculators import Recipe
from ..calculators.evaluate import EV
from ..electronic import ElectronicBands
from .conditions import GateCondition, GatedResult
from .validity import validity

DENSITY = 0.05 * EV  # J, by which a coarser mesh of the density may move the gap
EDGES = 0.02 * EV  # J, by which points between those of the mesh may lower it
SOLVER = 0.01 * EV  # J, by which an energy that is computed twice may differ
LEVEL = 0.1 * EV  # J, by which the Fermi level may lie outside of the gap: its smearing


def bands_conditions(found: ElectronicBands, recipe: Recipe) -> GatedResult:
    """Convergence of the gap with the k-points, consistency of the energies, and validity."""
    moved = found.convergence
    conditions = [
        GateCondition(
            "gap over the mesh of the density",
            None if moved.density is None else abs(moved.density) <= DENSITY,
            f"mesh {_mesh(moved.coarse)} is that of the density"
            if moved.density is None
            else f"{moved.density / EV:+.3f} eV with {_mesh(moved.coarse)} for {_mesh(found.mesh)} k-points",
            f"at most {DENSITY / EV:g} eV",
        ),
        GateCondition(
            "edges between k-points",
            moved.edges <= EDGES,
            f"{-moved.edges / EV:+.3f} eV by points about the edges",
            f"at most {EDGES / EV:g} eV",
        ),
        GateCondition(
            "energies that are computed twice",
            None if moved.solver is None else moved.solver <= SOLVER,
            "path and mesh share no k-point"
            if moved.solver is None
            else f"differ by at most {moved.solver / EV:.4f} eV",
            f"at most {SOLVER / EV:g} eV",
        ),
        GateCondition(
            "symmetry of the energies",
            moved.symmetry <= SOLVER,
            f"k-points that symmetry makes equal differ by at most {moved.symmetry / EV:.4f} eV",
            f"at most {SOLVER / EV:g} eV",
        ),
    ]
    if not isnan(found.program_fermi) and not found.gap.is_metal:
        low, high = found.gap.valence - LEVEL, found.gap.conduction + LEVEL
        conditions.append(
            GateCondition(
                "Fermi level of the density",
                low <= found.program_fermi <= high,
                f"{(found.program_fermi - found.gap.valence) / EV:.3f} eV above the valence edge",
                f"within the gap of {found.gap.width / EV:.3f} eV, by {LEVEL / EV:g} eV",
            )
        )
    return GatedResult((*conditions, validity(recipe, "band gap", found.structure.species)))


def _mesh(counts: tuple[int, int, int]) -> str:
    return " x ".join(map(str, counts))
