"""Indents of known modulus and hardness, and contacts in closed form that were written apart from the analysis."""

from math import pi, radians, sqrt, tan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.mechanics import analyse_indent, contact_at, contact_of, load_for_depth, reduced_of, tip_of, young_of
from natria.lab.synthetic.materials.indents import IndentSample, IndentTest, synthetic_indent
from natria.quantity import FitError

E, H, NU = 20.9e9, 1.0e9, 0.3  # what chi2022 reports of Na3PS3.4O0.6
TIP = tip_of("berkovich", 1141e9 / (1 - 0.07**2))
QUIET = IndentTest(depth_noise=0.0, load_noise=0.0, drift=0.0)


def made(seed, test=None, sample=None):
    return synthetic_indent(np.random.default_rng(seed), sample or IndentSample(E, H, NU), TIP, test or IndentTest())


def analysed(seed, test=None):
    one = made(seed, test)
    return analyse_indent(one.load, one.depth, one.time, TIP), one


def test_reported_modulus_and_hardness_come_back_without_noise():
    result, one = analysed(1, QUIET)
    assert young_of(result.contact.reduced_modulus, NU, TIP) == pytest.approx(E, rel=1e-4)
    assert result.contact.hardness == pytest.approx(H, rel=1e-4)
    assert result.contact.depth == pytest.approx(one.full_depth, rel=1e-5)
    assert result.unloading.exponent == pytest.approx(1.4, rel=1e-3)


def test_one_millinewton_does_not_reach_one_micrometre():
    depth = contact_at(1e-3, E, H, NU, TIP).depth
    assert 0.19e-6 < depth < 0.26e-6
    assert load_for_depth(1e-6, E, H, NU, TIP) == pytest.approx(18.8e-3, rel=0.005)
    # by hand: without sink-in the depth is sqrt(P/(24.5 H)); the sink-in is 0.75 P/S on top
    plain = sqrt(1e-3 / (24.5 * H))
    stiffness = 2 * 1.034 / sqrt(pi) * reduced_of(E, NU, TIP) * sqrt(1e-3 / H)
    assert depth == pytest.approx(plain + 0.75e-3 / stiffness, rel=1e-9)


def test_elastic_cone_of_sneddon():
    """P = (2/pi) E* tan(a) h^2 loads and unloads alike; written down here, not taken from the analysis."""
    angle, reduced = radians(70.3), 30e9
    tip = tip_of("cone", 1e15)
    depth = 200e-9 * np.concatenate([np.linspace(0, 1, 300), np.ones(20), np.linspace(1, 0, 300)])
    load = 2 / pi * reduced * tan(angle) * depth**2
    result = analyse_indent(load, depth, None, tip)
    assert result.contact.reduced_modulus == pytest.approx(reduced, rel=2e-3)
    assert result.contact.contact_depth == pytest.approx(2 / pi * 200e-9, rel=2e-3)
    assert result.unloading.exponent == pytest.approx(2, rel=5e-3)
    assert [note.code for note in result.notes] == ["drift-unknown"]


def test_drift_is_measured_and_taken_off():
    result, _ = analysed(3, IndentTest(drift=0.2e-9))
    assert result.drift_rate == pytest.approx(0.2e-9, abs=4 * result.drift_std)
    assert result.contact.reduced_modulus == pytest.approx(reduced_of(E, NU, TIP), abs=4 * result.reduced_std)
    one = made(3, IndentTest(drift=0.2e-9))
    without = analyse_indent(one.load, one.depth, None, TIP)
    wrong = abs(without.contact.reduced_modulus - reduced_of(E, NU, TIP))
    assert wrong > 2 * abs(result.contact.reduced_modulus - reduced_of(E, NU, TIP))


def test_pop_ins_are_found_and_no_others():
    for seed in range(5):
        result, one = analysed(seed, IndentTest(pop_ins=(0.3, 0.6)))
        assert len(result.pop_ins) == 2
        for jump, load in zip(result.pop_ins, one.pop_in_loads, strict=True):
            assert jump.load == pytest.approx(load, abs=0.01e-3)
            assert jump.size == pytest.approx(8e-9, abs=4 * jump.std)
        assert analysed(seed)[0].pop_ins == ()


def coverage(count):
    truth = reduced_of(E, NU, TIP)
    inside = np.zeros((count, 2), bool)
    for seed in range(count):
        result, _ = analysed(seed, IndentTest(pop_ins=(0.4,)))
        inside[seed, 0] = abs(result.contact.reduced_modulus - truth) < 1.96 * result.reduced_std
        inside[seed, 1] = abs(result.contact.hardness - H) < 1.96 * result.hardness_std
    return inside.mean(axis=0)


def test_intervals_hold_the_truth():
    assert (coverage(60) > 0.85).all()


@pytest.mark.slow
def test_coverage_of_indents():
    found = coverage(1500)
    assert ((found > 0.93) & (found < 0.97)).all()


@settings(max_examples=30, deadline=None)
@given(st.floats(1e9, 200e9), st.floats(0.05e9, 5e9), st.floats(1e-5, 1e-1), st.floats(0.05, 0.45))
def test_contact_and_its_inverse(young, hardness, load, poisson):
    tip = tip_of("berkovich", 1141e9, (24.5, 1e-7))
    made_contact = contact_at(load, young, hardness, poisson, tip)
    back = contact_of(load, made_contact.depth, made_contact.stiffness, tip)
    assert back.hardness == pytest.approx(hardness, rel=1e-6)
    assert young_of(back.reduced_modulus, poisson, tip) == pytest.approx(young, rel=1e-6)
    assert load_for_depth(made_contact.depth, young, hardness, poisson, tip) == pytest.approx(load, rel=1e-6)


def test_curves_that_cannot_be_analysed():
    one = made(1)
    up = slice(0, int(np.argmax(one.load)))
    with pytest.raises(FitError, match="no unloading"):
        analyse_indent(one.load[up], one.depth[up], one.time[up], TIP)
    with pytest.raises(FitError, match="time goes back at reading 501"):
        analyse_indent(one.load, one.depth, np.concatenate([one.time[:500], one.time[:-500]]), TIP)
    few = slice(None, None, 100)
    with pytest.raises(FitError, match="readings"):
        analyse_indent(one.load[few], one.depth[few], None, TIP)
    wrong_unit = analyse_indent(one.load, one.depth * 1e-3, None, TIP).contact
    with pytest.raises(FitError, match="above that of the tip"):
        young_of(wrong_unit.reduced_modulus, NU, TIP)
