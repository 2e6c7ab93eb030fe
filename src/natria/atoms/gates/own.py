"""A tensor of any calculator against the one that natria ships by PBE, of the same crystal.

Compared are the six eigenvalues of the tensor (Kelvin), which no choice of axes changes:

    max_k |lambda_k / lambda_k(PBE) - 1|        both sorted

Equal eigenvalues do not make equal tensors, so the condition refuses and never validates. A number of a paper plays no
part: it may be an average, or along another direction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...record.structure import structure_from_json
from ..calculators import Recipe, StoredRun, stored_runs
from ..calculators.stored import finest
from ..calculators.stored.replay import resolution_of
from ..elastic import ElasticTensor
from ..elastic.averages import kelvin
from ..surface.terminations import formula_counts
from .conditions import GateCondition
from .evidence import own_faults

APART = 0.15  # largest relative difference of an eigenvalue
PROGRAM, FUNCTIONAL = "gpaw", "PBE"


def own_tensor(found: ElasticTensor, runs: Sequence[StoredRun] | None = None) -> StoredRun | None:
    """Return the finest shipped PBE run of the tensor of the same crystal that meets its own conditions."""
    formula = formula_counts(found.reference.structure.species)
    known = [
        one
        for one in (stored_runs() if runs is None else runs)
        if (one.workflow, one.recipe.calculator) == ("elastic", PROGRAM)
        and one.recipe.settings.get("xc") == FUNCTIONAL
        and not own_faults(one)
        and one.result["space_group"]["given"] == found.group.name
        and formula_counts(structure_from_json(one.result["structure"]).species) == formula
    ]
    return finest(known, resolution_of(PROGRAM))


def own_tensor_condition(
    found: ElasticTensor, recipe: Recipe, runs: Sequence[StoredRun] | None = None
) -> tuple[GateCondition, ...]:
    """The condition that a tensor agrees with the shipped one by PBE.

    No condition for the same program with PBE, or without such a run.
    """
    is_itself = (recipe.calculator, recipe.settings.get("xc")) == (PROGRAM, FUNCTIONAL)
    if is_itself or (run := own_tensor(found, runs)) is None:
        return ()
    wanted = np.linalg.eigvalsh(kelvin(np.array(run.result["stiffness"]["values"], float)))
    values = np.linalg.eigvalsh(kelvin(found.stiffness))
    off = values / wanted - 1
    worst = int(np.abs(off).argmax())
    return (
        GateCondition(
            f"agreement with {FUNCTIONAL} of the same tensor",
            bool(abs(off[worst]) <= APART),
            f"an eigenvalue of {values[worst] / 1e9:.3g} GPa against {wanted[worst] / 1e9:.3g} GPa "
            f"({100 * off[worst]:+.0f} %) in the stored run {run.name}",
            f"at most {100 * APART:g} %",
        ),
    )
