"""Formulas and reactions in exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.atoms.stability import balance, composition
from natria.atoms.stability.composition import same_composition, solve
from natria.quantity import ModelError


def test_a_formula_is_counted_exactly():
    assert composition("Na3V2(PO4)3") == {"Na": 3, "V": 2, "P": 3, "O": 12}
    assert composition("Na3PS3.85O0.15")["O"] == Fraction(3, 20)


@pytest.mark.parametrize("formula", ["", "Qq2", "hello", "Na-Sn"])
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(ModelError):
        composition(formula)


def test_formulas_of_one_composition_are_the_same():
    assert same_composition("NaP", "Na2P2")
    assert not same_composition("NaP", "Na3P")
    assert not same_composition("Na", "NaP")


@pytest.mark.parametrize(
    ("reactants", "products", "reaction"),
    [
        (("Na3PS4", "Na"), ("Na2S", "Na3P"), "Na3PS4 + 8 Na -> 4 Na2S + Na3P"),
        (("NaOH",), ("Na", "H2O", "O2"), "4 NaOH -> 4 Na + 2 H2O + O2"),
        (("Na3SbS4", "Na"), ("NaSbS2", "Na2S"), "Na3SbS4 + 2 Na -> NaSbS2 + 2 Na2S"),
        (("Na3PS3.85O0.15", "Na"), ("Na2S", "Na2O", "P"), "20 Na3PS3.85O0.15 + 100 Na -> 77 Na2S + 3 Na2O + 20 P"),
    ],
)
def test_a_reaction_is_balanced_by_hand(reactants, products, reaction):
    found = balance(reactants, products)
    assert str(found) == reaction
    assert not any(found.excess().values())


@pytest.mark.parametrize(
    ("reactants", "products"),
    [
        (("NaOH",), ("Na2O",)),  # hydrogen has nowhere to go
        (("Na2S",), ("Na", "NaCl")),
        (("Na3PS4",), ("Na2S", "S", "P", "Na", "Na2S2")),  # not determined
    ],
)
def test_what_cannot_be_balanced_is_refused(reactants, products):
    with pytest.raises(ModelError):
        balance(reactants, products)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any))
def test_amounts_come_back_from_their_sum(amounts):
    columns = [composition(one) for one in ("Na3P", "P2S5", "Na2S4")]
    total = {}
    for column, number in zip(columns, amounts, strict=True):
        for element, count in column.items():
            total[element] = total.get(element, Fraction(0)) + number * count
    assert solve(columns, total) == tuple(amounts)
