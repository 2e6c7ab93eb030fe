"""Rows of a review's tables as one cell with another layer each: what criteria say, and why they do not."""

from __future__ import annotations

import pytest

from natria.quantity import Finding, evidence, from_si, in_unit
from natria.studies import StudyResult


@pytest.fixture
def study(study_of) -> StudyResult:
    return study_of("zhu2024")


def answer(study, name, of, what_if=""):
    """The only answer to a question, in the unit that people read; the reason where it is refused."""
    (found,) = answers(study, name, of, what_if)
    return found


def answers(study, name, of, what_if=""):
    """The answers of all models to a question, as `answer` gives them."""
    run = next(run for run in study.runs if run.name == what_if)
    found = [a for a in run.answers if (a.question.name, a.question.of) == (name, f"zhu2024/{of}")]
    return [in_unit(a.value, name) if isinstance(a, Finding) else a.why for a in found]


def target(study, name, what_if=""):
    run = next(run for run in study.runs if run.name == what_if)
    return next(c for c in run.comparisons if c.target.id == f"zhu2024:{name}")


# --- nothing is silently absent


def test_every_row_has_its_phases_current_and_charge(study):
    (review,) = study.papers
    for layer in review.layers:
        design, at = study.case.design(layer.system), review.facts[layer.fact].question.at
        system = review.systems[layer.system]
        assert design.names("interphase.layer.phases") in (system.phases, ()), layer.system
        if not design.names("interphase"):
            assert design.get("electrolyte.separator.separator") == system.phases[0]
        for condition, path in (("current", "protocol.current"), ("areal_capacity", "protocol.areal_capacity")):
            if condition in at:
                assert design.finding(path).value == pytest.approx(at[condition]), layer.system
        cells = {"Na|Na": "symmetric", "Na|Cu": "half"}
        assert design.word("cell") == cells.get(system.cell, "full")


def test_the_other_reading_of_an_assumed_order_swaps_the_two_numbers(study):
    (review,) = study.papers
    assumed = [layer for layer in review.layers if layer.order.startswith("assumed")]
    assert {f"{layer.system}/swapped" for layer in assumed} == {s for s in study.case.systems if s.endswith("/swapped")}
    for layer in assumed:
        one, other = study.case.design(layer.system), study.case.design(f"{layer.system}/swapped")
        units = {"protocol.current": ("mA/cm^2", "A/m^2"), "protocol.areal_capacity": ("mAh/cm^2", "C/m^2")}
        numbers = [[from_si(d.finding(path).value, *unit) for path, unit in units.items()] for d in (one, other)]
        assert numbers[0] == pytest.approx(numbers[1][::-1])
        assert one.names("interphase.layer.phases") == other.names("interphase.layer.phases")


# --- no answer is better than what it rests on


def test_nothing_here_is_a_prediction(study):
    verdicts = {c.verdict for run in study.runs for c in run.comparisons}
    assert verdicts == {"refused", "conditional", "check", "input", "fit"}  # an input: a potential from a handbook
    for run in study.runs:
        for c in run.comparisons:
            if isinstance(c.answer, Finding) and c.target.id in evidence(c.answer):  # a life that restates another
                assert c.verdict == "fit" or (c.verdict, c.answer.origin.model) == ("check", "lives")


RESTATED = {  # of these cells hours and cycles are both reported
    *("zhu2024:nabr", "zhu2024:nabr-text-cycles", "zhu2024:nabr-text-hours"),
    *("zhu2024:phs2na2", "zhu2024:phs2na2-text-cycles"),
    *("zhu2024:sn-nacl-ppo-na-o2", "zhu2024:sn-nacl-ppo-na-o2-text"),
}


def test_lives_have_no_model_and_only_restate_each_other(study):
    lives = [c for c in study.base.comparisons if c.target.question.name in ("cycling_time", "cycle_life")]
    assert len(lives) == 49
    assert {c.target.id for c in lives if c.verdict == "check"} == RESTATED
    assert {c.verdict for c in lives if c.target.id not in RESTATED} == {"refused"}


def test_the_hours_of_a_table_are_half_of_those_of_its_text(study):
    found = next(c for c in study.base.comparisons if c.target.id == "zhu2024:nabr")
    assert isinstance(found.answer, Finding)
    assert found.answer.value / found.target.value == pytest.approx(2)  # 250 cycles of 2 h against 250 h
    assert found.answer.bound == found.target.bound == "at least"


# --- what the criteria say


def test_all_rows_stay_below_the_limiting_current_of_a_thin_separator(study):
    rows = [a for a in study.base.answers if a.question.name == "limiting_current_ratio" and isinstance(a, Finding)]
    assert len(rows) > 30
    assert max(a.value for a in rows) == pytest.approx(0.23, abs=0.01)  # 20 mA/cm^2 through 18 um
    assert "J/J_lim = 0.23" in answer(study, "sand_time", "sp2c-cof")
    assert answer(study, "limiting_current_ratio", "sn-nacl-ppo", "glass fibre") > 0.1


def test_a_solid_separator_has_no_salt_to_deplete(study):
    assert "single-ion conductor" in answer(study, "sand_time", "zif-62")
    assert "single-ion conductor" in answer(study, "limiting_current_ratio", "zif-62")


def test_stiff_halides_do_not_keep_a_front_flat_by_stress_alone(study):
    for layer in ("naf-ptfe", "nabr", "nai", "al2o3", "na2se-na15sn4"):
        assert min(answers(study, "stability_index", f"{layer}#layer")) > 0
    assert all("polymer" in why for why in answers(study, "stability_index", "naf-pvdf#layer"))


def test_the_rule_of_a_stiff_polymer_is_met_within_its_assumptions(study):
    rule = target(study, "monroe-newman")
    assert rule.verdict == "conditional"
    assert 2 < rule.answer.value < 3


def test_halides_stop_electrons_within_nanometres_and_phosphide_does_not(study):
    halides = [answer(study, "tunnelling_thickness", f"{one}#layer") for one in ("naf-ptfe", "nabr", "nai")]
    assert max(halides) < 3
    assert answer(study, "tunnelling_thickness", "na3p#layer") > 2 * max(halides)
    assert answer(study, "reduction_margin", "nabr#layer") == 0


def test_a_thin_foil_would_not_bear_the_largest_charge(study):
    assert answer(study, "inventory_share", "na22ga39") == pytest.approx(13.3, abs=0.1)
    assert answer(study, "inventory_share", "na22ga39", "thin foil") > 100


def test_the_faces_are_fitted_to_bare_sodium_and_those_of_an_alloy_would_cost_too_much(study):
    overpotential, hysteresis = target(study, "pvdf-overpotential"), target(study, "napf6-hysteresis")
    assert hysteresis.verdict == "fit"
    assert hysteresis.answer.value == pytest.approx((13.3e-3 + 19.5e-3) / 2)
    borrowed = "exchange current of yuan2025"
    assert target(study, "napf6-hysteresis", borrowed).within is False
    assert target(study, "pvdf-overpotential", borrowed).agreement > overpotential.agreement


def test_faradays_law_gives_the_capacity_of_sodium(study):
    assert target(study, "Na-capacity").agreement == pytest.approx(1, abs=2e-4)
