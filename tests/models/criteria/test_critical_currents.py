"""The rival laws of the critical current: cracks, voids, creep of a foil and around a void, the measured line."""

from __future__ import annotations

from math import exp, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import PowerLawCreep, void_closing_current, void_stress
from natria.quantity import assumptions

FARADAY, VOLUME = 96485.33212331001, 23.78e-6
CCD, PRESSURE, FLAW, CONTACT = (
    "critical_current_density",
    "deposition_pressure",
    "critical_flaw_size",
    "contact_pressure",
)
LAWS = ["crack_limit", "void_limit", "creep_limit", "void_closure", "pressure_line"]
RAMP = {
    "current_step": "0.05 mA/cm^2",
    "half_cycle_time": "0.5 h",
    "conditioning_current": "0.1 mA/cm^2",
    "conditioning_cycles": "50 cycles",
    "areal_capacity": "1 mAh/cm^2",
}
AT = {"current": "2.3 mA/cm^2"}


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def milliampere(ampere_per_m2):
    return ampere_per_m2 / 10


# --- cracks


def test_the_numbers_of_chi2022(value_of, solid):
    """2.3 mA/cm^2 over 10 ohm cm^2 are 23 mV, 93 MPa, and a flaw of 1.2 um at 0.2 MPa m^0.5."""
    assert value_of("crack_limit", solid(), PRESSURE, **AT) / 1e6 == pytest.approx(93, abs=0.5)
    assert value_of("crack_limit", solid(), FLAW, **AT) * 1e6 == pytest.approx(1.2, abs=0.05)


def test_a_millivolt_is_four_megapascal(value_of, solid):
    design = solid("", {"electrolyte.shell.properties.charge_transfer_area_resistance": number(1, "ohm cm^2")})
    assert value_of("crack_limit", design, PRESSURE, current="1 mA/cm^2") / 1e6 == pytest.approx(4.06, abs=0.005)


@given(micrometres=st.floats(0.01, 150))
def test_current_pressure_and_flaw_belong_together(value_of, solid, micrometres):
    """At the current that opens a flaw, the flaw that opens is that one."""
    design = solid("", {"electrolyte.shell.properties.flaw_size": number(micrometres, "um")})
    limit = value_of("crack_limit", design, CCD)
    by_hand = 0.2e6 * VOLUME / (1.12 * FARADAY * 1e-3 * sqrt(pi * micrometres * 1e-6))
    assert limit == pytest.approx(by_hand, rel=1e-9)
    flaw = value_of("crack_limit", design, FLAW, current=f"{milliampere(limit)!r} mA/cm^2")
    assert flaw == pytest.approx(micrometres * 1e-6, rel=1e-9)


def test_without_a_flaw_of_its_own_the_usual_one_is_assumed(answer_of, solid):
    found = answer_of("crack_limit", solid(), CCD)
    assert milliampere(found.value) == pytest.approx(2.48, abs=0.01)
    assert any("flaw" in a.why for a in assumptions(found))


def test_the_named_layer_is_asked_and_else_the_one_at_the_working_electrode(answer_of, refusal_of, solid):
    assert answer_of("crack_limit", solid(), CCD, "shell").value == answer_of("crack_limit", solid(), CCD).value
    assert "gives no value for electrolyte.core.fracture_toughness" in refusal_of("crack_limit", solid(), CCD, "core")


def test_a_resistance_is_not_carried_to_another_temperature(refusal_of, solid):
    why = refusal_of("crack_limit", solid(), CCD, temperature="60 degC")
    assert "the resistance of the face" in why


# --- voids


def test_vacancies_carry_22_ma_over_10_um(value_of, solid):
    assert milliampere(value_of("void_limit", solid(), CCD)) == pytest.approx(22.7, abs=0.1)


@given(path=st.floats(0.1, 1000), excess=st.floats(0.01, 100))
def test_voids_are_in_proportion_to_the_excess_and_inverse_to_the_path(value_of, solid, path, excess):
    design = solid(
        "",
        {"usual": {"vacancy_path": number(path, "um"), "vacancy_supersaturation": number(excess, "1")}},
    )
    by_hand = FARADAY * 5.6e-13 * excess / (VOLUME * path * 1e-6)
    assert value_of("void_limit", design, CCD) == pytest.approx(by_hand, rel=1e-9)


def test_what_the_electrode_says_comes_before_what_is_usual(value_of, solid):
    own = solid("", {"working.properties": {"vacancy_path": number(20, "um")}})
    assert value_of("void_limit", own, CCD) == pytest.approx(value_of("void_limit", solid(), CCD) / 2, rel=1e-9)


# --- creep


def test_creep_and_its_pressure_are_inverse(value_of, solid):
    limit = value_of("creep_limit", solid(), CCD)
    back = value_of("creep_limit", solid(), CONTACT, current=f"{milliampere(limit)!r} mA/cm^2")
    assert back == pytest.approx(7e6, rel=1e-9)
    held = value_of("confined_foil", solid(), "confinement_factor")
    assert limit == pytest.approx(FARADAY * 100e-6 / VOLUME * 1e-3 * (7 / 0.235 / held) ** 5, rel=1e-9)


def test_friction_holds_a_thin_foil_far_above_its_yield_strength(value_of, solid):
    """A disc of 1 cm^2 and 100 um: R/h = 56.4."""
    wide = sqrt(1e-4 / pi) / 100e-6
    flows = value_of("confined_foil", solid(), "flow_pressure")
    assert flows == pytest.approx(0.235e6 * (1 + 2 * wide / (3 * sqrt(3))), rel=1e-9)
    by_hand = 1 + 2 / 3.2 * 7**0.2 * 3**-0.6 * wide**1.2
    assert value_of("confined_foil", solid(), "confinement_factor") == pytest.approx(by_hand, rel=1e-9)


def test_a_foil_that_is_as_thick_as_wide_is_nearly_free(value_of, solid):
    thick = solid("", {"working.thickness": "3 mm", "area": "0.01 cm^2"})
    assert value_of("confined_foil", thick, "confinement_factor") == pytest.approx(1, abs=0.07)


SUPPORTED = {"creep_limit": [0.1, 0.3, 7, 10], "void_closure": [0.1, 0.3, 1.2]}  # MPa, up to 0.37 MPa in the metal
BEYOND = [("creep_limit", 100), ("void_closure", 1.3), ("void_closure", 7)]


@pytest.mark.parametrize(("law", "megapascal"), [(law, p) for law, found in SUPPORTED.items() for p in found])
def test_a_pressure_above_the_yield_strength_is_answered(answer_of, solid, law, megapascal):
    assert answer_of(law, solid("", {"stack_pressure": f"{megapascal} MPa"}), CCD).value > 0


@pytest.mark.parametrize(("law", "megapascal"), BEYOND)
def test_a_stress_above_the_creep_data_is_refused(refusal_of, value_of, solid, law, megapascal):
    pressed = {"stack_pressure": f"{megapascal} MPa"}
    assert "working.creep_stress_limit" in refusal_of(law, solid("", pressed), CCD)
    known = pressed | {"working.properties.creep_stress_limit": number(1e3, "MPa")}
    answered = value_of(law, solid("", known), CCD)
    too_fast = solid("", {"working.properties.creep_stress_limit": number(1e-3, "MPa")})
    assert "working.creep_stress_limit" in refusal_of(law, too_fast, CONTACT, current=f"{answered / 10!r} mA/cm^2")


def test_the_stress_at_the_wall_of_a_void_flows_at_the_rate_of_the_void():
    """da/dt = -a (e0/2) (s/P0)^n; metal that flows to a sphere as 1/r^2 strains by 2 |da/dt|/a at its wall."""
    creep = PowerLawCreep(rate=1e-3, stress=0.235e6, exponent=5.0)
    wall = creep.rate * (float(void_stress(5.0, 0.8e6)) / creep.stress) ** 5
    closing = float(void_closing_current(creep, 0.8e6, 1e-6, VOLUME)) * VOLUME / FARADAY / 1e-6
    assert wall == pytest.approx(2 * closing, rel=1e-9)


@pytest.mark.parametrize(("law", "pressure"), [("creep_limit", "7 MPa"), ("void_closure", "1 MPa")])
def test_creep_follows_its_activation_energy(value_of, solid, law, pressure):
    at = {"stack_pressure": pressure}
    warm, cold = (value_of(law, solid("", {"temperature": t, **at}), CCD) for t in ("333.15 K", "298.15 K"))
    assert warm / cold == pytest.approx(exp(43.7e3 / 8.31446 * (1 / 298.15 - 1 / 333.15)), rel=1e-4)


def test_a_cell_without_an_area_has_no_disc(refusal_of, solid):
    design = solid("", {"area": None})
    assert "area" in refusal_of("creep_limit", design, CCD)
    assert "area" in refusal_of("confined_foil", design, "flow_pressure")


# --- creep around a void


def test_a_void_and_its_pressure_are_inverse(value_of, solid):
    limit = value_of("void_closure", solid("", {"stack_pressure": "1.1 MPa"}), CCD)
    by_hand = FARADAY * 1e-6 / VOLUME * 1e-3 / 2 * (3 * 1.1 / (10 * 0.235)) ** 5
    assert limit == pytest.approx(by_hand, rel=1e-9)
    back = value_of("void_closure", solid(), CONTACT, current=f"{milliampere(limit)!r} mA/cm^2")
    assert back == pytest.approx(1.1e6, rel=1e-9)


def test_the_foil_and_the_void_stand_on_either_side_of_the_measured_line(value_of, solid):
    at = {"current": "1 mA/cm^2"}
    void, line, foil = (
        value_of(law, solid(), CONTACT, **at) for law in ("void_closure", "pressure_line", "creep_limit")
    )
    assert void < foil
    assert line == pytest.approx(3.6e6, rel=1e-9)
    assert void < line


# --- the measured line


@given(megapascal=st.floats(0.01, 100))
def test_the_line_is_straight(value_of, solid, megapascal):
    design = solid("", {"stack_pressure": f"{megapascal!r} MPa"})
    assert milliampere(value_of("pressure_line", design, CCD)) == pytest.approx(megapascal / 3.6, rel=1e-9)


def test_the_pressure_asked_for_is_read_by_the_line_and_ignored_by_cracks_and_voids(answer_of, solid):
    at = {"pressure": "14 MPa"}
    line = answer_of("pressure_line", solid(), CCD, **at)
    assert milliampere(line.value) == pytest.approx(14 / 3.6, rel=1e-9)
    assert line.origin.ignores == ()
    for law in ("crack_limit", "void_limit"):
        assert answer_of(law, solid(), CCD, **at).origin.ignores == ("pressure",)


@pytest.mark.parametrize("law", ["creep_limit", "void_closure", "pressure_line"])
def test_a_law_of_pressure_needs_one(refusal_of, solid, law):
    design = solid("", {"stack_pressure": None})
    assert "gives no value for stack_pressure" in refusal_of(law, design, CCD)


# --- all


@pytest.mark.parametrize("law", LAWS)
def test_how_the_ramp_was_made_changes_no_law(answer_of, solid, law):
    light = solid("light", {"stack_pressure": "1 MPa"})
    found = answer_of(law, light, CCD, **RAMP)
    assert set(found.origin.ignores) == set(RAMP)
    assert found.value == answer_of(law, light, CCD).value


@pytest.mark.parametrize("law", LAWS)
def test_a_liquid_is_refused(refusal_of, solid, law):
    assert "liquid is a liquid: it flows with the sodium" in refusal_of(law, solid("liquid"), CCD)


@pytest.mark.parametrize("law", LAWS)
def test_the_liquid_cells_of_kumar2020_are_refused(refusal_of, stands_for, law):
    assert "separator is a liquid" in refusal_of(law, stands_for(), CCD)


@pytest.mark.parametrize("law", LAWS)
def test_a_material_of_which_nobody_says_what_it_is_is_refused(refusal_of, solid, law):
    unknown = solid().patched({"electrolyte": {"x": {"material": "something new", "thickness": "50 um"}}})  # unchecked
    assert "no kind given for something new" in refusal_of(law, unknown, CCD)
    assert "no electrolyte" in refusal_of(law, solid("", {"electrolyte": {}}), CCD)


@pytest.mark.parametrize("law", LAWS)
def test_an_interphase_is_no_electrolyte(refusal_of, solid, law):
    assert "ask about a layer" in refusal_of(law, solid(), CCD, "mixed")
