"""Distances of the electrodes from the window of a layer."""

from __future__ import annotations

import pytest

MODEL = "window"


def alloy(design):
    return design.with_({"working.properties": {"electrode_potential": {"value": 0.08, "unit": "V", "why": "a test"}}})


@pytest.mark.parametrize(("part", "margin"), [("soaked", -0.3), ("mixed", -0.1)])
def test_the_metal_reduces_what_it_touches_down_to_the_limit(value_of, full, part, margin):
    assert value_of(MODEL, full(), "reduction_margin", part) == pytest.approx(margin, abs=1e-12)
    assert value_of(MODEL, alloy(full()), "reduction_margin", part) == pytest.approx(margin + 0.08, abs=1e-12)


def test_a_margin_may_be_zero(value_of, full):
    design = full("", {"interphase.skin.on": "both"})
    assert value_of(MODEL, design, "reduction_margin", "skin") == 0


def test_the_charged_cathode_oxidises_the_layer_that_it_touches(value_of, full):
    assert value_of(MODEL, full(), "oxidation_margin", "glass") == pytest.approx(2.5 - 2.8, abs=1e-12)
    assert value_of(MODEL, full(), "oxidation_margin", "glass", upper_voltage="2.4 V") == pytest.approx(0.1)
    assert value_of(MODEL, alloy(full()), "oxidation_margin", "glass") == pytest.approx(2.5 - 2.88, abs=1e-12)


@pytest.mark.parametrize(
    ("term", "part", "why"),
    [
        ("reduction_margin", "glass", "does not touch the metal"),
        ("reduction_margin", "skin", "does not touch the metal"),
        ("oxidation_margin", "soaked", "does not touch the cathode"),
        ("oxidation_margin", "mixed", "ask about a layer"),
        ("reduction_margin", "", "ask about a layer"),
    ],
)
def test_a_layer_elsewhere_is_refused(refusal_of, full, term, part, why):
    assert why in refusal_of(MODEL, full(), term, part)


def test_both_ends_of_a_symmetric_cell_are_metal(value_of, full):
    assert value_of(MODEL, full("symmetric"), "reduction_margin", "soaked") == pytest.approx(-0.3)


def test_a_symmetric_cell_has_no_cathode(refusal_of, full):
    assert "no cathode" in refusal_of(MODEL, full("symmetric"), "oxidation_margin", "soaked")


def test_a_full_cell_without_an_upper_voltage_is_refused(refusal_of, full):
    design = full("", {"protocol.upper_voltage": None})
    assert "protocol.upper_voltage" in refusal_of(MODEL, design, "oxidation_margin", "glass")


def test_a_current_that_would_shift_the_potentials_is_refused(refusal_of, full):
    assert "current" in refusal_of(MODEL, full(), "reduction_margin", "mixed", current="1 mA/cm^2")
