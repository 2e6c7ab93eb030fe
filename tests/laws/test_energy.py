"""What sodium and sulfur can give, from tabulated enthalpies and entropies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    FARADAY,
    gibbs_energy,
    reaction_voltage,
    stack_energy_density,
    stack_specific_energy,
    theoretical_capacity,
    theoretical_specific_energy,
)

ROOM = 298.15
SODIUM, SULFUR = 22.98977e-3, 32.06e-3  # kg/mol
NA2S, NA2S3 = 2 * SODIUM + SULFUR, 2 * SODIUM + 3 * SULFUR
HOUR = 3600.0


def gibbs_of_na2s():
    """2 Na + S -> Na2S: -369.0 kJ/mol; entropies of 97.0, 51.3 and 32.05 J/(mol K)."""
    return gibbs_energy(-369.0e3, 97.0 - 2 * 51.3 - 32.05, ROOM)


def test_sodium_sulfide_forms_at_1_85_volts():
    assert gibbs_of_na2s() == pytest.approx(-357.77e3, abs=10.0)
    assert reaction_voltage(gibbs_of_na2s(), 2) == pytest.approx(1.8540, abs=0.0001)


def test_sodium_sulfide_holds_1273_watt_hours_a_kilogram():
    specific = theoretical_specific_energy(2, reaction_voltage(gibbs_of_na2s(), 2), NA2S)
    assert specific / HOUR == pytest.approx(1273.3, abs=0.2)
    assert specific == pytest.approx(-gibbs_of_na2s() / NA2S, rel=1e-12)
    assert theoretical_specific_energy(2, 1.855, NA2S) / HOUR == pytest.approx(1274.0, abs=0.2)  # what rounds to 1274


def test_the_760_watt_hours_of_high_temperature_cells_are_na2s3_at_2_02_volts():
    assert theoretical_capacity(2, NA2S3) / HOUR == pytest.approx(377.0, abs=0.1)  # Ah/kg
    assert theoretical_specific_energy(2, 2.016, NA2S3) / HOUR == pytest.approx(760.0, abs=0.5)


def test_sulfur_to_sodium_sulfide_is_1672_milliampere_hours_a_gram():
    assert theoretical_capacity(2, SULFUR) / HOUR == pytest.approx(1672.0, abs=0.5)


energies = st.floats(-1e6, 1e6)
electrons = st.floats(0.1, 10.0)


@given(energies, electrons, energies, electrons)
def test_the_voltages_of_steps_add_by_their_charge(first, n1, second, n2):
    whole = reaction_voltage(first + second, n1 + n2)
    steps = (n1 * reaction_voltage(first, n1) + n2 * reaction_voltage(second, n2)) / (n1 + n2)
    assert steps == pytest.approx(whole, rel=1e-9, abs=1e-9)


@given(energies, st.floats(-300.0, 300.0), electrons)
def test_the_voltage_changes_with_temperature_as_the_entropy(enthalpy, entropy, n):
    cold, warm = (reaction_voltage(gibbs_energy(enthalpy, entropy, t), n) for t in (ROOM, ROOM + 50.0))
    assert warm - cold == pytest.approx(50.0 * entropy / (n * FARADAY), abs=1e-9)


def test_at_absolute_zero_only_the_enthalpy_counts():
    assert gibbs_energy(-369.0e3, -37.65, 0.0) == -369.0e3


def test_a_stack_gives_less_than_its_product_for_all_that_stands_beside():
    """1 mAh/cm^2 of sulfur at 1.42 V: the sulfur with its sodium alone, then with an electrolyte of 20 mg/cm^2."""
    capacity = 1e-3 * HOUR * 1e4  # C/m^2
    active = capacity / theoretical_capacity(2, NA2S)
    alone = stack_specific_energy(capacity, 1.42, [active])
    assert alone == pytest.approx(theoretical_specific_energy(2, 1.42, NA2S), rel=1e-12)
    beside = stack_specific_energy(capacity, 1.42, [active, 0.2])
    assert beside / alone == pytest.approx(active / (active + 0.2), rel=1e-12)
    assert beside / HOUR == pytest.approx(66.2, abs=0.1)


@given(st.lists(st.floats(1e-6, 1e-2), min_size=1, max_size=6), st.floats(1.0, 1e5), st.floats(0.5, 4.0))
def test_mass_and_volume_go_by_the_sum_of_the_parts(parts, capacity, voltage):
    assert stack_specific_energy(capacity, voltage, parts) * sum(parts) == pytest.approx(capacity * voltage, rel=1e-12)
    assert stack_energy_density(capacity, voltage, parts) * sum(parts) == pytest.approx(capacity * voltage, rel=1e-12)


def test_a_stack_of_100_micrometres():
    """3 mAh/cm^2 at 2 V in 100 um are 600 Wh/L."""
    density = stack_energy_density(3e-3 * HOUR * 1e4, 2.0, [40e-6, 25e-6, 35e-6])
    assert density / HOUR / 1e3 == pytest.approx(600.0, rel=1e-12)


def test_what_is_no_reaction_and_no_stack_is_refused():
    with pytest.raises(ValueError, match="no electrons"):
        reaction_voltage(-1e5, 0)
    with pytest.raises(ValueError, match="no electrons"):
        theoretical_capacity(-1, NA2S)
    with pytest.raises(ValueError, match="molar mass"):
        theoretical_specific_energy(2, 1.85, 0.0)
    with pytest.raises(ValueError, match="absolute temperature"):
        gibbs_energy(-1e5, 10.0, -1.0)
    with pytest.raises(ValueError, match="areal masses"):
        stack_specific_energy(36.0, 2.0, [])
    with pytest.raises(ValueError, match="areal masses"):
        stack_specific_energy(36.0, 2.0, [0.1, -0.05])
    with pytest.raises(ValueError, match="thicknesses"):
        stack_energy_density(36.0, 2.0, [0.0])
