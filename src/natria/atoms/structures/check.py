"""What a structure says: its formula, density and nearest distance."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import gcd

import numpy as np

from ...laws.constants import AVOGADRO
from ...laws.formulas import MASSES
from ...quantity import ModelError
from ...record import Structure
from .symmetry import distances


def formula_of(structure: Structure) -> str:
    """Return the reduced formula, elements in the order in which they stand in the structure."""
    counts = Counter(structure.species)
    divisor = gcd(*counts.values())
    return "".join(f"{name}{n // divisor if n > divisor else ''}" for name, n in counts.items())


def density(structure: Structure) -> float:
    """Return the density without defects, rho = sum(M)/(N_A V) (kg/m^3)."""
    if unknown := sorted(set(structure.species) - MASSES.keys()):
        raise ModelError(f"no atomic mass of {', '.join(unknown)}", "add it to natria.laws.formulas")
    return sum(MASSES[name][0] for name in structure.species) / 1000 / (AVOGADRO * structure.volume)


def nearest_distance(structure: Structure) -> float:
    """Return the shortest distance between two atoms, images in the cells around included (m).

    The shortest vector of a lattice is odd in some direction, so it joins a corner and a middle of the doubled cell.
    """
    cell, places = structure.cell, structure.fractional
    middles = np.array(list(product((0, 0.5), repeat=3)))[1:]
    own = distances(2 * cell, np.zeros(3), middles)
    pairs = [distances(cell, places[k], places[k + 1 :]).min() for k in range(len(structure) - 1)]
    return float(min([own.min(), *pairs]))
