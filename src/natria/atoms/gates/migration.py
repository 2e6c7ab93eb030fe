"""Conditions on a hop."""

from __future__ import annotations

import numpy as np

from ..calculators import Recipe
from ..calculators.evaluate import EV, FORCE
from ..migration import Hop
from .conditions import GateCondition, GatedResult
from .own_hop import own_hop_condition
from .row import Property
from .validity import validity


def migration_conditions(hop: Hop, recipe: Recipe, wanted: Property = "migration") -> GatedResult:
    """Convergence of ends and path, a barrier above both, agreement with PBE, validity for `wanted`.

    A validation with hops in a crystal says nothing of hops on a surface, whose property is "surface migration".
    """
    ends = hop.start.converged and hop.end.converged
    pull = max(hop.start.largest_force, hop.end.largest_force) / FORCE
    seen = hop.path.forces[np.isfinite(hop.path.forces)]
    worst = f"largest force {seen.max(initial=0.0):.3g} eV/angstrom"
    limit = hop.settings.force / FORCE
    low = min(hop.barrier, hop.backward)
    conditions = (
        GateCondition(
            "relaxed ends",
            ends,
            f"largest force {pull:.3g} eV/angstrom",
            f"at most {hop.settings.end_force / FORCE:g} eV/angstrom",
        ),
        GateCondition(
            "relaxed path",
            hop.path.converged,
            worst if hop.path.converged else f"{worst} after {hop.path.calls} evaluations",
            f"at most {limit:g} eV/angstrom on every image",
        ),
        GateCondition(
            "barrier",
            low > 0,
            f"{hop.barrier / EV:.3g} eV forward, {hop.backward / EV:.3g} eV backward",
            "the saddle lies above both ends",
        ),
        GateCondition(
            "ends are minima of the path",
            not hop.has_dip,
            "an image lies below both ends" if hop.has_dip else "no image lies below both ends",
            "no lower image: a hop over an intermediate site is two hops",
        ),
        *(own_hop_condition(hop, recipe) if wanted == "migration" else ()),
        validity(recipe, wanted, hop.start.structure.species),
    )
    return GatedResult(conditions)
