"""Energies of phases of the runs that natria ships, as an artefact from which a study answers windows.

The energies of formation are those of the finest stored run with an energy of the phase, each from the elements of the
same run, sodium among them. All have one standard deviation per atom, the usual error of such energies. Phases that
are known and that the run lacks are in the table without an energy, so that limits that are read off it are bounds.
"""

from __future__ import annotations

import numpy as np

from ...answers import Answerer, Reader, Refuse
from ...quantity import ModelError, factor
from ...record import Table, numbers, words
from ..calculators import finest, stored_families
from ..calculators.stored.families import StoredFamily
from ..calculators.stored.replay import resolution_of
from ..gates import GatedResult
from ..gates.row import Property
from ..stability.composition import composition, element_of, same_composition
from ..stability.computed import phases_among
from ..stability.energies.files import EnergyFile
from ..stability.phases import SODIUM, PhaseEnergy, PhaseSet
from ..stability.uncertainty import deviations
from .gate import gate_with
from .tensors import PHASE, note_run

ENERGIES = "energies"  # the workflow
FORMATION: Property = "formation energy"
ERROR = "usual.phase_energy_error"


def families_of(formula: str) -> list[StoredFamily]:
    """Return all stored runs of energies of phases that have an energy of this formula."""
    try:
        composition(formula)
    except ModelError:
        return []
    runs = [one for one in stored_families() if one.workflow == ENERGIES]
    return [one for one in runs if any(same_composition(row["formula"], formula) for row in one.result["entries"])]


def energies_in(run: StoredFamily) -> EnergyFile:
    """Return the energies of a stored run (J/mol of formula) as those of a file."""
    document = run.result
    scale = factor(document["unit"], "J/mol")
    rows = ((str(one["formula"]), scale * float(one["energy"]), str(one["name"])) for one in document["entries"])
    entries = tuple(PhaseEnergy(formula, energy, None, str(run.recipe), name) for formula, energy, name in rows)
    return EnergyFile(run.name, "", entries, tuple(document["lacking"]), listed=True)


def energies_gate(run: StoredFamily) -> GatedResult:
    """Return the gate of stored energies with the validations of now."""
    return gate_with(run.result["gate"]["conditions"], run, FORMATION, tuple(run.result["elements"]))


def _energies(read: Reader) -> Table:
    formula = read.word(PHASE)
    runs = families_of(formula)
    run = finest(runs, resolution_of(runs[0].recipe.calculator)) if runs else None
    if run is None:
        raise Refuse(f"no energies of {formula} and the phases that compete with it are stored")
    gate = energies_gate(run)
    if gate.outcome == "refused":
        raise Refuse(f"the stored energies of {run.title} are refused: {'; '.join(gate.reasons)}")
    try:
        phases, file = phases_among(energies_in(run), (formula,))
    except ModelError as no:
        raise Refuse(no.what) from None
    std = deviations(phases, read(ERROR))
    note_run(read, run, gate)
    _note_phases(read, phases, file, [one for one in runs if one is not run])
    lacking = len(file.lacking)
    columns = {
        "formula": words([*phases.formulas, *file.lacking]),
        "energy": numbers("J/mol", [*(one.energy for one in phases.phases), *([np.nan] * lacking)]),
        "std": numbers("J/mol", [*std, *([np.nan] * lacking)]),
    }
    return Table("phase_energies", f"Energies of formation of phases that compete with {formula}, {run.name}", columns)


def _note_phases(read: Reader, phases: PhaseSet, file: EnergyFile, others: list[StoredFamily]) -> None:
    """Put on record the sodium of the voltages, the phases with an energy, and other runs."""
    sodium = next(one for one in phases.references if element_of(one.formula) == SODIUM)
    read.noted("stored.sodium", sodium.label)
    read.noted("stored.phases", ", ".join(phases.formulas))
    read.noted("stored.lacking", ", ".join(file.lacking) or "none of those that are known")
    for other in others:
        read.noted(f"stored.other_runs.{other.name}", f"{other.recipe}; {other.result['summary']}")


STORED_ENERGIES = Answerer(
    "stored_energies",
    1,
    ("phase_energies",),
    _energies,
    "perfect crystals at 0 K without vibrations, by the calculator on record; phases of the stored run alone",
    cost="seconds",  # the error of the energies gives limits their interval, not moves of inputs
    of_phase=True,
    objection=(
        "Semilocal energies of formation are off by some 0.1 eV an atom where a phase and its elements are bonded "
        "differently, and errors of similar phases go together. To settle this, one would have to measure the "
        "enthalpy of formation of each phase in a calorimeter."
    ),
)
