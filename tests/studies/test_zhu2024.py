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
    assert verdicts == {"refused", "conditional", "check"}
    for run in study.runs:
        for c in run.comparisons:
            if isinstance(c.answer, Finding):
                assert c.target.id not in evidence(c.answer)


def test_lives_have_no_model(study):
    lives = [c for c in study.base.comparisons if c.target.question.name in ("cycling_time", "cycle_life")]
    assert len(lives) == 48
    assert {c.verdict for c in lives} == {"refused"}
    assert all("no model answers" in c.why for c in lives)


# --- what the criteria say


def test_all_rows_stay_below_the_limiting_current_of_a_thin_separator(study):
    rows = [a for a in study.base.answers if a.question.name == "limiting_current_ratio" and isinstance(a, Finding)]
    assert len(rows) > 30
    assert max(a.value for a in rows) == pytest.approx(0.32, abs=0.01)  # 20 mA/cm^2
    assert "J/J_lim = 0.32" in answer(study, "sand_time", "sp2c-cof")
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


def test_usual_faces_alone_cost_more_than_the_reported_voltages(study):
    overpotential, hysteresis = target(study, "pvdf-overpotential"), target(study, "napf6-hysteresis")
    assert in_unit(overpotential.answer.value, "cell_overpotential") > 35
    assert hysteresis.within is False
    assert target(study, "pvdf-overpotential", "faster faces").agreement < overpotential.agreement


def test_faradays_law_gives_the_capacity_of_sodium(study):
    assert target(study, "Na-capacity").agreement == pytest.approx(1, abs=2e-4)
