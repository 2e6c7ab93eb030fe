"""Hulls against diagrams worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from toy_chemistry import EV, chemistries, toy_set

from natria.atoms.stability import PhaseEnergy, above_hull, composition, equilibrium, equilibrium_at, phase_set
from natria.atoms.stability.hull import programme
from natria.quantity import ModelError


def test_the_hull_of_sodium_and_phosphorus_by_hand():
    """NaP at -0.45 eV an atom and Na3P at -0.35: Na2P lies on the line between them."""
    found = equilibrium(toy_set(), composition("Na2P"))
    assert found.amounts == {"NaP": Fraction(1, 2), "Na3P": Fraction(1, 2)}
    assert found.energy == pytest.approx(-(0.9 + 1.4) / 2 * EV, rel=1e-12)


def test_a_phase_above_the_hull_by_hand():
    """NaP at -0.2 eV lies above P and Na3P at -1.4: a third of it, -0.4667 eV a formula."""
    phases = toy_set({"Na": 0, "P": 0, "NaP": -0.2, "Na3P": -1.4})
    excess, mixture = above_hull(phases, "NaP")
    assert excess == pytest.approx((-0.2 + 1.4 / 3) * EV, rel=1e-9)
    assert mixture.amounts == {"P": Fraction(2, 3), "Na3P": Fraction(1, 3)}


def test_at_a_voltage_sodium_is_free():
    low, high = (equilibrium_at(toy_set(), composition("Na3PS4"), volts) for volts in (0.1, 4.0))
    assert set(low.amounts) == {"Na2S", "Na3P"}
    assert low.sodium == 11
    assert high.sodium == 0


@settings(max_examples=25)
@given(chemistries())
def test_amounts_add_up_exactly_and_nothing_lies_below(chemistry):
    phases, formula = chemistry
    found = equilibrium(phases, composition(formula))
    total = {}
    for name, number in found.amounts.items():
        assert number > 0
        for element, count in composition(name).items():
            total[element] = total.get(element, 0) + number * count
    assert total == composition(formula)
    assert found.energy <= phases.find(formula).energy + 1e-6 * EV


def test_one_phase_alone_is_its_own_equilibrium():
    phases = phase_set([PhaseEnergy("Na", 0.0)])
    assert equilibrium(phases, composition("Na2")).amounts == {"Na": 2}


def test_sodium_has_no_equilibrium_with_its_reservoir():
    with pytest.raises(ModelError):
        equilibrium_at(toy_set(), {"Na": Fraction(1)}, 1.0)


# --- energies of formation


def test_total_energies_become_energies_of_formation():
    entries = [PhaseEnergy("Na", -1.0 * EV), PhaseEnergy("S8", -32.0 * EV), PhaseEnergy("Na2S", -10.0 * EV)]
    assert phase_set(entries).find("Na2S").energy == pytest.approx(-4.0 * EV)  # -10 + 2 + 4


def test_the_lowest_of_one_composition_counts():
    entries = [PhaseEnergy("Na", 0.0), PhaseEnergy("P", 0.0), PhaseEnergy("NaP", -1.0), PhaseEnergy("Na2P2", -3.0)]
    assert phase_set(entries).find("NaP").formula == "Na2P2"


def test_sodium_is_the_body_centred_metal_even_where_another_structure_is_lower():
    metals = [PhaseEnergy("Na", -1.30 * EV, name="bcc"), PhaseEnergy("Na2", -2.62 * EV, name="hcp")]
    others = [PhaseEnergy("F2", -4.0 * EV), PhaseEnergy("NaF", -9.0 * EV)]
    assert phase_set([*metals, *others]).find("NaF").energy == pytest.approx(-5.7 * EV)
    with pytest.raises(ModelError, match="bcc"):
        phase_set([PhaseEnergy("Na", 0.0, name="a"), PhaseEnergy("Na", 1.0, name="b"), *others])


def test_an_element_without_an_entry_is_named():
    with pytest.raises(ModelError, match="P"):
        phase_set([PhaseEnergy("Na", 0.0), PhaseEnergy("Na3P", -1.0)])
    with pytest.raises(ModelError, match="F"):
        toy_set().of(("NaF",))


def test_a_compound_can_be_left_out_and_an_element_not():
    assert "NaP" not in toy_set().without(["NaP"]).formulas
    for one in ("P", "NaCl"):
        with pytest.raises(ModelError):
            toy_set().without([one])


@pytest.mark.parametrize(("status", "outcome"), [(1, "raises"), (4, "raises"), (2, None), (3, None)])
def test_a_solver_that_gives_up_is_no_statement_about_phases(monkeypatch, status, outcome):
    answer = SimpleNamespace(status=status, message="invented", x=None)
    monkeypatch.setattr("scipy.optimize.linprog", lambda *_, **__: answer)
    if outcome == "raises":
        with pytest.raises(ModelError, match=str(status)):
            programme(np.ones(2), np.ones((1, 2)), [1.0])
    else:
        assert programme(np.ones(2), np.ones((1, 2)), [1.0]) is None


def test_infeasible_and_unbounded_programmes_have_no_solution():
    assert programme(np.ones(1), np.ones((1, 1)), [-1.0]) is None
    assert programme(np.array([-1.0, 0.0]), np.array([[1.0, -1.0]]), [0.0]) is None
