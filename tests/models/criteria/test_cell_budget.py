"""What a protocol asks of the sodium: Faraday's law and a clock."""

from __future__ import annotations

import pytest

from natria.quantity import Computed, assumptions

FARADAY = 96485.33212331001  # C/mol, CODATA 2018
MOLAR_VOLUME = 23.78e-6  # m^3/mol, the card of sodium
MAH_CM2 = 36000.0  # C/m^2
MODEL = "cell_budget"


def test_a_foil_of_400_um_holds_45_mah_per_cm2(value_of, stands_for):
    found = value_of(MODEL, stands_for(), "sodium_inventory")
    assert found == pytest.approx(FARADAY * 400e-6 / MOLAR_VOLUME, rel=1e-9)
    assert round(found / MAH_CM2) == 45


@pytest.mark.parametrize(
    ("capacity", "micrometres"), [("10 mAh/cm^2", 88.7), ("1 mAh/cm^2", 8.87), ("11 mAh/cm^2", 97.6)]
)
def test_a_charge_plates_a_thickness_of_dense_sodium(value_of, stands_for, capacity, micrometres):
    found = value_of(MODEL, stands_for(), "plated_thickness", areal_capacity=capacity)
    assert found * 1e6 == pytest.approx(micrometres, abs=0.05)
    charge = float(capacity.split()[0]) * MAH_CM2
    assert found == pytest.approx(charge * MOLAR_VOLUME / FARADAY, rel=1e-9)


@pytest.mark.parametrize(
    ("current", "capacity", "hours"),
    [("50 mA/cm^2", "1 mAh/cm^2", 0.02), ("1 mA/cm^2", "1 mAh/cm^2", 1), ("0.5 mA/cm^2", "11 mAh/cm^2", 22)],
)
def test_a_half_cycle_takes_charge_over_current_and_a_cycle_twice_that(value_of, stands_for, current, capacity, hours):
    at = {"current": current, "areal_capacity": capacity}
    assert value_of(MODEL, stands_for(), "half_cycle_time", **at) / 3600 == pytest.approx(hours, rel=1e-12)
    assert value_of(MODEL, stands_for(), "cycle_time", **at) / 3600 == pytest.approx(2 * hours, rel=1e-12)


def test_the_share_of_the_inventory_is_the_charge_over_the_foil(value_of, stands_for):
    share = value_of(MODEL, stands_for(), "inventory_share", areal_capacity="10 mAh/cm^2")
    inventory = value_of(MODEL, stands_for(), "sodium_inventory")
    assert share == pytest.approx(10 * MAH_CM2 / inventory, rel=1e-12)
    thin = stands_for("kumar2020/bpi", {"working.thickness": "50 um"})
    assert value_of(MODEL, thin, "inventory_share", areal_capacity="10 mAh/cm^2") > 1


def test_the_spread_of_the_inventory_is_that_of_foil_and_molar_volume(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(), "sodium_inventory")
    relative = ((100 / 400) ** 2 + (0.05 / 23.78) ** 2) ** 0.5
    assert found.std == pytest.approx(relative * found.value, rel=1e-5)


@pytest.mark.parametrize("term", ["plated_thickness", "inventory_share"])
def test_the_current_does_not_change_how_much_sodium_moves_and_is_named_as_irrelevant(answer_of, stands_for, term):
    slow, fast = (answer_of(MODEL, stands_for(), term, current=f"{i} mA/cm^2") for i in (1, 50))
    assert slow.value == fast.value
    assert isinstance(slow.origin, Computed)
    assert slow.origin.ignores == ("current",)


@pytest.mark.parametrize("term", ["half_cycle_time", "cycle_time"])
def test_the_current_that_a_time_depends_on_is_read_and_not_irrelevant(answer_of, stands_for, term):
    assert answer_of(MODEL, stands_for(), term, current="50 mA/cm^2").origin.ignores == ()


HOURS = {"protocol": {"current": "1 mA/cm^2", "steps": ["plate current for 1 h", "strip current for 1 h"]}}
WORDS = {"protocol": {"steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h"]}}


@pytest.mark.parametrize("patch", [HOURS, WORDS], ids=["a setting and a time", "words only"])
def test_the_words_of_a_protocol_are_enough(value_of, stands_for, patch):
    design = stands_for("kumar2020/bpi", patch)
    assert value_of(MODEL, design, "half_cycle_time") == pytest.approx(3600.0, rel=1e-12)
    assert value_of(MODEL, design, "plated_thickness") == pytest.approx(MAH_CM2 * MOLAR_VOLUME / FARADAY, rel=1e-9)


@pytest.mark.parametrize("term", ["half_cycle_time", "cycle_time"])
@pytest.mark.parametrize("current", ["2 mA/cm^2", "1 to 2 mA/cm^2"])
def test_a_current_that_the_words_of_a_protocol_exclude_is_refused(refusal_of, stands_for, term, current):
    assert "current" in refusal_of(MODEL, stands_for("kumar2020/bpi", WORDS), term, current=current)


@pytest.mark.parametrize("term", ["half_cycle_time", "cycle_time"])
def test_a_range_of_currents_is_refused_where_the_current_matters(refusal_of, stands_for, term):
    assert "current" in refusal_of(MODEL, stands_for(), term, current="1 to 2 mA/cm^2")


def test_a_current_that_is_said_to_be_irrelevant_changes_nothing(answer_of, stands_for):
    design = stands_for("kumar2020/bpi", HOURS)
    slow, fast = (answer_of(MODEL, design, "plated_thickness", current=f"{i} mA/cm^2") for i in (1, 2))
    assert slow.value != fast.value, "one hour at twice the current moves twice the charge"
    assert "current" not in fast.origin.ignores


def test_a_charge_from_an_assumed_current_rests_on_that_assumption(answer_of, stands_for):
    current = {"value": 1, "unit": "mA/cm^2", "why": "read off a figure"}
    design = stands_for("kumar2020/bpi", {"protocol": {**HOURS["protocol"], "current": current}})
    found = answer_of(MODEL, design, "plated_thickness")
    assert "read off a figure" in {a.why for a in assumptions(found)}


@pytest.mark.parametrize("term", ["plated_thickness", "half_cycle_time"])
def test_a_protocol_that_settles_no_charge_is_refused(refusal_of, stands_for, term):
    design = stands_for("kumar2020/bpi", {"protocol": {"steps": ["rest 1 h"]}})
    assert "gives no value for protocol." in refusal_of(MODEL, design, term)


def test_a_foil_without_a_thickness_is_refused(refusal_of, stands_for):
    design = stands_for("kumar2020/bpi", {"working.thickness": None})
    assert "gives no value for working.thickness" in refusal_of(MODEL, design, "sodium_inventory")


def test_the_share_of_an_anode_without_sodium_is_refused_and_never_an_error(refusal_of, stands_for):
    design = stands_for().patched({"working.thickness": "0 um"})
    assert refusal_of(MODEL, design, "inventory_share")


def test_a_budget_holds_for_full_cells_too(value_of, stands_for):
    assert value_of(MODEL, stands_for("kumar2020/bpi/na-s"), "sodium_inventory") > 0
