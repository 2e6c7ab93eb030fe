"""The most probable density of relaxation times, and its covariance.

The unknown is u = ln gamma at the nodes of ln tau, so gamma > 0. Data are normal with a noise that is proportional to |Z|
(or to what is given) and whose level is estimated. The curvature of u at node m is normal with a precision q_m of its
own, and q_m has a gamma distribution (shape a, rate b). The mode of q_m given u is exact,

    q_m = (a + 1/2) / (b + u''_m^2 step / 2),

so alternating it with Gauss-Newton steps in u maximises the joint posterior: smooth where the data say nothing, a sharp
bend where they ask for one. This is the hierarchical prior of Huang, Papac and O'Hayre (Electrochim. Acta 367, 137493,
2021) on the logarithm of the density: the exponential flanks of a ZARC, and the power law of a constant phase element, are
straight lines that cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .problem import ELASTIC, Problem, Start, curvature

SHAPE, RATE = 0.5, 0.3  # of the gamma prior, on curvatures per (ln tau)^2; chosen on synthetic spectra, docs/relaxation.md
FLOOR = 1e-4  # of the highest start value: the logarithm needs one
LEVEL, LEVEL_PRECISION = np.log(1e-6), 1e-4  # a weak pull on ln(gamma/max|Z|), where no datum sees gamma
DAMPING = 1e-3
LONGEST = 4.0  # of a step in ln gamma
SETTLED = 0.02  # in ln gamma
STEPS = 60
HALVINGS = 6
NOISE_EVERY = 3  # steps between two estimates of the degrees of freedom
LEAST_NOISE = 1e-7  # of |Z|: exact data are fitted to this


@dataclass(frozen=True, eq=False)
class Posterior:
    """The mode and its normal approximation.

    `values`: series resistance, inductance, ln elastance (where there is one), then ln gamma, in units of the problem.
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


def posterior_of(problem: Problem, start: Start) -> Posterior:
    """The mode of the posterior by damped Gauss-Newton steps, and its covariance."""
    lumped = problem.lumped
    bend = curvature(problem.columns.shape[1] - lumped, problem.kernel.step)
    normal, right = problem.columns.T @ problem.columns, problem.columns.T @ problem.data
    logarithmic = _logarithmic(problem)
    values = np.concatenate([start.lumped, start.density])
    top = max(float(start.density.max()), FLOOR)
    values[logarithmic] = np.log(np.maximum(values[logarithmic], FLOOR * top))
    residual = problem.data - problem.columns @ _physical(values, logarithmic)
    variance = max(float(residual @ residual) / problem.size, LEAST_NOISE**2)
    freedom, converged = float(lumped), False
    for step in range(STEPS):
        bent = bend @ values[lumped:]
        local = (SHAPE + 0.5) / (RATE + 0.5 * bent**2)
        slope = np.where(logarithmic, _physical(values, logarithmic), 1.0)
        data_part = normal * slope * slope[:, None] / variance
        prior = (bend.T * local) @ bend
        hessian = data_part.copy()
        hessian[lumped:, lumped:] += prior
        gradient = slope * (right - normal @ _physical(values, logarithmic)) / variance
        gradient[lumped:] -= prior @ values[lumped:]
        pull = np.where(logarithmic, LEVEL_PRECISION, 0.0)
        gradient -= pull * (values - LEVEL)
        hessian[np.diag_indices_from(hessian)] += pull + np.where(logarithmic, DAMPING, RIDGE_OF_LUMPED)
        solve = _solver(hessian)
        change = solve(gradient)
        if step % NOISE_EVERY == 0 or step < NOISE_EVERY:
            freedom = float(np.trace(solve(data_part)))
        longest = float(np.abs(change[logarithmic]).max())
        change *= min(1.0, LONGEST / longest) if longest > 0 else 1.0
        values, squares = _descend(problem, values, change, variance, bend)
        variance = max(squares / max(problem.size - freedom, 1.0), LEAST_NOISE**2)
        if longest < SETTLED:
            converged = True
            break
    covariance = solve(np.eye(len(values)))
    return Posterior(values, covariance, float(np.sqrt(variance)), freedom, converged, lumped)


RIDGE_OF_LUMPED = 1e-9


def _logarithmic(problem: Problem) -> np.ndarray:
    """Which unknowns are logarithms."""
    which = np.ones(problem.columns.shape[1], bool)
    which[: problem.lumped] = [name == ELASTIC for name in problem.lumped_names]
    return which


def _physical(values: np.ndarray, logarithmic: np.ndarray) -> np.ndarray:
    out = values.copy()
    out[logarithmic] = np.exp(values[logarithmic])
    return out


def _solver(hessian: np.ndarray):  # noqa: ANN202
    from scipy.linalg.lapack import dpotrf, dpotrs

    factor, _ = dpotrf(hessian, lower=1)
    return lambda right: dpotrs(factor, right, lower=1)[0]


def _descend(
    problem: Problem, values: np.ndarray, change: np.ndarray, variance: float, bend: np.ndarray
) -> tuple[np.ndarray, float]:
    """The values after the step, shortened until the posterior does not fall; the squares of the residual there."""
    logarithmic = _logarithmic(problem)

    def energy(trial: np.ndarray) -> tuple[float, float]:
        residual = problem.data - problem.columns @ _physical(trial, logarithmic)
        squares = float(residual @ residual)
        bent = bend @ trial[problem.lumped :]
        prior = (SHAPE + 0.5) * np.sum(np.log(RATE + 0.5 * bent**2))
        pull = 0.5 * LEVEL_PRECISION * np.sum((trial[logarithmic] - LEVEL) ** 2)
        return 0.5 * squares / variance + float(prior + pull), squares

    here, squares = energy(values)
    for _ in range(HALVINGS):
        trial = values + change
        there, after = energy(trial)
        if there <= here:
            return trial, after
        change = change / 2
    return values, squares
