"""Current that electrons carry past the cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

MODEL = "soft_short"


def known(value, unit):
    return {"value": value, "unit": unit, "why": "a test"}


def conductance(value):
    return {"electronic_conductance": known(value, "mS/cm^2")}


@given(st.floats(1e-6, 1e3), st.floats(0.01, 100))
def test_what_leaks_and_what_plates_make_the_current(value_of, film, g, current):
    at = {"current": f"{current!r} mA/cm^2"}
    share = value_of(MODEL, film("", conductance(g)), "leaked_share", **at)
    plating = {"current": f"{current * (1 - share)!r} mA/cm^2"}
    if share < 1 - 1e-6:
        volt = value_of("layered_cell", film(), "cell_overpotential", **plating)
        assert g * 10 * volt == pytest.approx(share * current * 10, rel=1e-6)


def test_the_voltage_beside_a_path_is_that_of_the_current_that_plates(value_of, film):
    """10 mS/cm^2 beside the cell: a lower overpotential, at the share that does not leak."""
    beside = film("", conductance(10))
    share = value_of(MODEL, beside, "leaked_share", current="1 mA/cm^2")
    plating = {"current": f"{1 - share!r} mA/cm^2"}
    for term in ("cell_overpotential", "cell_overpotential_ir_free", "electrode_overpotential", "hysteresis"):
        found, alone = value_of("layered_cell", beside, term), value_of("layered_cell", film(), term, **plating)
        assert found == pytest.approx(alone, rel=1e-9)
    whole = value_of("layered_cell", beside, "area_resistance")
    assert 1 / whole == pytest.approx(
        1 / value_of("layered_cell", film(), "area_resistance", **plating) + 100, rel=1e-9
    )


def test_without_a_conductance_nothing_leaks(value_of, film):
    assert value_of(MODEL, film("", conductance(0)), "leaked_share") == pytest.approx(0, abs=1e-12)


def test_an_overpotential_that_is_seen_gives_back_its_conductance(value_of, film):
    share = value_of(MODEL, film("shorted"), "leaked_share")
    volt = value_of("layered_cell", film(), "cell_overpotential", current=f"{1 - share!r} mA/cm^2")
    seen = film("", {"working.properties.cell_overpotential": known(volt * 1e3, "mV")})
    assert value_of(MODEL, seen, "electronic_conductance") == pytest.approx(100.0, rel=1e-6)  # 10 mS/cm^2
    assert value_of(MODEL, seen, "leaked_share") == pytest.approx(share, rel=1e-6)


def test_the_same_overpotential_at_half_of_the_current_leaks_half_whatever_the_resistance(value_of, film):
    found = value_of(MODEL, film("equal"), "leaked_share")
    slow = film("equal", {"working.exchange_current_density": known(0.1, "mA/cm^2")})
    assert found == value_of(MODEL, slow, "leaked_share") == pytest.approx(0.5)


def test_kumar2020_at_50_and_40_ma(value_of, stands_for):
    """A smaller overpotential than at 25 mA/cm^2 leaves at most 25 that plate."""
    seen = {"working.properties.equal_overpotential_current": known(25, "mA/cm^2")}
    design = stands_for("kumar2020/bpi", seen)
    assert value_of(MODEL, design, "leaked_share", current="50 mA/cm^2") == pytest.approx(0.5)
    assert value_of(MODEL, design, "leaked_share", current="40 mA/cm^2") == pytest.approx(0.375)
    volt = value_of("layered_cell", stands_for(), "cell_overpotential", current="25 mA/cm^2")
    found = value_of(MODEL, design, "electronic_conductance", current="50 mA/cm^2")
    assert found == pytest.approx(250 / volt, rel=1e-9)


def test_the_efficiency_of_a_full_cell(value_of, film):
    """0.01 mS/cm^2 at 2 V are 0.02 of 1 mA/cm^2, lost on charge and on discharge."""
    assert value_of(MODEL, film("full"), "coulombic_efficiency") == pytest.approx(0.98 / 1.02)
    none = film("full", conductance(0))
    assert value_of(MODEL, none, "coulombic_efficiency") == 1


@pytest.mark.parametrize(
    ("variant", "term", "why"),
    [
        ("", "leaked_share", "working.cell_overpotential"),
        ("full", "leaked_share", "symmetric"),
        ("shorted", "coulombic_efficiency", "full cells"),
    ],
)
def test_what_is_not_given_or_does_not_hold_is_refused(refusal_of, film, variant, term, why):
    assert why in refusal_of(MODEL, film(variant), term)


def test_more_than_the_cell_loses_is_no_short(refusal_of, film):
    design = film("", {"working.properties.cell_overpotential": known(900, "mV")})
    assert "no electronic path" in refusal_of(MODEL, design, "electronic_conductance")
    faster = film("equal")
    for term in ("leaked_share", "electronic_conductance"):
        assert refusal_of(MODEL, faster, term, current="0.4 mA/cm^2")


def test_a_path_that_takes_all_at_once_is_refused(refusal_of, film):
    design = film("full", conductance(1))
    assert "more than all" in refusal_of(MODEL, design, "coulombic_efficiency")
