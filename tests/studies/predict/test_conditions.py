"""Conditions of a prediction: posteriors against closed forms and quadrature, refusals, and mistakes of a spec."""

from __future__ import annotations

import json
from math import log

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import norm
from toy_papers import fact, thickness
from toy_predictions import DESIGN, FACE, GROWTH, predicted, write_toy

from natria.laws import butler_volmer_overpotential
from natria.quantity import InputError, term
from natria.studies.predict import prediction_document, read_prediction, read_spec, write_prediction
from natria.studies.predict.conditions import FactCondition
from natria.studies.predict.mixture import NINETY_FIVE, interval, quantile

RATE = '{ value = 0.2, unit = "um/s", std = 0.15, ground = "guess", why = "for a test" }'
GUESSED = DESIGN.partition("[study.fit")[0].replace('{ fit = "rate" }', RATE)
SPEC = 'case = "case.toml"\ntraining = ["toy2026:a30"]\nmembers = 8192\n'
MEET = '\n[[condition]]\nfact = "toy2026:a30"\n'
A30 = thickness("a30", "a", 30, 3, pm=0.6)
DATUM = log(3e-6)
U = float(np.hypot(np.sqrt(np.log1p(0.2**2)), 0.1))  # pm of a fifth, and the scatter between cells
S = float(np.sqrt(np.log1p(0.75**2)))
PRIOR = log(0.2e-6 * 30)
RATES = """
[[alternative]]
name = "rate"
why = "for a test"
[alternative.option.fast]
says = "as the design"
[alternative.option.slow.patch]
"interphase.glaze.growth.growth_rate" = { value = 0.05, unit = "um/s", std = 0.0375, ground = "guess", why = "slow" }
"""


def posterior(prior):
    """Mean, standard deviation and ln evidence of a normal prior and a normal datum."""
    precision = 1 / S**2 + 1 / U**2
    mean = (prior / S**2 + DATUM / U**2) / precision
    return mean, precision**-0.5, norm.logpdf(DATUM, prior, np.hypot(S, U))


def test_a_linear_gaussian_has_its_posterior(tmp_path):
    """ln thickness = ln rate + ln time, both normal."""
    (forecast,) = predicted(tmp_path, SPEC + GROWTH + MEET, (A30,), GUESSED).forecasts
    mean, spread, _ = posterior(PRIOR)
    middle = mean + log(10)
    assert log(forecast.median) == pytest.approx(middle, abs=0.02 * spread + 0.005)
    assert np.log(forecast.interval_95) == pytest.approx(middle + spread * norm.ppf(NINETY_FIVE), abs=0.02)
    # (sum w)^2 / sum w^2 of a normal prior and likelihood, by the integrals of L and L^2
    ln_square = norm.logpdf(DATUM, PRIOR, np.hypot(S, U / 2**0.5)) - log(2 * U * np.pi**0.5)
    expected = 8192 * np.exp(2 * posterior(PRIOR)[2] - ln_square)
    assert forecast.effective == pytest.approx(expected, rel=0.05)


def test_combinations_have_their_posterior_probability(tmp_path):
    (forecast,) = predicted(tmp_path, SPEC + GROWTH + MEET + RATES, (A30,), GUESSED).forecasts
    fast, slow = (np.exp(posterior(log(rate * 30))[2]) for rate in (0.2e-6, 0.05e-6))
    shares = {world.options["rate"]: world.posterior for world in forecast.worlds}
    assert shares == pytest.approx({"fast": fast / (fast + slow), "slow": slow / (fast + slow)}, abs=0.01)
    assert {a.option: a.posterior for a in forecast.alternatives} == pytest.approx(shares, abs=0.01)
    assert sum(branch.share for branch in forecast.branches) == pytest.approx(1)


def test_a_nonlinear_posterior_is_that_of_quadrature(tmp_path):
    """eta = (2RT/F) asinh(i/2 i0) at 1 mA/cm^2 is known and at 2 mA/cm^2 is asked, over i0 and temperature."""
    seen = fact("eta", "toy2026/a", "electrode_overpotential", 40, "mV", at={"current": "1 mA/cm^2"}, pm=8)
    spec = SPEC.replace("a30", "eta") + FACE + MEET.replace("a30", "eta")
    made = predicted(tmp_path, spec, (seen,), GUESSED)
    (forecast,) = made.forecasts
    inputs = {one.question.name: one for one in forecast.branches[0].answer.origin.inputs}
    spreads = {i.id: i.spread for i in forecast.inputs}
    z = np.linspace(-5, 5, 401)
    i0_z, t_z = np.meshgrid(z, z)

    def moved(name, by):
        one = inputs[name]
        step = spreads.get(one.id, 0.0) * by
        return one.value + step if term(name).compare == "difference" else one.value * np.exp(step)

    i0, t = moved("exchange_current_density", i0_z), moved("temperature", t_z)
    known = np.log(butler_volmer_overpotential(10.0, i0, t))
    asked = np.log(butler_volmer_overpotential(20.0, i0, t))
    u = float(np.hypot(np.sqrt(np.log1p(0.2**2)), 0.1))
    w = norm.pdf(i0_z) * norm.pdf(t_z) * np.exp(-0.5 * ((known - log(0.04)) / u) ** 2)
    ends = np.exp(interval(asked.ravel(), w.ravel(), NINETY_FIVE))
    assert forecast.interval_95 == pytest.approx(tuple(ends), rel=0.03)
    assert forecast.median == pytest.approx(float(np.exp(quantile(asked.ravel(), w.ravel(), 0.5))), rel=0.01)


def test_a_variant_shares_the_draws_of_its_base(tmp_path):
    """A thickness of cell a narrows that of its variant b, which takes the same assumption over."""
    of_b = GROWTH.replace("toy2026/a#glaze", "toy2026/b#glaze")
    (own,) = predicted(tmp_path, SPEC + GROWTH + MEET, (A30,), GUESSED).forecasts
    (other,) = predicted(tmp_path, SPEC + of_b + MEET, (A30,), GUESSED).forecasts
    assert other.interval_95 == pytest.approx(own.interval_95, rel=1e-6)


def test_a_question_does_not_move_another(tmp_path):
    spec = SPEC.replace("8192", "512")
    alone = predicted(tmp_path, spec + GROWTH + MEET, (A30,), GUESSED).forecasts[0]
    beside = predicted(tmp_path, spec + FACE + GROWTH + MEET, (A30,), GUESSED).forecasts[1]
    assert np.array_equal(alone.branches[0].y, beside.branches[0].y, equal_nan=True)


def test_too_few_effective_members_refuse(tmp_path):
    (forecast,) = predicted(tmp_path, SPEC.replace("8192", "32") + GROWTH + MEET, (A30,), GUESSED).forecasts
    assert not forecast.is_answered
    assert 1 <= forecast.effective < 30
    assert "effective members" in forecast.reasons[0].why
    assert forecast.worlds


def test_a_fact_that_no_member_meets_is_shown(tmp_path):
    far = thickness("a30", "a", 30, 3000, pm=0.6)
    (forecast,) = predicted(tmp_path, SPEC + GROWTH + MEET, (far,), GUESSED).forecasts
    assert not forecast.is_answered
    assert "no member meets toy2026:a30" in forecast.reasons[0].why
    assert forecast.conditions[0].nearest > 3


def test_facts_that_no_member_meets_together_are_shown(tmp_path):
    other = thickness("a60", "a", 60, 18, pm=1)
    spec = SPEC.replace('"toy2026:a30"', '"toy2026:a30", "toy2026:a60"')
    text = spec + GROWTH + MEET + MEET.replace("a30", "a60")
    (forecast,) = predicted(tmp_path, text, (thickness("a30", "a", 30, 3, pm=0.1), other), GUESSED).forecasts
    assert not forecast.is_answered
    assert "together" in forecast.reasons[0].why


def test_the_evidence_names_conditions_as_a_fit(tmp_path):
    made = predicted(tmp_path, SPEC.replace("8192", "512") + GROWTH + MEET, (A30,), GUESSED)
    assert {row["id"]: row["role"].split(":")[0] for row in made.evidence["facts"]} == {"toy2026:a30": "fit"}
    assert made.evidence["unused_training"] == []


def test_a_fact_that_was_fitted_is_no_condition(tmp_path):
    with pytest.raises(InputError, match="by construction"):
        predicted(tmp_path, SPEC + GROWTH + MEET)


def test_a_file_keeps_the_weights(tmp_path):
    made = predicted(tmp_path, SPEC.replace("8192", "512") + GROWTH + MEET + RATES, (A30,), GUESSED)
    read = read_prediction(write_prediction(made, tmp_path / "p.json")).predicted[0]
    (forecast,) = made.forecasts
    assert np.exp(interval(read.y, read.w, NINETY_FIVE)) == pytest.approx(forecast.interval_95, rel=1e-6)
    row = json.loads(json.dumps(prediction_document(made)))["questions"][0]
    assert row["effective_members"] == pytest.approx(forecast.effective)
    assert sum(one["posterior"] for one in row["combinations"]) == pytest.approx(1)


FOIL = GUESSED.replace('temperature = "298.15 K"', 'temperature = "298.15 K"\narea = "1 cm^2"', 1).replace(
    'material = "Na"', 'material = "Na"\nthickness = "400 um"', 1
)
ETA = fact("eta", "toy2026/a", "cell_overpotential", 150, "mV", at={"current": "1 mA/cm^2"}, pm=20)
OF_CELL = (SPEC.replace("8192", "32") + GROWTH + MEET + 'models = ["cell"]\n').replace("a30", "eta")
OPTIONS = """
[[alternative]]
name = "foil"
why = "for a test"
[alternative.option.thick]
says = "as the design"
[alternative.option.other]
says = "another one"
"""


def test_a_condition_that_the_design_of_an_option_refuses_ends_the_command(tmp_path):
    """The simulated cell needs a protocol: under the other option no member would count."""
    text = OF_CELL + OPTIONS + 'remove = ["protocol.steps"]\n'
    with pytest.raises(InputError) as caught:
        predicted(tmp_path, text, (ETA,), FOIL)
    (problem,) = caught.value.problems
    assert problem.where == "condition toy2026:eta"
    assert "foil: other" in problem.what
    assert "protocol" in problem.what
    assert problem.fix


def test_a_condition_that_a_run_refuses_takes_its_weight_from_the_option(tmp_path):
    """A foil that is stripped empty gives no overpotential; thicker ones, which a design does not exclude, would."""
    text = OF_CELL + OPTIONS + '[alternative.option.other.patch]\n"working.thickness" = "0.1 um"\n'
    (forecast,) = predicted(tmp_path, text, (ETA,), FOIL).forecasts
    assert {world.options["foil"]: world.posterior for world in forecast.worlds} == pytest.approx(
        {"thick": 1.0, "other": 0.0}
    )


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ((MEET, MEET + MEET), "condition"),
        ((MEET, MEET.replace("a30", "none")), "condition[1].fact"),
        (('training = ["toy2026:a30"]', "training = []"), "condition[1].fact"),
        ((MEET, MEET + 'models = ["nobody"]\n'), "condition[1].models"),
        ((MEET, MEET + 'over = "toy2026:a30"\n'), "condition[1].over"),
    ],
)
def test_mistakes_of_a_condition_name_their_place(tmp_path, change, where):
    with pytest.raises(InputError) as caught:
        read_spec(write_toy(tmp_path, (SPEC + GROWTH + MEET).replace(*change), (A30,), GUESSED))
    assert where in {problem.where for problem in caught.value.problems}


def test_the_likelihood_of_bounds_and_ranges_is_a_probability():
    y = np.array([-0.3, 0.0, 0.3, np.nan])
    least = FactCondition((), None, (), 0.0, 0.1, "at least")
    most = FactCondition((), None, (), 0.0, 0.1, "under")
    between = FactCondition((), None, (), (-0.1, 0.1), 0.1)
    assert np.exp(least.ln(y)[:3]) == pytest.approx(ndtr([-3, 0, 3]))
    assert np.exp(most.ln(y)[:3]) == pytest.approx(ndtr([3, 0, -3]))
    assert np.exp(between.ln(y)[:3]) == pytest.approx(ndtr((0.1 - y[:3]) / 0.1) - ndtr((-0.1 - y[:3]) / 0.1))
    assert all(one.ln(y)[3] == -np.inf for one in (least, most, between))
    assert list(between.z(y[:3])) == pytest.approx([-2, 0, 2])
