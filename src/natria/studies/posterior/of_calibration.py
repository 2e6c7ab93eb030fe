"""Posterior of the free numbers of a calibration.

    p(u | data) ~ exp(-S(u) / 2) inside the bounds,     S the weighted sum of squares of the fit and its profiles

The prior is even in the coordinates of the search, which for positive numbers is their logarithm. `laplace_posterior`
takes the normal distribution of the covariance; `sampled_posterior` takes samples, with residuals from polynomials
that are compared with simulations at points of the posterior.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...quantity import FitError
from ..calibration.calibrate import Calibration
from .chains import SampledChains
from .stretch import LogDensity, stretch_sample
from .surface import ResidualSurface, residual_surface

QUANTILES = (0.025, 0.16, 0.5, 0.84, 0.975)
DRAWS = 4000  # of a normal distribution
CHECKED = 24  # points of the posterior that are simulated
CLOSE = 0.1  # of the log density: largest median error of a surface
ROUNDS = 3  # of new points for the surface
STEPS = 8000  # of each walker
ALONE = 4  # walkers for each number, at least WALKERS in all
WALKERS = 16


@dataclass(frozen=True, eq=False)
class Posterior:
    """Samples of the free numbers (SI, a column for each path), and how they were made.

    `why_not` says why they are no posterior yet. `error` is the median error of the log density by the surface.
    """

    method: str
    paths: tuple[str, ...]
    values: np.ndarray
    chains: SampledChains | None
    runs: int
    error: float | None
    why_not: str

    @cached_property
    def quantiles(self) -> np.ndarray:
        """Return quantiles (QUANTILES, rows) of each number (columns)."""
        return np.asarray(np.quantile(self.values, QUANTILES, axis=0))

    def ensure(self) -> None:
        """Raise where the samples have not converged."""
        if self.why_not:
            raise FitError(f"the posterior has not converged: {self.why_not}", "take more steps (--steps)")


def laplace_posterior(c: Calibration, seed: int = 1) -> Posterior:
    """Return draws from the normal distribution of a calibration, cut at the bounds."""
    covariance = _covariance(c)
    random = np.random.default_rng(seed)
    drawn = random.multivariate_normal(c.minimum.at, covariance, DRAWS)
    low, high = c.problem.bounds
    inside = drawn[((drawn > low) & (drawn < high)).all(axis=1)]
    return Posterior("laplace", c.fit.names, _in_si(c, inside), None, 0, None, "")


def sampled_posterior(c: Calibration, steps: int = STEPS, seed: int = 1) -> Posterior:
    """Return samples of the posterior of a calibration by an ensemble of walkers."""
    covariance = _covariance(c)
    at, bounds = c.minimum.at, c.problem.bounds
    surface = residual_surface(c.problem.residual, at, covariance, bounds, seed)
    random = np.random.default_rng(seed)
    many = max(WALKERS, 2 * (ALONE * len(at) // 2))
    error = np.inf
    for round_ in range(ROUNDS):
        starts = np.clip(random.multivariate_normal(at, covariance / 4, many), *_inside(bounds))
        chains = stretch_sample(_density(c, surface, bounds), starts, steps, seed + round_)
        some = chains.samples[random.choice(len(chains.samples), CHECKED, replace=False)]
        found = [(u, r) for u in some if (r := c.problem.residual(u)) is not None]
        points, residuals = (np.array(each) for each in zip(*found, strict=True))
        weight = _weight(c)
        off = np.asarray((surface(points) ** 2 - residuals**2) @ weight) / 2
        error = float(np.median(np.abs(off)))
        if error <= CLOSE:
            break
        surface = surface.with_points(points, residuals)
    why = chains.why_not
    if error > CLOSE:
        why = f"the surface of the residuals is off by {error:.2g} in the logarithm of the density" + (
            f"; {why}" if why else ""
        )
    runs = len(surface.points) + CHECKED
    return Posterior("mcmc", c.fit.names, _in_si(c, chains.samples), chains, runs, error, why)


def _density(c: Calibration, surface: ResidualSurface, bounds: tuple[np.ndarray, np.ndarray]) -> LogDensity:
    weight = _weight(c)
    low, high = bounds

    def logs(u: np.ndarray) -> np.ndarray:
        inside = ((u > low) & (u < high)).all(axis=1)
        return np.where(inside, -(surface(u) ** 2 @ weight) / 2, -np.inf)

    return logs


def _weight(c: Calibration) -> np.ndarray:
    """Return the weight of each squared residual: that of the covariance and of the profiles."""
    weight = np.concatenate([np.full(len(m.simulated), 1 / m.excess) for m in c.misfits])
    return weight if c.problem.is_weighted else weight * c.problem.spare / c.minimum.squares


def _covariance(c: Calibration) -> np.ndarray:
    """Return the covariance of the free coordinates."""
    if c.fit.covariance is None:
        raise FitError("as many parameters as data leave no spread to sample", "give more data, or a spread of facts")
    slopes = np.array([f.slope(v) for f, v in zip(c.free, c.fit.values, strict=True)])
    return np.asarray(np.array(c.fit.covariance) / np.outer(slopes, slopes))


def _inside(bounds: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    low, high = bounds
    margin = 1e-6 * (high - low)
    return low + margin, high - margin


def _in_si(c: Calibration, u: np.ndarray) -> np.ndarray:
    return np.stack([[f.value(float(x)) for x in u[:, n]] for n, f in enumerate(c.free)], axis=1)
