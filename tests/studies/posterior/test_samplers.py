"""Samplers on models with known posterior: a Gaussian, a line, a banana; ranks of known truths."""

from __future__ import annotations

import numpy as np
import pytest

from natria.quantity import InputError
from natria.studies.posterior import (
    SampledChains,
    autocorrelation_time,
    rank_statistics,
    split_r_hat,
    stretch_sample,
    uniformity,
)
from natria.studies.posterior.surface import residual_surface

COVARIANCE = np.array([[1e-6, 0.9 * 1e-3 * 50], [0.9 * 1e-3 * 50, 2500.0]])  # scales 1e-3 and 50, correlation 0.9
MIDDLE = np.array([2.0, -300.0])


def gaussian(x: np.ndarray) -> np.ndarray:
    off = x - MIDDLE
    return -0.5 * np.einsum("ni,ij,nj->n", off, np.linalg.inv(COVARIANCE), off)


def banana(x: np.ndarray) -> np.ndarray:
    """x ~ N(0, 1), y - x^2 ~ N(0, 1/2): y has the mean 1 and the variance 2 + 1/2."""
    return -0.5 * x[:, 0] ** 2 - 0.5 * (x[:, 1] - x[:, 0] ** 2) ** 2 / 0.5


def walkers(count: int, size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, size))


def test_a_gaussian_of_any_scale_and_correlation() -> None:
    starts = MIDDLE + walkers(20, 2, 1) * [1e-3, 50]
    chains = stretch_sample(gaussian, starts, 8000, 1)
    assert chains.why_not == ""
    scales = np.sqrt(np.diag(COVARIANCE))
    error = 4 / np.sqrt(chains.independent)
    np.testing.assert_allclose((chains.samples.mean(axis=0) - MIDDLE) / scales, 0, atol=error)
    np.testing.assert_allclose(chains.samples.std(axis=0) / scales, 1, atol=error)
    assert np.corrcoef(chains.samples.T)[0, 1] == pytest.approx(0.9, abs=0.03)


def test_an_affine_map_of_the_density_maps_the_samples() -> None:
    """The stretch move is invariant: the same random numbers give the mapped chain."""
    turn = np.array([[3.0, 1.0], [0.0, 1e-4]])

    def round_one(x: np.ndarray) -> np.ndarray:
        return -0.5 * (x**2).sum(axis=1)

    starts = walkers(8, 2, 2)
    one = stretch_sample(round_one, starts, 200, 5)
    mapped = stretch_sample(lambda x: round_one(np.linalg.solve(turn, x.T).T), starts @ turn.T, 200, 5)
    np.testing.assert_allclose(mapped.points, one.points @ turn.T, rtol=1e-6, atol=1e-9)


def test_a_linear_regression_has_the_posterior_of_least_squares() -> None:
    random = np.random.default_rng(4)
    x = np.linspace(0, 1, 30)
    design, noise = np.stack([np.ones(30), x], axis=1), 0.3
    data = design @ [1.0, 2.0] + noise * random.normal(size=30)
    covariance = noise**2 * np.linalg.inv(design.T @ design)
    best = np.linalg.lstsq(design, data, rcond=None)[0]

    def density(u: np.ndarray) -> np.ndarray:
        return -0.5 * (((u @ design.T - data) / noise) ** 2).sum(axis=1)

    chains = stretch_sample(density, best + walkers(16, 2, 4) * 0.1, 4000, 4)
    scales = np.sqrt(np.diag(covariance))
    assert chains.why_not == ""
    np.testing.assert_allclose((chains.samples.mean(axis=0) - best) / scales, 0, atol=0.1)
    np.testing.assert_allclose(np.cov(chains.samples.T) / covariance, 1, atol=0.15)


@pytest.mark.slow
def test_a_banana() -> None:
    chains = stretch_sample(banana, walkers(40, 2, 3), 20_000, 3)
    x, y = chains.samples.T
    assert chains.why_not == ""
    assert x.mean() == pytest.approx(0, abs=0.06)
    assert x.var() == pytest.approx(1, abs=0.1)
    assert y.mean() == pytest.approx(1, abs=0.1)
    assert y.var() == pytest.approx(2.5, abs=0.4)
    assert np.mean(y - x**2) == pytest.approx(0, abs=0.04)


def test_the_samples_are_those_of_emcee() -> None:
    emcee = pytest.importorskip("emcee", reason="emcee is a second way, installed by hand")
    starts = MIDDLE + walkers(20, 2, 1) * [1e-3, 50]
    theirs = emcee.EnsembleSampler(20, 2, lambda x: float(gaussian(x[None])[0]))
    theirs.run_mcmc(starts, 2000)
    ours = stretch_sample(gaussian, starts, 2000, 1)
    np.testing.assert_allclose(ours.times, theirs.get_autocorr_time(quiet=True), rtol=0.4)
    flat = theirs.get_chain(discard=200, flat=True)
    np.testing.assert_allclose(np.cov(ours.samples.T) / np.cov(flat.T), 1, atol=0.2)


def test_the_autocorrelation_time_of_an_autoregression() -> None:
    """x_t = a x_(t-1) + e: tau = (1 + a) / (1 - a)."""
    random, share = np.random.default_rng(1), 0.8
    chain = np.zeros((20_000, 4))
    for t in range(1, len(chain)):
        chain[t] = share * chain[t - 1] + random.normal(size=4)
    assert autocorrelation_time(chain) == pytest.approx(9.0, rel=0.1)
    assert np.isinf(autocorrelation_time(np.ones((100, 4))))


def test_chains_that_disagree_and_chains_that_drift_are_not_converged() -> None:
    random = np.random.default_rng(1)
    same = random.normal(size=(2000, 6))
    assert split_r_hat(same) < 1.01
    assert split_r_hat(same + np.repeat([0.0, 1.0], 3)) > 1.1
    assert split_r_hat(same + np.linspace(0, 2, 2000)[:, None]) > 1.1
    assert SampledChains((same + np.repeat([0.0, 1.0], 3))[:, :, None], same, 0.5).why_not
    assert stretch_sample(gaussian, MIDDLE + walkers(8, 2, 1) * [1e-3, 50], 60, 1).why_not


@pytest.mark.parametrize("starts", [np.zeros((8, 2)), walkers(7, 2, 1), walkers(2, 2, 1)])
def test_walkers_that_cannot_reach_all_directions_are_refused(starts: np.ndarray) -> None:
    with pytest.raises(InputError):
        stretch_sample(gaussian, starts, 10, 1)


def ranks_of(claimed: float, runs: int = 400) -> np.ndarray:
    """Ranks for a mean of five readings, noise 1, prior N(0, 1); the posterior is `claimed` times as wide as it is."""
    random = np.random.default_rng(8)
    truths = random.normal(size=(runs, 1))
    means = truths + random.normal(size=(runs, 1)) / np.sqrt(5)
    posterior = means * 5 / 6 + claimed * random.normal(size=(runs, 99)) / np.sqrt(6)
    return rank_statistics(truths, posterior[:, :, None])[:, 0]


def test_ranks_of_a_right_posterior_are_uniform_and_of_a_wrong_one_are_not() -> None:
    assert uniformity(ranks_of(1.0), 99, 20) > 0.05
    assert uniformity(ranks_of(0.6), 99, 20) < 1e-6
    assert uniformity(ranks_of(1.7), 99, 20) < 1e-6


@pytest.mark.slow
def test_simulation_based_calibration_of_the_sampler() -> None:
    """A decay y = a exp(-b t): truths from the prior, data, walkers; ranks of both numbers are uniform."""
    random, time, noise = np.random.default_rng(2), np.linspace(0.1, 2, 8), 0.1
    truths = random.normal([1.0, 1.0], [0.3, 0.2], (160, 2))
    kept = []
    for n, truth in enumerate(truths):
        data = truth[0] * np.exp(-truth[1] * time) + noise * random.normal(size=8)

        def density(u: np.ndarray, data: np.ndarray = data) -> np.ndarray:
            model = u[:, :1] * np.exp(-u[:, 1:] * time)
            prior = (((u - [1.0, 1.0]) / [0.3, 0.2]) ** 2).sum(axis=1)
            return -0.5 * (((model - data) / noise) ** 2).sum(axis=1) - 0.5 * prior

        chains = stretch_sample(density, random.normal([1.0, 1.0], [0.3, 0.2], (12, 2)), 900, n)
        kept.append(chains.points[200:].reshape(-1, 2)[:: 8400 // 63][:63])
    ranks = rank_statistics(truths, np.array(kept))
    assert all(uniformity(ranks[:, n], 63, 8) > 0.01 for n in range(2))


def test_the_surface_of_residuals_is_exact_for_cubics_and_close_for_an_exponential() -> None:
    covariance = np.array([[0.04, 0.01], [0.01, 0.02]])
    bounds = (np.full(2, -5.0), np.full(2, 5.0))

    def cubic(u: np.ndarray) -> np.ndarray:
        return np.array([u[0] ** 3 - u[1], u[0] * u[1] ** 2 + 2])

    def exponential(u: np.ndarray) -> np.ndarray:
        return np.exp(u)

    points = np.random.default_rng(1).multivariate_normal([0.1, 0.2], covariance, 20)
    for function, close in ((cubic, 1e-9), (exponential, 0.01)):
        surface = residual_surface(function, np.array([0.1, 0.2]), covariance, bounds, 1)
        np.testing.assert_allclose(surface(points), [function(u) for u in points], atol=close)
