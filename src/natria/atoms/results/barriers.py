"""Barriers of hops of the runs that natria ships, as answers of a study.

The barrier of a phase is the least one at which the network of stored hops goes on without end in one dimension. It is
an upper bound, as longer hops are not computed. A refused run is no answer.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws.constants import AVOGADRO
from ..calculators import StoredRun, finest
from ..calculators.evaluate import EV
from ..calculators.stored.replay import resolution_of
from ..gates.row import Property
from .gate import gate_of
from .tensors import PHASE, note_run, runs_of

MIGRATION: Property = "migration"


def _barrier(read: Reader) -> float:
    formula = read.word(PHASE)
    runs = runs_of(formula, MIGRATION)
    run = finest(runs, resolution_of(runs[0].recipe.calculator)) if runs else None
    if run is None:
        raise Refuse(f"no barrier of {formula} is stored")
    gate = gate_of(run, MIGRATION)
    if gate.outcome == "refused":
        raise Refuse(f"the stored barrier of {formula} is refused: {'; '.join(gate.reasons)}")
    known = run.result["percolating_barriers"]
    least = known["by_dimension"][0] if known else None
    if least is None:
        raise Refuse(f"the stored hops of {formula} lead nowhere ({run.name})")
    note_run(read, run, gate)
    for other in runs:
        if other is not run:
            read.noted(f"stored.other_runs.{other.name}", f"{other.recipe}; {_said(other)}")
    return float(least) * AVOGADRO


def _said(run: StoredRun) -> str:
    gate = gate_of(run, MIGRATION)
    known = run.result["percolating_barriers"]
    if gate.outcome == "refused" or not known:
        return f"refused: {'; '.join(gate.reasons)}"
    return f"{gate.outcome}; {known['by_dimension'][0] / EV:.3f} eV"


STORED_BARRIER = Answerer(
    "stored_barrier",
    1,
    ("diffusion_barrier", "migration_barrier"),
    _barrier,
    "a neutral vacancy in a perfect crystal at 0 K, by the calculator on record; the shortest hops alone",
    cost="seconds",  # moves of inputs do not give its spread: a cheap answer without inputs would have none at all
    of_phase=True,
    objection=(
        "A barrier of a hop is no activation energy of a conductivity: the formation of the vacancy or its binding to "
        "an impurity comes on top. To settle this, one would have to measure the tracer diffusion of sodium over "
        "temperature in crystals doped with divalent ions."
    ),
)
