"""The posterior of a calibration beside its profile and its covariance; facts that are left out."""

from __future__ import annotations

import numpy as np
import pytest

from natria import load_case
from natria.studies.calibration.calibrate import Calibration, calibrate
from natria.studies.calibration.profile import profile
from natria.studies.posterior import (
    laplace_posterior,
    leave_one_out,
    posterior_document,
    root_mean_square,
    sampled_posterior,
)

FREE = "interphase.bpi.ionic_conductivity"


@pytest.fixture(scope="module")
def fitted() -> Calibration:
    """One number, two facts: one of them is left to predict where the other is left out."""
    return calibrate(load_case("kumar2020"), [FREE], ["kumar2020:eta-3um", "kumar2020:eta-35um"], spread=0.2)


def on_a_grid(c: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """Return quantiles of the posterior by the sum of its density over a grid, and the ends of a drop of 1.92."""
    middle = float(c.minimum.at[0])
    coarse = np.linspace(middle - 1.0, middle + 2.0, 51)
    logs = np.array([-float(np.sum(np.square(c.problem.residual(np.array([u]))))) / 2 for u in coarse])
    fine = np.linspace(coarse[0], coarse[-1], 2001)
    density = np.interp(fine, coarse, logs)
    share = np.cumsum(np.exp(density - density.max()))
    inside = fine[density > density.max() - 1.9207]
    ends = np.interp((0.025, 0.975), share / share[-1], fine)
    return tuple(np.array([c.free[0].value(float(u)) for u in us]) for us in (ends, (inside[0], inside[-1])))


@pytest.mark.slow
def test_samples_agree_with_a_sum_over_a_grid(fitted: Calibration) -> None:
    """The posterior is skew: its equal tails lie beyond the ends of the profile, which has the same density at both."""
    found, followed = sampled_posterior(fitted), profile(fitted, FREE)
    assert found.why_not == ""
    assert found.error is not None
    assert found.error < 0.1
    quantiles, drop = on_a_grid(fitted)
    width = followed.high - followed.low
    assert found.quantiles[[0, 4], 0] == pytest.approx(quantiles, abs=0.06 * width)
    assert (followed.low, followed.high) == pytest.approx(drop, abs=0.02 * width)
    assert posterior_document(found, (), "1")["r_hat"][0] < 1.01


@pytest.mark.slow
def test_too_few_steps_are_not_converged(fitted: Calibration) -> None:
    assert sampled_posterior(fitted, 120).why_not


@pytest.mark.slow
def test_laplace_has_the_spread_of_the_fit(fitted: Calibration) -> None:
    found = laplace_posterior(fitted)
    finding = fitted.findings[FREE]
    assert np.std(np.log(found.values)) == pytest.approx(finding.std / finding.value, rel=0.05)
    assert np.median(found.values) == pytest.approx(finding.value, rel=0.01)


@pytest.mark.slow
def test_each_fact_is_predicted_by_the_others(fitted: Calibration) -> None:
    found = leave_one_out(fitted)
    assert [one.label for one in found] == ["kumar2020:eta-3um", "kumar2020:eta-35um"]
    assert all(one.off is not None and abs(one.off) < 10 for one in found)
    again = calibrate(load_case("kumar2020"), [FREE], ["kumar2020:eta-35um"], spread=0.2)
    simulated = fitted.problem.simulated(again.minimum.at)[0].values[0]
    assert found[0].predicted == pytest.approx(simulated, rel=1e-3)
    assert root_mean_square(found) == pytest.approx(np.sqrt(np.mean([one.off**2 for one in found])))
