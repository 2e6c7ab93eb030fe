"""A film of sheets: it has a direction, so isotropic bounds are refused."""

from __future__ import annotations

import pytest

from natria.laws import bulk_and_shear
from natria.quantity import in_unit

MODEL = "layered_film"
STIFF, SOFT = bulk_and_shear(31e9, 0.2), bulk_and_shear(16e9, 0.35)


def test_shear_is_reuss_along_the_sheets_and_voigt_in_their_plane(answer_of, film):
    low, high = answer_of(MODEL, film(), "shear_modulus", "sheets").bound
    assert low == pytest.approx(1 / (0.9 / STIFF[1] + 0.1 / SOFT[1]), rel=1e-9)
    assert high == pytest.approx(0.9 * STIFF[1] + 0.1 * SOFT[1], rel=1e-9)


def test_young_lies_between_the_means(answer_of, film):
    low, high = answer_of(MODEL, film(), "young_modulus", "sheets").bound
    assert 1 / (0.9 / 31e9 + 0.1 / 16e9) < low < high
    assert high == pytest.approx(0.9 * 31e9 + 0.1 * 16e9, rel=0.01)


def test_sheets_conduct_in_series(value_of, film):
    assert value_of(MODEL, film(), "ionic_conductivity", "sheets") == pytest.approx(1 / (0.9 / 1e-3 + 0.1 / 0.1))


def test_bounds_of_a_mixture_are_refused_for_sheets_and_sheets_for_a_mixture(refusal_of, film, solid):
    for term in ("young_modulus", "ionic_conductivity"):
        assert "layered_film" in refusal_of("layer_mixing", film(), term, "sheets")
        assert "no stack of sheets" in refusal_of(MODEL, solid(), term, "mixed")
    assert "layered_film" in refusal_of("bruggeman", film(), "ionic_conductivity", "sheets")


def test_what_rests_on_the_stiffness_takes_that_of_the_sheets(answer_of, film):
    """4.2 GPa of shear in sodium: the ratio is a range between the two directions."""
    low, high = answer_of("elastic_stability", film(), "shear_modulus_ratio", "sheets").bound
    shear = answer_of(MODEL, film(), "shear_modulus", "sheets").bound
    assert high / low == pytest.approx(shear[1] / shear[0])
    stress = answer_of("griffith", film(), "griffith_stress", "sheets")
    assert stress.bound


def test_the_layer_of_kumar2020_has_30_9_gpa_and_29_2_if_its_surface_were_all_of_it(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(), "young_modulus", "bpi")
    assert [round(in_unit(end, "young_modulus"), 1) for end in found.bound] == [30.9, 31.0]
    assert "layered_film" in answer_of("layer_mixing", stands_for(), "young_modulus", "bpi").why
    mixed = {
        "interphase.bpi.arrangement": "isotropic",
        "interphase.bpi.phases": {
            "NaOH": {"value": 91, "unit": "%", "why": "a test"},
            "NaNH2": {"value": 9, "unit": "%", "why": "a test"},
        },
    }
    low, _ = answer_of("layer_mixing", stands_for("kumar2020/bpi", mixed), "young_modulus", "bpi").bound
    assert in_unit(low, "young_modulus") == pytest.approx(29.2, abs=0.05)


def test_the_shares_of_kumar2020_rest_on_the_depth_of_its_amide(answer_of, stands_for):
    from natria.quantity import evidence

    assert "kumar2020:nanh2-depth" in evidence(answer_of(MODEL, stands_for(), "young_modulus", "bpi"))
