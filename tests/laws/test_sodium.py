"""Charge and thickness of sodium."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import FARADAY, charge_of_sodium, thickness_of_charge

MOLAR_VOLUME = 23.78e-6
MAH_PER_CM2 = 36000.0


def test_a_foil_of_400_micrometres_holds_45_mah_per_cm2():
    assert charge_of_sodium(400e-6, MOLAR_VOLUME) / MAH_PER_CM2 == pytest.approx(45.1, abs=0.05)


def test_eleven_mah_per_cm2_plate_98_micrometres():
    assert thickness_of_charge(11 * MAH_PER_CM2, MOLAR_VOLUME) * 1e6 == pytest.approx(97.6, abs=0.05)


def test_one_mole_per_area_is_one_faraday():
    assert charge_of_sodium(MOLAR_VOLUME, MOLAR_VOLUME) == pytest.approx(FARADAY, rel=1e-15)


@given(st.floats(0, 1.0))
def test_a_thickness_comes_back_from_its_charge(thickness):
    back = thickness_of_charge(charge_of_sodium(thickness, MOLAR_VOLUME), MOLAR_VOLUME)
    assert back == pytest.approx(thickness, rel=1e-14, abs=0)
