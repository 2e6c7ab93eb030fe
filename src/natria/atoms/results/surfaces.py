"""Surface energies of the runs that natria ships, as answers of a study.

The surface energy of a face is that of the finest stored run of its formula with a surface of this face that is not
refused; of several terminations the one of least energy. What other runs gave is on record.
"""

from __future__ import annotations

from typing import Any

from ...answers import Answerer, Reader, Refuse
from ..calculators import StoredFamily, finest, stored_families
from ..calculators.stored.replay import resolution_of
from ..gates.row import Property
from ..surface import miller_name, read_miller
from .gate import gate_of
from .tensors import PHASE, is_of, note_run

SURFACE: Property = "surface"
FACE = "phase.face"


def surfaces_of(formula: str, face: str) -> list[StoredFamily]:
    """Return all stored runs of surfaces of a phase of this formula with this face, such as (001)."""
    mine = [one for one in stored_families() if one.workflow == SURFACE and is_of(one, formula)]
    return [one for one in mine if _surfaces_in(one, face)]


def _surfaces_in(run: StoredFamily, face: str) -> list[dict[str, Any]]:
    return [one for plane in run.result["faces"] if plane["name"] == face for one in plane["surfaces"]]


def _surface_energy(read: Reader) -> float:
    formula = read.word(PHASE)
    if not read.has(FACE):
        raise Refuse(f"a surface energy needs a face, such as {formula}(001)")
    face = miller_name(read_miller(_spread(read.word(FACE))))
    runs = surfaces_of(formula, face)
    run = finest(runs, resolution_of(runs[0].recipe.calculator)) if runs else None
    if run is None:
        raise Refuse(f"no surface energy of {formula}{face} is stored")
    found = [one["surface_energy"] for one in _surfaces_in(run, face) if one["surface_energy"]]
    gate = gate_of(run, SURFACE)
    if gate.outcome == "refused" or not found:
        raise Refuse(f"the stored surface energy of {formula}{face} is refused: {'; '.join(gate.reasons)}")
    note_run(read, run, gate)
    for other in runs:
        if other is not run:
            read.noted(f"stored.other_runs.{other.name}", f"{other.recipe}; {other.result['summary']}")
    return min(float(one["value"]) for one in found)


def _spread(face: str) -> str:
    """Return the indices of a face with commas between them: 001 and 1-10 are written without."""
    if "," in face:
        return face
    parts, sign = [], ""
    for mark in face:
        if mark == "-":
            sign = mark
        else:
            parts.append(sign + mark)
            sign = ""
    return ",".join(parts)


STORED_SURFACE = Answerer(
    "stored_surface",
    1,
    ("surface_energy",),
    _surface_energy,
    "a clean face of a perfect crystal at 0 K in vacuum, by the calculator on record",
    cost="seconds",  # moves of inputs do not give its spread: a cheap answer without inputs would have none at all
    of_phase=True,
    objection=(
        "A cleaved face in vacuum is not the face of a grain in a layer, and semilocal functionals give surface "
        "energies of salts that are too small. To settle this, one would have to cleave a crystal in vacuum and "
        "measure the work."
    ),
)
