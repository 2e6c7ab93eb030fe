"""Stability of a flat elastic front: both branches, the numbers of the two papers, spans and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import pressure_index, stability_index
from natria.quantity import assumptions

MODEL = "elastic_stability"
INDEX, BELOW, ABOVE = "stability_index", "stable_below_modulus_ratio", "stable_above_modulus_ratio"


def assumed(value, unit="1"):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def monroe(volume_ratio):
    """A polymer on a metal with the Poisson ratios of Monroe and Newman."""
    return {
        "electrolyte.polymer.properties.cation_volume_ratio": assumed(volume_ratio),
        "working.properties": {"poisson_ratio": assumed(0.42), "shear_modulus": assumed(3.4, "GPa")},
    }


@pytest.mark.parametrize(("volume_ratio", "limit"), [(12.85, 2.40), (1e6, 2.17)])
def test_a_polymer_is_stable_above_about_twice_the_modulus_of_the_metal(value_of, solid, volume_ratio, limit):
    design = solid("polymer", monroe(volume_ratio))
    assert value_of(MODEL, design, ABOVE, "polymer") == pytest.approx(limit, abs=0.005)


def test_with_a_small_ion_it_is_the_soft_layer_that_is_stable(value_of, refusal_of, solid):
    design = solid("polymer", monroe(1e-9))
    assert value_of(MODEL, design, BELOW, "polymer") == pytest.approx(0.68, abs=0.005)
    assert "only a soft layer is stable here: up to 0.68" in refusal_of(MODEL, design, ABOVE, "polymer")


def test_a_dense_layer_on_sodium_is_stable_only_below_0_41_of_its_modulus(value_of, refusal_of, solid):
    assert value_of(MODEL, solid(), BELOW, "shell") == pytest.approx(0.41, abs=0.005)
    assert value_of(MODEL, solid(), INDEX, "shell") > 0
    assert "only a soft layer" in refusal_of(MODEL, solid(), ABOVE, "shell")


def test_8_gpa_is_enough_by_the_first_branch_and_not_by_the_second(value_of, solid):
    """chi2022 quotes the first only; the volume of the ion in the glass decides."""
    small, large = (
        solid("", {"electrolyte.core.properties": {"cation_volume_ratio": assumed(v)}}) for v in (0.1, 12.85)
    )
    assert value_of(MODEL, small, "shear_modulus_ratio", "core") == pytest.approx(8 / 1.7, rel=1e-9)
    assert value_of(MODEL, small, INDEX, "core") > 0 > value_of(MODEL, large, INDEX, "core")
    assert value_of(MODEL, large, ABOVE, "core") < 8 / 1.7


def test_between_the_branches_no_modulus_is_stable(refusal_of, solid):
    design = solid("polymer", monroe(1.0))
    for term in (BELOW, ABOVE):
        assert "no modulus makes a flat front stable" in refusal_of(MODEL, design, term, "polymer")


def test_at_the_limit_the_index_is_zero(value_of, solid):
    limit = value_of(MODEL, solid(), BELOW, "core")
    core = {"shear_modulus": assumed(limit * 1.7, "GPa")}
    at_it = solid("", {"electrolyte.core.properties": core})
    assert value_of(MODEL, at_it, INDEX, "core") == pytest.approx(0, abs=1e-9)


def test_the_modulus_follows_from_youngs_modulus_and_poissons_ratio(value_of, solid):
    assert value_of(MODEL, solid(), "shear_modulus_ratio", "shell") == pytest.approx(8 / 1.7, rel=1e-9)


@given(volume_ratio=st.floats(0, 20), nu=st.floats(0.05, 0.45))
def test_the_index_of_a_mixture_holds_that_of_every_modulus_between_its_bounds(answer_of, solid, volume_ratio, nu):
    design = solid(
        "",
        {
            "interphase.mixed.properties": {
                "cation_volume_ratio": assumed(volume_ratio or 1e-12),
                "poisson_ratio": assumed(nu),
            }
        },
    )
    low, high = answer_of(MODEL, design, "shear_modulus_ratio", "mixed").bound
    least, most = answer_of(MODEL, design, INDEX, "mixed").bound
    for share in (0, 0.1, 0.5, 0.9, 1):
        index = float(stability_index(low + share * (high - low), volume_ratio or 1e-12, 0.34, nu))
        assert least - 1e-9 <= index <= most + 1e-9


def test_phases_with_different_ratios_of_poisson_give_a_range(answer_of, solid):
    low, high = answer_of(MODEL, solid(), BELOW, "mixed").bound
    alone = [
        answer_of(MODEL, solid("", {"usual.poisson_ratio": assumed(nu)}), BELOW, "core").value for nu in (0.2, 0.3)
    ]
    assert [low, high] == pytest.approx(sorted(alone), rel=1e-9)


def test_phases_on_either_side_leave_the_branch_open(refusal_of, solid):
    design = solid("", {"material.soft.properties.cation_volume_ratio": assumed(12)})
    for term in (BELOW, ABOVE):
        assert "is open: its phases are on either side" in refusal_of(MODEL, design, term, "mixed")


def test_the_usual_volume_of_the_ion_follows_the_answer(answer_of, solid):
    reasons = {a.why for a in assumptions(answer_of(MODEL, solid(), INDEX, "shell"))}
    assert any("dense inorganic solids" in why for why in reasons)


def test_what_is_usual_of_a_dense_solid_is_not_used_for_a_polymer(refusal_of, solid):
    design = solid("polymer", {"electrolyte.polymer.properties": {}})
    assert "give that of polymer, a polymer" in refusal_of(MODEL, design, INDEX, "polymer")


def test_a_liquid_is_refused(refusal_of, solid):
    assert "liquid is a liquid: it bears no shear" in refusal_of(MODEL, solid("liquid"), INDEX, "liquid")


def test_a_layer_without_a_modulus_is_refused_with_what_is_missing(refusal_of, solid):
    design = solid("", {'material."core glass".properties': {}})
    assert "gives no value for electrolyte.core.shear_modulus" in refusal_of(MODEL, design, INDEX, "core")


def test_another_temperature_is_refused(refusal_of, solid):
    assert "the shear modulus: known at" in refusal_of(MODEL, solid(), INDEX, "core", temperature="340 K")


def test_the_whole_cell_is_refused(refusal_of, solid):
    assert "ask about a layer" in refusal_of(MODEL, solid(), INDEX)


# --- the potential from the two pressures alone


@pytest.mark.parametrize("volume_ratio", [0.0, 0.1, 1.0, 12.85, 1e6])
def test_by_the_pressures_alone_no_layer_is_stable(value_of, solid, volume_ratio):
    design = solid("polymer", monroe(volume_ratio))
    found = value_of("elastic_pressures", design, INDEX, "polymer")
    assert found > 0
    ratio = value_of(MODEL, design, "shear_modulus_ratio", "polymer")
    assert found == pytest.approx(float(pressure_index(ratio, volume_ratio, 0.42, 0.33)), rel=1e-9)


def test_the_two_forms_are_rivals_of_one_question(answer_of, solid):
    mixed = [answer_of(model, solid(), INDEX, "mixed").bound for model in (MODEL, "elastic_pressures")]
    assert mixed[0] != mixed[1]
    assert all(low < high for low, high in mixed)


def test_a_liquid_bears_no_shear_for_either(refusal_of, solid):
    for model in (MODEL, "elastic_pressures"):
        assert "bears no shear" in refusal_of(model, solid("liquid"), INDEX, "liquid")
