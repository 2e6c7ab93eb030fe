"""Solid-state Na-S cells whose electrolyte stores charge too: masses, windows, a layer that ends its growth."""

from __future__ import annotations

import pytest

from natria.quantity import Finding, in_unit
from natria.studies import StudyResult


@pytest.fixture
def study(study_of) -> StudyResult:
    return study_of("yuan2025")


def asked(study, name, of, what_if="", **at):
    """All answers to a question, in the unit that people read; the reason where it is refused."""
    run = next(run for run in study.runs if run.name == what_if)
    found = [a for a in run.answers if (a.question.name, a.question.of) == (name, of)]
    found = [a for a in found if all(a.question.at.get(k) == pytest.approx(v) for k, v in at.items())]
    return [in_unit(a.value, name) if isinstance(a, Finding) else a.why for a in found]


def answer(study, name, of, what_if="", **at):
    (found,) = asked(study, name, of, what_if, **at)
    return found


# --- what sulfur and its electrolyte give


def test_the_cell_gives_more_than_sulfur_alone_could(study):
    assert answer(study, "theoretical_capacity", "yuan2025/nas") == pytest.approx(1672, abs=0.5)
    assert answer(study, "utilisation", "yuan2025/nas") == pytest.approx(118.2, abs=0.1)
    assert answer(study, "utilisation", "yuan2025/nps") == pytest.approx(74.5, abs=0.1)


def test_the_cell_without_sulfur_moves_nine_tenths_of_an_electron_a_formula(study):
    assert answer(study, "utilisation", "yuan2025/nas-c") == pytest.approx(90.7, abs=0.2)


def test_less_the_electrolytes_share_sulfur_itself_is_used_to_near_86_per_cent(study):
    own = answer(study, "utilisation", "yuan2025/nas", "less the electrolyte's share")
    assert own == pytest.approx(87, abs=1.5)


def test_the_printed_areal_capacity_is_another_capacity_than_that_of_the_figure(study):
    printed = answer(study, "utilisation", "yuan2025/nas", "areal capacity as printed")
    assert printed < 100 < answer(study, "utilisation", "yuan2025/nas")


def test_sodium_and_sulfur_give_1_85_v(study):
    assert answer(study, "reaction_voltage", "yuan2025/nas") == pytest.approx(1.854, abs=0.001)


# --- windows: the electrolyte is not stable on either side, its products at the alloy are


def test_the_electrolyte_is_outside_its_window_on_both_sides(study):
    assert answer(study, "reduction_margin", "yuan2025/nas#separator") == pytest.approx(0.08 - 1.83, abs=1e-9)
    assert answer(study, "oxidation_margin", "yuan2025/nas#separator") == pytest.approx(1.90 - 2.68, abs=1e-9)
    assert answer(study, "reduction_margin", "yuan2025/nps/symmetric#separator") == pytest.approx(0.08 - 1.39, abs=1e-9)


def test_what_it_becomes_is_not_reduced_further(study):
    assert answer(study, "reduction_margin", "yuan2025/nas/symmetric#interlayer") >= 0


def test_the_antimonide_lets_electrons_tunnel_farther_than_the_sulfide(study):
    layer = "yuan2025/nas/symmetric#interlayer"
    both = answer(study, "tunnelling_thickness", layer)
    assert both > 2 * answer(study, "tunnelling_thickness", layer, "Na2S alone stops electrons")


# --- the layer


def test_the_layer_is_all_but_complete_when_the_paper_sees_its_end(study):
    layer = "yuan2025/nas/symmetric#interlayer"
    at_15_h, at_120_h = (answer(study, "layer_thickness", layer, time=h * 3600.0) for h in (15, 120))
    assert 0.95 * at_120_h < at_15_h < at_120_h


def test_a_layer_that_conducts_electrons_would_not_end(study):
    layer, other = "yuan2025/nas/symmetric#interlayer", "a layer that conducts electrons"
    at_15_h, at_120_h = (answer(study, "layer_thickness", layer, other, time=h * 3600.0) for h in (15, 120))
    assert at_120_h == pytest.approx(8**0.5 * at_15_h)


# --- what the symmetric cells cost


def test_the_separator_costs_100_ohm_cm2_with_one_electrolyte_and_1300_with_the_other(study):
    parts = {b.system: b.parts for b in study.budgets}
    nas, nps = (parts[f"yuan2025/{name}/symmetric"]["separator"] for name in ("nas", "nps"))
    assert in_unit(nas.value, "area_resistance") == pytest.approx(99.7, abs=0.2)
    assert in_unit(nps.value, "area_resistance") == pytest.approx(1274, abs=2)


def test_the_exchange_current_costs_the_same_in_both_cells(study):
    parts = [b.parts["faces"] for b in study.budgets]
    assert parts[0].value == pytest.approx(parts[1].value, rel=1e-12)


def test_an_alloy_without_a_shear_modulus_refuses_the_flat_front_and_sodium_in_its_place_answers(study):
    nps = "yuan2025/nps/symmetric#separator"
    assert all("working.shear_modulus" in why for why in asked(study, "stability_index", nps))
    assert min(asked(study, "stability_index", nps, "sodium in place of the alloy")) > 0


def test_the_line_of_pressure_gives_currents_in_proportion(study):
    low, high = (answer(study, "critical_current_density", "yuan2025/nas", pressure=p * 1e6) for p in (20, 125))
    assert high / low == pytest.approx(125 / 20)
