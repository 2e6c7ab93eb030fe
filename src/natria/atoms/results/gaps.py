"""Band gaps of the runs that natria ships, as answers of a study.

The gap of a phase is that of the finest stored run of its formula without spin-orbit coupling; what others gave is on
record. A refused gap is no answer, and neither is a metal.
"""

from __future__ import annotations

from typing import Any

from ...answers import Answerer, Reader, Refuse
from ..calculators import StoredStates, finest, stored_states
from ..calculators.evaluate import EV
from ..calculators.stored.replay import resolution_of
from ..gates.row import Property
from .gate import gate_of
from .tensors import PHASE, is_of, note_run

GAP: Property = "band gap"


def gaps_of(formula: str) -> list[StoredStates]:
    """Return all stored runs of bands of a phase of this formula."""
    return [one for one in stored_states() if is_of(one, formula)]


def _couples(run: StoredStates) -> bool:
    return bool(run.result["settings"]["spin_orbit"])


def _gap(read: Reader) -> float:
    formula = read.word(PHASE)
    runs = gaps_of(formula)
    plain = [one for one in runs if not _couples(one)]
    run = finest(plain, resolution_of(plain[0].recipe.calculator)) if plain else None
    if run is None:
        raise Refuse(f"no band gap of {formula} is stored")
    gate = gate_of(run, GAP)
    if gate.outcome == "refused":
        raise Refuse(f"the stored band gap of {formula} is refused: {'; '.join(gate.reasons)}")
    gap = run.result["band_gap"]
    if gap["is_metal"]:
        raise Refuse(f"{formula} is a metal by the stored run {run.name}")
    note_run(read, run, gate)
    for other in runs:
        if other is not run:
            read.noted(f"stored.other_runs.{other.name}", f"{other.recipe}; {_said(other)}")
    return float(gap["value"])


def _said(run: StoredStates) -> str:
    gate = gate_of(run, GAP)
    if gate.outcome == "refused":
        return f"refused: {'; '.join(gate.reasons)}"
    gap: Any = run.result["band_gap"]
    coupled = "with" if _couples(run) else "without"
    return f"{gate.outcome}; {gap['value'] / EV:.3f} eV {coupled} spin-orbit coupling"


STORED_GAP = Answerer(
    "stored_gap",
    1,
    ("band_gap",),
    _gap,
    "a perfect crystal at 0 K, by the calculator on record, without spin-orbit coupling",
    cost="seconds",  # moves of inputs do not give its spread: a cheap answer without inputs would have none at all
    of_phase=True,
    objection=(
        "Semilocal functionals give gaps that are too small, by a third to a half for salts, and no standard deviation "
        "holds this. To settle this, one would have to measure the onset of photoemission and of inverse photoemission "
        "of a clean crystal."
    ),
)
