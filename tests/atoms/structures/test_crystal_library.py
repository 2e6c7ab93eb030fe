"""Structures of the library: distances by hand, densities of handbooks, and space groups found again."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from natria.atoms.structures import crystal, crystal_card, crystals, density, formula_of, nearest_distance
from natria.atoms.structures.library import HERE
from natria.design.materials import material_property, materials
from natria.quantity import ModelError

spglib = pytest.importorskip("spglib", reason="spglib comes with natria[atoms]")

BONDS = {  # A, by hand from the cell or from tables of bond lengths
    "Na": 4.2906 * sqrt(3) / 2,
    "NaF": 4.6342 / 2,
    "NaI": 6.4728 / 2,
    "Na2S": 6.526 * sqrt(3) / 4,
    "Na3N": 4.73 / 2,
    "Cu": 3.6146 / sqrt(2),
    "Na3Sb": 5.355 / sqrt(3),
    "Na2O2": 1.50,  # O-O of a peroxide
    "S": 2.04,  # S-S of the ring S8
    "P-black": 2.22,
    "Sb": 2.91,
}
CATION_TO_ANION = {  # A; every compound of the library, by hand from the cell except where a source stands
    "Na15Sn4": 3.22,  # from its positions; between the sums of covalent (3.05) and of metallic radii (3.4)
    "Na2O": 5.55 * sqrt(3) / 4,
    "Na2O2": 2.32,  # Tallman, Margrave and Bailey (1957): 2.32 to 2.47
    "Na2S": 6.526 * sqrt(3) / 4,
    "Na2Se": 6.809 * sqrt(3) / 4,
    "Na3N": 4.73 / 2,
    "Na3P": 4.98 / sqrt(3),
    "Na3Sb": 5.355 / sqrt(3),
    "NaBr": 5.9738 / 2,
    "NaCl": 5.6402 / 2,
    "NaF": 4.6342 / 2,
    "NaH": 4.880 / 2,
    "NaI": 6.4728 / 2,
}
OTHERWISE = {"NaF": "the density of its card, 2.56 g/cm^3, is 9 % below that of the crystal"}


def test_every_structure_has_a_card_with_a_source():
    assert len(crystals()) == len(list(HERE.glob("*.toml"))) > 15
    assert [name for name in crystals() if not crystal_card(name).source] == []


@pytest.mark.parametrize("name", crystals())
def test_a_structure_is_what_its_card_says(name):
    """The formula, the formulas in a cell, and the space group that spglib finds from the atoms alone."""
    from natria.atoms.stability.composition import atoms_in, same_composition
    from natria.atoms.structures import space_group

    card, found = crystal_card(name), crystal(name)
    assert same_composition(formula_of(found), card.formula)
    assert len(found) == card.formulas * atoms_in(card.formula)
    assert space_group(found, 1e-13).number == card.space_group


@pytest.mark.parametrize("name", [name for name in crystals() if name not in OTHERWISE])
def test_the_density_is_that_of_the_material_card(name):
    wanted = material_property(materials().get(crystal_card(name).formula, {}), "density")
    if wanted is not None:
        assert density(crystal(name)) == pytest.approx(wanted.value, rel=0.015)


@pytest.mark.parametrize(("name", "bond"), BONDS.items())
def test_the_nearest_distance_by_hand(name, bond):
    assert nearest_distance(crystal(name)) * 1e10 == pytest.approx(bond, abs=0.01)


def between(name, one, other):
    """All distances (A) from each atom of one element to the atoms of another in the cells around."""
    found = crystal(name)
    kinds = np.array(found.species)
    shifts = np.array(np.meshgrid(*[range(-2, 3)] * 3)).reshape(3, -1).T
    apart = found.fractional[kinds == one][:, None, None] - found.fractional[kinds == other][None, :, None] + shifts
    return np.linalg.norm(apart @ found.cell, axis=-1).reshape((kinds == one).sum(), -1) * 1e10


def test_every_compound_has_a_distance_between_its_ions():
    assert {name for name in crystals() if len(set(crystal(name).species)) > 1} == set(CATION_TO_ANION)


@pytest.mark.parametrize(("name", "bond"), CATION_TO_ANION.items())
def test_the_shortest_distance_between_cation_and_anion_by_hand(name, bond):
    (anion,) = set(crystal(name).species) - {"Na"}
    assert between(name, "Na", anion).min() == pytest.approx(bond, abs=0.01)


def test_sodium_of_the_peroxide_has_six_neighbours_at_usual_distances():
    shells = np.sort(between("Na2O2", "Na", "O"), axis=1)[:, :6]
    assert shells.min() > 2.30
    assert shells.max() < 2.48


def test_the_density_of_rock_salt_by_hand():
    assert density(crystal("NaCl")) == pytest.approx(4 * 58.44e-3 / (6.02214076e23 * 5.6402e-10**3), rel=1e-4)


def test_every_atom_of_a_ring_of_sulfur_has_two_neighbours():
    found = crystal("S")
    gaps = found.fractional[:, None] - found.fractional[None]
    lengths = np.linalg.norm((gaps - np.round(gaps)) @ found.cell, axis=2) * 1e10
    assert ((lengths > 0.1) & (lengths < 2.2)).sum(axis=1).tolist() == [2] * 128


def test_an_unknown_name_is_refused():
    with pytest.raises(ModelError):
        crystal("NaQ")
