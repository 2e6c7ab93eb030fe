"""Output of a lattice: sentence, table, JSON and the figure of the equation of state."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.calculators import Evaluator, StoredRun
from ...atoms.elastic import Lattice
from ...atoms.gates import GatedResult
from ...atoms.structures import conventional_edges
from ...record.structure import ANGSTROM
from ..common.picture import Picture, files_of, finish, new_figure
from .elastic import EVALUATIONS, GPA, evaluations

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LATTICE = "lattice.json"
SCHEMA = "natria.lattice/1"
WORKFLOW = "lattice"


def lattice_summary(found: Lattice, gated: GatedResult) -> str:
    """Return the sentence that a reader came for; a refused lattice has no bulk modulus."""
    title = f"{found.reference.structure.title} ({found.relaxed_group.name})"
    if gated.outcome == "refused":
        return f"{title}: refused. {'; '.join(gated.reasons)}."
    edges = ", ".join(f"{name} {edge / ANGSTROM:.3f} A" for name, edge in edges_of(found))
    return f"{title}: {edges}, bulk modulus {found.state.bulk_modulus / GPA:.4g} GPa; {gated.outcome}."


def edges_of(found: Lattice) -> list[tuple[str, float]]:
    """Return the edges of the conventional cell (m) that differ from those before them."""
    seen: list[tuple[str, float]] = []
    for name, edge in zip("abc", conventional_edges(found.reference.structure, found.settings.symmetry), strict=True):
        if not any(abs(edge / one - 1) < 1e-4 for _, one in seen):
            seen.append((name, edge))
    return seen


def lattice_rows(found: Lattice) -> list[tuple[str, str, str]]:
    """Return rows of quantity, value and comment."""
    state = found.state
    return [
        *((f"edge {name}", f"{edge / ANGSTROM:.4f} A", "conventional cell") for name, edge in edges_of(found)),
        ("volume per atom", f"{found.reference.structure.volume / len(found.reference.structure) * 1e30:.3f} A^3", ""),
        ("bulk modulus B", f"{state.bulk_modulus / GPA:.4g} GPa", "Birch-Murnaghan, fitted to pressures"),
        ("B'", f"{state.slope:.3g}", "its derivative by the pressure"),
        ("B of the energies", f"{found.energy_modulus / GPA:.4g} GPa", "for comparison"),
    ]


def lattice_document(found: Lattice, gated: GatedResult, evaluate: Evaluator, version: str) -> dict[str, Any]:
    """Return the JSON document in SI."""
    settings, state = found.settings, found.state
    edges = conventional_edges(found.reference.structure, settings.symmetry)
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": lattice_summary(found, gated),
        "gate": gated.to_json(),
        "recipe": evaluate.recipe.to_json(),
        "settings": {
            "strains": list(settings.strains),
            "force": {"value": settings.force, "unit": "N"},
            "stress": {"value": settings.stress, "unit": "Pa"},
            "symmetry": {"value": settings.symmetry, "unit": "m"},
        },
        "structure": found.reference.structure.to_json(),
        "space_group": {"given": found.group.name, "relaxed": found.relaxed_group.name},
        "edges": {"unit": "m", "values": list(edges)},
        "bulk_modulus": {"value": state.bulk_modulus, "unit": "Pa"},
        "bulk_modulus_slope": state.slope,
        "bulk_modulus_of_energies": {"value": found.energy_modulus, "unit": "Pa"},
        "misfit": {"value": state.misfit, "unit": "Pa"},
        "curve": {
            "volume": {"unit": "m^3", "values": found.volumes.tolist()},
            "pressure": {"unit": "Pa", "values": found.pressures.tolist()},
            "energy": {"unit": "J", "values": found.energies.tolist()},
        },
        "missing_pressure": {"value": found.pressure.whole, "left": found.pressure.left, "unit": "Pa"},
        "evaluations": evaluations(evaluate),
    }


def lattice_files(found: Lattice, gated: GatedResult, evaluate: Evaluator, version: str) -> dict[str, bytes]:
    """Return the JSON, every evaluation, and the figure by file name."""
    document = lattice_document(found, gated, evaluate, version)
    title = found.reference.structure.title
    run = StoredRun("", WORKFLOW, title, evaluate.recipe, evaluate.evaluated, document)
    picture = state_picture(found)
    return {
        LATTICE: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        EVALUATIONS: run.to_bytes(),
        f"{picture.id}.svg": picture.svg,
        f"{picture.id}.png": picture.png,
    }


def state_picture(found: Lattice) -> Picture:
    """Return the pressure over the volume with the fitted equation of state."""
    cube = 1e30 / len(found.reference.structure)  # A^3 an atom
    line = np.linspace(found.volumes[0], found.volumes[-1], 101)

    def draw() -> Figure:
        figure, axes = new_figure()
        axes.plot(line * cube, found.state.pressure(line) / GPA, label="Birch-Murnaghan")
        axes.plot(found.volumes * cube, found.pressures / GPA, "o", color="black", markersize=3, label="computed")
        axes.axhline(0, color="black", linewidth=0.6)
        axes.set_xlabel("volume per atom (A³)")
        axes.set_ylabel("pressure (GPa)")
        finish(figure, axes, title, 2.6)
        return figure

    title = f"Equation of state of {found.reference.structure.title}"
    svg, png = files_of(draw)
    return Picture("equation_of_state", title, f"{title}: pressure over volume", svg, png)
