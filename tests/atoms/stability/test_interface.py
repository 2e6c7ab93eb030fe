"""Reactions of two phases in contact."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from toy_chemistry import EV, chemistries, toy_set

from natria.atoms.stability import composition, contact, equilibrium
from natria.quantity import ModelError


def test_an_electrolyte_and_sodium_by_hand():
    """The corners are the reactions of the course: 8, 6 and 5 sodium to one formula of 8 atoms."""
    found = contact(toy_set(), "Na3PS4", "Na")
    assert [one.share for one in found.points] == [0, Fraction(1, 2), Fraction(4, 7), Fraction(8, 13), 1]
    assert [str(one.reaction) for one in found.points[1:-1]] == [
        "Na3PS4 + 8 Na -> 4 Na2S + Na3P",
        "Na3PS4 + 6 Na -> 4 Na2S + NaP",
        "Na3PS4 + 5 Na -> P + 4 Na2S",
    ]
    assert found.points[1].energy == pytest.approx(-(15.2 + 1.4 - 9.2) / 16 * EV, rel=1e-9)
    assert found.strongest.share == Fraction(4, 7)
    assert found.reacts


def test_phases_that_do_not_react():
    found = contact(toy_set(), "Na2S", "Na3P")
    assert not found.reacts
    assert [one.share for one in found.points] == [0, 1]


def test_at_a_voltage_sodium_is_exchanged_and_not_counted():
    found = contact(toy_set(), "Na3PS4", "S", 1.8)
    assert all(not any(one.reaction.excess().values()) for one in found.points)
    assert found.voltage == 1.8


def test_what_cannot_touch_is_refused():
    with pytest.raises(ModelError):
        contact(toy_set(), "NaP", "Na2P2")
    with pytest.raises(ModelError):
        contact(toy_set(), "NaP", "Na", 1.0)


@settings(max_examples=12)
@given(chemistries())
def test_the_polygon_is_the_hull_at_every_mixture(chemistry):
    """Between its corners the energy is a straight line, which the linear programme confirms at points in between."""
    phases, formula = chemistry
    found = contact(phases, formula, "Na")
    shares, energies = [float(one.share) for one in found.points], [one.energy for one in found.points]
    assert all(not any(one.reaction.excess().values()) for one in found.points)
    own = phases.find(formula)
    number = sum(composition(own.formula).values())
    for share in (Fraction(1, 7), Fraction(1, 2), Fraction(5, 6)):
        of = {element: share * n / number for element, n in composition(own.formula).items()}
        of["Na"] = of.get("Na", Fraction(0)) + 1 - share
        here = equilibrium(phases, of).energy - float(share / number) * own.energy
        assert np.interp(float(share), shares, energies) == pytest.approx(here, abs=2e-4 * EV)
