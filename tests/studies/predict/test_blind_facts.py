"""A target's value cannot enter a prediction: not by training, not by a fact, not by a change of the library."""

from __future__ import annotations

from datetime import date

import pytest
from toy_papers import fact, thickness
from toy_predictions import A30, DESIGN, GROWTH, LAWS, SPEC, predicted, write_toy

from natria.quantity import InputError, Question
from natria.studies.predict import predict_spec, prediction_document, read_spec
from natria.studies.predict.blind import ensure_blind, hidden_facts
from natria.studies.predict.document import text_of

A300 = thickness("a300", "a", 300, 35, pm=5)
SHARED = thickness("again", "b", 30, 35, shares='["a300"]')
DAY = date(2026, 11, 29)


def with_training(*names):
    return SPEC.replace('["toy2026:a30"]', str([f"toy2026:{name}" for name in names])) + GROWTH


def training_problems(tmp_path, spec, facts):
    with pytest.raises(InputError) as bad:
        ensure_blind(read_spec(write_toy(tmp_path, spec, facts)))
    assert all(p.fix for p in bad.value.problems)
    return [p.where for p in bad.value.problems]


def test_training_on_the_answer_is_refused(tmp_path):
    where = training_problems(tmp_path, with_training("a30", "a300"), (A30, A300))
    assert "training: toy2026:a300" in where


def test_training_on_what_restates_the_answer_is_refused(tmp_path):
    where = training_problems(tmp_path, with_training("again"), (A30, A300, SHARED))
    assert where == ["training: toy2026:again"]


def test_training_on_another_cycle_of_the_same_test_is_refused(tmp_path):
    def capacity(name, cycle, current="1 mA/cm^2"):
        at = {"current": current, "cycle": str(cycle)}
        return fact(name, "toy2026/a", "specific_capacity", 100 + cycle, "mAh/g", at=at)

    facts = (A30, capacity("c1", 1), capacity("c50", 50), capacity("slow", 1, "0.1 mA/cm^2"))
    asks = """
[[question]]
name = "specific_capacity"
of = "toy2026/a"
at = { current = "1 mA/cm^2", cycle = "50" }
"""
    spec = SPEC.replace('["toy2026:a30"]', '["toy2026:c1"]') + asks
    assert training_problems(tmp_path, spec, facts) == ["training: toy2026:c1"]
    slow = read_spec(write_toy(tmp_path, spec.replace("toy2026:c1", "toy2026:slow"), facts))
    assert ensure_blind(slow) == {"toy2026:c1", "toy2026:c50"}  # at another current it is another test


def test_a_fact_without_the_condition_counts_as_the_answer(tmp_path):
    silent = fact("any", "toy2026/a#glaze", "layer_thickness", 30, "um")
    assert training_problems(tmp_path, with_training("any"), (A30, silent)) == ["training: toy2026:any"]


def test_a_variant_of_the_asked_system_counts_by_its_conditions(kumar):
    question = Question("cell_overpotential", "kumar2020/bpi/35um", {"current": 10.0})
    thick = {"thickness": 35e-6}
    found = hidden_facts([question], kumar.library, ["kumar2020:eta-3um"], lambda _, key: thick.get(key))
    assert found["kumar2020:eta-35um"].refuses
    assert "kumar2020:eta-3um" not in found


def test_the_rest_of_the_series_is_left_out_and_the_training_stays(tmp_path):
    spec = read_spec(write_toy(tmp_path, SPEC + GROWTH, (A30, A300, thickness("a60", "a", 60, 6))))
    asked = read_spec(write_toy(tmp_path, SPEC + GROWTH.replace("300 s", "400 s"), (A30, A300)))
    assert {"toy2026:a300", "toy2026:a60"} <= {*hidden_facts([spec.asks[0].question], spec.case.library, ())}
    found = hidden_facts([asked.asks[0].question], asked.case.library, ("toy2026:a30",))
    assert {name: hidden.refuses for name, hidden in found.items()} == {"toy2026:a300": False}


@pytest.mark.parametrize("value", [35, 3500])
def test_the_targets_value_changes_no_byte(tmp_path, value):
    texts = []
    for used in (35, value):
        facts = (A30, thickness("b30", "b", 30, 3), thickness("a300", "b", 300, used, pm=5))
        spec = SPEC + GROWTH.replace("toy2026/a", "toy2026/b") + LAWS
        texts.append(text_of(prediction_document(predicted(tmp_path, spec, facts, today=DAY, commit="c"))))
    assert texts[0] == texts[1]


def test_a_fit_to_other_facts_is_made_on_the_training_alone(tmp_path):
    both = DESIGN.replace('data = ["toy2026:a30"]', 'data = ["toy2026:a30", "toy2026:b60"]')
    facts = (A30, thickness("b60", "b", 60, 60))
    made = predicted(tmp_path, SPEC + GROWTH.replace("toy2026/a", "toy2026/b"), facts, both)
    (fit,) = made.fits
    assert (fit["data"], fit["state"]) == ("toy2026:a30", "refitted to the training facts alone")
    assert made.forecasts[0].median == pytest.approx(30e-6, rel=0.02)


def test_a_fit_without_training_facts_is_refused(tmp_path):
    spec = SPEC.replace("toy2026:a30", "toy2026:b60") + GROWTH
    made = predicted(tmp_path, spec, (A30, thickness("b60", "b", 60, 6)))
    assert [fit["state"] for fit in made.fits] == ["refused"]
    assert not made.forecasts[0].is_answered
    assert "toy2026:a30" in made.forecasts[0].reasons[0].why


def test_a_design_that_reads_the_answer_is_refused_with_the_reason(tmp_path):
    design = DESIGN.replace('thickness = "3 um"', 'thickness = { fact = "toy2026:told" }', 1)
    told = fact("told", "toy2026/a#glaze", "layer_thickness", 3, "um")
    resistance = """
[[question]]
name = "layer_thickness"
of = "toy2026/a#glaze"
at = { time = "300 s" }

[[question]]
name = "area_resistance"
of = "toy2026/a#glaze"
"""
    made = predicted(tmp_path, SPEC + resistance, (A30, told), design)
    growth, through = made.forecasts
    assert growth.is_answered
    assert not through.is_answered
    assert "toy2026:told" in through.reasons[0].why


def test_an_assumption_made_by_hand_from_the_answer_is_refused(tmp_path):
    text = '{ value = 3, unit = "um", ground = "estimate", from = ["toy2026:told"], why = "by hand" }'
    design = DESIGN.replace('thickness = "3 um"', f"thickness = {text}", 1)
    told = fact("told", "toy2026/a#glaze", "layer_thickness", 3, "um")
    ask = GROWTH + '\n[[question]]\nname = "area_resistance"\nof = "toy2026/a#glaze"\n'
    _, through = predicted(tmp_path, SPEC + ask, (A30, told), design).forecasts
    assert "toy2026:told" in through.reasons[0].why


def test_nothing_is_left_out_of_the_case_itself(tmp_path):
    spec = read_spec(write_toy(tmp_path, SPEC + GROWTH, (A30, A300)))
    predict_spec(spec)
    assert "toy2026:a300" in spec.case.library.facts
