"""Structures whose electrons are known not to be paired; without spin their state is wrong."""

from __future__ import annotations

import numpy as np

from ...record import Structure
from ...record.structure import ANGSTROM
from ..structures import distances
from .packages import imported

MAGNETIC = frozenset({"Cr", "Mn", "Fe", "Co", "Ni", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm"})
# Between O2 or a superoxide (1.21 to 1.35 A) and a peroxide (1.49 A): Greenwood and Earnshaw, Chemistry of the Elements
SUPEROXIDE = 1.42 * ANGSTROM


def unpaired(structure: Structure) -> str:
    """Return why a structure has unpaired electrons; empty where nothing says so.

    An odd number of electrons says so only without periodicity: a metal may have one in its cell.
    """
    if found := sorted(MAGNETIC & set(structure.species)):
        return f"{', '.join(found)} is often magnetic"
    oxygen = structure.fractional[np.array([one == "O" for one in structure.species])]
    for place, one in enumerate(oxygen[:-1]):
        nearest = float(distances(structure.cell, one, oxygen[place + 1 :]).min())
        if nearest < SUPEROXIDE:
            return f"two O atoms are {nearest / ANGSTROM:.2f} A apart, as in O2 and superoxides"
    numbers = imported("ase.data", "ase").atomic_numbers
    if not any(structure.periodic) and sum(numbers[one] for one in structure.species) % 2:
        return "a molecule with an odd number of electrons"
    return ""
