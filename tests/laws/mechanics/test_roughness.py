"""Strain over a face that roughens: length of a sine, its limits, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import grown_amplitude, roughening_strain, sine_stretch


@pytest.mark.parametrize("steep", [1e-5, 1e-2, 0.3, 3.0])
def test_a_sine_is_as_long_as_its_integral(steep: float) -> None:
    from scipy.integrate import quad

    slope = 2 * np.pi * steep
    more = quad(lambda t: (slope * np.cos(2 * np.pi * t)) ** 2 / (1 + np.hypot(1, slope * np.cos(2 * np.pi * t))), 0, 1)
    assert sine_stretch(steep, 1.0) == pytest.approx(more[0], rel=2e-6)


def test_a_flat_sine_has_the_square_of_its_slope() -> None:
    assert sine_stretch(1e-4, 1.0) == pytest.approx((np.pi * 1e-4) ** 2, rel=1e-3)


def test_even_plating_demands_nothing() -> None:
    after = grown_amplitude(0.5e-6, 0.0, 9e-6)
    assert roughening_strain(0.5e-6, after, 20e-6, 3e-6) == 0.0


@given(st.floats(0, 5e-6), st.floats(0, 1), st.floats(0, 1e-5), st.floats(1e-6, 1e-4), st.floats(1e-9, 1e-5))
def test_strain_grows_with_what_is_plated(
    amplitude: float, unevenness: float, plated: float, wave: float, thickness: float
) -> None:
    one, more = (grown_amplitude(amplitude, unevenness, d) for d in (plated, 2 * plated))
    less = roughening_strain(amplitude, one, wave, thickness)
    assert 0 <= less <= roughening_strain(amplitude, more, wave, thickness) + 1e-12


@pytest.mark.parametrize("wrong", [(-1.0, 1.0), (1.0, 0.0)])
def test_what_is_no_sine_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"negative|above zero"):
        sine_stretch(*wrong)
