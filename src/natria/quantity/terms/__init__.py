"""The terms: one row each, one file per topic, no code. Positive current charges and plates.

Where one word in the literature has two meanings it is two terms here: the cell's, the iR-free and the electrode's
overpotential; a VFT and an Arrhenius energy; a current fraction and a transference number; the efficiencies of a
Na|Cu cell, a full cell, an as-assembled Na-S cell and the Aurbach protocol.

A package of somebody else adds a tuple of rows with an entry point of the group `natria.terms`.
"""

from __future__ import annotations

from ..errors import VocabularyError
from ..plugins import fetch, plugins
from ..vocabulary import Term
from . import (
    atoms,
    cells,
    criteria,
    curves,
    delamination,
    deposition,
    efficiencies,
    energies,
    films,
    focusing,
    impedance,
    insertion,
    kinetics,
    layers,
    mechanics,
    microstructures,
    plating,
    recordings,
    simulation,
    sulfur,
    transport,
    voltages,
)

OURS = (
    voltages,
    transport,
    energies,
    layers,
    films,
    focusing,
    impedance,
    mechanics,
    atoms,
    cells,
    kinetics,
    efficiencies,
    criteria,
    delamination,
    deposition,
    plating,
    recordings,
    simulation,
    insertion,
    sulfur,
    microstructures,
    curves,
)


def _all() -> dict[str, Term]:
    rows = [row for topic in OURS for row in topic.TERMS]
    for reference in plugins("natria.terms", {}).values():
        rows += fetch(reference)
    table = {row.name: row for row in rows}
    if len(table) < len(rows):
        twice = sorted({row.name for row in rows if sum(row.name == other.name for other in rows) > 1})
        raise VocabularyError(f"the vocabulary has {', '.join(twice)} twice", "rename or remove the plug-in's row")
    return table


TERMS: dict[str, Term] = _all()
"""Every term by name."""
