"""Cracks that run on through a layer, apart from the flaw that starts one."""

from __future__ import annotations

from math import sqrt

import pytest

MODEL, STRESS, STRAIN, THICKNESS, OFF = (
    "film_cracking",
    "channel_cracking_stress",
    "channel_cracking_strain",
    "critical_layer_thickness",
    "delamination_energy",
)
CHANNEL = 1.976


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def own(layer, **properties):
    return {f"interphase.{layer}.properties": properties}


def test_stress_and_strain_by_hand(value_of, solid):
    """The thin layer of the solid cell: 40 GPa, 0.2, 2 x 0.4 J/m^2, 100 nm."""
    by_hand = sqrt(0.8 * 40e9 / 0.96 / (CHANNEL * 100e-9))
    assert value_of(MODEL, solid(), STRESS, "thin") == pytest.approx(by_hand, rel=1e-9)
    assert value_of(MODEL, solid(), STRAIN, "thin") == pytest.approx(by_hand * 0.8 / 40e9, rel=1e-9)


def test_propagation_knows_the_thickness_and_no_flaw(value_of, solid):
    flawed = solid("", {"usual.flaw_size": number(0.02, "um")})
    assert value_of(MODEL, flawed, STRESS, "thin") == value_of(MODEL, solid(), STRESS, "thin")
    assert value_of("griffith", flawed, "griffith_stress", "thin") > value_of(
        "griffith", solid(), "griffith_stress", "thin"
    )
    thick = solid("", {"interphase.thin.thickness": "400 nm"})
    assert value_of(MODEL, thick, STRESS, "thin") == pytest.approx(value_of(MODEL, solid(), STRESS, "thin") / 2)


def test_a_toughness_comes_before_the_surfaces(value_of, solid):
    tough = solid("", own("thin", fracture_toughness=number(0.5, "MPa*m^0.5")))
    by_hand = 0.5e6 / sqrt(CHANNEL * 100e-9)  # Gamma E' = K^2
    assert value_of(MODEL, tough, STRESS, "thin") == pytest.approx(by_hand, rel=1e-9)


def test_at_its_critical_thickness_a_layer_bears_its_own_stress(value_of, solid):
    design = solid("", own("thin", residual_stress=number(300, "MPa")))
    critical = value_of(MODEL, design, THICKNESS, "thin")
    at_it = solid("", {"interphase.thin.thickness": f"{critical * 1e9!r} nm"})
    assert value_of(MODEL, at_it, STRESS, "thin") == pytest.approx(300e6, rel=1e-6)


def test_compression_opens_no_crack_and_still_frees_energy(value_of, refusal_of, solid):
    design = solid("", own("thin", residual_stress=number(-300, "MPa")))
    assert "compressive" in refusal_of(MODEL, design, THICKNESS, "thin")
    assert value_of(MODEL, design, OFF, "thin") == pytest.approx(300e6**2 * 100e-9 * 0.8 / 40e9, rel=1e-9)


def test_a_growth_that_stretches_gives_the_stress_where_none_is_measured(answer_of, stands_for):
    """91 % NaOH and 9 % NaNH2 hold more sodium than their room: a bound of 3 GPa, and a nanometre at most uncracked."""
    low, high = answer_of(MODEL, stands_for(), THICKNESS, "bpi").bound
    assert 0.5e-9 < low < high < 5e-9


@pytest.mark.parametrize("term", [STRESS, STRAIN])
def test_a_mixture_is_bounded(answer_of, solid, term):
    low, high = answer_of(MODEL, solid(), term, "mixed").bound
    assert 0 < low < high


def test_a_layer_without_a_surface_energy_is_refused(refusal_of, stands_for):
    design = stands_for("kumar2020/bpi", {"interphase.bpi.properties": {}})
    assert "surface_energy" in refusal_of(MODEL, design, STRESS, "bpi")
