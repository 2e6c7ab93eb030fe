"""Replay of a run that natria ships: the evaluations of a workflow without its calculator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from ....quantity import ModelError
from ....record import Structure
from ....record.structure import structure_from_json
from ....store import Store
from ...structures import primitive
from ..evaluate import Evaluator
from ..recipe import Recipe
from ..table import CALCULATORS
from .evaluations import FinishedRun, StoredRun, finest, is_same, stored_runs

RELAXING = ("lattice", "elastic")  # workflows that relax the cell
OF_SUPERCELLS = frozenset({"migration"})  # workflows that never evaluate the structure itself


def replayed(
    structure: Structure,
    workflow: str,
    name: str,
    given: Mapping[str, Any] | None = None,
    runs: Sequence[StoredRun] | None = None,
) -> Evaluator:
    """Return an evaluator that knows the evaluations of a stored run alone, with the recipe of that run.

    The run is one of the workflow by the calculator `name` from this very structure; of several, the finest whose
    settings are those `given`.
    """
    known = [one for one in (stored_runs() if runs is None else runs) if _is_by(one, workflow, name, given or {})]
    found = finest((one for one in known if one.is_finished and _begins(one, structure)), resolution_of(name))
    if found is None:
        raise ModelError(_nothing(structure, workflow, name, given or {}, known), _fix(name))
    return Evaluator(found.recipe, lambda: missing(found), Store(None, None), kept=found)


def relaxed_by(structure: Structure, name: str, runs: Sequence[StoredRun] | None = None) -> tuple[Structure, StoredRun]:
    """Return the relaxed structure of the finest stored run that begins with this one, and the run.

    It is that of the lattice, or that of the elastic tensor where no lattice is stored.
    """
    stored = stored_runs() if runs is None else runs
    for workflow in RELAXING:
        known = [one for one in stored if _is_by(one, workflow, name, {}) and one.find(structure)]
        if (run := finest(known, resolution_of(name))) and not run.is_refused:
            return structure_from_json(run.result["structure"], run.name), run
    title = structure.title or "the structure"
    what = f"natria ships no relaxed cell by {name} that begins with this structure ({title}, {len(structure)} atoms)"
    raise ModelError(what, "relax it by `natria compute lattice`, and give the relaxed structure without --relaxed")


def relaxed_like(
    structure: Structure, name: str, runs: Sequence[StoredRun] | None = None
) -> tuple[Structure, StoredRun]:
    """Return the structure relaxed as by `relaxed_by`, in the cell that is given, and the run.

    The run holds the smallest cell; each atom of a larger one takes the place of its atom there.
    """
    start = primitive(structure)
    relaxed, run = relaxed_by(start, name, runs)
    if len(start) == len(structure):
        return relaxed, run
    places = np.linalg.solve(start.cell.T, structure.positions.T).T
    fractional = [_place_of(one, kind, start, relaxed) for one, kind in zip(places, structure.species, strict=True)]
    cell = structure.cell @ np.linalg.solve(start.cell, relaxed.cell)
    positions = np.array(fractional) @ relaxed.cell
    found = Structure(cell, structure.species, np.linalg.solve(cell.T, positions.T).T, structure.periodic, run.title)
    return found, run


def _place_of(place: np.ndarray, kind: str, start: Structure, relaxed: Structure) -> np.ndarray:
    """Return where an atom at a place (in vectors of the smallest cell) is after the relaxation."""
    away = place - start.fractional
    apart = np.linalg.norm((away - np.round(away)) @ start.cell, axis=1)
    apart[[one != kind for one in start.species]] = np.inf
    nearest = int(np.argmin(apart))
    return np.asarray(relaxed.fractional[nearest] + np.round(away[nearest]))


def begun(recipe: Recipe, runs: Sequence[StoredRun] | None = None) -> StoredRun | None:
    """Return all shipped evaluations by exactly this recipe as one run, to go on from."""
    same = [one for one in (stored_runs() if runs is None else runs) if one.recipe.digest == recipe.digest]
    if not same:
        return None
    rows = {structure.digest: (structure, found) for one in same for structure, found in one.evaluations}
    return replace(same[0], name=", ".join(one.name for one in same), evaluations=tuple(rows.values()))


def resolution_of(name: str) -> tuple[str, ...]:
    """Return the settings of a calculator whose larger value is the finer one."""
    kind = CALCULATORS.get(name)
    return kind.resolution if kind else ()


def _begins(run: StoredRun, structure: Structure) -> bool:
    """Whether a run begins with a structure; one of hops evaluates supercells of it."""
    if run.workflow in OF_SUPERCELLS:
        return is_same(structure, structure_from_json(run.result["structure"]))
    return run.find(structure) is not None


def _is_by(run: StoredRun, workflow: str, name: str, given: Mapping[str, Any]) -> bool:
    settings = run.recipe.settings
    same = all(key in settings and settings[key] == value for key, value in given.items())
    return (run.workflow, run.recipe.calculator) == (workflow, name) and same


def _nothing(
    structure: Structure, workflow: str, name: str, given: Mapping[str, Any], known: Sequence[StoredRun]
) -> str:
    settings = "".join(f", {key} {value}" for key, value in given.items())
    there = ", ".join(dict.fromkeys(one.title for one in known if one.is_finished)) or "none"
    there += "".join(f"; {one.name} is not finished" for one in known if not one.is_finished and one.find(structure))
    about = f"{structure.title or 'without a name'}, {len(structure)} atoms"
    what = f"no finished run of {workflow} by {name}{settings} begins with this structure ({about})"
    return f"{what}; stored with these settings: {there}"


def _fix(name: str) -> str:
    return f"`natria atoms results` lists the stored runs; without --stored {name} computes, where it is installed"


def missing(run: FinishedRun) -> NoReturn:
    """Raise, as a stored run lacks what a workflow asks for."""
    what = (
        f"the stored run {run.name} has {run.count} calculations, and not one that is needed here: the workflow "
        "differs from the one that was run"
    )
    raise ModelError(what, f"ask with the options of that run, or compute without --stored ({run.recipe.calculator})")
