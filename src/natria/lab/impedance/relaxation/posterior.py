"""The most probable density of relaxation times, and its covariance.

The unknown is u = ln gamma at the nodes of ln tau, so gamma > 0. Data are normal with a noise that is proportional to
|Z| (or to what is given) and whose level is estimated. The curvature of u at node m is normal with a precision q_m of
its own, and q_m has a gamma distribution (shape a, rate b). The mode of q_m given u is exact,

    q_m = (a + 1/2) / (b + u''_m^2 step / 2),

so alternating it with Gauss-Newton steps in u maximises the joint posterior: smooth where the data say nothing, a sharp
bend where they ask for one. This is the hierarchical prior of Huang, Papac and O'Hayre (Electrochim. Acta 367, 137493,
2021), put on the logarithm of the density: the exponential flanks of a ZARC, and the power law of a constant phase
element, are straight lines that cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .equations import ELASTIC, Equations, SmoothStart, curvature

SHAPE, RATE = (
    0.5,
    1.0,
)  # of the gamma prior, on curvatures per (ln tau)^2; chosen on synthetic spectra, docs/relaxation.md
RATE_OF_SPREAD, SPREAD_ROUNDS = 10.0, 3  # for the covariance alone
FLOOR = 1e-4  # of the highest start value: the logarithm needs one
LEVEL, LEVEL_PRECISION = np.log(1e-6), 1e-4  # a weak pull on ln(gamma/max|Z|), where no datum sees gamma
DAMPING = 1e-3
LONGEST = 4.0  # of a step in ln gamma
SETTLED = 0.02  # in ln gamma
STEPS = 60
SHORTENINGS = 3  # of a step that makes the posterior fall
LUMPED_PRECISION = 1e-9  # against a singular matrix
NOISE_EVERY = 3  # steps between two estimates of the degrees of freedom
LEAST_NOISE = 1e-7  # of |Z|: exact data are fitted to this


@dataclass(frozen=True, eq=False)
class DensityPosterior:
    """The mode and its normal approximation.

    `values`: series resistance, inductance, ln elastance (where there is one), then ln gamma, in `Equations` units.
    """

    values: np.ndarray
    covariance: np.ndarray
    noise: float  # of each part, relative to the weight
    freedom: float  # effective number of parameters
    converged: bool
    lumped: int

    @property
    def log_density(self) -> np.ndarray:
        return self.values[self.lumped :]


def posterior_of(equations: Equations, start: SmoothStart) -> DensityPosterior:
    """The mode of the posterior by damped Gauss-Newton steps, and its covariance."""
    lumped = equations.lumped
    bend = curvature(equations.columns.shape[1] - lumped, equations.kernel.step)
    normal, right = equations.columns.T @ equations.columns, equations.columns.T @ equations.data
    logarithmic = _logarithmic(equations)
    values = np.concatenate([start.lumped, start.density])
    top = max(float(start.density.max()), FLOOR)
    values[logarithmic] = np.log(np.maximum(values[logarithmic], FLOOR * top))
    physical, squares = _fitted(equations, values, logarithmic)
    variance = max(squares / equations.size, LEAST_NOISE**2)
    pull = np.where(logarithmic, LEVEL_PRECISION, 0.0)
    ridge = pull + np.where(logarithmic, DAMPING, LUMPED_PRECISION)
    freedom, converged = float(lumped), False
    for step in range(STEPS):
        bent = bend @ values[lumped:]
        local = (SHAPE + 0.5) / (RATE + 0.5 * bent**2)
        slope = np.where(logarithmic, physical, 1.0)
        data_part = normal * (slope * slope[:, None] / variance)
        hessian = data_part.copy()
        _add_prior(hessian, lumped, local / equations.kernel.step**3)
        hessian.flat[:: len(values) + 1] += ridge
        gradient = slope * (right - normal @ physical) / variance - pull * (values - LEVEL)
        gradient[lumped:] -= bend.T @ (local * bent)
        solve = _solver(hessian)
        if step % NOISE_EVERY == 0:
            freedom = float(np.trace(solve(data_part)))
        change = solve(gradient)
        longest = float(np.abs(change[logarithmic]).max())
        change *= min(1.0, LONGEST / max(longest, LONGEST))
        before = squares / variance + _improbable(bent)
        for _ in range(SHORTENINGS):
            trial = values + change
            physical, squares = _fitted(equations, trial, logarithmic)
            if squares / variance + _improbable(bend @ trial[lumped:]) <= before:
                break
            change = change / 2
        values = trial
        variance = max(squares / max(equations.size - freedom, 1.0), LEAST_NOISE**2)
        if longest < SETTLED:
            converged = True
            break
    covariance = _covariance(data_part, ridge, bend, bend @ values[lumped:], equations)
    return DensityPosterior(values, covariance, float(np.sqrt(variance)), freedom, converged, lumped)


def _covariance(
    data_part: np.ndarray, ridge: np.ndarray, bend: np.ndarray, bent: np.ndarray, equations: Equations
) -> np.ndarray:
    """The covariance around the mode, with precisions of the curvature that allow for its own spread.

    Mean-field: q_m = (a + 1/2)/(b + E[u''_m^2] step/2), the expectation with the variance of u''_m. The rate is
    `RATE_OF_SPREAD`: with that of the mode, a band of 95 % holds too little of the truth.
    """
    lumped, scatter = equations.lumped, np.zeros(len(bent))
    covariance = np.empty_like(data_part)
    for _ in range(SPREAD_ROUNDS):
        hessian = data_part.copy()
        local = (SHAPE + 0.5) / (RATE_OF_SPREAD + 0.5 * (bent**2 + scatter))
        _add_prior(hessian, lumped, local / equations.kernel.step**3)
        hessian.flat[:: len(hessian) + 1] += ridge
        covariance = _solver(hessian)(np.eye(len(hessian)))
        scatter = np.einsum("mi,mi->m", bend @ covariance[lumped:, lumped:], bend)
    return covariance


def _logarithmic(equations: Equations) -> np.ndarray:
    """Which unknowns are logarithms."""
    which = np.ones(equations.columns.shape[1], bool)
    which[: equations.lumped] = [name == ELASTIC for name in equations.lumped_names]
    return which


def _fitted(equations: Equations, values: np.ndarray, logarithmic: np.ndarray) -> tuple[np.ndarray, float]:
    """The unknowns without logarithms, and the squares of their residual."""
    physical = values.copy()
    physical[logarithmic] = np.exp(values[logarithmic])
    residual = equations.data - equations.columns @ physical
    return physical, float(residual @ residual)


def _add_prior(hessian: np.ndarray, lumped: int, precision: np.ndarray) -> None:
    """Add precision_m (1, -2, 1)'(1, -2, 1) at each inner node m: five diagonals."""
    size = len(hessian)
    nodes = size - lumped
    main, first = np.zeros(nodes), np.zeros(nodes - 1)
    main[:-2] += precision
    main[1:-1] += 4 * precision
    main[2:] += precision
    first[:-1] -= 2 * precision
    first[1:] -= 2 * precision
    for distance, values in ((0, main), (1, first), (2, precision)):
        row = np.arange(lumped, size - distance)
        hessian[row + distance, row] += values
        if distance:
            hessian[row, row + distance] += values


def _improbable(bent: np.ndarray) -> float:
    """Twice the negative logarithm of the prior of the curvatures, their precisions integrated out."""
    return float((2 * SHAPE + 1) * np.log(RATE + 0.5 * bent**2).sum())


def _solver(hessian: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    from scipy.linalg.lapack import dpotrf, dpotrs

    factor, _ = dpotrf(hessian, lower=1)

    def solve(right: np.ndarray) -> np.ndarray:
        out: np.ndarray = dpotrs(factor, right, lower=1)[0]
        return out

    return solve
