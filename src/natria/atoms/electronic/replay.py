"""Replay of the states of a run that natria ships, without the program that computed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...quantity import ModelError
from ...record import Structure
from ...store import Store
from ..calculators import StoredStates, finest, stored_states
from ..calculators.stored.evaluations import is_same
from ..calculators.stored.replay import missing, resolution_of
from .states import StatesEvaluator


def replayed_states(
    structure: Structure,
    name: str,
    given: Mapping[str, Any] | None = None,
    *,
    spin_orbit: bool = False,
    relaxed: bool = False,
    runs: Sequence[StoredStates] | None = None,
) -> StatesEvaluator:
    """Return an evaluator that knows the states of a stored run alone, with the recipe of that run.

    The run is one by the calculator `name` of this very structure, with the coupling of spin and orbit or without; of
    several, the finest whose settings are those `given`. `relaxed` says that the structure is a relaxed one, for the
    message.
    """
    stored = stored_states() if runs is None else runs
    known = [one for one in stored if _is_by(one, name, given or {}) and _couples(one) == spin_orbit]
    found = finest([one for one in known if is_same(structure, one.structure)], resolution_of(name))
    if found is None:
        coupled = " with spin-orbit coupling" if spin_orbit else ""
        what = _nothing(structure, f"bands{coupled} by {name}", known)
        raise ModelError(what, _fix(structure, known, stored, relaxed=relaxed))
    return StatesEvaluator(found.recipe, lambda: missing(found), Store(None, None), run=found)


def _nothing(structure: Structure, wanted: str, known: Sequence[StoredStates]) -> str:
    """Return what is missing: no stored run has the structure."""
    there = ", ".join(dict.fromkeys(one.title for one in known)) or "none"
    title = f"{structure.title or 'the structure'} of {len(structure)} atoms"
    return f"no stored run of {wanted} has {title} at these places; stored with these settings: {there}"


def _fix(structure: Structure, known: Sequence[StoredStates], stored: Sequence[StoredStates], *, relaxed: bool) -> str:
    """Return how to mend it, by its cause: the settings, the places of the atoms, or the crystal."""
    same_atoms = any(sorted(structure.species) == sorted(one.structure.species) for one in known)
    if any(is_same(structure, one.structure) for one in stored):
        fix = "the structure is stored by another calculator, with other settings or coupling: change these"
    elif same_atoms and relaxed:
        fix = "the same atoms are stored at other places: leave out --relaxed"
    elif same_atoms:
        fix = "the same atoms are stored at other places: give --relaxed"
    else:
        fix = "compute it without --stored"
    return f"{fix}; `natria atoms results` lists the stored runs"


def _is_by(run: StoredStates, name: str, given: Mapping[str, Any]) -> bool:
    settings = run.recipe.settings
    return run.recipe.calculator == name and all(key in settings and settings[key] == given[key] for key in given)


def _couples(run: StoredStates) -> bool:
    return bool(run.result["settings"]["spin_orbit"])
