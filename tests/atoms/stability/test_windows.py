"""Windows: by hand, by a second method, and the cases in which there is none."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_chemistry import EV, chemistries, toy_set

from natria.atoms.stability import composition, equilibrium_at, stages, window, window_spread
from natria.atoms.stability.hull import SAME
from natria.atoms.stability.reactions import limits_of, reactions_of
from natria.quantity import ModelError


def test_a_window_by_hand():
    """Na3PS4 + 5 Na -> P + 4 Na2S: (9.2 - 15.2)/-5 = 1.2 V; to P2S5 and S: (9.2 - 1.25)/3 = 2.65 V."""
    found = window(toy_set(), "Na3PS4")
    assert found.is_stable
    assert found.reduction.voltage == pytest.approx(1.2, rel=1e-12)
    assert found.oxidation.voltage == pytest.approx(2.65, rel=1e-12)
    assert found.reduction.reaction.reactants == {"Na3PS4": 1, "Na": 5}
    assert found.reduction.reaction.products == {"Na2S": 4, "P": 1}
    assert found.oxidation.reaction.products == {"P2S5": 1, "S": 3, "Na": 6}


def test_the_course_by_hand():
    found = stages(toy_set(), "Na3PS4", 0.0, 4.0)
    assert [set(one.products) for one in found] == [
        {"Na2S", "Na3P"},
        {"Na2S", "NaP"},
        {"Na2S", "P"},
        {"Na3PS4"},
        {"P2S5", "S"},
    ]
    assert [one.low for one in found] == pytest.approx([0.0, 0.25, 0.9, 1.2, 2.65])  # NaP + 2 Na -> Na3P: 0.5/2
    assert [one.sodium for one in found] == [8, 6, 5, 0, -3]
    assert [one.is_stable for one in found] == [False, False, False, True, False]


def test_the_richest_phase_is_not_reduced():
    found = window(toy_set(), "Na2S")
    assert found.reduction is None
    assert found.low == 0.0


def test_a_phase_without_sodium_is_not_oxidised():
    found = window(toy_set(), "P2S5")
    assert found.oxidation is None
    assert found.reduction.voltage == pytest.approx(2.4)  # to Na3PS4 and P: (1.25 x 9.2 - 2.5)/3.75


def test_a_phase_above_the_hull_has_no_window():
    found = window(toy_set({"Na": 0, "P": 0, "NaP": -0.2, "Na3P": -1.4}), "NaP")
    assert (found.is_stable, found.reduction, found.oxidation) == (False, None, None)
    assert str(found.decay) == "3 NaP -> 2 P + Na3P"


def test_one_compound_alone_decomposes_to_its_elements():
    found = window(toy_set({"Na": 0, "S": 0, "Na2S": -3.8}), "Na2S")
    assert found.oxidation.voltage == pytest.approx(1.9)
    (one, other) = stages(toy_set({"Na": 0, "S": 0, "Na2S": -3.8}), "Na2S", 0.0, 3.0)
    assert (one.high, other.reaction.products) == (pytest.approx(1.9), {"Na": 2, "S": 1})


@pytest.mark.parametrize(("formula", "what"), [("Na", "reference"), ("NaS3", "no energy of NaS3")])
def test_what_has_no_window_is_refused(formula, what):
    with pytest.raises(ModelError, match=what):
        window(toy_set(), formula)


@pytest.mark.parametrize("ends", [(-0.1, 2.0), (2.0, 2.0), (3.0, 1.0), (float("nan"), 1.0)])
def test_a_range_of_voltages_that_is_none_is_refused(ends):
    with pytest.raises(ModelError):
        stages(toy_set(), "Na3PS4", *ends)


@settings(max_examples=20)
@given(chemistries())
def test_every_reaction_is_balanced_exactly(chemistry):
    phases, formula = chemistry
    found = window(phases, formula)
    limits = [one.reaction for one in (found.reduction, found.oxidation) if one]
    course = [one.reaction for one in stages(phases, formula, 0.0, 6.0) if one.reaction]
    for reaction in (*limits, *course, found.decay):
        assert not any(reaction.excess().values())
        assert all(isinstance(n, int) and n > 0 for n in (*reaction.reactants.values(), *reaction.products.values()))


@settings(max_examples=20)
@given(chemistries())
def test_the_limits_are_those_of_all_reactions_enumerated(chemistry):
    """The linear programme against the enumeration of vertices."""
    phases, formula = chemistry
    found = window(phases, formula)
    energies = np.array([[one.energy for one in phases.phases]])
    low, high = (float(one[0]) for one in limits_of(reactions_of(phases.formulas, formula), energies))
    if abs(found.excess) < 10 * SAME * EV:  # on the hull to the last digit: either answer is right
        return
    assert np.isnan(low) == (not found.is_stable)
    if found.is_stable:
        assert low == pytest.approx(found.low, abs=1e-6)
        assert high == pytest.approx(found.oxidation.voltage if found.oxidation else np.inf, abs=1e-6)


@settings(max_examples=20)
@given(chemistries(), st.floats(0.0, 6.0))
def test_the_course_has_the_products_of_each_voltage(chemistry, volts):
    """The stage at a voltage has the grand potential of the linear programme there, and sodium falls as it rises."""
    phases, formula = chemistry
    found = stages(phases, formula, 0.0, 6.0)
    assert found[0].low == 0.0
    assert found[-1].high == 6.0
    assert [one.high for one in found[:-1]] == [one.low for one in found[1:]]
    assert all(one.sodium >= other.sodium for one, other in pairwise(found))
    here = next(one for one in found if one.low <= volts <= one.high)
    potential = sum(
        float(n) * (phases.find(name).energy + float(composition(name).get("Na", 0)) * EV * volts)
        for name, n in here.products.items()
    )
    assert potential == pytest.approx(equilibrium_at(phases, composition(formula), volts).energy, abs=1e-5 * EV)


@settings(max_examples=20)
@given(chemistries())
def test_the_limits_stand_in_the_course(chemistry):
    phases, formula = chemistry
    found = window(phases, formula)
    stable = [one for one in stages(phases, formula, 0.0, 20.0) if one.is_stable]
    if found.is_stable and found.excess < -1e-4 * EV and found.oxidation and found.oxidation.voltage > 1e-4:
        (one,) = stable
        assert (one.low, one.high) == pytest.approx((found.low, min(found.oxidation.voltage, 20.0)), abs=1e-6)


# --- errors of energies


def test_the_spread_of_a_limit_by_propagation():
    """V = (E_P - 4 E_Na2S)/5 with independent errors of 10 meV an atom: sqrt(8^2 + (4 x 3)^2) x 10 meV / 5."""
    few = toy_set({"Na": 0, "P": 0, "S": 0, "Na2S": -3.8, "Na3PS4": -9.2})
    found = window_spread(few, "Na3PS4", per_atom=0.01 * EV, samples=20000, seed=3)
    assert found.std("reduction") == pytest.approx(np.hypot(8, 12) * 0.01 / 5, rel=0.03)
    assert found.stable == 1.0
    assert found.resolved


def test_ten_mev_an_atom_move_a_limit_by_tens_of_mv():
    found = window_spread(toy_set(), "Na3PS4", per_atom=0.01 * EV, samples=4000, seed=3)
    low, high = found.interval("reduction")
    assert low < 1.2 < high
    assert 0.01 < found.std("reduction") < 0.05


def test_a_narrow_window_is_not_resolved():
    close = toy_set({"Na": 0, "P": 0, "NaP": -0.4767, "Na3P": -1.4})  # 5 meV an atom below the hull
    found = window_spread(close, "NaP", per_atom=0.02 * EV, samples=4000, seed=3)
    assert not found.resolved
    assert 0.3 < found.stable < 0.8
    assert found.interval("width")[0] == 0.0


def test_no_error_is_no_spread():
    found = window_spread(toy_set(), "Na3PS4", per_atom=0.0, samples=100, seed=3)
    assert found.interval("reduction") == pytest.approx((1.2, 1.2))


def test_an_error_is_needed():
    with pytest.raises(ModelError, match="Na2S"):
        window_spread(toy_set(), "Na3PS4", per_atom=None, samples=100, seed=3)
    with pytest.raises(ModelError):
        window_spread(toy_set(), "Na3PS4", per_atom=-1.0, samples=100, seed=3)


def test_a_stage_is_counted_per_formula():
    (first, *_) = stages(toy_set(), "Na3PS4", 0.0, 4.0)
    assert first.products == {"Na2S": Fraction(4), "Na3P": Fraction(1)}
