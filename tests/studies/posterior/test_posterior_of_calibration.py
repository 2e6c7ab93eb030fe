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


@pytest.mark.slow
def test_samples_agree_with_the_profile(fitted: Calibration) -> None:
    found, followed = sampled_posterior(fitted), profile(fitted, FREE)
    assert found.why_not == ""
    assert found.error is not None
    assert found.error < 0.1
    low, _, _, _, high = found.quantiles[:, 0]
    width = followed.high - followed.low
    assert low == pytest.approx(followed.low, abs=0.05 * width)
    assert high == pytest.approx(followed.high, abs=0.05 * width)
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
