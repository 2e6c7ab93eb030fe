"""Elastic tensors of the runs that natria ships, and moduli as observables of them.

The tensor of a phase is that of the finest stored run of its formula. Calculator, versions, data sets, settings, the
outcome of the gates and other runs of the phase are on record; the functional is a law that was chosen. A refused
tensor is no answer. No standard deviation of a modulus is known: the column `std` of the table holds the errors of the
fit and of the amplitude, not those of the cutoff, the k-points and the functional.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ...answers import Answerer, Reader, Refuse
from ...quantity import ModelError, Span
from ...record import Table, numbers, words
from ..calculators import FinishedRun, StoredRun, finest, stored_runs
from ..calculators.stored.replay import resolution_of
from ..elastic import Averages, averages, extremes
from ..gates import GatedResult
from ..gates.row import Property
from ..stability.composition import composition, same_composition
from .gate import gate_of

ELASTIC: Property = "elastic"  # the workflow
PHASE = "phase.material"
FUNCTIONAL = "functional.law"
WHY = "exchange and correlation by this functional, at 0 K without zero-point motion"
UPPER = tuple((i, j) for i in range(6) for j in range(i, 6))  # of Voigt's notation


def run_of(formula: str, workflow: str) -> StoredRun | None:
    """Return the finest stored run of a workflow with a phase of this formula."""
    mine = runs_of(formula, workflow)
    return finest(mine, resolution_of(mine[0].recipe.calculator)) if mine else None


def runs_of(formula: str, workflow: str) -> list[StoredRun]:
    """Return all stored runs of a workflow with a phase of this formula."""
    return [one for one in stored_runs() if one.workflow == workflow and is_of(one, formula)]


def is_of(run: FinishedRun, formula: str) -> bool:
    """Return whether a run is of a phase of this formula."""
    try:
        composition(formula)
    except ModelError:
        return False
    return same_composition(run.title, formula)


def _tensor(read: Reader) -> Table:
    formula = read.word(PHASE)
    run = run_of(formula, ELASTIC)
    if run is None:
        raise Refuse(f"no elastic tensor of {formula} is stored")
    gate = gate_of(run, ELASTIC)
    if gate.outcome == "refused":
        raise Refuse(f"the stored elastic tensor of {formula} is refused: {'; '.join(gate.reasons)}")
    note_run(read, run, gate)
    note_others(read, run, runs_of(formula, ELASTIC))
    stiffness, std = (np.array(run.result[name]["values"]) for name in ("stiffness", "stiffness_std"))
    columns = {
        "component": words([f"{i + 1}{j + 1}" for i, j in UPPER]),
        "stiffness": numbers("Pa", [stiffness[place] for place in UPPER]),
        "std": numbers("Pa", [std[place] for place in UPPER]),
    }
    return Table(f"elastic_tensor_{run.name}", f"Elastic tensor of {formula} by {run.recipe}", columns)


def note_run(read: Reader, run: FinishedRun, gate: GatedResult) -> None:
    """Put the recipe of a stored run on record, and what the gates say of its result."""
    recipe = run.recipe
    rows = {
        "run": run.name,
        "calculator": recipe.calculator,
        "versions": _row(recipe.versions),
        "data": _row(recipe.data),
        "settings": _row({key: value for key, value in recipe.settings.items() if value is not None}),
        "gates": "; ".join((gate.outcome, *gate.reasons)),
    }
    for name, word in rows.items():
        read.noted(f"stored.{name}", word)
    if functional := recipe.settings.get("xc"):
        read.noted(FUNCTIONAL, str(functional), WHY)


def note_others(read: Reader, run: StoredRun, runs: Sequence[StoredRun]) -> None:
    """Put on record what other runs of the phase gave, refused ones too."""
    mine = averages(_stiffness_in(run)).young
    for other in runs:
        if other is run:
            continue
        gate = gate_of(other, ELASTIC)
        if gate.outcome == "refused":
            said = f"refused: {'; '.join(gate.reasons)}"
        else:
            change = averages(_stiffness_in(other)).young / mine - 1
            said = f"{gate.outcome}; Young's modulus (Hill) {100 * change:+.1f} %"
        read.noted(f"stored.other_runs.{other.name}", f"{other.recipe}; {said}")


def _stiffness_in(run: StoredRun) -> np.ndarray:
    return np.array(run.result["stiffness"]["values"])


def _row(words_of: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in words_of.items())


def stiffness_of(read: Reader) -> np.ndarray:
    """Return the 6 x 6 stiffness (Pa) of the table that an observable reads."""
    table = read.artefact()
    if not isinstance(table, Table):
        raise Refuse("an elastic tensor is a table")
    found = np.zeros((6, 6))
    for place, value in zip(UPPER, table.columns["stiffness"].numbers, strict=True):
        found[place] = found[place[::-1]] = value
    return found


HILL: Mapping[str, Callable[[Averages], float]] = {
    "young_modulus": lambda mean: mean.young,
    "shear_modulus": lambda mean: mean.shear,
    "bulk_modulus": lambda mean: mean.bulk,
    "poisson_ratio": lambda mean: mean.poisson,
    "pugh_ratio": lambda mean: mean.pugh,
}


def _polycrystal(read: Reader) -> float:
    return HILL[read.term](averages(stiffness_of(read)))


def _directions(read: Reader) -> Span:
    ends = extremes(stiffness_of(read))
    return ends.least, ends.most


OBJECTION = (
    "A tensor of a perfect crystal at 0 K has neither thermal expansion nor defects, and moduli at room temperature "
    "are lower. The calculator has an error of its own, and no standard deviation holds it. To settle this, one would "
    "have to measure the speed of sound in a single crystal along three directions over temperature."
)

STORED_TENSOR = Answerer(
    "stored_tensor",
    1,
    ("elastic_tensor",),
    _tensor,
    "a perfect crystal at 0 K, by the calculator on record",
    cost="seconds",  # moves of inputs do not give its spread: a cheap artefact without inputs would have none at all
    of_phase=True,
    objection=OBJECTION,
)

POLYCRYSTAL_MODULUS = Answerer(
    "polycrystal_modulus",
    1,
    tuple(HILL),
    _polycrystal,
    "a dense polycrystal without texture: the mean of Voigt's and Reuss's bounds (Hill)",
    of_artefact="elastic_tensor",
    of_phase=True,
    objection=OBJECTION,
)

MODULUS_OF_DIRECTIONS = Answerer(
    "modulus_of_directions",
    1,
    ("young_modulus",),
    _directions,
    "a single crystal: the range of Young's modulus over all directions",
    of_artefact="elastic_tensor",
    of_phase=True,
    objection=OBJECTION,
)
