"""A barrier of any calculator against the one that natria ships by PBE, of the same hop.

Two hops are the same where the supercells have the same atoms, and the vacancy and the moving atom the same distance,
up to the strain between the cells of two calculators. The saddle over the lower end is compared:

    E/E(PBE) - 1

A number of a paper plays no part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...record import Structure
from ...record.structure import structure_from_json
from ..calculators import Recipe, StoredRun, stored_runs
from ..calculators.evaluate import EV
from ..migration import Hop
from .conditions import GateCondition
from .evidence import own_faults
from .own import APART, FUNCTIONAL, PROGRAM

SAME = 0.04  # relative: difference of the lengths of a hop in the cells of two calculators


def own_hop_condition(hop: Hop, recipe: Recipe, runs: Sequence[StoredRun] | None = None) -> tuple[GateCondition, ...]:
    """The condition that a barrier agrees with the shipped one by PBE.

    No condition for the same program with PBE, or without a stored run with this hop. Not known where several hops of
    the run are as long as this one.
    """
    if (recipe.calculator, recipe.settings.get("xc")) == (PROGRAM, FUNCTIONAL):
        return ()
    known = [
        (run, one)
        for run in (stored_runs() if runs is None else runs)
        if (run.workflow, run.recipe.calculator) == ("migration", PROGRAM)
        and run.recipe.settings.get("xc") == FUNCTIONAL
        and not own_faults(run)
        for one in run.result["hops"]
        if _is_same(hop, one)
    ]
    if not known:
        return ()
    name, wanted = f"agreement with {FUNCTIONAL} of the same hop", f"within {100 * APART:g} %"
    if len(known) > 1:
        found = f"{len(known)} stored hops are as long as this one"
        return (GateCondition(name, None, found, wanted),)
    ((run, row),) = known
    mine = max(hop.barrier, hop.backward)
    other = max(float(row["barrier"]["value"]), float(row["backward_barrier"]["value"]))
    off = mine / other - 1
    found = f"{mine / EV:.3f} eV against {other / EV:.3f} eV ({100 * off:+.0f} %) in the stored run {run.name}"
    return (GateCondition(name, bool(abs(off) <= APART), found, wanted),)


def _is_same(hop: Hop, row: Mapping[str, Any]) -> bool:
    start, end = (structure_from_json(row["images"][place]) for place in (0, -1))
    if Counter(start.species) != Counter(hop.structures[0].species):
        return False
    mine, other = _length(hop.structures[0], hop.structures[-1]), _length(start, end)
    return bool(abs(mine / other - 1) <= SAME)


def _length(start: Structure, end: Structure) -> float:
    """How far the atom moves that moves farthest, m; images of a path are continuous."""
    return float(np.linalg.norm(end.positions - start.positions, axis=1).max())
