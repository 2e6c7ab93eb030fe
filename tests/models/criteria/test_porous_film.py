"""A film with liquid in its pores: between the resistor and the electrolyte, with the salt's limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import DesignError

FARADAY = 96485.33212331001
MODEL = "porous_film"


def known(value, unit="1"):
    return {"value": value, "unit": unit, "why": "a test"}


def test_pores_and_solid_conduct_in_parallel(value_of, film):
    found = value_of(MODEL, film(), "ionic_conductivity", "porous")
    assert found == pytest.approx(0.5 / 63 + 1e-4, rel=1e-9)


def test_without_pores_the_cell_is_that_of_the_solid(value_of, film):
    few = {"interphase.porous.porosity": known(1e-5), "interphase.porous.macmullin_number": known(1e8)}
    none = film("", few)
    dense = film(
        "",
        {
            "interphase.porous.filled_by": None,
            "interphase.porous.porosity": None,
            "interphase.porous.macmullin_number": None,
        },
    )
    for term in ("cell_overpotential", "area_resistance"):
        assert value_of("layered_cell", none, term) == pytest.approx(value_of("layered_cell", dense, term), rel=1e-4)
    separator = 2 * FARADAY * 3e-10 * 1000 / (0.5 * 7.5 * 25e-6)
    assert value_of("salt_depletion", dense, "limiting_current_density") == pytest.approx(separator, rel=1e-9)


def test_with_nothing_but_pores_the_film_is_electrolyte(value_of, film):
    """3 um on both faces in free liquid are 6 um more of it."""
    all_pores = {
        "interphase.porous.porosity": known(1),
        "interphase.porous.macmullin_number": known(1),
        "interphase.porous.ionic_conductivity": known(1e-20, "S/cm"),
    }
    assert value_of(MODEL, film("", all_pores), "ionic_conductivity", "porous") == pytest.approx(0.5, rel=1e-9)
    found = value_of("layered_cell", film("", all_pores), "area_resistance", "porous")
    assert found == pytest.approx(6e-6 / 0.5, rel=1e-9)


def test_films_and_separator_limit_the_current_in_series(value_of, film):
    """2 F D c0 over t_a and 2 x 63 x 3 um + 7.5 x 25 um: 20.5 mA/cm^2."""
    found = value_of("salt_depletion", film(), "limiting_current_density")
    assert found == pytest.approx(2 * FARADAY * 3e-10 * 1000 / (0.5 * (2 * 63 * 3e-6 + 7.5 * 25e-6)), rel=1e-9)
    assert found / 10 == pytest.approx(20.5, abs=0.05)
    ratio = value_of("salt_depletion", film(), "limiting_current_ratio", current="50 mA/cm^2")
    assert ratio == pytest.approx(500 / found)


def test_the_film_alone_before_a_reservoir(value_of, film):
    found = value_of(MODEL, film(), "film_limiting_current_density", "porous")
    assert found == pytest.approx(FARADAY * 3e-10 * 1000 / (63 * 0.5 * 3e-6), rel=1e-9)


@given(st.floats(0.1, 100))
def test_thickness_takes_conductance_and_limit_alike(value_of, film, micrometre):
    """Their ratio is a voltage of the liquid alone, F D c0/(t_a kappa), but for what the solid conducts."""
    insulator = {"interphase.porous.ionic_conductivity": known(1e-20, "S/cm")}
    at = {"thickness": f"{micrometre!r} um"}
    limit = value_of(MODEL, film("", insulator), "film_limiting_current_density", "porous", **at)
    both = value_of("layered_cell", film("", insulator), "area_resistance", "porous", **at)
    assert limit * both / 2 == pytest.approx(FARADAY * 3e-10 * 1000 / (0.5 * 0.5), rel=1e-6)


def test_a_thicker_film_lowers_the_limit_of_the_cell_and_never_above_that_of_the_separator(value_of, film):
    separator = 2 * FARADAY * 3e-10 * 1000 / (0.5 * 7.5 * 25e-6)
    limits = [
        value_of("salt_depletion", film(), "limiting_current_density", thickness=f"{um} um") for um in (0.01, 1, 3, 35)
    ]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] == pytest.approx(separator, rel=0.02)
    assert max(limits) < separator


def test_a_film_on_one_electrode_counts_once(value_of, film):
    """0.1 % of the salt lies in it, so its limit is near that of the plain sum."""
    one = value_of("salt_depletion", film("", {"interphase.porous.on": "working"}), "limiting_current_density")
    held = 0.06 * 3e-6 * 63 * 3e-6 / 2 + 0.4 * 25e-6 * (63 * 3e-6 + 7.5 * 25e-6 / 2)
    by_hand = FARADAY * 3e-10 * 1000 / 0.5 * (0.06 * 3e-6 + 0.4 * 25e-6) / held
    assert one == pytest.approx(by_hand, rel=1e-9)


def test_the_exponent_of_pores_gives_the_macmullin_number(value_of, film):
    assert value_of(MODEL, film("power"), "macmullin_number", "porous") == pytest.approx(0.06**-1.5)
    assert value_of(MODEL, film(), "macmullin_number", "porous") == 63


@pytest.mark.parametrize("term", ["sand_time", "salt_depletion_time"])
def test_times_of_one_section_are_refused(refusal_of, film, term):
    assert "porous holds salt in its pores" in refusal_of("salt_depletion", film(), term, current="50 mA/cm^2")


@pytest.mark.parametrize(("part", "why"), [("sheets", "is dense"), ("", "ask about a layer"), ("gap", "ask about")])
def test_only_a_film_with_a_filling_is_answered(refusal_of, film, part, why):
    assert why in refusal_of(MODEL, film(), "ionic_conductivity", part)


def test_pores_without_a_number_or_an_exponent_are_no_design(film):
    with pytest.raises(DesignError) as no:
        film("power", {"interphase.porous.properties.pore_exponent": None})
    assert [problem.where for problem in no.value.problems] == ["interphase.porous.macmullin_number"]
