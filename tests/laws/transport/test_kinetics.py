"""Butler-Volmer: its limits, and the two faces of a cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import FARADAY, GAS, butler_volmer_overpotential, linear_face_resistance

ROOM = 298.15
currents = st.floats(1e-6, 1e6)
exchange = st.floats(1e-4, 1e4)
temperatures = st.floats(200, 500)


@given(currents, exchange, temperatures)
def test_the_overpotential_gives_the_current_back(i, i0, temperature):
    eta = float(butler_volmer_overpotential(i, i0, temperature))
    branches = np.exp(FARADAY * eta / (2 * GAS * temperature)) - np.exp(-FARADAY * eta / (2 * GAS * temperature))
    assert i0 * branches == pytest.approx(i, rel=1e-8)


@given(currents, exchange, temperatures)
def test_the_overpotential_is_odd_in_the_current(i, i0, temperature):
    forward, back = butler_volmer_overpotential([i, -i], i0, temperature)
    assert forward == -back
    assert forward > 0


def test_no_current_needs_no_overpotential():
    assert butler_volmer_overpotential(0.0, 13.0, ROOM) == 0.0


@given(exchange, temperatures)
def test_at_low_current_a_face_is_a_resistance(i0, temperature):
    i = 1e-4 * i0
    expected = i * float(linear_face_resistance(i0, temperature))
    assert butler_volmer_overpotential(i, i0, temperature) == pytest.approx(expected, rel=1e-9)


@given(exchange, temperatures)
def test_at_high_current_the_slope_is_that_of_tafel(i0, temperature):
    low, high = butler_volmer_overpotential([1e5 * i0, np.e * 1e5 * i0], i0, temperature)
    assert high - low == pytest.approx(2 * GAS * temperature / FARADAY, rel=1e-9)


def test_the_resistance_of_a_face_is_rt_over_f_i0():
    """25.69 mV at 298.15 K over 1.3 mA/cm^2."""
    assert linear_face_resistance(13.0, ROOM) == pytest.approx(19.763e-4, rel=1e-4)


@pytest.mark.parametrize(
    ("i0", "i", "millivolts"),
    [
        (13.0, 10.0, 38.6),  # kumar2020's current with yuan2025's exchange current
        (0.332, 5.0, 279.0),  # lu2026: a Tafel slope is not an exchange current
        (0.006, 5.0, 690.0),
    ],
)
def test_two_faces_of_a_cell(i0, i, millivolts):
    assert 2 * butler_volmer_overpotential(i, i0, ROOM) * 1e3 == pytest.approx(millivolts, rel=2e-3)


def test_a_curve_is_taken_point_by_point():
    i = np.array([1.0, 10.0, 100.0])
    curve = butler_volmer_overpotential(i, 13.0, ROOM)
    assert curve.shape == (3,)
    assert [float(butler_volmer_overpotential(one, 13.0, ROOM)) for one in i] == curve.tolist()
