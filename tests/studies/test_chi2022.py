"""Oxysulfide glasses: what three layers cost, which law limits the current, whether a flat front is stable."""

from __future__ import annotations

import pytest

from natria.quantity import Finding, Refused, in_unit
from natria.studies import StudyResult

CCD = "chi2022:ccd"


@pytest.fixture
def study(study_of) -> StudyResult:
    return study_of("chi2022")


def run_of(study, what_if=""):
    return next(run for run in study.runs if run.name == what_if)


def answers(study, name, of, what_if="", current=None):
    """The answers of all models to what was asked, in the unit that people read, by model."""
    found = {}
    for one in run_of(study, what_if).answers:
        same = one.question.name == name and one.question.of == of
        if same and (current is None or one.question.at.get("current") == pytest.approx(current)):
            known = isinstance(one, Finding)
            found[one.origin.model if known else one.model] = in_unit(one.value, name) if known else one.why
    return found


def answer(study, name, of, what_if="", current=None):
    (found,) = answers(study, name, of, what_if, current).values()
    return found


def critical_currents(study, what_if=""):
    """By model, against the reported one."""
    return {
        c.answer.origin.model: in_unit(c.answer.value, c.answer.question.name)
        for c in run_of(study, what_if).comparisons
        if c.target.id == CCD
    }


# --- what the layers cost


def test_three_layers_cost_near_400_ohm_cm2_and_both_faces_20(study):
    trilayer = "chi2022/trilayer"
    outer, core = (answer(study, "area_resistance", f"{trilayer}#{part}") for part in ("outer-1", "core"))
    assert 2 * outer + core == pytest.approx(404, abs=1)
    assert core == pytest.approx(202, abs=1)
    assert answer(study, "area_resistance", f"{trilayer}#faces") == pytest.approx(20, abs=0.05)
    assert answer(study, "area_resistance", trilayer) == pytest.approx(424, abs=1)


def test_the_ohmic_drop_at_the_critical_current_is_near_a_volt(study):
    drop = answers(study, "cell_overpotential", "chi2022/trilayer", current=23.0)
    assert drop["layered_cell"] == pytest.approx(974, abs=5)


def test_the_heat_of_that_current_makes_the_simulated_drop_smaller(study):
    drop = answers(study, "cell_overpotential", "chi2022/trilayer", current=23.0)
    assert 0.8 * drop["layered_cell"] < drop["cell"] < drop["layered_cell"]


def test_what_one_pellet_lacks_refuses_its_resistance_alone(study):
    why = answer(study, "area_resistance", "chi2022/npso/x-0.30#pellet")
    assert "ionic_conductivity" in why
    assert answer(study, "area_resistance", "chi2022/npso/x-0.60#pellet") == pytest.approx(605, abs=2)


# --- rival laws of the critical current


def test_every_law_of_the_critical_current_answers_and_none_is_a_prediction(study):
    found = [c for c in study.base.comparisons if c.target.id == CCD]
    assert {"crack_limit", "void_limit", "pressure_line"} <= {c.answer.origin.model for c in found}
    assert {c.verdict for c in found if isinstance(c.answer, Finding)} == {"conditional"}


def test_cracking_is_near_the_reported_current_and_rests_on_an_assumed_flaw(study):
    assert critical_currents(study)["crack_limit"] == pytest.approx(2.48, abs=0.02)
    (crack,) = [c for c in study.base.comparisons if c.target.id == CCD and c.answer.origin.model == "crack_limit"]
    moved = {e.root.finding.question.name for e in crack.grade.leverage.effects if e.root and e.in_line}
    assert {"flaw_size", "fracture_toughness"} <= moved


def test_93_mpa_open_a_flaw_of_1_2_um_at_the_reported_current(study):
    assert answer(study, "deposition_pressure", "chi2022/trilayer") == pytest.approx(93.3, abs=0.2)
    assert answer(study, "critical_flaw_size", "chi2022/trilayer") == pytest.approx(1.17, abs=0.02)


@pytest.mark.parametrize(
    ("what_if", "share"),
    [("a flaw of 0.1 um", 10**0.5), ("a flaw of 10 um", 0.1**0.5), ("10 ohm cm^2 for both faces", 2)],
)
def test_the_agreement_of_cracking_hangs_on_flaw_and_face(study, what_if, share):
    base = critical_currents(study)["crack_limit"]
    assert critical_currents(study, what_if)["crack_limit"] == pytest.approx(share * base, rel=1e-6)


def test_vacancies_at_room_temperature_carry_22_mA_per_cm2(study):
    cold = critical_currents(study, "sodium as at room temperature")
    assert cold["void_limit"] == pytest.approx(22.7, abs=0.1)
    assert critical_currents(study)["void_limit"] > 5 * cold["void_limit"]


# --- elastic stability: one branch says stable, the other does not


def test_the_stiff_glass_is_unstable_by_volume_and_stable_by_modulus(study):
    outer = "chi2022/trilayer#outer-1"
    both = answers(study, "stability_index", outer)
    assert set(both) == {"elastic_stability", "elastic_pressures"}
    assert min(both.values()) > 0
    assert answer(study, "stable_below_modulus_ratio", outer) == pytest.approx(0.41, abs=0.01)
    large = answers(study, "stability_index", outer, "a large volume of the cation")
    assert large["elastic_stability"] < 0 < large["elastic_pressures"]
    assert "only a soft layer" in answer(study, "stable_above_modulus_ratio", outer)


def test_the_glass_lies_in_the_map_of_stability(study):
    table = next(t for t in study.tables if t.id == "map--stability")
    x, y = (table.columns[name].numbers for name in ("shear_modulus", "cation_volume_ratio"))
    assert x.min() < 8e9 < x.max()
    assert y.min() < 0.1 < y.max()


# --- sulfur


def test_the_high_temperature_capacity_is_that_of_na2s3_not_of_the_printed_na2s4(study):
    (found,) = [c for c in study.base.comparisons if c.target.id == "chi2022:capacity-high-temperature"]
    assert in_unit(found.answer.value, "theoretical_capacity") == pytest.approx(418, abs=0.5)
    other = answer(study, "theoretical_capacity", "chi2022/high-temperature/to-na2s3")
    assert other == pytest.approx(557.3, abs=0.5)


def test_sodium_and_sulfur_give_1_85_v_and_the_cell_uses_three_quarters(study):
    assert answer(study, "reaction_voltage", "chi2022/na-s") == pytest.approx(1.847, abs=0.001)  # at 60 C
    assert answer(study, "utilisation", "chi2022/na-s") == pytest.approx(76.6, abs=0.1)


def test_a_stack_with_foils_as_collectors_has_little_energy(study):
    assert answer(study, "stack_specific_energy", "chi2022/na-s") == pytest.approx(1.87, abs=0.02)


def test_an_electrolyte_with_one_mobile_ion_has_no_limiting_current(study):
    (refused,) = [a for a in study.base.answers if a.question.name == "limiting_current_density"]
    assert isinstance(refused, Refused)
    assert "single-ion" in refused.why
