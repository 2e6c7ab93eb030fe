"""Intervals of predictions against a known truth, computed a second way."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from toy_papers import thickness
from toy_predictions import A30, FACE, GROWTH, LAWS, SPEC, predicted

from natria.laws import butler_volmer_overpotential
from natria.quantity import term
from natria.studies.predict.mixture import NINETY_FIVE, SIXTY_EIGHT

MANY = 400_000
BIG = SPEC.replace("members = 256", "members = 4096")


def test_a_linear_closed_form_has_the_interval_of_its_datum(tmp_path):
    """thickness = rate x time, rate from one thickness: ln(answer) has the spread of the datum and of the time."""
    (forecast,) = predicted(tmp_path, BIG + GROWTH).forecasts
    (datum,) = [i for i in forecast.inputs if i.id == "toy2026:a30"]
    spread = float(np.sqrt(sum(i.move**2 for i in forecast.inputs)))
    truth = 30e-6 * np.exp(spread * np.random.default_rng(2).standard_normal(MANY))
    assert forecast.median == pytest.approx(30e-6, rel=0.01)
    assert datum.spread == pytest.approx(np.hypot(np.sqrt(np.log1p(0.01)), 0.1), rel=0.01)  # pm and scatter of cells
    for ends, share in ((forecast.interval_68, 0.6827), (forecast.interval_95, 0.95)):
        inside = np.mean((ends[0] <= truth) & (truth <= ends[1]))
        assert inside == pytest.approx(share, abs=0.01)
    assert datum.share > 0.99
    assert forecast.unexplained == pytest.approx(0.0, abs=1e-3)


def test_a_nonlinear_closed_form_has_the_interval_of_a_plain_simulation(tmp_path):
    """eta = (2RT/F) asinh(i/2 i0) with wide i0: quantiles of draws of another generator."""
    made = predicted(tmp_path, BIG + FACE)
    (forecast,) = made.forecasts
    inputs = {one.question.name: one for one in forecast.branches[0].answer.origin.inputs}
    spreads = {i.id: i.spread for i in forecast.inputs}
    rng = np.random.default_rng(3)

    def moved(name):
        one, by = inputs[name], spreads.get(inputs[name].id, 0.0) * rng.standard_normal(MANY)
        return one.value + by if term(name).compare == "difference" else one.value * np.exp(by)

    eta = butler_volmer_overpotential(20.0, moved("exchange_current_density"), moved("temperature"))
    for ends, p in ((forecast.interval_68, SIXTY_EIGHT), (forecast.interval_95, NINETY_FIVE)):
        assert ends == pytest.approx(tuple(np.quantile(eta, p)), rel=0.02)
    inside = np.mean((forecast.interval_95[0] <= eta) & (eta <= forecast.interval_95[1]))
    assert inside == pytest.approx(0.95, abs=0.005)
    face = next(i for i in forecast.inputs if i.id == inputs["exchange_current_density"].id)
    assert forecast.narrows == face


def test_rival_laws_make_a_mixture(tmp_path):
    (forecast,) = predicted(tmp_path, BIG + GROWTH + LAWS).forecasts
    by = {a.option: a for a in forecast.alternatives}
    assert by["linear"].median == pytest.approx(30e-6, rel=0.02)
    assert by["parabolic"].median == pytest.approx(3e-6 * 10**0.5, rel=0.02)
    assert forecast.interval_95[0] < by["parabolic"].median < forecast.median < by["linear"].median
    assert forecast.interval_95[1] > by["linear"].median
    within, apart = 0.0, (log(10**0.5) / 2) ** 2
    for branch in forecast.branches:
        within += 0.5 * float(np.var(branch.found))
    assert forecast.between == pytest.approx(apart / (apart + within), abs=0.02)
    assert forecast.narrows.ground == "alternative"
    assert forecast.narrows.left < 0.7


def test_weights_move_the_mixture(tmp_path):
    weighted = LAWS.replace('says = "diffusion"', 'says = "diffusion"\nweight = 0.9')
    weighted = weighted.replace('says = "a reaction at the face"', 'says = "a reaction"\nweight = 0.1')
    spec = weighted.replace('why = "one thickness', 'weights = "four of five layers"\nwhy = "one thickness')
    (forecast,) = predicted(tmp_path, SPEC + GROWTH + spec).forecasts
    assert forecast.median == pytest.approx(3e-6 * 10**0.5, rel=0.1)
    assert {a.option: a.weight for a in forecast.alternatives} == {"linear": 0.1, "parabolic": 0.9}


def test_the_same_seed_gives_the_same_members_and_another_seed_others(tmp_path):
    one, same, other = (
        predicted(tmp_path, text + GROWTH).forecasts[0].branches[0].y for text in (SPEC, SPEC, "seed = 5\n" + SPEC)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_question_does_not_move_another(tmp_path):
    alone = predicted(tmp_path, SPEC + GROWTH).forecasts[0]
    beside = predicted(tmp_path, SPEC + FACE + GROWTH).forecasts[1]
    assert np.array_equal(alone.branches[0].y, beside.branches[0].y)


def test_an_option_without_an_answer_is_a_share_of_refused_members(tmp_path):
    silent = LAWS.replace('parabolic_constant = { fit = "constant" }', 'growth_prefactor = { fit = "constant" }')
    with_power = silent.replace('law = "parabolic"', 'law = "linear"').replace(
        "growth_prefactor", "growth_rate"
    )  # the fit of a constant cannot stand for a rate
    (forecast,) = predicted(tmp_path, SPEC + GROWTH + with_power).forecasts
    assert forecast.refused == pytest.approx(0.5)
    assert forecast.is_answered  # half of the members are enough
    assert forecast.reasons[0].share == pytest.approx(0.5)
    assert [a.median is None for a in forecast.alternatives] == [False, True]


def test_of_too_many_refused_members_there_is_no_prediction(tmp_path):
    (forecast,) = predicted(tmp_path, SPEC + FACE.replace("electrode_overpotential", "specific_capacity")).forecasts
    assert not forecast.is_answered
    assert forecast.refused == pytest.approx(1.0)
    assert forecast.interval_95 is None


def test_evidence_names_facts_assumptions_and_laws(tmp_path):
    evidence = predicted(tmp_path, SPEC + GROWTH + FACE).evidence
    assert [(row["id"], row["role"]) for row in evidence["facts"]] == [("toy2026:a30", "fitted to")]
    grounds = {row["name"]: row["ground"] for row in evidence["assumptions"]}
    assert grounds["exchange_current_density"] == "guess"
    assert [law["law"] for law in evidence["laws"]] == ["linear"]
    assert {one["name"] for one in evidence["answerers"]} >= {"layer_growth"}


def test_the_baseline_is_the_training_fact(tmp_path):
    facts = (A30, thickness("b30", "b", 30, 3))
    (forecast,) = predicted(tmp_path, SPEC + GROWTH, facts).forecasts
    assert forecast.baseline.value is None
    assert "layer thickness" in forecast.baseline.why
