"""Elastic tensors of the runs that natria ships, and moduli as observables of them.

The tensor of a phase is that of the finest stored run of its formula. Calculator, versions, data sets, settings and
the outcome of the gates are on record; the functional is a law that was chosen. A refused tensor is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...answers import Answerer, Reader, Refuse
from ...quantity import ModelError, Span
from ...record import Table, numbers, words
from ..calculators import StoredRun, finest, stored_runs
from ..calculators.replay import resolution_of
from ..elastic import Averages, averages, extremes
from ..stability.composition import composition, same_composition

ELASTIC = "elastic"  # the workflow
PHASE = "phase.material"
FUNCTIONAL = "functional.law"
WHY = "exchange and correlation by this functional, at 0 K without zero-point motion"
UPPER = tuple((i, j) for i in range(6) for j in range(i, 6))  # of Voigt's notation


def run_of(formula: str, workflow: str) -> StoredRun | None:
    """Return the finest stored run of a workflow with a phase of this formula."""
    mine = [one for one in stored_runs() if one.workflow == workflow and _is_of(one, formula)]
    return finest(mine, resolution_of(mine[0].recipe.calculator)) if mine else None


def _is_of(run: StoredRun, formula: str) -> bool:
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
    if run.is_refused:
        raise Refuse(f"the stored elastic tensor of {formula} is refused: {'; '.join(run.result['gate']['reasons'])}")
    note_run(read, run)
    stiffness, std = (np.array(run.result[name]["values"]) for name in ("stiffness", "stiffness_std"))
    columns = {
        "component": words([f"{i + 1}{j + 1}" for i, j in UPPER]),
        "stiffness": numbers("Pa", [stiffness[place] for place in UPPER]),
        "std": numbers("Pa", [std[place] for place in UPPER]),
    }
    return Table(f"elastic_tensor_{run.name}", f"Elastic tensor of {formula} by {run.recipe}", columns)


def note_run(read: Reader, run: StoredRun) -> None:
    """Put the recipe of a stored run on record, and what the gates said of its result."""
    recipe = run.recipe
    gate = run.result["gate"]
    rows = {
        "run": run.name,
        "calculator": recipe.calculator,
        "versions": _row(recipe.versions),
        "data": _row(recipe.data),
        "settings": _row({key: value for key, value in recipe.settings.items() if value is not None}),
        "gates": "; ".join((gate["outcome"], *gate["reasons"])),
    }
    for name, word in rows.items():
        read.noted(f"stored.{name}", word)
    if functional := recipe.settings.get("xc"):
        read.noted(FUNCTIONAL, str(functional), WHY)


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


STORED_TENSOR = Answerer(
    "stored_tensor",
    1,
    ("elastic_tensor",),
    _tensor,
    "a perfect crystal at 0 K, by the calculator on record",
    of_phase=True,
)

POLYCRYSTAL_MODULUS = Answerer(
    "polycrystal_modulus",
    1,
    tuple(HILL),
    _polycrystal,
    "a dense polycrystal without texture: the mean of Voigt's and Reuss's bounds (Hill)",
    of_artefact="elastic_tensor",
    of_phase=True,
    objection=(
        "A tensor of a perfect crystal at 0 K has neither thermal expansion nor defects: moduli at room temperature "
        "are lower, those of sodium by about a tenth. PBE makes ionic crystals too soft. To settle this, one would "
        "have to measure the speed of sound in a single crystal along three directions over temperature."
    ),
)

MODULUS_OF_DIRECTIONS = Answerer(
    "modulus_of_directions",
    1,
    ("young_modulus",),
    _directions,
    "a single crystal: the range of Young's modulus over all directions",
    of_artefact="elastic_tensor",
    of_phase=True,
)
