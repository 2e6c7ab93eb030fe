"""A stack of sheets, against the equilibrium of its sheets solved as they stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import bulk_and_shear, laminate_moduli

sheets = st.lists(st.tuples(st.floats(1e8, 1e12), st.floats(0.01, 0.49), st.floats(0.01, 1)), min_size=1, max_size=5)


def stack_of(rows):
    young, poisson, share = map(np.array, zip(*rows, strict=True))
    bulk, shear = bulk_and_shear(young, poisson)
    return young, poisson, share / share.sum(), bulk, shear


def by_equilibrium(young, poisson, share, pulled):
    """Young's modulus in a direction: strains in the plane are common, stress through the sheets is."""
    n = young.size
    lame = young * poisson / ((1 + poisson) * (1 - 2 * poisson))
    twice = young / (1 + poisson)
    system, right = np.zeros((n + 2, n + 2)), np.zeros(n + 2)
    for k in range(n):  # unknown: e11, e22 and e33 of each sheet; in units of the first sheet's modulus
        system[k, [0, 1, 2 + k]] = lame[k], lame[k], lame[k] + twice[k]
        right[k] = 1.0 if pulled == "through" else 0.0
    for row, own in ((n, 0), (n + 1, 1)):
        system[row, [0, 1]] = share @ lame
        system[row, own] += share @ twice
        system[row, 2:] = share * lame
    right[n] = 1.0 if pulled == "plane" else 0.0
    found = np.linalg.solve(system / young[0], right)
    strain = share @ found[2:] if pulled == "through" else found[0]
    return young[0] / strain


@given(sheets)
def test_the_moduli_are_those_of_sheets_in_equilibrium(rows):
    young, poisson, share, bulk, shear = stack_of(rows)
    found = laminate_moduli(bulk, shear, share)
    assert found.young_in_plane == pytest.approx(by_equilibrium(young, poisson, share, "plane"), rel=1e-6)
    assert found.young_through == pytest.approx(by_equilibrium(young, poisson, share, "through"), rel=1e-6)


@given(sheets)
def test_shear_is_the_mean_in_the_plane_and_the_harmonic_mean_along_the_sheets(rows):
    _, _, share, bulk, shear = stack_of(rows)
    found = laminate_moduli(bulk, shear, share)
    assert found.shear_in_plane == pytest.approx(np.average(shear, weights=share))
    assert 1 / found.shear_through == pytest.approx(np.average(1 / shear, weights=share))


@given(sheets)
def test_young_lies_within_reuss_and_in_the_plane_above_voigt(rows):
    young, _, share, bulk, shear = stack_of(rows)
    found = laminate_moduli(bulk, shear, share)
    assert found.young_through >= 1 / np.sum(share / young) * (1 - 1e-9)
    assert found.young_in_plane >= np.sum(share * young) * (1 - 1e-9)


@given(st.floats(1e8, 1e12), st.floats(0.01, 0.49))
def test_alike_sheets_are_one(young, poisson):
    bulk, shear = (float(m) for m in bulk_and_shear(young, poisson))
    found = laminate_moduli([bulk, bulk], [shear, shear], [0.2, 0.8])
    assert found.young_through == pytest.approx(young, rel=1e-7)
    assert found.young_in_plane == pytest.approx(young, rel=1e-7)
    assert found.shear_through == pytest.approx(found.shear_in_plane)


def test_one_poisson_ratio_gives_voigt_in_the_plane():
    bulk, shear = bulk_and_shear([31e9, 16.4e9], [0.3, 0.3])
    assert laminate_moduli(bulk, shear, [0.5, 0.5]).young_in_plane == pytest.approx(23.7e9)


def test_kumar2020_by_hand_30_9_gpa():
    """0.5 % of 16.4 in 31.0 GPa: 30.93 in the plane, 30.86 by the harmonic mean through it."""
    bulk, shear = bulk_and_shear([31.0e9, 16.4e9], [0.3, 0.3])
    found = laminate_moduli(bulk, shear, [0.995, 0.005])
    assert found.young_in_plane / 1e9 == pytest.approx(30.93, abs=0.005)
    assert 30.86 < found.young_through / 1e9 < 30.93


def test_shares_that_are_no_whole_raise():
    with pytest.raises(ValueError, match="sum to one"):
        laminate_moduli([1e9, 1e9], [1e9, 1e9], [0.5, 0.4])
