"""Screening by elementary effects (M. D. Morris, Technometrics 33, 161 (1991)).

A trajectory starts at a point of a grid of LEVELS levels and moves each number once, in random order, by
delta = LEVELS / (2 (LEVELS - 1)) of its range, up or down. The elementary effect of a number is

    E_i = (f(x + delta e_i) - f(x)) / delta           x in shares of the ranges

in the unit of f: the change over the whole range if f were linear. The mean of |E_i| ranks the numbers (F. Campolongo
et al., Environ. Model. Softw. 22, 1509 (2007)); a standard deviation of E_i beside it means curvature or interaction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..sweeps import SweepAxis, SweepPoints
from .effects import SensitivityPlan, SensitivityResult, with_intervals

LEVELS = 4  # even, so that all levels are equally likely
DELTA = LEVELS / (2 * (LEVELS - 1))


def morris_plan(axes: Sequence[SweepAxis], count: int, seed: int) -> SensitivityPlan:
    """Return so many trajectories; (numbers + 1) points for each."""
    random, many = np.random.default_rng(seed), len(axes)
    low = random.integers(LEVELS // 2, size=(count, many)) / (LEVELS - 1)
    up = random.random((count, many)) < 1 / 2
    moved = np.stack([random.permutation(many) for _ in range(count)])
    turn = np.argsort(moved, axis=1)  # the step at which each number moves
    done = np.arange(many + 1)[None, :, None] > turn[:, None, :]
    shares = (low[:, None, :] + DELTA * (done == up[:, None, :])).reshape(-1, many)
    values = np.stack([axis.at(shares[:, n]) for n, axis in enumerate(axes)], axis=1)
    steps = np.where(np.take_along_axis(up, moved, axis=1), DELTA, -DELTA)
    return SensitivityPlan("morris", SweepPoints(tuple(x.path for x in axes), values), count, moved, steps)


def morris_result(plan: SensitivityPlan, of: str, values: np.ndarray, seed: int) -> SensitivityResult:
    """Return mean and spread of the effects of values at the points of a plan."""
    along = np.asarray(values, float).reshape(plan.rows, -1)
    effects = np.empty(plan.steps.shape)
    np.put_along_axis(effects, plan.moved, np.diff(along, axis=1) / plan.steps, axis=1)
    return with_intervals(plan, of, effects, _moments, seed)


def _moments(effects: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "mean_size": np.abs(effects).mean(axis=0),
        "mean": effects.mean(axis=0),
        "spread": effects.std(axis=0, ddof=1),
    }
