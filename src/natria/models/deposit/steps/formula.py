"""The backward formula of second order (BDF2) for steps of any length, and the error of a step.

The error of a step is that of the formula,

    dt^3 (1 + r)^2/(r (1 + 2 r)) |third divided difference|,   r = dt_n/dt_(n-1)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LARGEST_SWEEPS = 12  # of the order parameter in a step
SWEPT = 1e-2  # what they leave of its residual


class StepWeights(NamedTuple):
    """Weights of a step, by place in kernels: w0 new + w1 one + w2 two is the rate, in 1/s."""

    new: float
    one: float
    two: float
    relax: float = 1.0  # of a step of Jacobi's method
    sides: float = 2.0  # faces of a cell
    slower: float = 1.0  # what the derivative of a rate is divided by


def step_weights(dt: float, past: Sequence[float], sides: float) -> StepWeights:
    """Return the weights of a step after those of the past, the last one first."""
    if not past:
        new, one, two = 1.0, -1.0, 0.0
    else:
        ratio = dt / past[0]
        new, one, two = (1 + 2 * ratio) / (1 + ratio), -1 - ratio, ratio**2 / (1 + ratio)
    return StepWeights(new / dt, one / dt, two / dt, sides=sides, slower=new / dt)


def error_weights(dt: float, past: Sequence[float]) -> np.ndarray:
    """Return the weights of the new and the last three states in the error of a step."""
    known = 4 if len(past) > 1 else 3
    times = -np.cumsum([0.0, dt, *past])[:known]
    weights = np.zeros(4)
    for n, at in enumerate(times):
        weights[n] = 1 / np.prod([at - other for m, other in enumerate(times) if m != n])
    ratio = dt / past[0]
    weights *= dt**3 * (1 + ratio) ** 2 / (ratio * (1 + 2 * ratio)) if len(past) > 1 else dt**2
    return weights


def chebyshev(low: float, high: float) -> list[float]:
    """Return the weights of Jacobi's method that leave little of what lies between two eigenvalues."""
    middle, half = (high + low) / 2, (high - low) / 2
    ratio = middle / half
    count = int(min(max(np.ceil(np.arccosh(1 / SWEPT) / np.arccosh(ratio)), 1), LARGEST_SWEEPS))
    return [float(1 / (middle + half * np.cos(np.pi * (n + 0.5) / count))) for n in range(count)]
