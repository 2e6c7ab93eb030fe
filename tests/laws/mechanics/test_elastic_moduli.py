"""Conversions of isotropic moduli: round trips, spreads against drawn values, numbers no solid has."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws.mechanics.elastic_moduli import NAMES, moduli_of, moduli_stds


@given(st.floats(1e6, 1e12), st.floats(-0.5, 0.45))
def test_any_two_give_all(young, poisson):
    base = moduli_of(young=young, poisson=poisson)
    for pair in combinations(NAMES, 2):
        again = moduli_of(**{name: getattr(base, name) for name in pair})
        assert again.young == pytest.approx(young, rel=1e-6)
        assert again.poisson == pytest.approx(poisson, abs=1e-6)


def test_reported_shear_modulus_of_the_glass():
    moduli, stds = moduli_stds(young=(20.9e9, 0.7e9), poisson=(0.3, 0.0))
    assert moduli.shear == pytest.approx(8.04e9, rel=1e-3)
    assert stds.shear == pytest.approx(0.27e9, rel=0.01)


def test_spreads_are_those_of_drawn_values():
    rng = np.random.default_rng(3)
    young, shear = 20e9 + 0.2e9 * rng.standard_normal(20_000), 8e9 + 0.05e9 * rng.standard_normal(20_000)
    drawn = np.std(young / (2 * shear) - 1)
    _, stds = moduli_stds(young=(20e9, 0.2e9), shear=(8e9, 0.05e9))
    assert stds.poisson == pytest.approx(drawn, rel=0.03)


def test_correlation_takes_spread_away():
    _, apart = moduli_stds(young=(20e9, 1e9), shear=(8e9, 0.4e9))
    _, together = moduli_stds(correlation=1.0, young=(20e9, 1e9), shear=(8e9, 0.4e9))
    assert together.poisson < 1e-6 < apart.poisson


@pytest.mark.parametrize("given_", [{"young": 1e9}, {"young": 1e9, "shear": 0.2e9}, {"shear": 1e9, "poisson": 0.5}])
def test_moduli_of_no_solid(given_):
    with pytest.raises(ValueError, match=r"two of|Poisson"):
        moduli_of(**given_)
