"""Windows from handbook values, as answers with an ancestry."""

from __future__ import annotations

import pytest

from natria.answers import ask, replay
from natria.atoms.stability.energies import HANDBOOK_ENERGIES, PHASE_WINDOW, entries_of_table
from natria.design import Design, case_of, phase_design
from natria.quantity import Finding, Question, Refused, ancestry

F = 96485.33212331001  # C/mol


def asked(term, phase, design=None):
    design = design or Design(phase, {"phase": {"material": phase}})
    return ask(PHASE_WINDOW, design, Question(term, phase), of=HANDBOOK_ENERGIES)


@pytest.mark.parametrize(
    ("phase", "gibbs"),  # kJ/mol, as the CRC Handbook prints them beside enthalpies and entropies
    [("NaF", -546.3), ("NaCl", -384.1), ("NaBr", -349.0), ("NaOH", -379.7), ("Na2O", -375.5), ("NaH", -33.5)],
)
def test_gibbs_energies_are_those_that_the_handbook_prints(phase, gibbs):
    table = ask(HANDBOOK_ENERGIES, Design(phase, {"phase": {"material": phase}}), Question("phase_energies", phase))
    found = {one.formula: one for one in entries_of_table(table)}
    assert found[phase].energy / 1e3 == pytest.approx(gibbs, abs=0.25)
    assert found[phase].std > 0
    assert "CRC" in found[phase].source


@pytest.mark.parametrize(("phase", "gibbs"), [("NaF", -546.3), ("NaCl", -384.1), ("NaBr", -349.0)])
def test_a_halide_is_oxidised_at_its_gibbs_energy_over_one_electron(phase, gibbs):
    assert asked("oxidation_limit", phase).value == pytest.approx(-gibbs * 1e3 / F, abs=0.003)
    assert asked("reduction_limit", phase).value == 0.0


def test_the_limits_of_sodium_hydroxide_by_hand():
    """NaOH + 2 Na -> Na2O + NaH and 4 NaOH -> 4 Na + 2 H2O + O2, Gibbs energies of the CRC Handbook."""
    low, high = (asked(f"{name}_limit", "NaOH") for name in ("reduction", "oxidation"))
    assert low.value == pytest.approx((375.5 + 33.5 - 379.7) * 1e3 / (2 * F), abs=0.003)
    assert high.value == pytest.approx((379.7 - 237.1 / 2) * 1e3 / F, abs=0.003)
    assert asked("stability_window", "NaOH").value == pytest.approx(high.value - low.value)
    assert (low.bound, high.bound) == ("at least", "at most")  # three elements: no list of phases is complete


def test_the_couples_of_sulfur_obey_the_sum_rule():
    """S -> Na2S4 -> Na2S2 -> Na2S takes 1/2, 1/2 and 1 electron an atom; the mean is 1.85 V, -dG of Na2S over 2 F."""
    steps = [(0.5, asked("oxidation_limit", "Na2S4")), (0.5, asked("oxidation_limit", "Na2S2"))]
    steps.append((1.0, asked("oxidation_limit", "Na2S")))
    mean = sum(share * one.value for share, one in steps) / 2
    assert mean == pytest.approx((369.0 - 298.15 * (2 * 51.3 + 32.1 - 97.0) / 1e3) * 1e3 / (2 * F), abs=1e-4)
    assert mean == pytest.approx(1.85, abs=0.005)
    assert all(one.bound == "at most" for _, one in steps)  # Na2S3 is known and has no energy


def test_a_binary_phase_with_all_energies_has_limits_themselves():
    found = asked("oxidation_limit", "NaF")
    assert found.bound is None
    assert 0 < found.std < 0.05


def test_a_missing_competitor_makes_bounds():
    assert asked("reduction_limit", "Na2S2").bound == "at least"
    assert asked("stability_window", "Na2S2").bound == "at most"


@pytest.mark.parametrize(
    ("phase", "missing"),
    [("Na3PS4", ("Na3PS4", "element P", "Na3P")), ("Na3SbS4", ("Na3SbS4", "element Sb")), ("Na2Se", ("element Se",))],
)
def test_what_has_no_energy_is_refused_by_name(phase, missing):
    found = asked("reduction_limit", phase)
    assert isinstance(found, Refused)
    assert [one for one in missing if one not in found.why] == []


@pytest.mark.parametrize("phase", ["Na3N", "Na-In", "Na3PS3.85O0.15"])
def test_what_has_no_window_is_refused(phase):
    assert isinstance(asked("reduction_limit", phase), Refused)


def test_an_answer_rests_on_the_cards_alone():
    found = asked("reduction_limit", "NaOH")
    assert isinstance(found, Finding)
    behind = {(one.question.name, one.question.of) for one in ancestry(found)}
    assert {("formation_enthalpy", "NaOH"), ("entropy", "H2O"), ("entropy", "Na")} <= behind
    design = Design("NaOH", {"phase": {"material": "NaOH"}})
    first, again = replay(HANDBOOK_ENERGIES, design, Question("phase_energies", "NaOH"))
    assert first.digest == again.digest


def test_a_card_of_a_design_takes_part():
    """An invented ternary phase of a case narrows the window of NaOH."""
    values = {"formation_enthalpy": (-900, "kJ/mol"), "entropy": (110, "J/mol/K")}
    card = {name: {"value": value, "unit": unit, "std": 1, "why": "invented"} for name, (value, unit) in values.items()}
    cell = {"name": "lab/cell", "cell": "symmetric", "temperature": "298.15 K", "working": {"material": "Na"}}
    case = case_of({**cell, "material": {"Na3O2H": {"kind": "phase", "properties": card}}}, "lab", "a test")
    design = phase_design(case.base, "NaOH")
    assert asked("reduction_limit", "NaOH", design).value > asked("reduction_limit", "NaOH").value
