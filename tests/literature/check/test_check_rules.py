"""Every rule with a healthy and a sick paper: the healthy passes, the sick is found, its arithmetic has the numbers."""

import inspect
from dataclasses import replace
from pathlib import Path

import pytest
from cases_of_cells import CELLS
from cases_of_solids import SOLIDS
from papers_to_check import CELL, ONE, cathode, cycle, fact, library, looks, other, solid

from natria.literature import Library, check
from natria.literature import library as real_library
from natria.literature.check import RULES
from natria.quantity import outside, term

CASES = {**SOLIDS, **CELLS}


def test_every_rule_has_a_case():
    assert set(CASES) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("rule", CASES)
def test_the_healthy_passes_and_the_sick_is_found(rule):
    name, healthy, sick, outcome, words = CASES[rule]
    (run,) = (one for one in RULES if one.__name__ == rule)
    passed = list(run(healthy))
    assert passed
    assert {look.outcome for look in passed} == {"passed"}
    assert {look.rule for look in passed} == {name}
    assert not any(look.says for look in passed)
    found = [look for look in run(sick) if look.outcome != "passed"]
    assert {look.outcome for look in found} == {outcome}
    text = " ".join(f"{look.arithmetic} {look.says}" for look in found)
    assert not [word for word in words if word not in text], text
    assert all(set(look.facts) <= set(sick.facts) for look in found)


@pytest.mark.parametrize("rule", CASES)
def test_the_healthy_is_healthy_for_all_rules(rule):
    assert [look for look in check(CASES[rule][1]) if look.outcome != "passed"] == []


VARIED = [
    *({"bound": bound} for bound in ("at least", "over", "at most", "under")),
    *({"value": value} for value in (0.0, 1e-12, 1e12)),
    {"bound": "range"},
]


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.parametrize("change", VARIED, ids=str)
def test_bounds_zeros_and_wild_numbers_break_no_rule(rule, change):
    (run,) = (one for one in RULES if one.__name__ == rule)
    for here in CASES[rule][1:3]:
        for name, one in here.facts.items():
            if not outside(change.get("value", 1.0), term(one.question.name).domain):
                wild = {**here.facts, name: replace(one, std=None, **_around(one, change))}
                papers = {key: replace(p, facts={n: wild[n] for n in p.facts}) for key, p in here.papers.items()}
                text = " ".join(f"{look.arithmetic} {look.says}" for look in run(Library(papers)))
                assert "nan" not in text
                assert "inf" not in text


def _around(one, change):
    """A range needs a value in its middle."""
    if change.get("bound") != "range":
        return change
    ends = sorted((one.value / 2, one.value))
    return {"value": sum(ends) / 2, "bound": tuple(ends)}


# --- what looks sick and is not


def outcomes(rule, here):
    return [look.outcome for look in looks(rule, here)]


def test_a_vft_parameter_is_never_held_against_an_arrhenius_energy():
    for name in ("arrhenius_energy", "migration_barrier", "resistance_arrhenius_energy"):
        here = library(
            fact("vft_energy", 0.06, "eV", "NaOH"),
            fact(name, 0.35, "eV", "NaOH"),
            others=[other(fact(name, 0.35, "eV", "NaOH"))],
        )
        assert not [one for one in check(here) if "a2020:vft_energy" in one.facts and len(one.facts) > 1]


def test_a_bound_on_a_depth_that_is_far_above_what_the_load_reaches_is_a_caution():
    here = library(
        fact("force", 1, "mN", "the indents in NaF", kind="set"),
        fact("hardness", 1.01, "GPa", "NaF"),
        fact("indentation_depth", 1, "um", "the indents in NaF", bound="at most"),
    )
    (found,) = looks("indents", here)
    assert (found.outcome, "true" in found.says) == ("caution", True)


def test_what_is_missing_to_one_may_be_something_that_is_not_named_and_a_few_parts_are_not_looked_at():
    some = [fact("mass_fraction", x, "wt%", f"{of} in x", id=of, kind="set") for of, x in (("S", 70), ("C", 25))]
    assert outcomes("shares", library(*some)) == ["caution"]
    assert outcomes("shares", library(some[0], some[1] | {"value": 5})) == []


@pytest.mark.parametrize(
    ("capacity", "of"), [(847, "Sn"), (660, "Sb"), (1166, "Na"), (117.6, "Na3V2(PO4)3"), (2596, "P")]
)
def test_alloys_and_compounds_take_simple_numbers_of_electrons(capacity, of):
    assert outcomes("Faraday's law", library(fact("theoretical_capacity", capacity, "mAh/g", of))) == ["passed"]


def test_metals_and_oxides_may_have_the_surface_energies_that_salts_have_not():
    assert outcomes("usual values", library(fact("surface_energy", 2.5, "J/m^2", "Al2O3(001)"))) == ["passed"]
    assert outcomes("usual values", library(fact("surface_energy", 2.5, "J/m^2", "Na(110)"))) == ["contradiction"]


def test_a_cell_at_its_own_critical_current_is_a_caution_and_a_bound_on_it_is_kept():
    at_it = fact("cycle_life", 500, "cycles", at=ONE)
    assert outcomes("critical currents", library(fact("critical_current_density", 1.0, "mA/cm^2"), at_it)) == [
        "caution"
    ]
    more = fact("critical_current_density", 0.6, "mA/cm^2", bound="at least")
    assert outcomes("critical currents", library(more, at_it)) == ["passed"]
    warm = fact("critical_current_density", 0.6, "mA/cm^2", at={"temperature": "60 degC"})
    cold = at_it | {"at": ONE | {"temperature": "25 degC"}}
    assert outcomes("critical currents", library(warm, cold)) == []


def test_the_same_number_of_hours_and_cycles_is_a_caution_where_the_time_of_a_cycle_is_not_known():
    life = fact("cycle_life", 87, "cycles", bound="at least")
    for hours, expected in ((87, "caution"), (180, "passed")):
        here = library(life, fact("cycling_time", hours, "h", bound="at least", shares=["cycle_life"]))
        assert outcomes("hours and cycles", here) == [expected]


def test_lives_of_different_tests_are_not_held_against_each_other():
    here = library(
        fact("cycle_life", 250, "cycles", at=ONE), fact("cycling_time", 300, "h", at=ONE | {"current": "2 mA/cm^2"})
    )
    assert outcomes("hours and cycles", here) == []
    apart = library(fact("cycle_life", 250, "cycles", at=ONE), fact("cycling_time", 300, "h", at=ONE))
    assert outcomes("hours and cycles", apart) == []


def test_a_capacity_of_another_cycle_is_not_the_areal_one():
    rows = [
        fact("specific_capacity", 1500, "mAh/g of S", **cycle(1)),
        fact("areal_capacity", 0.15, "mAh/cm^2", **cycle(40)),
    ]
    assert outcomes("charge per area", cathode(*rows)) == []
    assert outcomes("charge per area", cathode(rows[0], fact("areal_capacity", 0.15, "mAh/cm^2"))) == []


def test_samples_of_two_papers_may_differ_as_samples_do():
    for name, value, unit in (("ionic_conductivity", 0.3, "mS/cm"), ("band_gap", 4.1, "eV")):
        here = library(fact(name, value, unit, "NaF"), others=[other(fact(name, value * 1.6, unit, "NaF"))])
        assert outcomes("one phase", here) == ["passed"]
    cold = fact("ionic_conductivity", 0.1, "mS/cm", "A", at={"temperature": "25 degC"})
    warm = fact("ionic_conductivity", 9.1, "mS/cm", "A", at={"temperature": "90 degC"})
    assert outcomes("one phase", library(cold, others=[other(warm)])) == []


def test_limits_of_two_papers_are_held_against_each_other_in_volts():
    for volts, expected in ((1.55, "passed"), (0.4, "contradiction")):
        here = library(
            fact("reduction_limit", 1.39, "V", "A"), others=[other(fact("reduction_limit", volts, "V", "A"))]
        )
        assert outcomes("one phase", here) == [expected]


def test_where_one_of_two_leaves_a_condition_out_a_phase_gets_a_caution_and_a_cell_nothing():
    rows = [
        fact("ionic_conductivity", 0.1, "mS/cm", "A", id="s1", at={"temperature": "25 degC"}),
        fact("ionic_conductivity", 0.4, "mS/cm", "A", id="s2"),
    ]
    (found,) = looks("one question", library(*rows))
    assert (found.outcome, "temperature" in found.says) == ("caution", True)
    assert outcomes("one question", library(*(row | {"of": CELL} for row in rows))) == []


def test_a_face_that_the_cell_does_not_have_says_nothing_of_it():
    assert outcomes("faces and layers", solid(fact("charge_transfer_area_resistance", 5, "ohm cm^2", "NaF|Na"))) == []


def test_a_layer_of_which_nothing_is_known_is_not_guessed():
    here = solid(fact("cell_overpotential", 8, "mV", at=ONE))
    for missing in ("mass", "length", "density", "ionic_conductivity"):
        facts = {name: one for name, one in here.facts.items() if one.question.name != missing}
        assert outcomes("ohmic drop", type(here)({"a2020": _with(here.papers["a2020"], facts)})) == []


def _with(paper, facts):
    return replace(paper, facts=facts)


def test_an_empty_library_has_nothing_to_look_at():
    assert check(library()) == ()


# --- rules know no papers


def test_no_rule_mentions_a_paper_or_a_fact_or_a_system():
    here = real_library()
    words = {*here.papers, *here.systems, *here.facts}
    folder = Path(inspect.getfile(check)).parent
    for file in sorted(folder.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert not [word for word in words if word in text], file.name


def test_files_of_rules_stay_small():
    folder = Path(inspect.getfile(check)).parent
    assert all(len(file.read_text(encoding="utf-8").splitlines()) <= 300 for file in folder.glob("*.py"))
