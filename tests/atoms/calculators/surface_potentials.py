"""Pair potentials of one and of two elements for surfaces, and families of evaluators."""

from __future__ import annotations

from itertools import product

import numpy as np

from natria.atoms.calculators import Evaluator, EvaluatorFamily, Recipe, calculator
from natria.record import from_angstrom
from natria.store import Store

NOWHERE = Store(None, None)
FCC = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
CUT = 6.5  # angstrom


def morse(r, alike):
    """Metal-like pairs (eV) that end smoothly at the cut; `alike` is not looked at."""
    del alike
    return 0.5 * (np.exp(-2 * 1.4 * (r - 2.7)) - 2 * np.exp(-1.4 * (r - 2.7))) * smooth(r)


def ions(r, alike):
    """Screened unit charges with a short repulsion, eV; a crystal of rock salt has its least energy at 4.5 angstrom."""
    charge = np.where(alike, 1.0, -1.0)
    return (14.4 * charge * np.exp(-r / 2.0) / r + np.where(alike, 300.0, 1500.0) * np.exp(-r / 0.26)) * smooth(r)


def smooth(r):
    return np.where(r < CUT, (1 - (r / CUT) ** 2) ** 3, 0.0)


def pair_calculator(potential):
    """A calculator of ASE; forces and stress by a numerical derivative of the pair function."""
    from ase.calculators.calculator import Calculator

    class Pairs(Calculator):
        implemented_properties = ("energy", "forces", "stress")

        def calculate(self, atoms=None, properties=(), changes=()):
            super().calculate(atoms, properties, changes)
            i, j, r, vector = neighbours(atoms)
            alike = atoms.numbers[i] == atoms.numbers[j]
            slope = (potential(r + 1e-5, alike) - potential(r - 1e-5, alike)) / 2e-5
            pull = (slope / r)[:, None] * vector
            forces = np.zeros((len(atoms), 3))
            np.add.at(forces, i, pull)
            stress = np.einsum("ka,kb->ab", pull, vector) / 2 / atoms.get_volume()
            self.results = {
                "energy": float(potential(r, alike).sum()) / 2,
                "forces": forces,
                "stress": stress[[0, 1, 2, 1, 0, 0], [0, 1, 2, 2, 2, 1]],
            }

    return Pairs()


def neighbours(atoms):
    """All pairs up to the cut, with their distances and vectors (angstrom)."""
    reach = np.ceil(CUT * np.linalg.norm(np.linalg.inv(atoms.cell.array), axis=0)).astype(int)
    shifts = np.array(list(product(*(range(-n, n + 1) for n in reach)))) @ atoms.cell.array
    places = atoms.get_scaled_positions(wrap=True) @ atoms.cell.array
    vectors = places[None, :, None] - places[:, None, None] + shifts
    r = np.linalg.norm(vectors, axis=3)
    i, j, k = np.nonzero((r < CUT) & (r > 1e-6))
    return i, j, r[i, j, k], vectors[i, j, k]


def family_of_pairs(potential):
    one = Evaluator(Recipe("pairs", {}), lambda: pair_calculator(potential), NOWHERE)
    return EvaluatorFamily(lambda _: one, lambda _: one)


def family_of(name, **settings):
    def make(structure):
        made = calculator(name, structure, settings)
        return Evaluator(made.recipe, made.make, NOWHERE)

    return EvaluatorFamily(make, make)


def fcc(edge, element="Cu"):
    return from_angstrom(np.eye(3) * edge, [element] * 4, FCC, element)


def rock_salt(edge):
    places = np.vstack([FCC, FCC + np.array([0.5, 0, 0])])
    return from_angstrom(np.eye(3) * edge, ["Na"] * 4 + ["F"] * 4, places % 1, "NaF")


def zinc_blende(edge):
    places = np.vstack([FCC, FCC + 0.25])
    return from_angstrom(np.eye(3) * edge, ["Na"] * 4 + ["F"] * 4, places, "NaF")


def cut_energy(structure, miller, potential):
    """The energy of one face (J/m^2) from the pairs that a cut breaks: the second way to a rigid surface energy.

    A pair along r crosses (n . r)/V cuts an area where every gap between planes is alike, so
    gamma = -sum(phi(r) max(n . r, 0))/(2 V) over the atoms of a cell and all others.
    """
    cell = structure.cell * 1e10
    normal = np.linalg.solve(cell, np.array(miller, float))
    normal /= np.linalg.norm(normal)
    reach = range(-3, 4)
    shifts = np.array([[x, y, z] for x in reach for y in reach for z in reach])
    total = 0.0
    for one, place in zip(structure.species, structure.fractional, strict=True):
        for other, end in zip(structure.species, structure.fractional, strict=True):
            vectors = (end + shifts - place) @ cell
            r = np.linalg.norm(vectors, axis=1)
            near = (r > 0.1) & (r < CUT)
            crossing = np.maximum(vectors[near] @ normal, 0)
            total += float(potential(r[near], np.full(near.sum(), one == other)) @ crossing)
    return -total / (2 * abs(np.linalg.det(cell))) * 16.02176634
