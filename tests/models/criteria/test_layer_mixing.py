"""Bounds and the effective medium of a layer of several phases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import bulk_and_shear, young_and_poisson
from natria.quantity import Finding

TERMS = ["young_modulus", "shear_modulus", "bulk_modulus", "ionic_conductivity"]
PHASES = {  # of solid-cell.toml
    "young_modulus": (40e9, float(young_and_poisson(10e9, 5e9)[0])),
    "shear_modulus": (float(bulk_and_shear(40e9, 0.2)[1]), 5e9),
    "bulk_modulus": (float(bulk_and_shear(40e9, 0.2)[0]), 10e9),
    "ionic_conductivity": (1e-4, 1e-2),
}


def share(percent):
    return {"value": percent, "unit": "%", "why": "a test"}


@given(percent=st.floats(1, 99))
@pytest.mark.parametrize("term", TERMS)
def test_the_bounds_lie_within_those_of_series_and_parallel(answer_of, solid, term, percent):
    design = solid("", {"interphase.mixed.phases": {"hard": share(percent), "soft": share(100 - percent)}})
    low, high = answer_of("layer_mixing", design, term, "mixed").bound
    f, (a, b) = percent / 100, PHASES[term]
    parallel, series = f * a + (1 - f) * b, 1 / (f / a + (1 - f) / b)
    assert series * (1 - 1e-9) <= low < high <= parallel * (1 + 1e-9)


@given(percent=st.floats(1, 99))
def test_bruggeman_lies_within_the_bounds(answer_of, value_of, solid, percent):
    design = solid("", {"interphase.mixed.phases": {"hard": share(percent), "soft": share(100 - percent)}})
    low, high = answer_of("layer_mixing", design, "ionic_conductivity", "mixed").bound
    assert low <= value_of("bruggeman", design, "ionic_conductivity", "mixed") <= high


def test_the_bounds_of_two_conductors_by_hand(answer_of, solid):
    """Hashin and Shtrikman: s = s1 + f2/(1/(s2 - s1) + f1/(3 s1))."""
    low, high = answer_of("layer_mixing", solid(), "ionic_conductivity", "mixed").bound
    assert low == pytest.approx(1e-4 + 0.2 / (1 / 9.9e-3 + 0.8 / 3e-4), rel=1e-9)
    assert high == pytest.approx(1e-2 + 0.8 / (-1 / 9.9e-3 + 0.2 / 3e-2), rel=1e-9)


def test_alike_phases_give_a_number(answer_of, solid):
    alike = {"value": 1e-6, "unit": "S/cm", "why": "a test"}
    found = answer_of(
        "layer_mixing", solid("", {"material.soft.properties.ionic_conductivity": alike}), "ionic_conductivity", "mixed"
    )
    assert isinstance(found, Finding)
    assert found.value == pytest.approx(1e-4, rel=1e-12)


@pytest.mark.parametrize(("model", "term"), [("layer_mixing", t) for t in TERMS] + [("bruggeman", TERMS[-1])])
def test_a_single_phase_is_nothing_to_mix(refusal_of, solid, model, term):
    assert "thin is of one phase" in refusal_of(model, solid(), term, "thin")
    none = solid("", {"interphase.thin.phases": {}})
    assert "the design gives no phases of thin" in refusal_of(model, none, term, "thin")


@pytest.mark.parametrize("model", ["layer_mixing", "bruggeman"])
def test_a_phase_without_the_property_is_named(refusal_of, solid, model):
    design = solid("", {"material.soft.properties": {}})
    why = refusal_of(model, design, "ionic_conductivity", "mixed")
    assert "gives no value for material.soft.properties.ionic_conductivity" in why


def test_an_electrolyte_has_no_phases(refusal_of, solid):
    assert "ask about a layer" in refusal_of("layer_mixing", solid(), "young_modulus", "shell")


def test_another_temperature_is_refused(refusal_of, solid):
    why = refusal_of("layer_mixing", solid(), "ionic_conductivity", "mixed", temperature="340 K")
    assert "temperature dependence" in why


def test_what_was_typed_in_for_the_layer_is_not_read(answer_of, solid):
    read = {f.question.of for f in answer_of("layer_mixing", solid(), "ionic_conductivity", "mixed").origin.inputs}
    assert not any("interphase.mixed.ionic_conductivity" in of for of in read)
