"""The largest of a concave log likelihood, and the interval of one parameter by its profile.

Newton's method with a damped Hessian: the step solves (-H + d I) s = g and is taken where the likelihood rises. The
95 % interval of a parameter holds the values at which the likelihood, with all others at their best, lies within a
drop of the largest: chi^2(0.95; 1)/2 = 1.92 for many rows [Venzon, Moolgavkar, Appl. Stat. 37 (1988) 87]. It needs no
normal distribution of the estimate, and it may have an open end: where no failure contradicts an ever larger effect,
the likelihood does not fall that far, and the end is infinite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from ...quantity import ModelError

Slopes = tuple[float, np.ndarray, np.ndarray]  # log likelihood, its gradient and its Hessian
LogLikelihood = Callable[[np.ndarray], Slopes]
Held = Callable[[float], float]  # the largest log likelihood with one parameter held at a value


@dataclass(frozen=True)
class LikelihoodSettings:
    """How a largest likelihood is searched; `most` is a logarithm of a ratio, as the parameters."""

    tolerance: float = 1e-8  # of the log likelihood
    steps: int = 300
    longest: float = 4.0  # of one step
    most: float = 15.0  # a parameter beyond it (a factor of 3e6) counts as without end
    flat: float = 1e-5  # of the log likelihood: what an estimate without end gains at most

    def __post_init__(self) -> None:
        if not (0 < self.tolerance < self.flat < 1e-2 and self.steps >= 1 and 0 < self.longest < self.most < 100):
            what = "settings of a search are out of bounds"
            raise ModelError(what, "0 < tolerance < flat < 0.01, one step or more, 0 < longest < most < 100")


SEARCH = LikelihoodSettings()


@dataclass(frozen=True, eq=False)
class Largest:
    """Parameters of the largest likelihood, and its value."""

    at: np.ndarray
    value: float


def largest(of: LogLikelihood, start: np.ndarray, by: LikelihoodSettings = SEARCH) -> Largest:
    """Return the parameters of the largest likelihood, searched from a start."""
    at = np.array(start, float)
    value, gradient, hessian = of(at)
    if not isfinite(value):
        raise ModelError("the likelihood has no value where the search begins", "check the lives: all must be positive")
    damping = 1e-3
    for _ in range(by.steps if len(at) else 0):
        scale = np.diag(np.maximum(-np.diag(hessian), 1e-8))
        step = np.linalg.solve(damping * scale - hessian, gradient)
        step *= min(1.0, by.longest / max(float(np.abs(step).max()), 1e-300))
        new = of(at + step)
        if not isfinite(new[0]) or new[0] < value:
            damping = max(damping * 10, 1e-6)
            if damping > 1e14:
                break
            continue
        gain = new[0] - value
        at, (value, gradient, hessian), damping = at + step, new, damping / 10
        if gain < by.tolerance and float(gradient @ step) < by.tolerance:
            break
    return Largest(at, value)


def is_open(held: Held, best: float, sign: int, by: LikelihoodSettings = SEARCH) -> bool:
    """Whether the likelihood loses nothing where a parameter goes without end."""
    return held(sign * by.most) >= best - by.flat


def profile_end(
    held: Held, best: float, middle: float, sign: int, *, drop: float, by: LikelihoodSettings = SEARCH
) -> float:
    """Return the end where the likelihood lies by a drop below the best; infinite where it is open."""
    from scipy.optimize import brentq

    def above(value: float) -> float:
        return held(value) - best + drop

    inner, step = middle, 0.5
    while sign * (inner + sign * step) < by.most + abs(middle):
        outer = inner + sign * step
        if above(outer) < 0:
            return float(brentq(above, inner, outer, xtol=1e-3))
        inner, step = outer, 1.6 * step
    return sign * inf
