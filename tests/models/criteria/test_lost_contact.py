"""Current through islands of contact."""

from __future__ import annotations

from math import pi, sqrt

import pytest

MODEL, TERM = "lost_contact", "spreading_area_resistance"


def known(value, unit="1"):
    return {"value": value, "unit": unit, "why": "a test"}


def islands(layer, share, micrometre):
    path = f"{layer}.properties"
    return {f"{path}.contact_share": known(share, "%"), f"{path}.contact_radius": known(micrometre, "um")}


def by_hand(sigma, radius, share):
    return pi * radius / (4 * sigma * share) * (1 - sqrt(share)) ** 1.5


def test_a_dense_solid(value_of, solid):
    design = solid("", islands("electrolyte.shell", 37, 5))
    found = value_of(MODEL, design, TERM, "shell")
    assert found == pytest.approx(by_hand(1e-2, 5e-6, 0.37), rel=1e-9)
    drop = value_of(MODEL, design, "spreading_overpotential", "shell", current="2 mA/cm^2")
    assert drop == pytest.approx(20 * found, rel=1e-12)


def test_a_liquid_in_a_separator_has_the_conductivity_of_its_pores(value_of, film):
    design = film("", islands("electrolyte.gap", 50, 1))
    assert value_of(MODEL, design, TERM, "gap") == pytest.approx(by_hand(0.5 / 7.5, 1e-6, 0.5), rel=1e-9)


def test_a_porous_film_has_that_of_pores_and_solid(value_of, film):
    sigma = 0.5 / 63 + 1e-4
    assert value_of(MODEL, film(), TERM, "porous") == pytest.approx(by_hand(sigma, 0.5e-6, 0.37), rel=1e-9)


def test_all_of_the_face_in_contact_costs_nothing(value_of, solid):
    assert value_of(MODEL, solid("", islands("electrolyte.shell", 100, 5)), TERM, "shell") == 0


def test_islands_wider_than_the_layer_are_refused(refusal_of, value_of, solid):
    """200 um of glass: the tube of an island at 37 % reaches twice that at 243 um."""
    assert value_of(MODEL, solid("", islands("electrolyte.shell", 37, 242)), TERM, "shell") > 0
    assert "behind it counts" in refusal_of(MODEL, solid("", islands("electrolyte.shell", 37, 244)), TERM, "shell")


def test_no_contact_is_refused(refusal_of, solid):
    assert "share of a face" in refusal_of(MODEL, solid("", islands("electrolyte.shell", 0, 5)), TERM, "shell")


def test_a_design_that_says_nothing_of_its_contact_is_refused_by_name(refusal_of, solid):
    assert "electrolyte.shell.contact_share" in refusal_of(MODEL, solid(), TERM, "shell")
