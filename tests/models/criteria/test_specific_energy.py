"""What a reaction gives, and what a stack makes of it."""

from __future__ import annotations

from math import sqrt

import pytest

from natria.quantity import Finding, in_unit

MODEL = "specific_energy"
FARADAY, MAH_G, WH_KG = 96485.33212331001, 3600.0, 3600.0
HOT = {
    "reaction": {
        "product": "Na2S3",
        "reactants": {"Na": 2, "S": 3},
        "electrons": 2,
        "reaction_voltage": {"value": 2.017, "unit": "V", "std": 0.02, "why": "a test"},
    },
    "material.Na2S3": {"kind": "phase", "properties": {"molar_mass": {"value": 142.16, "unit": "g/mol", "why": "sum"}}},
}


# --- the reaction


def test_sodium_and_sulfur_give_185_V(answer_of, full):
    found = answer_of(MODEL, full(), "reaction_voltage")
    gibbs = -369.0e3 - 298.15 * (97.0 - 2 * 51.3 - 32.1)
    assert found.value == pytest.approx(-gibbs / (2 * FARADAY), rel=1e-9)
    assert found.value == pytest.approx(1.85, abs=0.006)
    assert found.std == pytest.approx(
        sqrt(1e3**2 + (298.15 * 2.0) ** 2 + (298.15 * 0.4) ** 2 + (298.15 * 0.1) ** 2) / (2 * FARADAY), rel=0.01
    )


def test_sodium_and_sulfur_give_1274_Wh_per_kg_of_sulfide(value_of, full):
    assert value_of(MODEL, full(), "specific_energy") / WH_KG == pytest.approx(1274, abs=3)


def test_the_cell_of_300_C_gives_760_Wh_per_kg_down_to_Na2S3(value_of, full):
    assert value_of(MODEL, full("", HOT), "specific_energy") / WH_KG == pytest.approx(760, abs=1)
    assert value_of(MODEL, full("", HOT), "theoretical_capacity") / MAH_G == pytest.approx(557, abs=1)


def test_the_systems_of_kumar2020_give_what_the_paper_says(value_of, stands_for):
    for system, watt_hours in (("kumar2020/bpi/na-s", 1274), ("kumar2020/na-s-high-temperature", 760)):
        assert value_of(MODEL, stands_for(system), "specific_energy") / WH_KG == pytest.approx(watt_hours, rel=0.02)


def test_the_voltage_falls_with_temperature_as_order_is_lost(value_of, full):
    cold, warm = (value_of(MODEL, full(), "reaction_voltage", temperature=t) for t in ("298.15 K", "350 K"))
    assert cold - warm == pytest.approx((350 - 298.15) * 37.7 / (2 * FARADAY), rel=1e-6)


def test_a_voltage_that_is_given_needs_no_tables(answer_of, full):
    found = answer_of(MODEL, full("", HOT), "reaction_voltage")
    assert [f.question.name for f in found.origin.inputs] == ["reaction_voltage"]


@pytest.mark.parametrize(("part", "capacity"), [("", 1672), ("counter", 1672), ("working", 1166)])
def test_capacities_of_sulfur_and_sodium(value_of, full, part, capacity):
    assert value_of(MODEL, full(), "theoretical_capacity", part) / MAH_G == pytest.approx(capacity, abs=1)


def test_the_capacity_of_the_product_counts_all_reactants(value_of, full):
    design = full("", {"reporting.mass_basis": "Na2S"})
    assert value_of(MODEL, design, "theoretical_capacity") == pytest.approx(2 * FARADAY / 78.04e-3, rel=1e-9)


def test_without_a_reaction_the_card_says_how_many_electrons(value_of, full):
    metal = full("symmetric", {"reporting": {}})
    assert value_of(MODEL, metal, "theoretical_capacity") == pytest.approx(FARADAY / 22.99e-3, rel=1e-9)


def test_a_utilisation_is_capacity_over_theory(value_of, full):
    assert value_of(MODEL, full(), "utilisation") == pytest.approx(1000 / 1671.9, rel=1e-3)


@pytest.mark.parametrize("term", ["reaction_voltage", "specific_energy"])
def test_a_cell_that_names_no_reaction_is_refused(refusal_of, full, term):
    assert "names no reaction" in refusal_of(MODEL, full("symmetric"), term)


def test_a_reaction_that_does_not_run_by_itself_is_refused(refusal_of, full):
    uphill = {"material.Na2S.properties.formation_enthalpy": {"value": 400, "unit": "kJ/mol", "why": "a test"}}
    assert "does not run by itself" in refusal_of(MODEL, full("", uphill), "specific_energy")


@pytest.mark.parametrize(
    ("part", "patch", "why"),
    [
        ("mixed", {}, "is not an electrode"),
        ("", {"reporting.mass_basis": "Unobtainium"}, "Unobtainium"),
    ],
)
def test_what_has_no_capacity_is_refused_by_name(refusal_of, full, part, patch, why):
    assert why in refusal_of(MODEL, full("", patch), "theoretical_capacity", part)


# --- the cell; 2 mg/cm^2 at 1000 mAh/g and 1.4 V are 2.8 mWh/cm^2

ENERGY = 2.8e-3 * 3600 / 1e-4  # J/m^2
SODIUM = 50e-6 * 967  # kg/m^2
COMPOSITE = 4e-2
SOAKED = 25e-6 * (0.6 * 900 + 0.4 * 1100)
FILLED = 25e-6 * 0.6 * 900 + 40e-9 * 1100 / 1e-4
GLASS = 10e-6 / 1e-4
MIXED = 2e-6 * (0.5 * 3000 + 0.5 * 5000)
SKIN = 1e-6 * 3000
FOIL = 4e-2


def test_active_materials_are_sulfur_and_all_of_the_sodium(value_of, full):
    found = value_of(MODEL, full(), "active_specific_energy")
    assert found == pytest.approx(ENERGY / (SODIUM + 2e-2), rel=1e-9)


@pytest.mark.parametrize(("variant", "electrolyte"), [("", SOAKED + GLASS), ("one-electrolyte", FILLED)])
def test_a_stack_weighs_all_of_its_parts(answer_of, full, variant, electrolyte):
    found = answer_of(MODEL, full(variant), "stack_specific_energy")
    assert isinstance(found, Finding), found.why
    mass = SODIUM + COMPOSITE + electrolyte + MIXED + SKIN + FOIL
    assert found.value == pytest.approx(ENERGY / mass, rel=1e-9)


PORES = {
    "law": "uniform",
    "why": "a test",
    "porosity": {"value": 0.5, "unit": "1", "why": "a test"},
    "macmullin_number": {"value": 3, "unit": "1", "why": "a test"},
}


@pytest.mark.parametrize(
    ("variant", "patch", "liquid"),
    [
        ("", {"filled_by": "soaked"}, 0.5 * 40e-6 * 1100),
        ("", {}, 0.0),
        ("one-electrolyte", {"filled_by": "soaked"}, 0.0),  # the volume that was filled in holds it
    ],
)
def test_the_liquid_in_the_pores_of_an_electrode_weighs_once(value_of, full, variant, patch, liquid):
    dry, wet = (
        ENERGY / value_of(MODEL, full(variant, own), "stack_specific_energy")
        for own in ({}, {"counter.pores": PORES | patch})
    )
    assert wet - dry == pytest.approx(liquid, rel=1e-6, abs=1e-9)


def test_pores_without_a_thickness_are_what_the_dense_parts_leave(answer_of, full):
    one, half = (
        answer_of(
            MODEL,
            full(
                "",
                {
                    "counter.pores": PORES
                    | {"filled_by": "soaked", "porosity": {"value": share, "unit": "1", "why": "a test"}},
                    "counter.thickness": None,
                },
            ),
            "stack_specific_energy",
        )
        for share in (0.5, 0.25)
    )
    dense = (ENERGY / one.value - ENERGY / half.value) / 1100 / (1 - 1 / 3)
    assert 1 / 2200 < dense / COMPOSITE < 1 / 1500


def test_a_stack_takes_the_room_of_all_of_its_parts(value_of, full):
    height = 50e-6 + 40e-6 + 25e-6 + 10e-6 / (2000 * 1e-4) + 2e-6 + 1e-6 + 15e-6
    assert value_of(MODEL, full(), "stack_energy_density") == pytest.approx(ENERGY / height, rel=1e-9)


def test_a_layer_on_both_electrodes_counts_twice(value_of, full):
    one, two = (
        ENERGY / value_of(MODEL, full("", {"interphase.mixed.on": on}), "stack_specific_energy")
        for on in ("working", "both")
    )
    assert two - one == pytest.approx(MIXED, rel=1e-6)


def test_a_stack_gives_less_than_its_active_materials_and_these_less_than_theory(value_of, full):
    theory, active, stack = (
        value_of(MODEL, full(), term) for term in ("specific_energy", "active_specific_energy", "stack_specific_energy")
    )
    assert theory > active > stack


def test_weighed_electrodes_go_before_their_thickness(value_of, full):
    design = full("", {"working.mass": "10 mg", "counter.mass": "6 mg"})
    mass = 0.1 + 6e-2 + SOAKED + GLASS + MIXED + SKIN + FOIL
    assert value_of(MODEL, design, "stack_specific_energy") == pytest.approx(ENERGY / mass, rel=1e-9)


def test_a_metal_without_a_density_is_its_molar_mass_over_its_molar_volume(value_of, full):
    own = {
        "working.material": "dull",
        "material.dull": {
            "kind": "metal",
            "properties": {
                "molar_mass": {"value": 23, "unit": "g/mol", "why": "a test"},
                "molar_volume": {"value": 23, "unit": "cm^3/mol", "why": "a test"},
            },
        },
    }
    found = value_of(MODEL, full("", own), "active_specific_energy")
    assert found == pytest.approx(ENERGY / (50e-6 * 1000 + 2e-2), rel=1e-9)


def test_without_a_measured_capacity_the_charge_of_the_protocol_counts(value_of, full):
    design = full("", {"counter.properties.specific_capacity": None})
    found = value_of(MODEL, design, "active_specific_energy")
    assert found == pytest.approx(1.5e-3 * 1.4 * 3600 / 1e-4 / (SODIUM + 2e-2), rel=1e-9)


@pytest.mark.parametrize(
    ("patch", "why"),
    [
        ({"inactive": {}}, "no [inactive] parts"),
        ({"counter.fractions": {}}, "counter.fractions"),
        ({"counter.properties.average_discharge_voltage": None}, "counter.average_discharge_voltage"),
        ({"working.thickness": None}, "working.thickness"),
        ({"material.liquid.properties.density": None}, "soaked.properties.density"),
        ({"material.salt.properties.density": None}, "salt.properties.density"),
    ],
)
def test_a_stack_names_what_is_missing(refusal_of, full, patch, why):
    assert why in refusal_of(MODEL, full("", patch), "stack_specific_energy")


@pytest.mark.parametrize("term", ["active_specific_energy", "stack_specific_energy", "stack_energy_density"])
def test_a_symmetric_cell_stores_nothing(refusal_of, full, term):
    assert "stores no energy" in refusal_of(MODEL, full("symmetric"), term)


def test_the_capacity_of_sulfur_agrees_with_the_papers(answer_of, stands_for):
    found = answer_of(MODEL, stands_for("kumar2020/bpi/na-s"), "theoretical_capacity")
    assert in_unit(found.value, found.question.name) == pytest.approx(1675, rel=3e-3)
