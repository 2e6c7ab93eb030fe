"""A composite of sulfur: by hand, and with the numbers of two papers."""

from __future__ import annotations

import pytest

from natria.answers import ask
from natria.design import load_case
from natria.laws import SULFUR_SHARES
from natria.models import find_model
from natria.quantity import Finding, Question, Refused

MODEL = "sulfur_composite"


def value(case: str, system: str, term: str, **patch: object) -> float:
    design = load_case(case).design(system)
    found = ask(find_model(MODEL), design.with_(patch) if patch else design, Question(term, system))
    assert isinstance(found, Finding), found
    return found.value


@pytest.mark.parametrize(
    ("case", "system", "thickness", "ohm", "capacity"),
    [
        ("chi2022", "chi2022/na-s", (4e-6, 5e-6), (1, 7), 352),
        ("yuan2025", "yuan2025/nas", (17e-6, 22e-6), (1, 6), 560),
    ],
)
def test_two_cathodes_are_thin_and_conduct_ions_well(case, system, thickness, ohm, capacity):
    assert thickness[0] < value(case, system, "composite_thickness") < thickness[1]
    assert ohm[0] < 1e4 * value(case, system, "composite_ionic_resistance") < ohm[1]
    assert value(case, system, "electrolyte_capacity") / 3600 == pytest.approx(capacity, rel=0.015)


def test_the_resistance_is_a_third_of_that_across():
    across = value("chi2022", "chi2022/na-s", "composite_thickness") / value(
        "chi2022", "chi2022/na-s", "least_electronic_conductivity"
    )
    assert value("chi2022", "chi2022/na-s", "composite_ionic_resistance") == pytest.approx(across / 3, rel=1e-12)


def test_a_smaller_die_has_a_thicker_cathode_of_the_same_composition():
    wide, narrow = (value("chi2022", f"chi2022/na-s{die}", "composite_thickness") for die in ("", "/10mm"))
    assert narrow / wide == pytest.approx(1.327 / 0.785, rel=1e-9)
    same = [value("chi2022", f"chi2022/na-s{die}", "electrolyte_capacity") for die in ("", "/10mm")]
    assert same[0] == pytest.approx(same[1], rel=1e-12)


def test_the_last_potential_gives_way_to_the_first():
    base = value("chi2022", "chi2022/na-s", "last_couple_potential")
    higher = {"counter.conversion.first_potential": {"value": 2.2642531420781856, "unit": "V", "why": "a test"}}
    moved = value("chi2022", "chi2022/na-s", "last_couple_potential", **higher)
    assert moved - base == pytest.approx(-0.2 * SULFUR_SHARES[0] / SULFUR_SHARES[2], abs=1e-9)


def test_the_film_holds_all_sodium_sulfide():
    loading, area = 0.2e-6 / 1.327e-4, 12
    expected = loading / 0.03206 * 42e-6 / area
    assert value("chi2022", "chi2022/na-s", "product_film_thickness") == pytest.approx(expected, rel=1e-6)


def test_without_a_table_of_sulfur_it_is_refused():
    found = ask(find_model(MODEL), load_case("chi2022").base, Question("composite_thickness", "chi2022/trilayer"))
    assert isinstance(found, Refused)
