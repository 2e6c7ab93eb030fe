"""How thick a layer becomes in its process, by the law that its design names."""

from __future__ import annotations

from math import expm1, log1p

import pytest

from natria.laws import GROWTH_LAWS
from natria.quantity import Assumption, assumptions

MODEL = "layer_growth"
LAYER = "bpi"


def growth(law, **parameters):
    return {"interphase.bpi.growth": {"law": law, "why": "a test", "time": "30 s", **parameters}}


def assumed(value, unit, **more):
    return {"value": value, "unit": unit, "why": "a test", **more}


LAWS = [  # law, parameters, thickness (m) after t seconds
    ("linear", {"growth_rate": assumed(0.1, "um/s")}, lambda t: 1e-7 * t),
    ("parabolic", {"parabolic_constant": assumed(0.3, "um^2/s")}, lambda t: (3e-13 * t) ** 0.5),
    (
        "power",
        {"growth_prefactor": assumed(0.1, "um"), "growth_exponent": assumed(0.7, "1")},
        lambda t: 1e-7 * t**0.7,
    ),
    (
        "logarithmic",
        {"logarithmic_length": assumed(1, "um"), "logarithmic_time": assumed(5, "s")},
        lambda t: 1e-6 * log1p(t / 5),
    ),
    (
        "self-limiting",
        {"final_thickness": assumed(2, "um"), "growth_time": assumed(20, "s")},
        lambda t: -2e-6 * expm1(-t / 20),
    ),
    (
        "wagner",
        {
            "ionic_conductivity": assumed(1e-6, "S/cm"),
            "electronic_conductivity": assumed(3e-6, "S/cm"),
            "driving_voltage": assumed(0.5, "V"),
            "molar_volume_per_electron": assumed(15, "cm^3/mol"),
        },
        lambda t: (2 * 15e-6 * 0.5 / 96485.33212331001 * 0.75e-4 * t) ** 0.5,
    ),
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law[0])
@pytest.mark.parametrize("seconds", [0.5, 30, 300])
def test_a_layer_grows_by_its_law(value_of, stands_for, law, seconds):
    law, parameters, thickness = law
    design = stands_for("kumar2020/bpi", growth(law, **parameters))
    found = value_of(MODEL, design, "layer_thickness", LAYER, time=f"{seconds} s")
    assert found == pytest.approx(thickness(seconds), rel=1e-9)


@pytest.mark.parametrize(("law", "parameters", "thickness"), LAWS)
def test_the_time_of_the_design_counts_where_the_question_gives_none(value_of, stands_for, law, parameters, thickness):
    design = stands_for("kumar2020/bpi", growth(law, **parameters))
    assert value_of(MODEL, design, "layer_thickness", LAYER) == pytest.approx(thickness(30), rel=1e-9)


@pytest.mark.parametrize(("law", "parameters", "_"), LAWS)
def test_the_choice_of_a_law_is_an_assumption(answer_of, stands_for, law, parameters, _):
    found = answer_of(MODEL, stands_for("kumar2020/bpi", growth(law, **parameters)), "layer_thickness", LAYER)
    assert Assumption(f"interphase.bpi.growth.law is {law}", "a test") in assumptions(found)


def test_a_variant_of_300_s_grows_ten_times_the_layer_of_30_s(value_of, stands_for):
    short = value_of(MODEL, stands_for(), "layer_thickness", LAYER)
    long = value_of(MODEL, stands_for("kumar2020/bpi/35um"), "layer_thickness", LAYER)
    assert short == pytest.approx(3e-6, rel=1e-12)
    assert long == pytest.approx(10 * short, rel=1e-12)


def test_only_the_law_that_is_named_is_read(answer_of, stands_for):
    both = growth("linear", growth_rate=assumed(0.1, "um/s"), parabolic_constant=assumed(0.3, "um^2/s"))
    found = answer_of(MODEL, stands_for("kumar2020/bpi", both), "layer_thickness", LAYER)
    assert {f.question.name for f in found.origin.inputs} == {"growth_rate", "duration"}


@pytest.mark.parametrize("part", ["", "separator", "bip"])
def test_a_question_about_no_layer_of_the_interphase_is_refused(refusal_of, stands_for, part):
    assert "ask about a layer" in refusal_of(MODEL, stands_for(), "layer_thickness", part)


def test_a_layer_without_a_law_is_refused(refusal_of, stands_for):
    design = stands_for("kumar2020/bpi", {"interphase.bpi.growth": None, "bind": {}})
    assert "no growth law for bpi" in refusal_of(MODEL, design, "layer_thickness", LAYER)


def test_a_layer_does_not_grow_with_the_current(refusal_of, stands_for):
    why = refusal_of(MODEL, stands_for(), "layer_thickness", LAYER, current="1 mA/cm^2")
    assert "does not depend on the condition current" in why


def test_every_law_that_a_design_can_name_is_tried_here():
    assert {law for law, _, _ in LAWS} == set(GROWTH_LAWS)


def test_a_mixed_conductor_grows_no_faster_than_its_poorer_conductor_lets_it(value_of, stands_for):
    _, parameters, _ = next(law for law in LAWS if law[0] == "wagner")
    poor = {**parameters, "electronic_conductivity": assumed(1e-12, "S/cm")}
    thin, thick = (
        value_of(MODEL, stands_for("kumar2020/bpi", growth("wagner", **given)), "layer_thickness", LAYER)
        for given in (poor, parameters)
    )
    assert thin < 1e-2 * thick
