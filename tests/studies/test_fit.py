"""Fits know their data and what was held; a fit that has no solution, or cannot tell its parameters apart, raises."""

from dataclasses import replace

import pytest

from natria.answers import Answerer
from natria.design import FitTable
from natria.literature import fact
from natria.models import models
from natria.quantity import Assumed, Finding, FitError, Reported, assumptions, evidence
from natria.studies import fit_parameters

CELL, GROWTH = "layered_cell", "layer_growth"
SIGMA = {"term": "ionic_conductivity", "start": "1e-4 S/cm"}
I0 = {"term": "exchange_current_density", "start": "1 mA/cm^2"}


FACES = {"working.exchange_current_density": {"fact": "yuan2025:i0"}}


def fit(kumar, data, parameters, model=CELL, patch=None):
    patch = {**FACES, **(patch or {})}
    table = FitTable.model_validate({"model": model, "data": [d.id for d in data], "parameters": parameters})
    return fit_parameters("f", table, models()[model], tuple(data), lambda q: kumar.design(q.system, patch))


def eta(*thicknesses):
    return [fact(f"kumar2020:eta-{t}um") for t in thicknesses]


def test_a_fit_knows_its_data_and_what_it_held(kumar):
    found = fit(kumar, eta(3), {"layer conductivity": SIGMA})["layer conductivity"]
    fit_ = found.origin.fit
    assert [d.id for d in fit_.data] == ["kumar2020:eta-3um"]
    held = {h.question.name for h in fit_.held}
    assert {"exchange_current_density", "layer_thickness", "temperature", "macmullin_number"} <= held
    assert "ionic_conductivity" in held  # the liquid's; the layer's is what was fitted
    assert not [h for h in fit_.held if isinstance(h.origin, Assumed) and "trial" in h.origin.why]
    assert "kumar2020:eta-3um" in evidence(found)
    assert any("yuan2025:i0" in str(a) for a in assumptions(found))


def test_one_parameter_on_one_datum_has_no_known_spread(kumar):
    found = fit(kumar, eta(3), {"layer conductivity": SIGMA})["layer conductivity"]
    assert found.std is None
    assert found.origin.fit.covariance is None


def test_one_parameter_on_two_data_takes_its_spread_from_the_residuals(kumar):
    found = fit(kumar, eta(3, 35), {"layer conductivity": SIGMA})["layer conductivity"]
    assert found.std == pytest.approx(found.origin.fit.covariance[0][0] ** 0.5)
    assert 0 < found.std < found.value


def test_a_known_spread_of_the_data_becomes_the_spread_of_the_parameter(kumar):
    datum = eta(3)[0]
    sure = Finding(datum.question, datum.value, datum.origin, std=1e-4)
    found = fit(kumar, [sure], {"layer conductivity": SIGMA})["layer conductivity"]
    # eta = a + b/sigma with b/sigma = the layer's share, so std(sigma) = sigma * std(eta) / (b/sigma)
    share = 2 * 10.0 * 3e-6 / found.value
    assert found.std == pytest.approx(found.value * 1e-4 / share, rel=1e-4)


def test_two_parameters_on_two_data_share_one_fit(kumar):
    patch = {"working.exchange_current_density": {"fit": "i0"}}
    found = fit(kumar, eta(3, 35), {"layer conductivity": SIGMA, "i0": I0}, patch=patch)
    assert found["layer conductivity"].origin.fit == found["i0"].origin.fit


def test_fewer_data_than_parameters_is_an_error(kumar):
    with pytest.raises(FitError, match="2 parameters and 1 data"):
        fit(kumar, eta(3), {"layer conductivity": SIGMA, "i0": I0})


def test_a_fit_that_cannot_reach_its_datum_says_what_it_reaches(kumar):
    patch = {"working.exchange_current_density": {"value": 0.9, "unit": "mA/cm^2", "why": "slower"}}
    with pytest.raises(FitError, match=r"kumar2020:eta-3um is 50 mV, the model reaches 58.3 mV"):
        fit(kumar, eta(3), {"layer conductivity": SIGMA}, patch=patch)


def test_a_parameter_that_moves_nothing_cannot_be_fitted(kumar):
    patch = {"interphase.bpi.ionic_conductivity": {"value": 5e-5, "unit": "S/cm", "why": "fixed"}}
    with pytest.raises(FitError):
        fit(kumar, eta(3, 35), {"layer conductivity": SIGMA}, patch=patch)


def test_parameters_that_only_act_together_cannot_be_told_apart(kumar):
    growth = {
        "law": "power",
        "why": "test",
        "time": "30 s",
        "growth_prefactor": {"fit": "h1"},
        "growth_exponent": {"fit": "n"},
    }
    once = fact("kumar2020:thickness-30s")
    twice = Finding(once.question, once.value, Reported("other:again", "measured"))
    parameters = {"h1": {"term": "growth_prefactor", "start": "0.1 um"}, "n": {"term": "growth_exponent", "start": "1"}}
    with pytest.raises(FitError, match="do not identify its parameters"):
        fit(kumar, [once, twice], parameters, GROWTH, {"interphase.bpi.growth": growth})


def test_a_range_is_fitted_at_its_middle_with_the_spread_of_a_uniform_distribution(kumar):
    (datum,) = eta(3)
    span = Finding(datum.question, 0.05, datum.origin, bound=(0.048, 0.052))
    found = fit(kumar, [span], {"layer conductivity": SIGMA})["layer conductivity"]
    exact = fit(kumar, [datum], {"layer conductivity": SIGMA})["layer conductivity"]
    assert found.value == pytest.approx(exact.value, rel=1e-9)
    share = 2 * 10.0 * 3e-6 / found.value
    assert found.std == pytest.approx(found.value * 0.004 / 12**0.5 / share, rel=1e-4)


def test_a_bounded_datum_cannot_be_fitted(kumar):
    from natria.quantity import CensoredError

    with pytest.raises(CensoredError, match=">= 500 cycles"):
        fit(kumar, [fact("kumar2020:life-1")], {"layer conductivity": SIGMA})


def test_data_that_the_model_refuses_stop_the_fit(kumar):
    with pytest.raises(FitError, match="cannot ask"):
        fit(kumar, [fact("kumar2020:thickness-30s")], {"layer conductivity": SIGMA})


@pytest.mark.parametrize("start", ["1e-8 S/cm", "1e-4 S/cm", "1e-1 S/cm"])
def test_the_result_does_not_depend_on_the_first_guess(kumar, start):
    found = fit(kumar, eta(3), {"layer conductivity": {**SIGMA, "start": start}})["layer conductivity"]
    assert found.value == pytest.approx(0.00786, rel=1e-3)


def test_a_model_that_answers_by_a_range_cannot_be_fitted(kumar):
    def span(read):
        sigma = read("interphase.bpi.ionic_conductivity")
        return sigma, 2 * sigma + read("protocol.current")

    table = FitTable.model_validate({"model": "toy", "data": ["x"], "parameters": {"layer conductivity": SIGMA}})
    toy = Answerer("toy", 1, ("cell_overpotential",), span, "in this test", ("thickness", "areal_capacity"))
    with pytest.raises(FitError, match="answers cell_overpotential by a range"):
        fit_parameters("f", table, toy, tuple(eta(3)), lambda q: kumar.design(q.system, FACES))


def test_a_model_that_breaks_its_contract_ends_the_fit_and_not_the_study(kumar):
    """The study lists the fit as failed and refuses what needs it."""
    careless = replace(models()[CELL], run=lambda _: 0.05)  # reads nothing
    table = FitTable.model_validate({"model": CELL, "data": ["kumar2020:eta-3um"], "parameters": {"layer": SIGMA}})
    with pytest.raises(FitError):
        fit_parameters("f", table, careless, tuple(eta(3)), lambda q: kumar.design(q.system, None))
