"""A mixed conductor on sodium: Tafel numbers against the cell's voltage, where sodium plates, what is left open."""

from __future__ import annotations

import pytest

from natria.quantity import Refused, in_unit
from natria.studies import StudyResult

SFC, F, P = "lu2026/sfc-na", "lu2026/f-na", "lu2026/p-na"


@pytest.fixture
def study(study_of) -> StudyResult:
    return study_of("lu2026")


def asked(study, name, of, what_if="", **at):
    """All answers to a question, in the unit that people read; the reason where it is refused."""
    run = next(run for run in study.runs if run.name == what_if)
    found = [a for a in run.answers if (a.question.name, a.question.of) == (name, of)]
    found = [a for a in found if all(a.question.at.get(k) == pytest.approx(v) for k, v in at.items())]
    return [a.why if isinstance(a, Refused) else in_unit(a.value, name) for a in found]


def answer(study, name, of, what_if="", **at):
    (found,) = asked(study, name, of, what_if, **at)
    return found


def compared(study, target, what_if=""):
    run = next(run for run in study.runs if run.name == what_if)
    return next(c for c in run.comparisons if c.target.id == f"lu2026:{target}")


# --- nothing is silently absent


def test_nothing_is_a_prediction_where_thickness_and_conductivity_are_assumed(study):
    assert not [c for run in study.runs for c in run.comparisons if c.verdict == "prediction"]


def test_only_the_failure_of_pristine_sodium_is_fitted(study):
    assert set(study.base.fits) == {"critical overpotential"}
    assert {d.id for f in study.base.fits.values() for d in f.origin.fit.data} == {"lu2026:ccd-p"}


# --- a Tafel number on filmed metal is no exchange current


@pytest.mark.parametrize(("of", "millivolt"), [(SFC, 279), (F, 628), (P, 690)])
def test_the_tafel_numbers_cost_more_than_the_cell_shows(study, of, millivolt):
    assert 2 * answer(study, "electrode_overpotential", of) == pytest.approx(millivolt, abs=3)


def test_with_them_the_cell_costs_several_times_what_is_reported(study):
    found = compared(study, "eta-05")
    assert found.verdict == "conditional"
    assert 6 < found.agreement < 10
    assert compared(study, "eta-05", "faces of yuan2025").agreement < 2


def test_the_plateau_of_a_long_deposition_is_not_the_overpotential_of_a_cycle(study):
    long, short = compared(study, "eta-deposition").target, compared(study, "eta-05").target
    assert long.question.at["areal_capacity"] == pytest.approx(22 * short.question.at["areal_capacity"])
    assert long.value == pytest.approx(2 * short.value)


# --- where sodium plates


def test_electrons_cross_at_most_two_micrometres_at_the_reported_overpotential(study):
    assert answer(study, "outer_plating_thickness", f"{SFC}#mci") == pytest.approx(1.76, abs=0.005)
    assert answer(study, "electron_drop", f"{SFC}#mci") == pytest.approx(22.7, abs=0.05)
    assert answer(study, "electron_drop", f"{SFC}#mci", "thick layer") == pytest.approx(5 * 22.7, abs=0.3)
    assert answer(study, "electron_drop", f"{F}#ici") > 1e6  # mV: no electrons cross the insulator


def test_with_kinetics_and_nucleation_the_side_hangs_on_the_same_number(study):
    """A layer thinner than that on which sodium nucleates plates under it, a thicker one more on top than by Ohm."""
    top = {name: answer(study, "plated_share_top", f"{SFC}#mci", name) for name in ("", "thin layer", "thick layer")}
    assert 1 < answer(study, "top_nucleation_thickness", f"{SFC}#mci") < 5
    assert top[""] == pytest.approx(0, abs=0.5)
    assert top["thin layer"] == pytest.approx(0, abs=0.5)
    assert answer(study, "outer_plating_share", f"{SFC}#mci") < top["thick layer"] < 50
    assert answer(study, "plated_share_top", f"{SFC}#mci", "layer conducts ions badly") > 95
    assert answer(study, "plated_share_under", f"{F}#ici") > 99.9


def test_which_side_sodium_plates_on_hangs_on_a_number_that_is_not_given(study):
    well = answer(study, "outer_plating_share", f"{SFC}#mci", "layer conducts ions well")
    badly = answer(study, "outer_plating_share", f"{SFC}#mci", "layer conducts ions badly")
    assert well == pytest.approx(100 / 101)
    assert badly == pytest.approx(10_000 / 101)


# --- sodium and salt


def test_22_hours_move_98_of_400_micrometres(study):
    assert answer(study, "sodium_inventory", SFC) == pytest.approx(45.1, abs=0.1)
    assert answer(study, "plated_thickness", SFC) == pytest.approx(97.6, abs=0.1)
    assert answer(study, "inventory_share", SFC) == pytest.approx(24.4, abs=0.1)
    assert answer(study, "half_cycle_time", SFC) == pytest.approx(22)


def test_the_gel_is_far_from_its_limit_unless_the_salt_is_slow(study):
    low, high = {"current": 5.0}, {"current": 20.0}  # A/m^2: 0.5 and 2 mA/cm^2
    assert answer(study, "limiting_current_ratio", SFC, **low) < 0.1
    assert "J/J_lim" in answer(study, "sand_time", SFC, **high)
    assert answer(study, "limiting_current_ratio", SFC, "slow salt", **high) > 1


# --- criteria that do not reach a gel, and steps


def test_a_gel_has_no_critical_current_by_cracks_or_contact(study):
    found = [a for a in study.base.answers if (a.question.name, a.question.of) == ("critical_current_density", SFC)]
    assert {a.origin.model for a in found} == {"depletion_limit", "polarisation_limit"}


@pytest.mark.parametrize(("law", "what_if"), [("polarisation_limit", ""), ("step_limit", "same prefactors")])
def test_laws_of_electrolytes_that_flow_answer_between_pristine_sodium_and_the_salt(study, law, what_if):
    run = {name: next(run for run in study.runs if run.name == name) for name in ("", what_if)}
    by = {
        (a.origin.model, a.question.of): in_unit(a.value, a.question.name)
        for name in run
        for a in run[name].answers
        if a.question.name == "critical_current_density" and not isinstance(a, Refused)
    }
    assert 0.6 < by[law, SFC] < by["depletion_limit", SFC]
    assert by[law, F] < by[law, SFC]
    assert compared(study, "ccd-p").verdict == "conditional"  # by the salt alone; the others are fitted to it


def test_naf_is_far_too_stiff_for_the_branch_of_dense_layers(study):
    assert answer(study, "stable_below_modulus_ratio", f"{F}#ici") == pytest.approx(0.41, abs=0.01)
    assert answer(study, "shear_modulus_ratio", f"{F}#ici") > 10
    assert min(asked(study, "stability_index", f"{F}#ici")) > 0


def test_the_interphase_is_the_step_that_the_mixed_conductor_speeds_up(study):
    factor = {x: answer(study, "resistance_temperature_factor", f"{x}#sei") for x in (SFC, F, P)}
    transfer = {x: answer(study, "resistance_temperature_factor", f"{x}#charge-transfer") for x in (SFC, F, P)}
    assert factor[SFC] < factor[F] < factor[P]
    assert max(transfer.values()) / min(transfer.values()) < 1.03


# --- cells with NVP


def test_nvp_is_used_to_six_tenths_after_9000_cycles(study):
    assert answer(study, "theoretical_capacity", "lu2026/sfc-na/nvp") == pytest.approx(117.6, abs=0.1)
    assert answer(study, "utilisation", "lu2026/sfc-na/nvp", cycle=9000) == pytest.approx(57.7, abs=0.1)
    assert asked(study, "utilisation", "lu2026/sfc-na/nvp")[0] == pytest.approx(77.9, abs=0.1)  # of the fresh cell
