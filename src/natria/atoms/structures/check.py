"""What a structure says: its formula, density, nearest distance, and its space group found again."""

from __future__ import annotations

from collections import Counter
from math import gcd

import numpy as np

from ...laws.constants import AVOGADRO
from ...laws.formulas import MASSES
from ...quantity import ModelError
from ...record import Structure
from .symmetry import load_spglib

TOLERANCE = 1e-4  # A; positions of the library have four digits


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
    """Return the shortest distance between two atoms, images in the cells around included (m)."""
    shifts = np.array(np.meshgrid(*[(-1, 0, 1)] * 3, indexing="ij")).reshape(3, -1).T
    gaps = structure.fractional[:, None, :] - structure.fractional[None, :, :]
    gaps = (gaps - np.round(gaps))[:, :, None, :] + shifts
    lengths = np.linalg.norm(gaps @ structure.cell, axis=-1)
    return float(lengths[lengths > lengths.max() * 1e-9].min())


def space_group_of(structure: Structure, tolerance: float = TOLERANCE) -> int:
    """Return the number of the space group that spglib finds, to a tolerance of positions (A)."""
    kinds = {name: k for k, name in enumerate(dict.fromkeys(structure.species))}
    numbers = [kinds[name] for name in structure.species]
    found = load_spglib().get_symmetry_dataset(
        (structure.cell * 1e10, structure.fractional, numbers), symprec=tolerance
    )
    if found is None:
        raise ModelError("no space group is found", "check the positions, or give a larger tolerance")
    return int(found.number)
