"""The trend of |Z|: exact on power laws, blind to single points, whatever the order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.impedance.modulus import smooth_modulus

FREQUENCY = np.geomspace(1e5, 0.1, 40)


@given(st.floats(-1, 1), st.floats(1e-6, 1e6))
def test_a_power_law_is_its_own_trend(exponent: float, size: float) -> None:
    z = size * (1j * FREQUENCY) ** exponent
    np.testing.assert_allclose(smooth_modulus(FREQUENCY, z), np.abs(z), rtol=1e-9)


@pytest.mark.parametrize("place", [0, 1, 17, 38, 39])
@pytest.mark.parametrize("factor", [1e-3, 1e3])
def test_a_single_point_does_not_move_the_trend(place: int, factor: float) -> None:
    z = 10 + 100 / (1 + (2j * np.pi * FREQUENCY * 1e-3) ** 0.9)
    bad = z.copy()
    bad[place] *= factor
    np.testing.assert_allclose(smooth_modulus(FREQUENCY, bad), np.abs(z), rtol=0.25)


def test_the_order_and_repeated_frequencies_do_not_matter() -> None:
    z = 10 + 100 / (1 + 2j * np.pi * FREQUENCY * 1e-3)
    order = np.random.default_rng(1).permutation(len(z))
    np.testing.assert_allclose(smooth_modulus(FREQUENCY[order], z[order]), smooth_modulus(FREQUENCY, z)[order])
    twice = smooth_modulus(np.repeat(FREQUENCY, 2), np.repeat(z, 2))
    np.testing.assert_allclose(twice, np.repeat(np.abs(z), 2), rtol=0.1)
    assert smooth_modulus(np.full(4, 2.0), np.array([1, 2, 3, 4j])) == pytest.approx([6**0.5] * 4)  # geometric middle


def test_few_points_have_a_trend() -> None:
    for many in (1, 2, 3):
        found = smooth_modulus(FREQUENCY[:many], np.full(many, 3 - 4j))
        assert found == pytest.approx([5.0] * many)
