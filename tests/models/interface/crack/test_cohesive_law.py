"""The cohesive laws: strength, energy, unloading, slopes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.models.interface.crack.cohesive import Bond, Law, pull

LAWS: tuple[Law, ...] = ("bilinear", "exponential")


@pytest.mark.parametrize("law", LAWS)
def test_strength_and_energy_are_those_given(law: Law) -> None:
    bond = Bond(20e6, 0.1, law)
    opening = np.linspace(0, 60 * bond.scale, 400_001)
    traction = pull(bond, opening, np.zeros_like(opening)).traction
    assert traction.max() == pytest.approx(20e6, rel=1e-4)
    assert opening[traction.argmax()] == pytest.approx(bond.peak, rel=1e-3)
    assert np.trapezoid(traction, opening) == pytest.approx(0.1, rel=1e-6)


@pytest.mark.parametrize("law", LAWS)
def test_a_broken_bond_has_spent_its_energy(law: Law) -> None:
    bond = Bond(20e6, 0.1, law)
    at = np.array([bond.broken])
    done = pull(bond, at, at)
    assert done.dissipated + done.stored == pytest.approx(0.1, rel=0.02)
    assert float(pull(bond, 50 * at, at).dissipated[0]) == pytest.approx(0.1, rel=1e-9)


@given(st.sampled_from(LAWS), st.floats(0.01, 5), st.floats(-2, 5))
def test_energy_is_stored_or_dissipated(law: Law, largest: float, now: float) -> None:
    bond = Bond(20e6, 0.1, law)
    most, opening = np.array([largest * bond.scale]), np.array([now * bond.scale])
    state = pull(bond, opening, most)
    assert state.stored[0] >= 0
    assert state.dissipated[0] >= -1e-15
    assert state.largest[0] == max(most[0], opening[0])
    if now <= largest:  # unloading dissipates nothing
        assert state.dissipated[0] == pytest.approx(pull(bond, most, most).dissipated[0], abs=1e-15)


@given(st.sampled_from(LAWS), st.floats(0, 4), st.floats(-1, 4))
def test_the_slope_is_the_derivative(law: Law, largest: float, now: float) -> None:
    bond = Bond(20e6, 0.1, law)
    kinks = {0.0, largest, bond.rise, 1.0}
    if min(abs(now - kink) for kink in kinks) < 1e-3:
        return
    most, step = np.array([largest * bond.scale]), 1e-6 * bond.scale
    here = np.array([now * bond.scale])
    low, high = (pull(bond, here + way * step, most).traction for way in (-1, 1))
    expected = float((high - low)[0] / (2 * step))
    assert float(pull(bond, here, most).slope[0]) == pytest.approx(expected, rel=1e-5, abs=1e-5 * bond.stiffness)


@pytest.mark.parametrize(("strength", "energy", "rise"), [(0, 1, 0.1), (1, 0, 0.1), (1, 1, 1.0)])
def test_what_is_no_bond_is_refused(strength: float, energy: float, rise: float) -> None:
    with pytest.raises(ValueError, match=r"above zero|between"):
        Bond(strength, energy, "bilinear", rise)
