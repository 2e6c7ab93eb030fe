"""Fit one circuit to all spectra of a series at once, with courses whose smoothness the data set.

Laplace's approximation of the marginal likelihood: Gauss-Newton steps in the amplitudes of the courses alternate with
updates of the noise of each spectrum, sigma^2 = chi^2/(readings - what the parameters take), and of the variances of
the courses by the fixed point of the marginal likelihood (MacKay, Neural Comput. 4, 415 (1992)):

    s^2 -> s^2 sum r (m/d)^2 / sum r (1 - c/d)/d,   d = s^2 r + w^2

with the amplitude m of a wave, its posterior variance c and its roughness r (1 for w^2). A variance that the data do
not need goes to zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .basis import Basis
from .spectra_data import JoinedSpectra
from .system import CoursePrior, JointSystem, joint_system, of_spectra

MOST = 60  # rounds of step and update
TRIES = 8  # dampings of a step
LONGEST = 2.5  # a step of ln(parameter)
CALM = 1e-3  # change of the marginal likelihood, in nats, that ends the rounds when it happens twice
LEAST = 1e-14  # variance: 1e-7 of a parameter is none
FALLING = 0.3  # a variance that falls by more in one update goes to zero: twice as fast in its logarithm
FASTEST = 30.0  # factor of a variance in one update


@dataclass(frozen=True, eq=False)
class JointState:
    """Amplitudes (columns, parameters) with their prior, the noise of each spectrum, the likelihood."""

    basis: Basis
    amplitudes: np.ndarray
    prior: CoursePrior
    variance: np.ndarray  # of the noise of each spectrum, in units of its noise model
    chi: np.ndarray
    slope: np.ndarray  # of chi^2/2 over the variance
    curvature: np.ndarray
    likelihood: float = -np.inf
    rounds: int = 0

    def logs(self, data: JoinedSpectra) -> np.ndarray:
        """The parameters of each spectrum."""
        return data.inside(self.basis.columns @ self.amplitudes + data.offset)

    def system(self) -> JointSystem:
        return joint_system(self.basis, self.prior.spread(self.basis), self.curvature)


def started(data: JoinedSpectra, basis: Basis, logs: np.ndarray) -> JointState:
    """Return the first state: courses through given parameters, variances from their scatter."""
    exponent = np.array(data.circuit.is_exponent)[data.program.columns]
    amplitudes = basis.columns.T @ (logs - data.offset)
    waves = amplitudes[basis.levels :]
    scatter = np.median(waves**2, 0) if len(waves) else np.zeros(logs.shape[1])
    scatter = np.clip(scatter, 1e-4, np.where(exponent, 1e-2, 1.0))
    wide = 0.5 * (data.limits[1] - data.limits[0])
    free = ~data.held
    prior = CoursePrior(np.where(free, scatter, LEAST), np.where(free, scatter, LEAST), np.where(free, wide, 0.0))
    return updated_variance(data, placed(data, JointState(basis, amplitudes, prior, *_nothing(logs))))


def _nothing(logs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    k, p = logs.shape
    return np.ones(k), np.ones(k), np.zeros((k, p)), np.zeros((k, p, p))


def placed(data: JoinedSpectra, state: JointState) -> JointState:
    """Return a state with sums of squares and their derivatives at its amplitudes."""
    chi, slope, curved = data.squares(state.logs(data))
    v = state.variance
    return replace(
        state,
        chi=np.maximum(chi, data.exact),
        slope=slope / v[:, None],
        curvature=curved / v[:, None, None],
    )


def updated_variance(data: JoinedSpectra, state: JointState, taken: np.ndarray | None = None) -> JointState:
    """Return a state with the noise of its residuals; `taken` is what the parameters take of each."""
    free = int((~data.held).sum())
    degrees = data.readings - (free if taken is None else np.minimum(taken, free))
    variance = state.chi / np.maximum(degrees, 1.0)
    ratio = state.variance / variance
    return replace(
        state,
        variance=variance,
        slope=state.slope * ratio[:, None],
        curvature=state.curvature * ratio[:, None, None],
    )


def converged(data: JoinedSpectra, state: JointState, most: int = MOST, *, learn: bool = True) -> JointState:
    """Return the state after steps and updates until the marginal likelihood no longer grows."""
    calm, before = 0, -np.inf
    damping = 0.0
    for turn in range(most):
        system = state.system()
        state, damping = stepped(data, state, system, damping)
        likelihood = marginal_likelihood(data, state, system)
        calm = calm + 1 if abs(likelihood - before) < CALM else 0
        before = likelihood
        state = replace(state, likelihood=likelihood, rounds=turn + 1)
        if calm >= 2:
            break
        covariance = system.covariance()
        taken = np.einsum("kpq,kqp->k", state.curvature, of_spectra(state.basis, covariance))
        if learn:
            state = replace(state, prior=learned(state, covariance, system.scale > 0))
        state = updated_variance(data, state, taken)
    return state


def objective(state: JointState, amplitudes: np.ndarray, chi: np.ndarray) -> float:
    """Return -2 ln(likelihood times prior), without what does not depend on the amplitudes."""
    spread = state.prior.spread(state.basis)
    over = np.divide(amplitudes, spread, out=np.zeros_like(amplitudes), where=spread**2 > LEAST)
    return float((chi / state.variance).sum() + (over**2).sum())


def stepped(data: JoinedSpectra, state: JointState, system: JointSystem, damping: float) -> tuple[JointState, float]:
    """Return the state after a damped Newton step that lowers the objective, and the damping for the next."""
    now = objective(state, state.amplitudes, state.chi)
    for _ in range(TRIES):
        change = system.step(state.slope, state.amplitudes, damping)
        longest = float(np.abs(state.basis.columns @ change).max(initial=0.0))
        change *= min(1.0, LONGEST / max(longest, 1e-300))
        trial = placed(data, replace(state, amplitudes=state.amplitudes + change))
        found = objective(state, trial.amplitudes, trial.chi)
        if found <= now + 1e-9 * abs(now):
            return trial, 0.2 * damping if damping > 1e-4 else 0.0
        damping = max(4 * damping, 1e-2)
    return state, damping


def learned(state: JointState, covariance: np.ndarray, used: np.ndarray) -> CoursePrior:
    """Return the prior after one update of its variances, from the waves in use."""
    first, prior = state.basis.levels, state.prior
    rough, used = state.basis.roughness[:, None], used[first:]
    d = rough * prior.smooth + prior.white
    m = state.amplitudes[first:]
    c = np.einsum("ipip->ip", covariance)[first:]
    asked = np.where(used, (m / d) ** 2, 0.0)
    known = np.where(used, np.maximum(1 - c / d, 1e-12) / d, 0.0)

    def factor(weight: np.ndarray) -> np.ndarray:
        above, below = (weight * asked).sum(0), (weight * known).sum(0)
        found = np.divide(above, below, out=np.ones_like(above), where=below > 0)
        found = np.where(found < FALLING, found**2, found)
        return np.asarray(np.clip(found, 1 / FASTEST, FASTEST))

    smooth = np.maximum(prior.smooth * factor(rough * np.ones_like(d)), LEAST)
    white = np.maximum(prior.white * factor(np.ones_like(d)), LEAST)
    return replace(prior, smooth=smooth, white=white)


def marginal_likelihood(data: JoinedSpectra, state: JointState, system: JointSystem) -> float:
    """Return ln of the likelihood with the waves integrated out (Laplace) and the levels at their best."""
    first = state.basis.levels
    spread = system.scale[first:]
    waves = np.divide(state.amplitudes[first:], spread, out=np.zeros_like(spread), where=spread > 0)
    misfit = float((state.chi / state.variance + data.readings * np.log(state.variance)).sum())
    return -0.5 * (misfit + float((waves**2).sum()) + system.log_volume())
