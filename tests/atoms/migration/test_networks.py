"""Networks made by hand: dimensions, barriers of percolation, diffusivities."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.migration import hop_classes, hop_conductivity, hop_diffusivity, percolating_barriers, site_energies
from natria.atoms.migration.network import dimensions, percolating_classes
from natria.atoms.migration.rates import BOLTZMANN, charge_of, hop_rate, vineyard
from natria.quantity import InputError, ModelError
from natria.record import from_angstrom

X, Y, Z, HERE = (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)


@pytest.mark.parametrize(
    ("edges", "barriers"),
    [
        ([((0, 0, X), 0.3)], (0.3, None, None)),
        ([((0, 0, X), 0.3), ((0, 0, (2, 0, 0)), 0.4)], (0.3, None, None)),
        ([((0, 0, X), 0.3), ((0, 0, Y), 0.5), ((0, 0, Z), 0.9)], (0.3, 0.5, 0.9)),
        ([((0, 1, HERE), 0.1)], (None, None, None)),  # a pair of sites that leads nowhere
        ([((0, 1, HERE), 0.1), ((1, 0, X), 0.6)], (0.6, None, None)),  # two hops in series: the higher one counts
        ([((0, 1, HERE), 0.1), ((1, 0, X), 0.6), ((0, 0, X), 0.4)], (0.4, None, None)),  # a way around
        ([((0, 0, X), 0.2), ((1, 1, Y), 0.3)], (0.2, None, None)),  # two chains that never meet
        ([((0, 0, X), 0.2), ((1, 1, Y), 0.3), ((0, 1, Z), 0.7)], (0.2, 0.7, None)),  # and that meet
        ([((0, 1, X), 0.2), ((1, 2, HERE), 0.2), ((2, 0, (-1, 0, 0)), 0.2)], (None, None, None)),  # a closed ring
        ([((0, 1, (5, 3, 0)), 0.2), ((2, 1, (0, 0, 2)), 0.2), ((0, 2, (5, 4, -2)), 0.3)], (0.3, None, None)),
    ],
)
def test_percolation(edges, barriers):
    assert percolating_barriers([(edge, e, e) for edge, e in edges]) == barriers
    turned = [((b, a, (-o[0], -o[1], -o[2])), e, e) for (a, b, o), e in reversed(edges)]
    assert percolating_barriers(turned) == barriers


def test_sites_of_different_energies_percolate_over_the_highest_saddle_from_the_lowest_site():
    """Sites at 0, 0.2 and -0.3 eV with saddles at 0.5, 0.6 and 0.4 eV: 0.6 + 0.3, though no single hop has 0.9."""
    low, middle, deep = 0, 1, 2
    hops = [((low, middle, HERE), 0.5, 0.3), ((middle, deep, HERE), 0.4, 0.9), ((deep, low, X), 0.7, 0.4)]
    assert site_energies(hops) == pytest.approx({low: 0.3, middle: 0.5, deep: 0.0})
    assert percolating_barriers(hops)[0] == pytest.approx(0.9)
    turned = [((b, a, (-o[0], -o[1], -o[2])), back, forth) for (a, b, o), forth, back in reversed(hops)]
    assert percolating_barriers(turned)[0] == pytest.approx(0.9)
    hops = [((0, 1, HERE), 0.4, 0.2), ((1, 0, X), 0.1, 0.3)]  # up to 0.4 and over 0.3: no hop is above 0.4
    assert percolating_barriers(hops)[0] == pytest.approx(0.4)
    hops = [((0, 1, HERE), 0.3, 0.1), ((1, 2, HERE), 0.3, 0.1), ((2, 0, X), 0.05, 0.45)]  # a staircase
    assert percolating_barriers(hops)[0] == pytest.approx(0.5)  # each hop at most 0.45


def test_the_hops_of_a_class_lead_from_like_to_like_sites():
    """Sodium at the corner (a) and at the middle of the edges (b) of a cube, which the group does not exchange."""
    cube = from_angstrom(np.eye(3) * 5, ["Na"] * 4, [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]])
    nearest = hop_classes(cube, "Na", 2.6e-10)[0]
    assert len(nearest.edges) == 6
    assert len({one == 0 for one, _, _ in nearest.edges}) == 1
    assert not nearest.alike
    assert hop_classes(cube, "Na", 3.6e-10)[1].alike  # between two middles of edges
    assert all(one.alike for one in hop_classes(rocksalt(), "Na", 4.71e-10))


ROCKSALT = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]


def rocksalt(a=4.7):
    anions = [[x + 0.5, y, z] for x, y, z in ROCKSALT]
    return from_angstrom(np.eye(3) * a, ["Na"] * 4 + ["F"] * 4, [*ROCKSALT, *anions], "NaF")


def test_hops_of_a_crystal_fall_into_classes():
    salt = rocksalt()
    nearest, second = hop_classes(salt, "Na", 4.71e-10)
    assert nearest.length == pytest.approx(4.7e-10 / np.sqrt(2))
    assert len(nearest.edges) == 4 * 12 / 2  # twelve neighbours, each edge once
    assert len(second.edges) == 4 * 6 / 2
    assert {site for a, b, _ in nearest.edges for site in (a, b)} == {0, 1, 2, 3}
    assert dimensions([nearest]) == 3
    assert percolating_classes([nearest, second]) == (nearest,)


def test_inequivalent_hops_of_a_tetragonal_crystal():
    metal = from_angstrom(np.diag([3.0, 3.0, 4.0]), ["Na"], [[0, 0, 0]])
    plane, axis = hop_classes(metal, "Na", 4.1e-10)
    assert (len(plane.edges), len(axis.edges)) == (2, 1)
    assert dimensions([plane]) == 2
    assert percolating_classes([plane, axis]) == (plane, axis)


def test_a_species_that_is_not_there_is_refused():
    with pytest.raises(InputError):
        hop_classes(rocksalt(), "Li", 4e-10)


def test_diffusivity_of_one_site_by_hand():
    metal = from_angstrom(np.diag([3.0, 3.0, 4.0]), ["Na"], [[0, 0, 0]])
    rates = [((0, 0, X), 2.0), ((0, 0, Y), 2.0), ((0, 0, Z), 5.0)]
    assert hop_diffusivity(metal, rates) * 1e20 == pytest.approx(np.diag([18.0, 18.0, 80.0]))  # a^2 rate


def test_hops_in_series_are_held_up_by_the_slow_one():
    """D = L^2/(2/fast + 2/slow) on a chain of two hops, whatever their lengths."""
    chain = from_angstrom(np.diag([5.0, 9.0, 9.0]), ["Na", "Na"], [[0, 0, 0], [0.3, 0, 0]])
    found = hop_diffusivity(chain, [((0, 1, HERE), 100.0), ((1, 0, X), 1.0)])
    assert found[0, 0] == pytest.approx((5e-10) ** 2 / (2 / 100 + 2 / 1))
    assert np.abs(found[1:]).max() < 1e-30


def test_conductivity_is_nernst_einstein():
    salt = rocksalt()
    (nearest,) = hop_classes(salt, "Na", 3.4e-10)
    rate = hop_rate(0.3 * 1.602176634e-19, 1e13, 400.0)
    assert rate == pytest.approx(1e13 * np.exp(-0.3 / (8.617333e-5 * 400)), rel=1e-5)
    given = {"carriers": 0.01, "temperature": 400.0, "charge": 1, "energies": [0.0, 1e-22]}
    rates = dict.fromkeys(nearest.edges, rate)
    found = hop_conductivity(salt, rates, **given)
    diffusivity = 12 * rate * nearest.length**2 / 6  # z rate a^2/6
    assert np.diag(found.diffusivity) == pytest.approx(np.full(3, diffusivity))
    density = 0.01 * 4 / (4.7e-10) ** 3
    assert found.mean == pytest.approx(density * 1.602176634e-19**2 * diffusivity / (BOLTZMANN * 400))
    assert found.assumptions
    assert hop_conductivity(salt, rates, **{**given, "charge": 2}).mean == pytest.approx(4 * found.mean)


@pytest.mark.parametrize(
    "changed",
    [
        {"carriers": 0.0},
        {"carriers": 1.0},
        {"temperature": 0.0},
        {"temperature": -300.0},
        {"temperature": float("nan")},
        {"energies": [0.0, 0.51 * BOLTZMANN * 400]},
    ],
)
def test_what_the_formula_of_the_conductivity_does_not_hold_for_is_refused(changed):
    salt = rocksalt()
    (nearest,) = hop_classes(salt, "Na", 3.4e-10)
    given = {"carriers": 0.01, "temperature": 400.0, "charge": 1, "energies": [0.0, 0.49 * BOLTZMANN * 400]}
    assert hop_conductivity(salt, dict.fromkeys(nearest.edges, 1e9), **given).mean > 0
    with pytest.raises(ModelError):
        hop_conductivity(salt, dict.fromkeys(nearest.edges, 1e9), **{**given, **changed})


def test_the_charge_is_that_of_the_usual_ion():
    assert [charge_of(one) for one in ("Na", "Mg", "F")] == [1, 2, -1]
    with pytest.raises(ModelError):
        charge_of("Sn")


def test_vineyard_by_hand():
    low, high = np.diag([4.0, 9.0, 16.0]) * 1e26, np.diag([4.0, -1.0, 9.0]) * 1e26
    assert vineyard(low, high) == pytest.approx(2 * 3 * 4 / (2 * 3) * 1e13 / (2 * np.pi))
    free = np.diag([1e20, 4e26, 9e26]), np.diag([1e20, 4e26, -1e26])  # one translation
    assert vineyard(*free, zero=1) == pytest.approx(3e13 / (2 * np.pi))
    with pytest.raises(ModelError):
        vineyard(low, low)
