"""Minimisation of an energy by BFGS steps with a bound on each step. Any consistent units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Gradient = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Minimised:
    """Where a minimisation ended; `hessian` is its last estimate and starts the next one well."""

    x: np.ndarray
    energy: float
    gradient: np.ndarray
    hessian: np.ndarray
    steps: int
    converged: bool


def minimise(
    function: Gradient,
    start: np.ndarray,
    hessian: np.ndarray,
    *,
    done: Callable[[np.ndarray], bool],
    bound: np.ndarray,
    most: int,
) -> Minimised:
    """The minimum that BFGS reaches from `start`, with `done(gradient)` as its end.

    A step is -|H|^-1 g, where |H| has the absolute eigenvalues of the estimated Hessian, shortened as a whole until
    no component exceeds its `bound`. Nocedal and Wright, Numerical Optimization, 2nd ed. (2006), section 6.1. `most` is
    the largest number of steps.
    """
    x, energy_gradient, h = np.array(start, float), function(start), np.array(hessian, float)
    steps = 0
    while not done(energy_gradient[1]) and steps < most:
        step = _step(h, energy_gradient[1], bound)
        before = energy_gradient[1]
        x = x + step
        energy_gradient = function(x)
        steps += 1
        h = _updated(h, step, energy_gradient[1] - before)
    energy, gradient = energy_gradient
    return Minimised(x, energy, gradient, h, steps, done(gradient))


def _step(hessian: np.ndarray, gradient: np.ndarray, bound: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(hessian)
    floor = 1e-6 * float(np.abs(values).max())
    step = -vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), floor))
    return np.asarray(step / max(1.0, float((np.abs(step) / bound).max())))


def _updated(hessian: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The BFGS update; left out where the curvature along the step is nearly zero."""
    along, curvature = hessian @ step, float(step @ change)
    bent = float(step @ along)
    if abs(curvature) < 1e-12 * float(np.linalg.norm(step) * np.linalg.norm(change)) or abs(bent) == 0:
        return hessian
    return np.asarray(hessian + np.outer(change, change) / curvature - np.outer(along, along) / bent)
