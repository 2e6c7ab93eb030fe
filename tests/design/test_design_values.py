"""Numbers in a design: what somebody sets, what nature sets, and what is refused."""

from __future__ import annotations

import pytest

from natria.design.places import number_at
from natria.design.values import Wrong
from natria.literature import fact, library
from natria.quantity import Assumed, CensoredError, Chosen, Finding, NatriaError, Question, Reported

WHY = "a guess"
THICKNESS = "interphase.bpi.thickness"
CONDUCTIVITY = "interphase.bpi.ionic_conductivity"


def value_at(path, raw, fitted=None):
    return number_at(path).finding(raw, f"lab/cell#{path}", fitted or {}, library())


def assumed(value, unit, **more):
    return {"value": value, "unit": unit, "why": WHY, **more}


RIGHT = [  # path, as written, SI value, std
    (THICKNESS, "3 um", 3e-6, 0.0),
    (THICKNESS, "0 um", 0.0, 0.0),
    (THICKNESS, "0.003 mm", 3e-6, 0.0),
    (THICKNESS, assumed(3, "um"), 3e-6, None),
    (THICKNESS, assumed(3, "um", std=0), 3e-6, 0.0),
    (THICKNESS, assumed(3, "um", std=0.5), 3e-6, 5e-7),
    (CONDUCTIVITY, assumed(5e-5, "S/cm"), 5e-3, None),
    (CONDUCTIVITY, assumed(5e-5, "S/cm", std=1e-5), 5e-3, 1e-3),
    ("temperature", "25 degC", 298.15, 0.0),
    ("temperature", "25 C", 298.15, 0.0),
    ("temperature", assumed(25, "degC", std=2), 298.15, 2.0),
    ("protocol.rate", "0.5C", 0.5 / 3600, 0.0),
    ("protocol.rate", assumed(0.5, "C"), 0.5 / 3600, None),
    ("protocol.lower_voltage", "-0.1 V", -0.1, 0.0),
    ("interphase.bpi.phases.NaOH", assumed(91, "%"), 0.91, None),
    ("interphase.bpi.phases.NaOH", assumed(0.91, "1"), 0.91, None),
    ("counter.fractions.PVDF", "10 wt%", 0.1, 0.0),
    ("electrolyte.gap.macmullin_number", assumed(5, "1"), 5.0, None),
]


@pytest.mark.parametrize(("path", "raw", "si", "std"), RIGHT)
def test_a_number_is_read_in_si_with_its_spread(path, raw, si, std):
    found = value_at(path, raw)
    assert found.value == pytest.approx(si, rel=1e-12)
    assert found.std == (None if std is None else pytest.approx(std, rel=1e-12))
    assert found.question == Question(number_at(path).term, f"lab/cell#{path}")


def test_the_spread_of_a_c_rate_is_a_c_rate_too():
    found = value_at("protocol.rate", assumed(0.5, "C", std=0.1))
    assert found.std == pytest.approx(0.1 / 3600, rel=1e-12)


def test_a_setting_is_chosen_by_the_design_and_exact():
    found = value_at(THICKNESS, "3 um")
    assert found.origin == Chosen("lab/cell")
    assert found.std == 0
    assert found.unit == "um"


@pytest.mark.parametrize("path", [THICKNESS, CONDUCTIVITY])
def test_a_value_with_a_reason_is_an_assumption_and_its_spread_is_unknown_unless_given(path):
    unit = {"layer_thickness": "um", "ionic_conductivity": "S/cm"}[number_at(path).term]
    found = value_at(path, assumed(1, unit))
    assert found.origin == Assumed(WHY)
    assert found.std is None


def test_a_fact_stands_in_a_design_with_its_own_origin():
    found = value_at("working.exchange_current_density", {"fact": "yuan2025:i0"})
    assert found == fact("yuan2025:i0")
    assert isinstance(found.origin, Reported)


def test_a_fit_that_is_not_done_yet_is_no_number():
    assert value_at(CONDUCTIVITY, {"fit": "layer conductivity"}) is None


def test_a_fit_that_is_done_gives_its_finding():
    found = Finding(Question("ionic_conductivity", "a fit"), 5e-3, Assumed("a test"), 0.0)
    assert value_at(CONDUCTIVITY, {"fit": "sigma"}, {"sigma": found}) is found


def test_a_fit_of_another_term_is_refused():
    rate = Finding(Question("growth_rate", "a fit"), 1e-7, Assumed("a test"), 0.0)
    with pytest.raises(NatriaError, match="growth_rate"):
        value_at(CONDUCTIVITY, {"fit": "rate"}, {"rate": rate})


def test_a_finding_of_a_patch_is_taken_as_it_is():
    found = Finding(Question("layer_thickness", "a question"), 1e-6, Chosen("the question"), 0.0)
    assert value_at(THICKNESS, found) is found


def test_a_finding_of_another_term_is_refused():
    found = Finding(Question("temperature", "a question"), 300.0, Chosen("the question"), 0.0)
    with pytest.raises(Wrong, match="is a temperature, but layer_thickness is expected here"):
        value_at(THICKNESS, found)


WRONG = [  # path, as written, what the message must say
    (CONDUCTIVITY, "5 S/cm", ["has no source", "fact", "why"]),
    (CONDUCTIVITY, 5, ["has no source"]),
    (THICKNESS, 3, ["has no unit", "3 um"]),
    (THICKNESS, 3.0, ["has no unit"]),
    (THICKNESS, "3", ["has no unit"]),
    (THICKNESS, "", ["not a number with a unit"]),
    (THICKNESS, "thin", ["not a number with a unit"]),
    (THICKNESS, "3 parsnips", ["unknown unit"]),
    (THICKNESS, "3 S/cm", ["not a unit of this kind", "'m'"]),
    (THICKNESS, "-3 um", ["must not be negative"]),
    (THICKNESS, assumed(-3, "um"), ["must not be negative"]),
    (THICKNESS, "1e999 um", ["finite"]),
    (THICKNESS, assumed(float("nan"), "um"), ["number", "nan"]),
    (THICKNESS, ["3 um"], ["not a number with a unit"]),
    (THICKNESS, None, ["not a number with a unit"]),
    ("temperature", "0 K", ["must be above zero"]),
    ("temperature", "-300 degC", ["must be above zero"]),
    ("protocol.current", "-1 mA/cm^2", ["must be above zero"]),
    (CONDUCTIVITY, assumed(0, "S/cm"), ["must be above zero"]),
    ("interphase.bpi.phases.NaOH", assumed(101, "%"), ["between 0 and 1"]),
    ("interphase.bpi.phases.NaOH", assumed(-1, "%"), ["between 0 and 1"]),
    ("electrolyte.gap.cation_transference_number", assumed(1.2, "1"), ["between 0 and 1"]),
    ("counter.fractions.PVDF", "110 wt%", ["between 0 and 1"]),
    (CONDUCTIVITY, {"fact": "kumar2020:eta-3um"}, ["cell_overpotential", "ionic_conductivity"]),
    (CONDUCTIVITY, {"fact": "kumar2020:nope"}, ["there is no such fact"]),
    (CONDUCTIVITY, {"fact": 3}, ["fact"]),
    (CONDUCTIVITY, {"fact": "yuan2025:i0", "why": "twice"}, ["one reference"]),
    (CONDUCTIVITY, {"fit": "a", "fact": "b"}, ["one reference"]),
    (CONDUCTIVITY, {"value": 5, "unit": "S/cm"}, ["has no why"]),
    (CONDUCTIVITY, {"value": 5, "why": WHY}, ["has no unit"]),
    (CONDUCTIVITY, {"value": 5}, ["has no unit and no why"]),
    (CONDUCTIVITY, {}, ["has no value"]),
    (CONDUCTIVITY, {"value": 5, "unit": "S/cm", "why": ""}, ["why is empty"]),
    (CONDUCTIVITY, {"value": 5, "unit": "S/cm", "why": "  "}, ["why is empty"]),
    (CONDUCTIVITY, {"value": 5, "unit": "um", "why": WHY}, ["not a unit of this kind"]),
    (CONDUCTIVITY, {"value": "5", "unit": "S/cm", "why": WHY}, ["must be a number", "'5'"]),
    (CONDUCTIVITY, {"value": True, "unit": "S/cm", "why": WHY}, ["must be a number", "True"]),
    (CONDUCTIVITY, {"value": 5, "unit": "S/cm", "why": 3}, ["wrong kind"]),
    (CONDUCTIVITY, assumed(5, "S/cm", whi="x"), ["unknown key 'whi'", "did you mean 'why'"]),
    (CONDUCTIVITY, assumed(5, "S/cm", valu=5), ["unknown key 'valu'", "did you mean 'value'"]),
    (CONDUCTIVITY, assumed(5, "S/cm", std=-1), ["std must be"]),
    (CONDUCTIVITY, assumed(5, "S/cm", std="1"), ["std must be"]),
    (CONDUCTIVITY, assumed(5, "S/cm", std=True), ["std must be"]),
    (CONDUCTIVITY, assumed(5, "S/cm", std=float("inf")), ["std must be"]),
]


@pytest.mark.parametrize(("path", "raw", "says"), WRONG)
def test_a_wrong_value_is_refused_with_its_reason(path, raw, says):
    with pytest.raises(NatriaError) as caught:
        value_at(path, raw)
    for words in says:
        assert words in str(caught.value)


def test_an_unknown_fact_is_refused_with_the_nearest_ones():
    with pytest.raises(NatriaError, match="did you mean 'kumar2020:vft-bpi'"):
        value_at("interphase.bpi.conduction.vft_energy", {"fact": "kumar2020:vft-bp"})


def test_a_censored_fact_is_refused_because_a_bound_cannot_be_calculated_with():
    assert fact("kumar2020:eis-temperature").bound is not None
    with pytest.raises(CensoredError, match="a bound cannot be calculated with") as caught:
        value_at("temperature", {"fact": "kumar2020:eis-temperature"})
    assert "is only known as" in caught.value.what


@pytest.mark.parametrize("raw", [assumed(10**400, "um"), assumed(-(10**400), "um"), assumed(1, "um", std=10**400)])
def test_a_whole_number_too_large_for_arithmetic_is_refused(raw):
    with pytest.raises(NatriaError):
        value_at(THICKNESS, raw)
