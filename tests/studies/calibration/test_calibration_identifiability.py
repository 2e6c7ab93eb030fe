"""What data can tell: products, ratios, numbers without influence, and which words they get."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.studies.calibration.free import Free
from natria.studies.calibration.identifiability import combination, covariance, identify, says

A, B, C = (Free(f"interphase.{name}.ionic_conductivity", "ionic_conductivity", 1.0, 1e-6, 1e6) for name in "abc")
SHARE = Free("working.properties.x", "voltage", 0.0, -1.0, 1.0)


def seen(*powers: tuple[float, ...]) -> np.ndarray:
    """Derivatives where the data are some products of powers, each known to 1 %, each read three times."""
    return np.repeat(100 * np.array(powers), 3, axis=0) / np.sqrt(3)


def test_a_product_that_alone_is_seen_is_named():
    (lost,) = identify((A, B), seen((1, 1)), 1.0).lost
    assert says((A, B), lost).endswith("only the product a ionic_conductivity x b ionic_conductivity is known")


def test_a_ratio_that_alone_is_seen_is_named():
    (lost,) = identify((A, B), seen((1, -1)), 1.0).lost
    assert says((A, B), lost).endswith("only the ratio a ionic_conductivity / b ionic_conductivity is known")


@pytest.mark.parametrize("power", [0.5, 2.0, -3.0])
def test_another_combination_has_its_power(power):
    (lost,) = identify((A, B), seen((1, power)), 1.0).lost
    assert f"a ionic_conductivity x (b ionic_conductivity)^{power:.2g} is known" in says((A, B), lost)


@given(st.floats(-3, 3).filter(lambda x: abs(x) > 0.1), st.floats(0.1, 3))
def test_what_is_lost_moves_nothing_and_what_is_said_to_be_known_stays(x, y):
    jacobian = seen((x, y))
    (lost,) = identify((A, B), jacobian, 1.0).lost
    assert np.abs(jacobian @ np.array(lost.parts)).max() < 1e-10 * np.abs(jacobian).max()
    assert x * lost.parts[0] + y * lost.parts[1] == pytest.approx(0, abs=1e-12)


def test_a_number_without_influence_is_named_alone():
    (lost,) = identify((A, B), seen((1, 0)), 1.0).lost
    assert says((A, B), lost).startswith("b ionic_conductivity")
    assert "hardly any influence" in says((A, B), lost)


def test_several_lost_directions_are_told_with_as_few_numbers_as_can_be():
    """Only a*b is seen: of any two directions without effect, the plainest are a/b and c."""
    lost = identify((A, B, C), seen((1, 1, 0)), 1.0).lost
    assert {tuple(np.round(np.abs(d.parts), 6)) for d in lost} == {(0, 0, 1), tuple(np.round([0.5**0.5] * 2 + [0], 6))}


def test_three_numbers_that_act_together_say_how_they_make_up_for_each_other():
    free = (A, B, C)
    lost = identify(free, seen((1, 1, 1), (0, 1, -1)), 1.0).lost
    assert len(lost) == 1
    assert "can make up for each other" in says(free, lost[0])


def test_a_share_of_bounds_has_no_powers():
    free = (A, SHARE)
    (lost,) = identify(free, seen((1, 1)), 1.0).lost
    assert "of its bounds" in says(free, lost)


def test_spreads_are_those_of_the_data():
    found = identify((A, B), seen((1, 0), (0, 0.1)), 1.0)
    assert [d.spread for d in found.directions] == [pytest.approx(0.01), pytest.approx(0.1)]
    assert [combination((A, B), d) for d in found.directions] == ["a ionic_conductivity", "b ionic_conductivity"]
    assert not found.lost
    assert not found.pairs


def test_the_spread_of_the_data_decides_what_is_lost():
    jacobian = seen((1, 0), (0, 0.02))
    assert not identify((A, B), jacobian, 1.0).lost  # b is known to a factor of e at two standard deviations
    assert identify((A, B), jacobian, 3.0).lost
    assert not identify((A, B), jacobian, None).lost  # nobody knows the spread: only what moves nothing at all is lost


def test_numbers_that_go_together_are_named_in_pairs():
    found = identify((A, B), seen((1, 1), (0.03, -0.03)), 1.0)
    ((a, b, rho),) = found.pairs
    assert (a, b) == (A.path, B.path)
    assert -1 < rho < -0.98
    assert len(found.sloppy) == 1


def test_the_covariance_is_that_of_least_squares():
    rng = np.random.default_rng(3)
    jacobian = rng.standard_normal((40, 2))
    of = covariance(jacobian, 0.5)
    many = [np.linalg.lstsq(jacobian, 0.5 * rng.standard_normal(40), rcond=None)[0] for _ in range(4000)]
    assert np.cov(np.array(many).T) == pytest.approx(of, rel=0.1, abs=0.1 * of.max())


def test_coordinates_are_factors_or_shares_of_bounds():
    assert A.value(log(3)) == pytest.approx(3)
    assert A.slope(3.0) == 3
    assert SHARE.value(0.25) == pytest.approx(0.5)
    assert SHARE.slope(0.5) == 2
    for free, value in ((A, exp(1.3)), (SHARE, -0.7)):
        assert free.value(free.coordinate(value)) == pytest.approx(value)
