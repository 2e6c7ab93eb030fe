"""The thread through every floor: what is fitted is a fit, what rests on an assumption is conditional, nothing else."""

from dataclasses import replace

import pytest

from natria.answers import ENGINE
from natria.design import case_of, load_case, problems_of_case
from natria.literature import fact
from natria.quantity import Computed, Finding, Refused, evidence, in_unit
from natria.studies import StudyResult, run_study

ETA_3, ETA_35 = "kumar2020:eta-3um", "kumar2020:eta-35um"


def by_target(run):
    """Of the closed forms; what the simulated cell says beside them is in test_simulated_answers."""
    return {c.target.id: c for c in run.comparisons if not is_simulated(c.answer)}


def is_simulated(answer):
    if isinstance(answer, Refused):
        return answer.model == ENGINE
    return isinstance(answer.origin, Computed) and answer.origin.model == ENGINE


def what_if(study: StudyResult, name):
    return next(run for run in study.runs if run.name == name)


def millivolt(comparison):
    return in_unit(comparison.answer.value, comparison.answer.question.name)


def test_fitted_at_3um_is_a_fit_there_and_conditional_at_35um(kumar_study):
    found = by_target(kumar_study.base)
    assert found[ETA_3].verdict == "fit"
    assert found[ETA_3].rests_on == (ETA_3,)
    assert found[ETA_3].agreement == pytest.approx(1, abs=1e-6)
    assert found[ETA_35].verdict == "conditional"
    strongest = found[ETA_35].grade.leverage.effects[0]
    assert strongest.root.finding.id == ETA_3
    assert {"zhu2024:napf6-hysteresis", ETA_3} <= evidence(found[ETA_35].answer)
    assert ETA_35 not in evidence(found[ETA_35].answer)
    assert "yuan2025:i0" not in evidence(found[ETA_35].answer)


def test_the_exchange_current_is_taken_over_from_bare_sodium_and_moves_through_its_fit(kumar_study):
    """Hysteresis of 13.3 to 19.5 mV at 0.5 mA/cm^2: 3.05 to 4.84 mA/cm^2 at its ends, 3.7 at its middle."""
    i0 = kumar_study.base.fits["zhu2024:exchange current in glyme"]
    assert 3.05 < in_unit(i0.value, i0.question.name) < 4.84
    assert {f.id for f in i0.origin.fit.data} == {"zhu2024:napf6-hysteresis"}
    effects = {e.root.finding.id: e for e in by_target(kumar_study.base)[ETA_35].grade.leverage.effects if e.root}
    assert effects[i0.id].ground == "guess"  # borrowed, from one cell only
    assert effects["zhu2024:napf6-hysteresis"].up < 0 < effects["zhu2024:napf6-hysteresis"].down
    separator = next(e for e in effects.values() if "napf6-glyme#electrolyte.separator.thickness" in e.about)
    assert separator.up > 0  # less is left for the faces, so the layer of the other cell takes more


def test_two_papers_contradict_each_other_if_their_faces_are_alike(kumar_study):
    rows = {r.model: r for r in kumar_study.rival_values if r.path == "working.exchange_current_density"}
    base, *rivals = rows["layered_cell"].answers
    assert base.contradicts == ("zhu2024:napf6-hysteresis",)
    assert (base.alone.low, base.alone.high) == (pytest.approx(0.35, abs=0.01), pytest.approx(0.45, abs=0.01))
    assert {a.run: in_unit(a.value.value, a.value.question.name) for a in rivals} == {
        "faces fitted too": pytest.approx(1.48, abs=0.01),
        "exchange current of yuan2025": pytest.approx(1.3),
    }
    assert not any(a.contradicts for a in rivals)  # one is the paper's own, the other an assumption


def test_fitted_on_both_both_are_fits(kumar_study):
    for name in ("fitted on both thicknesses", "faces fitted too"):
        found = by_target(what_if(kumar_study, name))
        assert {found[ETA_3].verdict, found[ETA_35].verdict} == {"fit"}


def test_a_slope_that_is_typed_in_by_hand_is_a_fit_of_the_facts_that_it_names(kumar_study):
    found = by_target(what_if(kumar_study, "conductivity by hand"))
    for target in (ETA_3, ETA_35):
        assert found[target].verdict == "fit"
        assert target in found[target].rests_on


def test_without_the_separator_the_layer_takes_what_the_faces_leave(kumar_study):
    found = by_target(what_if(kumar_study, "free electrolyte"))
    assert millivolt(found[ETA_35]) == pytest.approx(437, abs=1)


def test_the_answer_at_35um_hangs_on_the_face(kumar_study):
    slower = by_target(what_if(kumar_study, "exchange current of yuan2025"))
    assert millivolt(slower[ETA_35]) == pytest.approx(131, abs=0.5)
    assert millivolt(by_target(kumar_study.base)[ETA_35]) == pytest.approx(397, abs=1)


def test_a_fit_without_a_solution_refuses_what_waits_for_it(kumar_study):
    run = what_if(kumar_study, "slower faces")
    assert (
        "does not reproduce its data" in run.failed["layer conductivity"]
        or "reaches its bound" in run.failed["layer conductivity"]
    )
    for target in (ETA_3, ETA_35):
        found = by_target(run)[target]
        assert found.verdict == "refused"
        assert ETA_3 in found.why


def test_slope_and_intercept_come_back_from_the_fit_of_both(kumar_study):
    run = what_if(kumar_study, "faces fitted too")
    assert in_unit(run.fits["layer conductivity"].value, "ionic_conductivity") == pytest.approx(4.92e-5, rel=2e-3)
    bare = next(a for a in run.answers if isinstance(a, Finding) and a.question.of == "kumar2020/bpi/pristine")
    assert in_unit(bare.value, "cell_overpotential") == pytest.approx(37.8, abs=0.05)


def test_the_free_exponent_of_growth_is_1_07(kumar_study):
    run = what_if(kumar_study, "free exponent")
    assert run.fits["growth exponent"].value == pytest.approx(1.07, abs=0.005)
    assert {c.verdict for c in run.comparisons if "thickness" in c.target.id} == {"fit"}


def test_linear_growth_is_conditional_on_the_law(kumar_study):
    found = by_target(kumar_study.base)["kumar2020:thickness-300s"]
    assert found.verdict == "conditional"
    assert found.rests_on[0].startswith("interphase.bpi.growth.law is linear")
    assert found.agreement == pytest.approx(30 / 35)


def test_sands_time_stands_only_with_its_limiting_current(kumar_study):
    answers = {(a.question.name, a.question.of): a for a in kumar_study.base.answers}
    refused = answers["sand_time", "kumar2020/bpi"]
    assert isinstance(refused, Refused)
    assert "J/J_lim = 0.81" in refused.why
    assert answers["limiting_current_ratio", "kumar2020/bpi"].value == pytest.approx(0.81, abs=0.005)
    assert answers["sand_time", "kumar2020/bpi/optical"].value == pytest.approx(35, abs=0.2)
    assert answers["limiting_current_ratio", "kumar2020/bpi/optical"].value == pytest.approx(8.64, abs=0.01)
    tight = {a.question.name: a for a in what_if(kumar_study, "tight separator").answers}
    assert tight["limiting_current_ratio"].value > 1
    assert tight["sand_time"].value > 0


def test_every_reported_result_is_compared_or_refused_with_a_reason(kumar_study):
    asked = {c.target.id for c in kumar_study.base.comparisons}
    everything = {f.id for p in kumar_study.papers for f in p.facts.values()}
    assert asked | {f.id for f in kumar_study.taken} == everything
    assert all(c.why for c in kumar_study.base.comparisons)


def test_arithmetic_on_settings_is_a_check_not_a_prediction(kumar_study):
    assert by_target(kumar_study.base)["kumar2020:cycle-time-1"].verdict == "check"  # the reported one is derived


def test_there_is_no_prediction_while_the_exchange_current_is_assumed(kumar_study):
    assert not [c for run in kumar_study.runs for c in run.comparisons if c.verdict == "prediction"]


def asked(run, name, of):
    return [a for a in run.answers if (a.question.name, a.question.of) == (name, of)]


def shown(run, name, of):
    (found,) = asked(run, name, of)
    return in_unit(found.value, name)


def test_the_theoretical_energies_come_from_reactions_and_rest_on_tables(kumar_study):
    found = by_target(kumar_study.base)
    for target, verdict in (("kumar2020:energy-room-temperature", "check"), ("kumar2020:energy-300C", "conditional")):
        assert found[target].verdict == verdict
        assert found[target].agreement == pytest.approx(1, abs=0.02)
    assert shown(kumar_study.base, "reaction_voltage", "kumar2020/bpi/na-s") == pytest.approx(1.85, abs=0.01)


def test_heat_of_ions_does_not_explain_the_drop_at_high_current(kumar_study):
    layer = "kumar2020/bpi#bpi"
    assert shown(kumar_study.base, "cell_heating", "kumar2020/bpi") < 321 - 298
    (constriction,) = asked(kumar_study.base, "constriction_heating", layer)
    assert constriction.bound[1] < 0.01  # K
    assert shown(what_if(kumar_study, "Arrhenius"), "halving_temperature", layer) == pytest.approx(424, abs=0.5)
    hot = what_if(kumar_study, "Arrhenius, as bare sodium")
    assert shown(hot, "halving_temperature", layer) == pytest.approx(321, abs=0.5)


def test_a_metallic_neck_under_the_same_voltage_would_melt(kumar_study):
    (neck,) = asked(kumar_study.base, "neck_temperature", "kumar2020/bpi")
    assert neck.bound[0] == pytest.approx(298.15)
    assert neck.bound[1] > 371
    assert shown(kumar_study.base, "neck_melting_voltage", "kumar2020/bpi") == pytest.approx(69, abs=0.2)


def test_a_vft_parameter_of_006_eV_shows_as_a_band_below_the_barriers(kumar_study):
    (energy,) = asked(kumar_study.base, "arrhenius_energy", "kumar2020/bpi#bpi")
    assert [in_unit(end, "arrhenius_energy") for end in energy.bound] == pytest.approx([0.06, 0.144], abs=0.001)
    assert energy.bound[1] < fact("kumar2020:barrier-NaOH").value


def test_plating_in_islands_demands_far_more_strain_than_the_layer_bears(kumar_study):
    (strain,) = asked(kumar_study.base, "layer_strain", "kumar2020/bpi#bpi")
    (starts,) = asked(kumar_study.base, "griffith_strain", "kumar2020/bpi#bpi")
    (runs,) = asked(kumar_study.base, "channel_cracking_strain", "kumar2020/bpi#bpi")
    assert strain.bound[0] == 0 < runs.bound[1] < starts.bound[0] < strain.bound[1] / 10


def test_flaws_crack_the_layer_far_below_the_strain_of_its_crystals(kumar_study):
    (strain,) = asked(kumar_study.base, "griffith_strain", "kumar2020/bpi#bpi")
    assert strain.bound[1] < 0.16 / 10
    index = asked(kumar_study.base, "stability_index", "kumar2020/bpi#bpi")
    assert {one.origin.model for one in index} == {"elastic_stability", "elastic_pressures"}
    assert all(one.bound[0] > 0 for one in index)


def test_sodium_hydroxide_alone_is_not_stable_against_sodium(kumar_study):
    assert shown(kumar_study.base, "reduction_margin", "kumar2020/bpi/monophasic#bpi") == pytest.approx(-0.15)


def test_ramified_deposits_need_the_free_liquid_and_a_high_current(kumar_study):
    fast = asked(kumar_study.base, "dendrite_velocity", "kumar2020/bpi/optical")
    assert [in_unit(a.value, a.question.name) for a in fast] == [pytest.approx(2591, abs=2)]
    for of in ("kumar2020/bpi", "kumar2020/bpi/optical/pristine"):
        (refused,) = asked(kumar_study.base, "dendrite_velocity", of)
        assert "J/J_lim" in refused.why


def test_the_study_is_the_same_when_it_is_run_again(kumar_study):
    again = run_study(load_case("kumar2020"))
    assert [c.answer for c in again.base.comparisons] == [c.answer for c in kumar_study.base.comparisons]
    assert [t.sha256 for t in again.tables] == [t.sha256 for t in kumar_study.tables]


def test_budget_parts_sum_to_the_overpotential(kumar_study):
    tables = {t.id: t for t in kumar_study.tables}
    table = tables["budget--kumar2020-bpi"]
    current = 10.0
    assert table.columns["area_resistance"].numbers.sum() * current == pytest.approx(0.05, rel=1e-6)
    assert table.columns["share"].numbers.sum() == pytest.approx(1)


def test_a_curve_passes_through_the_answers(kumar_study):
    table = next(t for t in kumar_study.tables if t.id == "overpotential-thickness--kumar2020-bpi")
    x, y = (table.columns[name].numbers for name in ("thickness", "cell_overpotential"))
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    answer = by_target(kumar_study.base)[ETA_35].answer
    assert y[0] + slope * (35e-6 - x[0]) == pytest.approx(answer.value, rel=1e-9)


def test_a_curve_names_what_was_swept_as_one_span(kumar_study):
    table = next(t for t in kumar_study.tables if t.id == "overpotential-thickness--kumar2020-bpi")
    spans = [i for i in table.origin.inputs if isinstance(i.bound, tuple)]
    assert len(spans) == 1
    assert spans[0].bound == pytest.approx((0.5e-6, 40e-6))


def test_targets_can_be_single_facts(kumar):
    study = kumar.study.model_copy(update={"targets": [ETA_3], "sweep": [], "budget": [], "what_if": {}, "ask": []})
    result = run_study(replace(kumar, study=study))
    assert {c.target.id for c in result.base.comparisons} == {ETA_3}


def test_a_design_of_ones_own_can_stand_for_the_cell_of_a_paper(kumar):
    document = {**kumar.base.document, "name": "lab/mine"}
    study = {
        "targets": [ETA_3, ETA_35],
        "stands_for": {"kumar2020/bpi": "lab/mine"},
        "fit": {n: t.model_dump() for n, t in kumar.study.fit.items() if n == "conductivity"},
    }
    mine = {**document, "study": study, "interphase": {**document["interphase"]}}
    mine["interphase"]["bpi"] = {k: v for k, v in document["interphase"]["bpi"].items() if k != "growth"}
    mine["bind"] = {"thickness": "interphase.bpi.thickness"}
    assert problems_of_case(mine) == []
    found = by_target(run_study(case_of(mine, "mine", "mine.toml")).base)
    assert (found[ETA_3].verdict, found[ETA_35].verdict) == ("fit", "conditional")
    assert found[ETA_35].answer.question.of == "kumar2020/bpi"
    assert any(i.question.of.startswith("lab/mine#") for i in found[ETA_35].answer.origin.inputs)


def test_a_stand_in_that_does_not_exist_is_a_problem(kumar):
    study = {"targets": [ETA_3], "stands_for": {"kumar2020/bpi": "lab/yours"}}
    (problem,) = problems_of_case(
        {**kumar.base.document, "name": "lab/mine", "interphase": {}, "bind": {}, "study": study}
    )
    assert problem.where == 'study.stands_for."kumar2020/bpi"'


def test_without_their_simulations_the_two_laws_of_fade_have_no_fit(kumar_study):
    for name in ("contact lost with each cycle", "polysulfide lost in time"):
        (why,) = what_if(kumar_study, name).failed.values()
        assert "--with full_cell" in why
    retention = [c for c in kumar_study.base.comparisons if c.target.id == "kumar2020:nas-retention"]
    assert retention
    assert not [c for c in retention if c.verdict == "fit"]
