"""Chemical formulas in the subjects of facts, and masses of atoms (IUPAC 2021, abridged; the most common isotope)."""

from __future__ import annotations

import re
from collections.abc import Mapping

# element: (standard atomic weight, mass of the most common isotope), both in g/mol
MASSES: Mapping[str, tuple[float, float]] = {
    "H": (1.008, 1.00783),
    "C": (12.011, 12.0),
    "N": (14.007, 14.00307),
    "O": (15.999, 15.99491),
    "F": (18.998, 18.99840),
    "Na": (22.990, 22.98977),
    "Al": (26.982, 26.98154),
    "P": (30.974, 30.97376),
    "S": (32.06, 31.97207),
    "Cl": (35.45, 34.96885),
    "K": (39.098, 38.96371),
    "V": (50.942, 50.94396),
    "Cu": (63.546, 62.92960),
    "Ga": (69.723, 68.92557),
    "Se": (78.971, 79.91652),
    "Br": (79.904, 78.91834),
    "In": (114.82, 114.90388),
    "Sn": (118.71, 119.90220),
    "Sb": (121.76, 120.90381),
    "I": (126.90, 126.90447),
    "Bi": (208.98, 208.98040),
}
_ATOM = re.compile(r"([A-Z][a-z]?)(\d+(?:\.\d+)?)?")


def atoms(formula: str) -> dict[str, float] | None:
    """Na3PS3.85O0.15 -> how many of each; None where it is no formula of elements that are known here."""
    found: dict[str, float] = {}
    place = 0
    while place < len(formula):
        atom = _ATOM.match(formula, place)
        if atom is None or atom[1] not in MASSES:
            return None
        found[atom[1]] = found.get(atom[1], 0.0) + float(atom[2] or 1)
        place = atom.end()
    return found or None


def molar_mass(formula: str, isotope: bool = False) -> float | None:
    """In kg/mol, of natural elements or of the most common isotopes."""
    parts = atoms(formula)
    return None if parts is None else sum(n * MASSES[e][int(isotope)] for e, n in parts.items()) / 1000
