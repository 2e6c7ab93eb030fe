"""The methods of sensitivity analysis by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ...models.cell.ensemble.batch import SUMMARY
from ...quantity import InputError, Problem
from ..sweeps import SweepAxis
from ..sweeps.points import ensure_for_samples
from .effects import FEWEST, SensitivityPlan, SensitivityResult
from .morris import morris_plan, morris_result
from .sobol_indices import sobol_plan, sobol_result

Plan = Callable[[Sequence[SweepAxis], int, int], SensitivityPlan]
Result = Callable[[SensitivityPlan, str, np.ndarray, int], SensitivityResult]
METHODS: dict[str, tuple[Plan, Result, int]] = {  # points of a row beside one for each number
    "sobol": (sobol_plan, sobol_result, 2),
    "morris": (morris_plan, morris_result, 1),
}


def sensitivity_plan(method: str, axes: Sequence[SweepAxis], count: int, seed: int) -> SensitivityPlan:
    """Return the points of a method: of so many base samples ("sobol") or trajectories ("morris")."""
    if method not in METHODS:
        raise InputError("--sensitivity", [Problem(method, "is no method", f"take {' or '.join(METHODS)}")])
    if count < FEWEST:
        fix = f"take {FEWEST} or more; 20 for morris and 256 for sobol are usual"
        raise InputError("--samples", [Problem(str(count), "are too few for intervals", fix)])
    make, _, more = METHODS[method]
    ensure_for_samples(axes, count * (len(axes) + more))
    return make(axes, count, seed)


def sensitivity(
    plan: SensitivityPlan, of: str, values: np.ndarray, seed: int = 1, *, unit: str = ""
) -> SensitivityResult:
    """Return the sensitivity of values at the points of a plan.

    `of` names the values, `seed` draws the intervals. The unit (SI) is that of a column of a cell, unless one is given.
    """
    if np.shape(values) != (len(plan.points),):
        what = f"{np.shape(values)} values for {len(plan.points)} points"
        raise InputError("sensitivity", [Problem(of, what, "give one value for each point")])
    found = METHODS[plan.method][1](plan, of, values, seed)
    return replace(found, unit=unit or SUMMARY.get(of, "1"))
