"""The noise of few readings: its spread, and how often noise alone exceeds what is called sure."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab.cycling.ramps.step_noise import ALARM, FREEDOM, SURE, StepNoise, step_noise, white


@pytest.mark.parametrize("readings", [100, 400])
def test_the_spread_of_the_noise_has_the_stated_degrees_of_freedom(readings: int) -> None:
    """The relative variance of a spread with f degrees of freedom is 1/2f."""
    repeats = 4000
    rng = np.random.default_rng(3)
    found = np.array([white(one) for one in rng.standard_normal((repeats, readings))])
    assert np.mean(found) == pytest.approx(1.0, rel=0.02)
    stated = 1 / np.sqrt(2 * FREEDOM * (readings - 2))
    assert np.std(found) == pytest.approx(stated, rel=4 / np.sqrt(2 * repeats))


def test_a_slope_is_no_noise() -> None:
    assert white(np.linspace(0.0, 1.0, 50)) == pytest.approx(0.0, abs=1e-12)


def test_the_steps_before_count_and_a_noisier_step_has_its_own_noise() -> None:
    rng = np.random.default_rng(1)
    calm, wild = rng.standard_normal((6, 200)), 5 * rng.standard_normal(200)
    assert step_noise(wild, list(calm)).std == pytest.approx(white(wild))
    quiet = step_noise(0.01 * calm[0], list(calm[1:]))
    assert quiet.std > 0.5
    assert quiet.freedom == pytest.approx(FREEDOM * 6 * 198)


def test_few_readings_have_no_noise() -> None:
    assert step_noise(np.ones(3), []) == StepNoise(0.0, np.inf)
    assert np.isnan(white(np.ones(4)))


@pytest.mark.parametrize(("freedom", "tries"), [(4.5, 1), (4.5, 15), (15.0, 15)])
def test_few_readings_make_a_drop_less_sure(freedom: float, tries: int) -> None:
    """The chance of Student's distribution beyond the limit, times the tries, is that of an alarm."""
    from scipy.stats import t

    limit = StepNoise(1.0, freedom).sure(tries)
    assert limit > SURE
    assert tries * t.sf(limit, freedom) == pytest.approx(ALARM, rel=1e-6)


def test_with_many_readings_it_is_the_number_of_standard_deviations() -> None:
    assert StepNoise(1.0, 1e4).sure(200) == StepNoise(1.0, np.inf).sure(200) == SURE


def test_the_error_is_that_of_the_difference_of_two_medians() -> None:
    rng = np.random.default_rng(2)
    medians = np.median(rng.standard_normal((4000, 2, 101)), axis=2)
    assert StepNoise(1.0, np.inf).error(101) / SURE == pytest.approx(np.std(medians[:, 0] - medians[:, 1]), rel=0.05)
