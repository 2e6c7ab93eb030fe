"""How warm contacts and cells become, and how warm they must be to halve a resistance."""

from __future__ import annotations

from math import log, sqrt

import pytest

from natria.quantity import Finding, assumptions

MODEL = "heat"
GAS, EV = 8.31446261815324, 96485.33212331001
FAST = {"current": "50 mA/cm^2"}


def test_a_constriction_takes_at_least_its_even_share_and_at_most_the_whole_cell(answer_of, value_of, stands_for):
    found = answer_of(MODEL, stands_for(), "constriction_heating", "bpi", **FAST)
    whole = value_of("layered_cell", stands_for(), "cell_overpotential", **FAST)
    even = 500 * 3e-6 / 4.93e-3
    assert found.bound == pytest.approx((even**2 * 4.93e-3 / 8, whole**2 * 4.93e-3 / 8), rel=1e-9)
    assert found.bound[1] < 1e-3, "below a millikelvin"


def test_the_conductivity_of_pores_is_that_of_the_filled_separator(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(), "constriction_heating", "separator", **FAST)
    conductivity = 0.5 / 7.5
    assert found.bound[0] == pytest.approx((500 * 25e-6 / conductivity) ** 2 * conductivity / 8, rel=1e-9)


def test_what_conducts_heat_better_stays_colder(answer_of, stands_for):
    metal = {"usual.thermal_conductivity": {"value": 10, "unit": "W/m/K", "why": "a test"}}
    usual, cold = (
        answer_of(MODEL, stands_for("kumar2020/bpi", patch), "constriction_heating", "bpi", **FAST)
        for patch in (None, metal)
    )
    assert cold.value == pytest.approx(usual.value / 10, rel=1e-9)


def test_a_coin_cell_at_50_mA_and_a_fifth_of_a_volt_warms_by_14_tenths_of_a_kelvin():
    from natria.laws import steady_temperature_rise

    assert float(steady_temperature_rise(500, 0.2, 10, 7)) == pytest.approx(1.43, abs=0.005)


def test_the_heating_of_a_cell_is_its_work_over_what_it_loses(answer_of, value_of, stands_for):
    found = answer_of(MODEL, stands_for(), "cell_heating", **FAST)
    assert isinstance(found, Finding)
    whole = value_of("layered_cell", stands_for(), "cell_overpotential", **FAST)
    assert found.value == pytest.approx(500 * whole / 70, rel=1e-9)
    assert "a coin cell in still air" in {a.why for a in assumptions(found)}


@pytest.mark.parametrize("term", ["cell_heating", "constriction_heating", "neck_temperature"])
def test_only_symmetric_cells_heat_by_their_overpotential_alone(refusal_of, full, term):
    assert "holds for symmetric cells" in refusal_of(
        MODEL, full(), term, "mixed" if term == "constriction_heating" else ""
    )


@pytest.mark.parametrize(("energy", "kelvin"), [(0.25, 321), (0.06, 424)])
def test_halving_a_resistance_needs(value_of, full, energy, kelvin):
    patch = {"material.glass.properties.arrhenius_energy": {"value": energy, "unit": "eV", "why": "a test"}}
    found = value_of(MODEL, full("", patch), "halving_temperature", "glass")
    assert found == pytest.approx(kelvin, abs=0.7)
    assert 1 / found == pytest.approx(1 / 298.15 - GAS * log(2) / (energy * EV), rel=1e-6)


def test_a_vft_law_halves_where_its_own_curve_says_so(value_of, stands_for):
    design = stands_for("kumar2020/bpi", {"interphase.bpi.conduction.vft_temperature_most": None})
    found = value_of(MODEL, design, "halving_temperature", "bpi")
    one, two = (
        value_of("layered_cell", design, "area_resistance", "bpi", temperature=f"{t!r} K") for t in (298.15, found)
    )
    assert one == pytest.approx(2 * two, rel=1e-6)


def test_phases_give_a_range_of_temperatures(answer_of, full):
    found = answer_of(MODEL, full(), "halving_temperature", "mixed")
    low, high = (1 / (1 / 298.15 - GAS * log(2) / (e * EV)) for e in (0.5, 0.25))
    assert found.bound == pytest.approx((low, high), rel=1e-6)


def test_an_energy_that_no_temperature_can_halve_is_refused(refusal_of, full):
    patch = {"material.glass.properties.arrhenius_energy": {"value": 0.01, "unit": "eV", "why": "a test"}}
    assert "no temperature" in refusal_of(MODEL, full("", patch), "halving_temperature", "glass")


def test_below_its_vanishing_temperature_nothing_halves(refusal_of, stands_for):
    assert "vanishing" in refusal_of(MODEL, stands_for(), "halving_temperature", "bpi", temperature="100 K")


def test_a_band_of_t0_gives_a_band_of_temperatures(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(), "halving_temperature", "bpi")
    arrhenius = 1 / (1 / 298.15 - GAS * log(2) / (0.06 * EV))
    steep = 106 + 1 / (1 / 192.15 - GAS * log(2) / (0.06 * EV))
    assert found.bound == pytest.approx((steep, arrhenius), rel=1e-5)


# --- electrons carry the current


def test_a_metallic_neck_takes_at_most_the_whole_cell(answer_of, value_of, stands_for):
    found = answer_of(MODEL, stands_for(), "neck_temperature", **FAST)
    whole = value_of("layered_cell", stands_for(), "cell_overpotential", **FAST)
    assert found.bound == pytest.approx((298.15, sqrt(298.15**2 + whole**2 / (4 * 2.44e-8))), rel=1e-9)
    assert found.bound[1] > 1000, "where the ionic constriction stays within a millikelvin"


def test_a_neck_of_sodium_melts_at_69_millivolts_whatever_the_current(value_of, stands_for):
    found = value_of(MODEL, stands_for(), "neck_melting_voltage")
    assert found == pytest.approx(2 * sqrt(2.44e-8 * (370.87**2 - 298.15**2)), rel=1e-9)
    assert found == pytest.approx(69e-3, abs=0.2e-3)


def test_above_its_melting_point_there_is_no_solid_neck(refusal_of, stands_for):
    hot = stands_for("kumar2020/bpi", {"temperature": "400 K"})
    assert "no colder" in refusal_of(MODEL, hot, "neck_melting_voltage")
